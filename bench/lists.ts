// How long the lists of tasks take, 20 asked at once while tasks change: `npm run bench -- lists [requests]`. The embedded store at 20,000 cases; with MONGODB_URI that store, too, at 5,000 and 200,000.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../processes/store/store.js';
import { script } from '../runtime/scripts.js';
import { DEMO_PASSWORD, fillStore } from './lib/lists-data.js';

const OPEN = 20_000;
const AT_ONCE = 20;
/** Tasks that change each second meanwhile. */
const CHANGES = 5;

const variants: [name: string, account: string, path: string][] = [
  ['mine', 'lds', '/api/tasks?view=mine'],
  ['my groups\'', 'lds', '/api/tasks?view=group'],
  ['the county\'s, all 20,000', 'baoyingzhihui', '/api/tasks?view=unit'],
  ['filtered', 'baoyingzhihui', `/api/tasks?view=unit&category=B&urgency=${encodeURIComponent('紧急')}&due=overdue&unit=by-jinghe`],
  ['searched', 'baoyingzhihui', `/api/tasks?view=unit&q=${encodeURIComponent('欠薪 97')}`],
  ['sorted by urgency, page 20', 'baoyingzhihui', '/api/tasks?view=unit&sort=priority&page=20'],
  ['sorted by age', 'jinghe', '/api/tasks?view=unit&sort=age'],
  ['done', 'lds', '/api/tasks?view=done'],
  ['counts', 'baoyingzhihui', '/api/tasks/counts'],
  ['the page /tasks', 'lds', '/tasks'],
  ['the page, the county\'s', 'baoyingzhihui', '/tasks?view=unit'],
];

type Figures = Record<string, { p50: number; p95: number }>;
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

function get(port: number, path: string, cookie: string): Promise<number> {
  const from = performance.now();
  return new Promise((resolve, reject) => {
    request({ port, path, agent, headers: { cookie, accept: path.startsWith('/api') ? 'application/json' : 'text/html' } }, (answer) => {
      answer.resume();
      answer.once('end', () => (answer.statusCode === 200 ? resolve(performance.now() - from) : reject(new Error(`<${path}> answered ${answer.statusCode}`))));
    }).once('error', reject).end();
  });
}

async function signIn(port: number, account: string): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ account, password: DEMO_PASSWORD }) });
  if (!answer.ok) throw new Error(`<${account}> cannot sign in: ${answer.status}`);
  return answer.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
}

async function measure(port: number, path: string, cookie: string, requests: number): Promise<{ p50: number; p95: number }> {
  for (let warm = 0; warm < 3; warm += 1) await get(port, path, cookie);
  const taken: number[] = [];
  let left = requests;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => { while (left-- > 0) taken.push(await get(port, path, cookie)); }));
  taken.sort((a, b) => a - b);
  return { p50: taken[Math.floor(taken.length * 0.5)]!, p95: taken[Math.floor(taken.length * 0.95)]! };
}

/** Fills a fresh database of a store, asks for every list, and drops it. */
async function side(uri: string, cases: number, requests: number, what: string): Promise<Figures> {
  const address = new URL(uri);
  address.pathname = `/bench_lists_${cases}_${Date.now()}`;
  const store: Store = await openStore(address.href);
  const from = performance.now();
  await fillStore(store, cases, OPEN);
  console.log(`\n${what}: ${cases.toLocaleString('en')} cases, ${OPEN.toLocaleString('en')} open tasks (filled in ${((performance.now() - from) / 1000).toFixed(0)} s)`);
  const server = fork(new URL('./lib/lists-server.js', import.meta.url), [], { env: { ...process.env, MONGODB_URI: address.href, TZ: 'Asia/Shanghai' } });
  const figures: Figures = {};
  let changing: NodeJS.Timeout | undefined;
  try {
    const port = await new Promise<number>((resolve, reject) => server.once('message', (said) => resolve((said as { port: number }).port)).once('exit', () => reject(new Error('the server ended'))));
    const cookies = new Map(await Promise.all([...new Set(variants.map(([, account]) => account))].map(async (account) => [account, await signIn(port, account)] as const)));
    const first = await get(port, variants[0]![2], cookies.get('lds')!);
    console.log(`the first list after a start: ${first.toFixed(0)} ms`);
    let n = 0;
    changing = setInterval(() => { void store.tasks.updateOne({ _id: `4${String((n += 7) % OPEN).padStart(15, '0')}` }, { $push: { rungs: `bench-${n}` } }).catch(() => undefined); }, 1000 / CHANGES);
    const cpu = () => new Promise<number>((resolve) => { server.once('message', (said) => resolve((said as { cpu: number }).cpu)); server.send({}); });
    for (const [name, account, path] of variants) {
      const before = await cpu();
      figures[name] = await measure(port, path, cookies.get(account)!, requests);
      console.log(`  ${name.padEnd(28)} p50 ${figures[name].p50.toFixed(0).padStart(4)} ms   p95 ${figures[name].p95.toFixed(0).padStart(4)} ms   ${((await cpu() - before) / (requests + 3)).toFixed(1).padStart(5)} ms of CPU each (load ${loadavg()[0]!.toFixed(1)})`);
    }
  } finally {
    clearInterval(changing);
    server.disconnect();
    await store.connection.dropDatabase().catch(() => undefined);
    await store.close();
  }
  return figures;
}

async function embedded(requests: number): Promise<void> {
  const [{ findJdk }, { buildStore, startStore }] = await Promise.all([script('jdk.mjs'), script('store.mjs')]);
  const jdk = await findJdk();
  await buildStore({ java: jdk.home });
  const folder = mkdtempSync(join(tmpdir(), 'liandong-bench-'));
  const running = await startStore({ java: jdk.java, file: join(folder, 'store.mv'), bind: '127.0.0.1' });
  try {
    const figures = await side(`mongodb://127.0.0.1:${running.port}/?directConnection=true`, 20_000, requests, 'embedded store');
    console.log(`worst p95 ${worst(figures).toFixed(0)} ms; asked: under 300 ms`);
  } finally {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const worst = (figures: Figures): number => Math.max(...Object.values(figures).map(({ p95 }) => p95));

export async function run([given = '400']: string[]): Promise<void> {
  const requests = Number(given);
  console.log(`${AT_ONCE} requests at once, ${requests} of each, one API process, ${CHANGES} tasks change each second; load of the machine ${loadavg()[0]!.toFixed(1)}`);
  const uri = process.env.MONGODB_URI;
  if (uri) {
    const few = await side(uri, 5_000, requests, 'the store at MONGODB_URI');
    const many = await side(uri, 200_000, requests, 'the store at MONGODB_URI');
    const ratios = Object.keys(many).map((name) => [name, many[name]!.p95 / few[name]!.p95] as const).sort((a, b) => b[1] - a[1]);
    console.log(`worst p95 ${worst(few).toFixed(0)} ms and ${worst(many).toFixed(0)} ms; asked: under 200 ms. 200,000 cases against 5,000, p95: ${ratios.map(([name, ratio]) => `${name} ${ratio.toFixed(2)}`).join(', ')}; asked: not above 1.5`);
  }
  await embedded(requests);
}
