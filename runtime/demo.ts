// `npm run demo`: the article's wage-arrears case through the public HTTP API of a running system, read back and compared.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { DEMO_PASSWORD } from '../processes/demo/load.js';
import { root } from '../processes/settings.js';
import { compare } from './demo/compare.js';
import { play, type Played } from './demo/play.js';
import { readBack, type Found } from './demo/read-back.js';
import { DemoFailed, type Stage } from './demo/stage.js';
import { summary } from './demo/summary.js';

export interface DemoOptions { url: string; patience?: number; say?: (line: string) => void }

/**
 * Plays the case and reads it back.
 *
 * @param options `patience` is how long each hop may take, milliseconds
 * @throws DemoFailed when a hop does not come about or what is on record differs from what was done
 */
export async function demo({ url, patience = 60_000, say = () => undefined }: DemoOptions): Promise<{ played: Played; found: Found }> {
  const stage: Stage = { url: url.replace(/\/$/, ''), password: DEMO_PASSWORD, patience, say, people: new Map() };
  const played = await play(stage);
  const found = await readBack(stage, played);
  const problems = compare(found, played);
  if (problems.length > 0) throw new DemoFailed([`案件 ${played.caseNo} 的结果与原文不符：`, ...problems.map((problem) => `  - ${problem}`)].join('\n'));
  return { played, found };
}

function runningUrl(): string {
  try {
    return JSON.parse(readFileSync(join(process.env.LIANDONG_DATA ?? join(root, '.data'), 'running.json'), 'utf8')).url;
  } catch {
    throw new DemoFailed('这里没有正在运行的系统：先 npm start，或用 --url 指明地址');
  }
}

function readArguments(): { url?: string; quiet?: boolean; patience?: string } {
  try {
    return parseArgs({ options: { url: { type: 'string' }, quiet: { type: 'boolean' }, patience: { type: 'string' } } }).values;
  } catch (error) {
    throw new DemoFailed('可用的选项：--url 地址、--quiet、--patience 秒数', { cause: error });
  }
}

async function main(): Promise<void> {
  const values = readArguments();
  const seconds = Number(values.patience ?? 60);
  if (!(seconds > 0)) throw new DemoFailed(`--patience 应为秒数，不能是「${values.patience}」`);
  const url = values.url ?? runningUrl();
  const begun = Date.now();
  const { found } = await demo({ url, patience: seconds * 1_000, ...(values.quiet ? {} : { say: (line: string) => console.log(line) }) });
  console.log(summary(found, url, Date.now() - begun));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error: Error) => {
    const away = error instanceof TypeError && error.message === 'fetch failed';
    console.error(`\n演示失败：${away ? '系统没有应答：先 npm start，或检查 --url' : error.message}`);
    process.exit(1);
  });
}
