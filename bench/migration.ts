// `npm run bench -- migration [--cases N]`: running cases moved to a new version while somebody reads their task list; the list must stay quick.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_PASSWORD } from '../processes/demo/load.js';
import { signIn, until, type Client } from '../runtime/client.js';
import { milliseconds, percentile } from './figures.js';
import { runtime } from './runtime.js';

/** The task list's p95 while cases are migrated, milliseconds. */
const MOST = 500;
const path = '/procedures/grid-event';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const report = () => ({
  clientId: crypto.randomUUID(), title: '测试：暴露垃圾', description: '', category: 'D01', urgency: '一般', people: 0, place: { text: '曹坝村村口' }, grid: 'by-jinghe-caoba-g1',
});

async function fileCases(member: Client, village: Client, count: number): Promise<void> {
  let left = count;
  await Promise.all(Array.from({ length: 8 }, async () => {
    while (left > 0) {
      left -= 1;
      await member.post('/reports', report());
    }
  }));
  await until('every case to wait at its first task', async () => (await village.get('/tasks?view=group&size=1')).total >= count, 600_000);
}

async function publishSecond(author: Client, second: Client): Promise<string> {
  await author.post('/drafts', { procedure: 'grid-event' });
  const draft = await author.get('/drafts/grid-event');
  const file = draft.files.find(({ name }: any) => name === 'grid-event.bpmn');
  const saved = await author.put('/drafts/grid-event/files/grid-event.bpmn', { content: file.content.replace('name="受理核实"', 'name="受理与核实"'), revision: file.revision });
  await author.post('/drafts/grid-event/submit', { reason: '改名', revision: saved.draft.revision });
  await second.post('/drafts/grid-event/approve', { revision: (await author.get('/drafts/grid-event')).revision });
  return until('the new version', async () => {
    const { versions } = await author.post(`${path}/migrations/preflight`, { size: 1 });
    return versions.length > 1 && versions[0].definitionKey as string;
  });
}

/** Begins a migration and reads the task list until it is over. @returns how long it took, seconds, and each look at the list, milliseconds */
async function migrate(author: Client, reader: Client, body: object): Promise<{ seconds: number; looks: number[]; moved: number; refused: number }> {
  const began = performance.now();
  const { id } = await author.post(`${path}/migrations`, { reason: '压力测试', ...body });
  const looks: number[] = [];
  for (;;) {
    const from = performance.now();
    await reader.get('/tasks?view=group');
    looks.push(performance.now() - from);
    await pause(50);
    if (looks.length % 20 !== 0) continue;
    const { migration } = await author.get(`${path}/migrations/${id}?size=1`);
    if (migration.state !== 'running') return { seconds: (performance.now() - began) / 1000, looks, moved: migration.counts.moved, refused: migration.counts.refused };
  }
}

/** `--cases N`: how many cases are moved. @throws when one is lost, or the list was slower than promised */
export async function run(args: string[]): Promise<void> {
  const at = args.indexOf('--cases');
  const count = at < 0 ? 1_000 : Number(args[at + 1]);
  if (!(count >= 10)) throw new Error(`<--cases ${count}> is too few to measure`);
  const data = mkdtempSync(join(tmpdir(), 'liandong-bench-'));
  const { startAll } = await runtime();
  const system = await startAll({ data, port: 0, log: () => undefined });
  try {
    console.log(`store: ${process.env.MONGODB_URI ? 'MONGODB_URI' : 'the embedded store'}`);
    const [member, village, author, second] = await Promise.all(['caoba', 'caobacun', 'liucheng', 'liucheng2'].map((account) => signIn(system.url, account, DEMO_PASSWORD))) as [Client, Client, Client, Client];
    await fileCases(member, village, count);
    const to = await publishSecond(author, second);
    const quiet: number[] = [];
    for (let i = 0; i < 50; i += 1) {
      const from = performance.now();
      await village.get('/tasks?view=group');
      quiet.push(performance.now() - from);
      await pause(50);
    }
    console.log(`task list while nothing is migrated: ${milliseconds(quiet)}`);
    const from = performance.now();
    const { able, total } = await author.post(`${path}/migrations/preflight`, { to });
    console.log(`pre-flight of ${total} cases: ${((performance.now() - from) / 1000).toFixed(1)} s, ${able} can be migrated`);
    await migrate(author, village, { to, mode: 'one' });
    const { seconds, looks, moved, refused } = await migrate(author, village, { to, mode: 'rest' });
    console.log(`${moved} cases migrated in ${seconds.toFixed(1)} s = ${(moved / seconds).toFixed(1)} a second, ${refused} refused; task list meanwhile: ${milliseconds(looks)}`);
    if (moved + 1 < able) throw new Error(`<${able - moved - 1}> cases were not migrated`);
    if (percentile(looks, 95) > MOST) throw new Error(`the task list took more than <${MOST} ms> at p95`);
  } finally {
    await system.stop();
    rmSync(data, { recursive: true, force: true });
  }
}
