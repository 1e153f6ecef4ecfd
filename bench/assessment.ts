// How long an assessment month over 100,000 cases takes to compute, and what memory: `npm run bench -- assessment [cases]`. The whole city, each kind of who is assessed; the embedded store, and with MONGODB_URI that store, too.
import { loadavg } from 'node:os';
import { subjectNames, subjects } from '../processes/assessment/built-in.js';
import { assessmentWork } from '../processes/assessment/compute.js';
import { lastPeriod } from '../processes/assessment/periods.js';
import { beginRun } from '../processes/assessment/runs.js';
import { runWhole } from '../processes/background/whole.js';
import { defaultCalendar } from '../processes/calendar.js';
import type { Deps } from '../processes/deps.js';
import type { BackgroundJob, Person } from '../processes/store/types.js';
import { openStore } from '../processes/store/store.js';
import { fillMonth } from './lib/assessment-data.js';
import { onEmbedded } from './lib/embedded.js';

const MIB = 1024 ** 2;
/** How often memory and progress are looked at, milliseconds. */
const LOOK = 100;

async function side(uri: string, cases: number, what: string): Promise<void> {
  const address = new URL(uri);
  address.pathname = `/bench_assessment_${Date.now()}`;
  const store = await openStore(address.href);
  try {
    const now = new Date();
    const deps = { store, calendar: defaultCalendar(), clock: { now: () => new Date(), seen: () => undefined } } as unknown as Deps;
    const month = lastPeriod('month', now);
    const { written, computed, grids } = await fillMonth(cases, month, deps);
    console.log(`\n${what}: ${cases.toLocaleString('en')} cases of ${month} in ${grids.toLocaleString('en')} grids (written in ${written.toFixed(0)} s, their figures computed by the sweep in ${computed.toFixed(0)} s)`);
    const person = { _id: 'bench', name: 'bench', account: 'bench', passwordHash: '-', active: true, groups: [], posts: [{ unit: 'yz', role: 'assessor' }] } as unknown as Person;
    await store.people.collection.insertOne({ ...person } as never);
    let worst = 0;
    for (const subject of subjects) {
      const id = crypto.randomUUID();
      const { assessment } = await beginRun({ id, subject, period: month, days: 5 }, person, deps);
      let [most, steps, last] = [0, 0, ''];
      const looking = setInterval(() => {
        most = Math.max(most, process.memoryUsage().rss);
        void store.background.findById(id).lean<BackgroundJob>().then((job) => { const said = `${job?.done}/${job?.total}`; if (said !== last) [last, steps] = [said, steps + 1]; }, () => undefined);
      }, LOOK);
      const begun = performance.now();
      await runWhole({ assessment: assessmentWork }, deps);
      clearInterval(looking);
      const taken = (performance.now() - begun) / 1000;
      worst = Math.max(worst, taken);
      const run = await store.assessments.findById(assessment).lean();
      if (run?.state !== 'computed') throw new Error(`<${assessment}> is <${run?.state}>: ${(await store.background.findById(id).lean())?.said}`);
      console.log(`  ${subjectNames[subject].padEnd(8, '　')} ${String(run.total).padStart(6)} assessed in ${taken.toFixed(1).padStart(5)} s, progress seen ${steps} times, at most ${(most / MIB).toFixed(0)} MiB (load ${loadavg()[0]!.toFixed(1)})`);
    }
    console.log(`worst ${worst.toFixed(1)} s; asked: under 30 s`);
  } finally {
    await store.connection.dropDatabase().catch(() => undefined);
    await store.close();
  }
}

export async function run([given = '100000']: string[]): Promise<void> {
  const cases = Number(given);
  if (process.env.MONGODB_URI) await side(process.env.MONGODB_URI, cases, 'the store at MONGODB_URI');
  await onEmbedded((uri) => side(uri, cases, 'embedded store'));
}
