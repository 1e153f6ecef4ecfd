// `npm run bench -- warning [--households N] [--second]`: one warning for many households; how long until every check stands in a task list, and what everybody else's lists take meanwhile.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_PASSWORD } from '../processes/demo/load.js';
import { openStore, type Store } from '../processes/store/store.js';
import { signIn, type Client } from '../runtime/client.js';
import { milliseconds, percentile } from './figures.js';
import { get, signIn as cookieOf } from './lib/asking.js';
import { runtime } from './runtime.js';

/** All checks stand in task lists within, seconds; and nobody else waits longer than so many times as long. */
const [WITHIN, SLOWER] = [60, 1.5];
/** The grids of the demo's town, each with who keeps its registers. */
const grids = { 'by-jinghe-caoba-g1': 'caoba', 'by-jinghe-caoba-g2': 'caoba2', 'by-jinghe-songzhu-g1': 'songzhu' };
/** What others do meanwhile: a page of tasks, a list, a case filed. */
const lists = { 'page of tasks (grid leader)': ['caobazhang', '/tasks'], 'page of tasks (town)': ['jinghezhiban', '/tasks'], 'tasks of a centre': ['jinghe', '/api/tasks?view=group'], 'overview of the county': ['baoyingzhihui', '/api/overview'] } as const;
type Looks = Record<string, number[]>;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function register(households: number, url: string): Promise<void> {
  const keepers = await Promise.all(Object.entries(grids).map(async ([grid, account]) => ({ grid, client: await signIn(url, account, DEMO_PASSWORD) })));
  let next = 0;
  await Promise.all(Array.from({ length: 8 }, async () => {
    while (next < households) {
      const n = next++;
      const { grid, client } = keepers[n % keepers.length]!;
      await client.post('/registers', { clientId: crypto.randomUUID(), kind: 'resident', grid, name: `住户${n}`, categories: ['独居老人'], place: { text: `测试路 ${n} 号` }, facts: {} });
    }
  }));
}

/** Looks at everything once. */
async function look(port: number, cookies: Map<string, string>, looks: Looks): Promise<void> {
  for (const [name, [account, path]] of Object.entries(lists)) (looks[name] ??= []).push(await get(port, path, cookies.get(account)!));
}

const report = (client: Client) => client.post('/reports', { clientId: crypto.randomUUID(), title: '测试：暴露垃圾', description: '', category: 'D01', urgency: '一般', people: 0, place: { text: '曹坝村村口' }, grid: 'by-jinghe-caoba-g1' });

async function warn(leader: Client): Promise<string> {
  return (await leader.post('/warnings', { sender: '县气象台', number: crypto.randomUUID(), kind: '台风', level: '橙色', areas: ['by-jinghe'] })).id;
}
const boardOf = async (id: string, leader: Client) => (await leader.get(`/warnings?id=${id}&most=0`)).items[0];

/** A warning of the same day that has been lifted again: its checks have ended, and the day's figures count them. */
async function first(leader: Client, store: Store): Promise<void> {
  const id = await warn(leader);
  while (!(await boardOf(id, leader)).opened) await pause(1_000);
  await leader.post(`/warnings/${id}/lift`, { reason: '解除' });
  while (await store.tasks.exists({ elementId: 'check-household', state: 'open' })) await pause(1_000);
  await pause(10_000);
}

/** `--households N`: so many are registered. `--second`: another warning went before, and is over. @throws when the checks came late, or others waited too long */
export async function run(args: string[]): Promise<void> {
  const at = args.indexOf('--households');
  const households = at < 0 ? 2_000 : Number(args[at + 1]);
  if (!(households >= 10)) throw new Error(`<--households ${households}> is too few to measure`);
  const data = mkdtempSync(join(tmpdir(), 'liandong-bench-'));
  const { startAll } = await runtime();
  const system = await startAll({ data, port: 0, log: () => undefined });
  const store = await openStore(system.env.MONGODB_URI);
  try {
    console.log(`store: ${process.env.MONGODB_URI ? 'MONGODB_URI' : 'the embedded store'}`);
    const port = Number(new URL(system.url).port);
    const [leader, member] = await Promise.all(['jinghezhiban', 'caoba'].map((account) => signIn(system.url, account, DEMO_PASSWORD))) as [Client, Client];
    const cookies = new Map(await Promise.all([...new Set(Object.values(lists).map(([account]) => account))].map(async (account) => [account, await cookieOf(port, account)] as const)));
    await register(households, system.url);
    const [quiet, meanwhile, after]: [Looks, Looks, Looks] = [{}, {}, {}];
    const rest = async (looks: Looks) => {
      for (let n = 0; n < 80; n += 1) {
        await look(port, cookies, looks);
        await report(member);
        await pause(100);
      }
    };
    if (args.includes('--second')) await first(leader, store);
    await rest(quiet);
    const began = performance.now();
    const id = await warn(leader);
    const board = () => boardOf(id, leader);
    let open = 0;
    let total = 0;
    for (let opened = false; !opened || open < total;) {
      await look(port, cookies, meanwhile);
      await report(member);
      await pause(100);
      if (meanwhile['tasks of a centre']!.length % 5 !== 0) continue;
      ({ opened, counts: { total } } = await board());
      open = await store.tasks.countDocuments({ elementId: 'check-household' });
      if (performance.now() - began > 600_000) throw new Error(`only <${open}> of <${total}> checks stand in task lists after ten minutes`);
    }
    const seconds = (performance.now() - began) / 1000;
    console.log(`${total} checks stood in task lists after ${seconds.toFixed(1)} s (${(total / seconds).toFixed(0)} a second)`);
    await pause(5_000);
    await rest(after);
    for (const name of Object.keys(lists)) console.log(`${name}: before ${milliseconds(quiet[name]!)}; meanwhile ${milliseconds(meanwhile[name]!)}; afterwards ${milliseconds(after[name]!)}`);
    if (seconds > WITHIN) throw new Error(`that is more than <${WITHIN} s>`);
    // the same pages with as much on them and as many reports, but no checks being opened
    const slow = Object.keys(lists).filter((name) => percentile(meanwhile[name]!, 50) > SLOWER * percentile(after[name]!, 50));
    if (slow.length > 0) throw new Error(`slower by more than a half: <${slow.join(', ')}>`);
  } finally {
    await store.close();
    await system.stop();
    rmSync(data, { recursive: true, force: true });
  }
}
