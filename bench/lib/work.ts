// Cases as people bring them in and work them off, with a record of everything that was acknowledged to them.
import { Refused } from '../../runtime/client.js';
import { actors, answers } from '../answers.js';
import { openPhone, pause, type Met, type Phone } from './phone.js';

/** What people were told is done. */
export interface Acknowledged {
  /** clientId → case number. */
  reports: Map<string, string>;
  /** Task key → who sent it. */
  submissions: Map<string, { account: string; caseNo: string; elementId: string }>;
  /** What must never be answered, such as two numbers for one report. */
  wrong: string[];
}

export interface Work {
  told: Acknowledged;
  met: Met[];
  /** Resolves when every report and every task of it is acknowledged, or nothing moves any more. */
  finished: Promise<void>;
  /** Reports one more case and works it off; what was exported before it is then applied. */
  oneMore(): Promise<string>;
  stop(): Promise<void>;
}

export const STEPS = Object.keys(answers).length;
/** Nothing acknowledged for so long counts as standing still, milliseconds. */
const STANDSTILL = 120_000;
const REPORTERS = 6;

const reportOf = (clientId: string) => ({
  clientId, title: `测试：暴露垃圾 ${clientId.slice(0, 8)}`, description: '', category: 'D01', urgency: '一般', people: 0, place: { text: '曹坝村村口' }, grid: 'by-jinghe-caoba-g1',
});

/**
 * Starts people who report and people who work.
 *
 * @param paused the share of cases whose second task is left alone, so that something is open when all is compared
 */
export async function startWork(url: string, password: string, count: number, paused = 0.1): Promise<Work> {
  const told: Acknowledged = { reports: new Map(), submissions: new Map(), wrong: [] };
  const left = new Set<string>();
  let moved = performance.now();
  let over = false;
  const still = () => over || performance.now() - moved > STANDSTILL;
  const phone = (account: string) => openPhone(url, account, password, still);
  const workers = [...new Set(Object.values(actors))];
  const [member, ...phones] = await Promise.all(['caoba', ...workers].map(phone)) as [Phone, ...Phone[]];

  async function report(): Promise<string> {
    const clientId = crypto.randomUUID();
    // Now and then an impatient thumb sends it twice at once.
    const times = Math.random() < 0.2 ? 2 : 1;
    const answered = await Promise.all(Array.from({ length: times }, () => member.send('/reports', reportOf(clientId))));
    const numbers = new Set(answered.map(({ answer }) => answer.caseNo as string));
    if (numbers.size !== 1) told.wrong.push(`report <${clientId}> was answered with <${[...numbers].join(', ')}>`);
    const caseNo = [...numbers][0]!;
    told.reports.set(clientId, caseNo);
    moved = performance.now();
    return caseNo;
  }

  async function complete(from: Phone, task: any): Promise<void> {
    const { key, caseNo, elementId } = task;
    try {
      await from.send(`/tasks/${key}/complete`, { values: answers[elementId] });
    } catch (error) {
      // A list may show what the store had not kept yet when it was killed: the engine tells of it once more, and the next list has it again.
      if (error instanceof Refused && error.status === 404) return pause(200);
      if (!(error instanceof Refused) || error.status !== 409 || !(error as Refused & { repeated?: boolean }).repeated) throw error;
      // An earlier try arrived and its answer was lost: then it must be ours that is kept.
      const { submission } = await from.get(`/tasks/${key}`);
      if (submission?.by?.id !== from.account) throw error;
    }
    told.submissions.set(key, { account: from.account, caseNo, elementId });
    moved = performance.now();
  }

  async function work(from: Phone): Promise<void> {
    while (!over) {
      let found = 0;
      for (const view of ['group', 'mine']) {
        const { items } = await from.get(`/tasks?view=${view}&size=100`);
        const fresh = items.filter((task: any) => actors[task.elementId] === from.account && !told.submissions.has(task.key) && !left.has(task.caseNo));
        found += fresh.length;
        for (let i = 0; i < fresh.length && !over; i += 4) await Promise.all(fresh.slice(i, i + 4).map((task: any) => complete(from, task)));
      }
      await pause(found ? 0 : 150);
    }
  }

  const complain = (error: Error) => { if (!over) told.wrong.push(error.message); };
  const bots = phones.map((one) => work(one).catch(complain));
  let next = 0;
  const reporting = Promise.all(Array.from({ length: REPORTERS }, async () => {
    while (next < count && !over) {
      const rank = next++;
      const caseNo = await report();
      if (rank < count * paused) left.add(caseNo);
    }
  })).catch(complain);
  const done = (caseNo: string) => [...told.submissions.values()].filter((one) => one.caseNo === caseNo).length;
  const expected = () => (count - left.size) * STEPS;
  const finished = reporting.then(async () => {
    while (!still() && told.wrong.length === 0 && told.submissions.size < expected()) await pause(100);
  });

  return {
    told, met: [member, ...phones].map(({ met }) => met), finished,
    async oneMore() {
      left.clear();
      moved = performance.now();
      const caseNo = await report();
      while (!still() && ![...told.reports.values()].every((one) => done(one) >= STEPS)) await pause(100);
      return caseNo;
    },
    async stop() {
      over = true;
      await Promise.all(bots);
    },
  };
}
