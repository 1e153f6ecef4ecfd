// The same procedure on the bare engine and through our API, in one run: cases a second of each, their ratio, and how long people wait.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_PASSWORD } from '../processes/demo/load.js';
import { root } from '../processes/settings.js';
import { runtime } from './runtime.js';
import { milliseconds } from './figures.js';
import { runOurs } from './ours.js';
import { runRaw } from './raw.js';

const option = (args: string[], name: string, fallback: number): number => {
  const at = args.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(args[at + 1]);
};

async function raw(count: number, folder: string): Promise<number> {
  const log = () => undefined;
  const { findJdk, getZeebe, startZeebe } = await runtime();
  const jdk = await findJdk();
  const home = await getZeebe({ root, jdk, log } as never);
  const broker = await startZeebe({ jdkHome: jdk.home, home, dataDir: join(folder, 'raw'), logs: join(folder, 'raw-logs') } as never) as { address: string; stop(): Promise<void> };
  try {
    const { cases, seconds } = await runRaw(broker.address, join(root, 'processes/diagrams'), count, Math.ceil(count / 5));
    console.log(`(a) bare engine, no exporter: ${cases} cases in ${seconds.toFixed(1)} s = ${(cases / seconds).toFixed(1)} cases/s`);
    return cases / seconds;
  } finally {
    await broker.stop();
  }
}

async function ours(count: number, folder: string): Promise<number> {
  const { startAll } = await runtime();
  const system = await startAll({ data: join(folder, 'ours'), port: 0, log: () => undefined } as never);
  try {
    console.log(`store: ${process.env.MONGODB_URI ? 'MONGODB_URI' : 'the embedded store'}`);
    await runOurs(system.url, DEMO_PASSWORD, Math.ceil(count / 5));
    const full = await runOurs(system.url, DEMO_PASSWORD, count);
    const rate = full.cases / full.seconds;
    console.log(`(b) through our API: ${full.cases} cases in ${full.seconds.toFixed(1)} s = ${rate.toFixed(1)} cases/s; reported → accepted ${milliseconds(full.accepted)}`);
    const half = await runOurs(system.url, DEMO_PASSWORD, Math.max(20, Math.ceil(rate * 10)), rate / 2);
    console.log(`    at half that load: reported → accepted ${milliseconds(half.accepted)}; completed → next task visible ${milliseconds(half.visible)}`);
    const lost = [...full.lost, ...half.lost];
    if (lost.length > 0) throw new Error(`lost or unfinished: ${lost.join(', ')}`);
    if (full.visible.length === 0 || half.visible.length === 0) throw new Error('nothing was measured');
    return rate;
  } finally {
    await system.stop();
  }
}

/** `--cases N`: how many cases each side runs. */
export async function run(args: string[]): Promise<void> {
  const count = option(args, 'cases', 400);
  if (!(count >= 10)) throw new Error(`<--cases ${count}> is too few to measure`);
  const folder = mkdtempSync(join(tmpdir(), 'liandong-bench-'));
  try {
    const bare = await raw(count, folder);
    const own = await ours(count, folder);
    console.log(`ratio (b)/(a): ${((own / bare) * 100).toFixed(0)} %`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
