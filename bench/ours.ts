// Our side: the same cases through the HTTP API, with sign-in, checks, store, records, timeline, notices and supervision on.
import { signIn, type Client } from '../runtime/client.js';
import { actors, answers } from './answers.js';

export interface OurResult { cases: number; seconds: number; accepted: number[]; visible: number[]; lost: string[] }

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const report = () => ({
  clientId: crypto.randomUUID(), title: '测试：暴露垃圾', description: '', category: 'D01', urgency: '一般', people: 0, place: { text: '曹坝村村口' }, grid: 'by-jinghe-caoba-g1',
});

/** Works through a list without ever having more than `width` under way. */
async function inParallel<T>(items: T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  await Promise.all(Array.from({ length: width }, async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  }));
}

/**
 * Drives `count` cases from report to close.
 *
 * @param pace cases per second that are reported; absent: as fast as they are taken
 * @returns the time from the first report to the last close, latencies in milliseconds, and the cases that did not close
 */
export async function runOurs(url: string, password: string, count: number, pace?: number): Promise<OurResult> {
  const accounts = [...new Set(['caoba', ...Object.values(actors)])];
  const clients = new Map(await Promise.all(accounts.map(async (account) => [account, await signIn(url, account, password)] as const)));
  const member = clients.get('caoba')!;
  const accepted: number[] = [];
  const visible: number[] = [];
  const done = new Map<string, number>();
  const mine = new Set<string>();
  const seen = new Set<string>();
  const closed = new Set<string>();
  let over = false;

  const began = performance.now();
  const reporting = inParallel(Array.from({ length: count }, (_, i) => i), pace ? 16 : 12, async (i) => {
    if (pace) await pause(Math.max(0, began + (i / pace) * 1000 - performance.now()));
    const from = performance.now();
    const { caseNo } = await member.post('/reports', report());
    accepted.push(performance.now() - from);
    done.set(caseNo, performance.now());
    mine.add(caseNo);
  });

  const bot = async (account: string, client: Client) => {
    while (!over) {
      let found = 0;
      for (const view of ['group', 'mine']) {
        const { items } = await client.get(`/tasks?view=${view}&size=100`);
        const now = performance.now();
        const fresh = items.filter((task: any) => actors[task.elementId] === account && mine.has(task.caseNo) && !seen.has(task.key));
        for (const task of fresh) {
          seen.add(task.key);
          visible.push(now - done.get(task.caseNo)!);
        }
        found += fresh.length;
        await inParallel(fresh, 8, async (task: any) => {
          await client.post(`/tasks/${task.key}/complete`, { values: answers[task.elementId] });
          done.set(task.caseNo, performance.now());
          if (task.elementId === 'follow-up') closed.add(task.caseNo);
        });
      }
      if (found === 0) await pause(50);
    }
  };
  const bots = [...new Set(Object.values(actors))].map((account) => bot(account, clients.get(account)!));
  await reporting;
  let last = { at: performance.now(), closed: -1 };
  while (closed.size < count) {
    await pause(20);
    if (closed.size !== last.closed) last = { at: performance.now(), closed: closed.size };
    if (performance.now() - last.at > 60_000) break;
  }
  const seconds = (performance.now() - began) / 1000;
  over = true;
  await Promise.all(bots);
  return { cases: closed.size, seconds, accepted, visible, lost: await unfinished(member, [...mine]) };
}

/** The cases of this run that are not closed half a minute later. */
async function unfinished(client: Client, caseNos: string[]): Promise<string[]> {
  let open = caseNos;
  for (let tries = 0; tries < 60 && open.length > 0; tries += 1) {
    const still: string[] = [];
    await inParallel(open, 8, async (caseNo) => {
      const { case: found } = await client.get(`/cases/${caseNo}`);
      if (found.closing?.outcome !== '已结案' || found.standing?.state !== 'completed') still.push(caseNo);
    });
    open = still;
    if (open.length > 0) await pause(500);
  }
  return open;
}
