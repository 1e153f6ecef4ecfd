// One round: cases run, children are killed while they do, everything settles, and what is there is compared with what was acknowledged.
import { loadCalendar } from '../../processes/calendar-store.js';
import { connectEngine } from '../../processes/engine.js';
import { rebuild, type Rebuilt } from '../../processes/rebuild.js';
import { startCase } from '../../processes/report.js';
import { openStore, type Store } from '../../processes/store/store.js';
import type { Case } from '../../processes/store/types.js';
import { compare } from './compare.js';
import { killAlong, type ChildName, type Kill } from './killer.js';
import { pause } from './phone.js';
import { startWork, STEPS } from './work.js';

export interface Running { url: string; mongoUri: string; zeebeAddress: string; children: Partial<Record<ChildName, number>> }
export interface Round {
  kills: Kill[]; reports: number; submissions: number; repeats: number; lostSessions: number;
  /** Answers that say that something of ours is broken; a killed part is no excuse. */
  faults: string[];
  wrong: string[]; rebuilt: Rebuilt;
}

/** How long all may take to agree after the last acknowledgement, milliseconds: a job of a killed worker is locked for 20 s. */
const SETTLE = 120_000;

/** Repeats the start of every case that runs, as a sweep does that has heard nothing of it yet: no second instance may come of it, now or when the first ends. */
async function startAgain(store: Store, zeebeAddress: string): Promise<void> {
  const engine = connectEngine(zeebeAddress);
  for (const one of await store.cases.find({ 'standing.state': 'active' }).lean<Case[]>()) await startCase(one, { engine });
  await engine.close();
}

/** Runs `cases` cases from report to close and kills `names` on the way. The system must be one of its own: all its cases are compared. */
export async function killRound(system: Running, password: string, cases: number, names: ChildName[], log: (line: string) => void = () => undefined): Promise<Round> {
  const work = await startWork(system.url, password, cases);
  let over = false;
  const before = () => work.told.reports.size + work.told.submissions.size;
  const progress = () => before() / (cases * (STEPS + 1));
  const killing = killAlong(system, names, progress, () => over, (kill) => log(`killed <${kill.name}> (${kill.pid}) ${(kill.at / 1000).toFixed(1)} s on, at ${Math.round(kill.after * 100)} % of the work`));
  try {
    await Promise.race([work.finished, killing.then(() => work.finished)]);
    over = true;
    const kills = await killing;
    const store = await openStore(system.mongoUri);
    try {
      const settled = async () => {
        const wrong = await compare(work.told, store, system.zeebeAddress);
        for (const end = Date.now() + SETTLE; wrong.length > 0 && Date.now() < end && work.told.wrong.length === 0;) {
          await pause(1_000);
          wrong.splice(0, Infinity, ...await compare(work.told, store, system.zeebeAddress));
        }
        return wrong;
      };
      const wrong = await settled();
      if (wrong.length === 0) {
        await startAgain(store, system.zeebeAddress);
        // What was left open is still there and can be done; and the last case's records come after all others.
        await work.oneMore();
        wrong.push(...await settled());
        if (await store.cases.countDocuments({ 'standing.state': 'completed' }) !== work.told.reports.size) wrong.push('not every case came to its end');
      }
      const rebuilt = await rebuild(store, await loadCalendar(store));
      if (rebuilt.mended + rebuilt.missing + rebuilt.older > 0) wrong.push(`the read model differs from what its records say: ${JSON.stringify(rebuilt)}`);
      const sum = (of: (met: (typeof work.met)[number]) => number) => work.met.reduce((all, met) => all + of(met), 0);
      return {
        kills, reports: work.told.reports.size, submissions: work.told.submissions.size, repeats: sum((met) => met.repeats), lostSessions: sum((met) => met.lostSessions),
        faults: work.met.flatMap((met) => met.faults), wrong, rebuilt,
      };
    } finally {
      await store.close();
    }
  } finally {
    over = true;
    await work.stop();
  }
}
