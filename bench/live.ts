// How soon a page shows what the engine did: `npm run bench -- live [cases]`. The whole real system; 20 pages, each with its stream open on a case of its own that is worked off, while other cases go through as well.
// Measured from the time that a record itself bears (a task begins, a task ends) until a page that was told has read it, on one machine with one clock.
import { mkdtempSync, rmSync } from 'node:fs';
import { get as open, type IncomingMessage } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_PASSWORD } from '../processes/demo/load.js';
import { signIn, waitForTask, type Client } from '../runtime/client.js';
import { actors, answers } from './answers.js';
import { percentile } from './figures.js';
import { signIn as cookieOf } from './lib/asking.js';
import { runOurs } from './ours.js';
import { runtime } from './runtime.js';

const [PAGES, OF_SESSION] = [20, 5];
/** A record is shown within, milliseconds. */
const WITHIN = 2_000;
/** Between two steps of a case that is looked at; and so many other cases a second. */
const [PACE, OTHERS] = [4_000, 0.5];
const WATCHER = 'baoyingzhihui';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const report = () => ({ clientId: crypto.randomUUID(), title: '测试：暴露垃圾', description: '', category: 'D01', urgency: '一般', people: 0, place: { text: '曹坝村村口' }, grid: 'by-jinghe-caoba-g1' });

/** Opens a page's stream on a case; the page reads the case whenever it is told. @param taken gets how long each record took @returns closes it */
async function watch(url: string, cookie: string, reader: Client, caseNo: string, taken: number[]): Promise<() => void> {
  const known = new Set<string>();
  const read = async (counts: boolean): Promise<void> => {
    const { tasks } = await reader.get(`/cases/${caseNo}`);
    const now = Date.now();
    for (const { key, createdAt, endedAt } of tasks) {
      for (const [what, at] of [['begun', createdAt], ['ended', endedAt]]) {
        if (!at || known.has(`${key} ${what}`)) continue;
        known.add(`${key} ${what}`);
        if (counts) taken.push(now - new Date(at).getTime());
      }
    }
  };
  const stream = await new Promise<IncomingMessage>((resolve, reject) => { open(`${url}/api/events?case=${caseNo}`, { headers: { cookie, accept: 'text/event-stream' } }, (answer) => (answer.statusCode === 200 ? resolve(answer) : reject(new Error(`a stream was answered with ${answer.statusCode}`)))).once('error', reject); });
  await read(false);
  let reading = Promise.resolve();
  stream.setEncoding('utf8').on('data', (text: string) => { if (/^event: ?change$/m.test(text)) reading = reading.then(() => read(true)).catch((error: Error) => console.error(error.message)); }).on('error', () => undefined);
  return () => { stream.destroy(); };
}

export async function run([given = '40']: string[]): Promise<void> {
  const cases = Number(given);
  if (!(cases >= 2 * PAGES)) throw new Error(`<${given}> cases are fewer than two for each of the ${PAGES} pages`);
  const data = mkdtempSync(join(tmpdir(), 'liandong-bench-'));
  const { startAll } = await runtime();
  const system = await startAll({ data, port: 0, log: () => undefined }) as { url: string; stop(): Promise<void> };
  try {
    console.log(`store: ${process.env.MONGODB_URI ? 'MONGODB_URI' : 'the embedded store'}`);
    const { url } = system;
    const clients = new Map(await Promise.all(['caoba', WATCHER, ...new Set(Object.values(actors))].map(async (account) => [account, await signIn(url, account, DEMO_PASSWORD)] as const)));
    const cookies = await Promise.all(Array.from({ length: PAGES / OF_SESSION }, () => cookieOf(Number(new URL(url).port), WATCHER)));
    const taken: number[] = [];
    const page = async (number: number): Promise<void> => {
      await pause(number * PACE / PAGES);
      // the first case of each page warms a system that has just begun up, and is not counted
      for (let done = number; done < cases; done += PAGES) {
        const { caseNo } = await clients.get('caoba')!.post('/reports', report());
        const close = await watch(url, cookies[Math.floor(number / OF_SESSION)]!, clients.get(WATCHER)!, caseNo, done < PAGES ? [] : taken);
        for (const [step, values] of Object.entries(answers)) {
          const client = clients.get(actors[step]!)!;
          const { key } = await waitForTask(client, caseNo, step, { time: 60_000 });
          await client.post(`/tasks/${key}/complete`, { values });
          await pause(PACE);
        }
        close();
      }
    };
    let over = false;
    const others = (async () => { while (!over) await runOurs(url, DEMO_PASSWORD, 20, OTHERS); })();
    await Promise.all(Array.from({ length: PAGES }, (_, number) => page(number)));
    over = true;
    await others;
    if (taken.length === 0) throw new Error('nothing was measured');
    console.log(`${PAGES} pages, ${cases} cases: ${taken.length} records shown after p50 ${percentile(taken, 50)} ms, p95 ${percentile(taken, 95)} ms, at most ${Math.max(...taken)} ms (load ${loadavg()[0]!.toFixed(1)}); asked: within ${WITHIN} ms`);
    if (percentile(taken, 95) > WITHIN) throw new Error(`that is more than <${WITHIN} ms>`);
  } finally {
    await system.stop();
    rmSync(data, { recursive: true, force: true });
  }
}
