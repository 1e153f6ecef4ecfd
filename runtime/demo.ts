// `npm run demo [-- all | STORY …]`: stories of the article through the public HTTP API of a running system, read back and compared; without a name the wage-arrears case.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { DEMO_PASSWORD } from '../processes/demo/load.js';
import { root } from '../processes/settings.js';
import { DemoFailed, type Stage } from './demo/stage.js';
import { stories } from './demo/stories.js';
import type { Story, Told } from './demo/story.js';
import { summary } from './demo/summary.js';

export interface DemoOptions { url: string; patience?: number; say?: (line: string) => void }

/** Where and how stories are played. @param options `patience` is how long each hop may take, milliseconds */
export const stageAt = ({ url, patience = 60_000, say = () => undefined }: DemoOptions): Stage => ({ url: url.replace(/\/$/, ''), password: DEMO_PASSWORD, patience, say, people: new Map() });

/** Plays stories one after another. @throws DemoFailed when a step does not come about or what is on record differs from what was done */
export async function playStories(wanted: readonly Story[], stage: Stage): Promise<{ story: Story; told: Told }[]> {
  const played: { story: Story; told: Told }[] = [];
  for (const story of wanted) {
    stage.say(`\n【${story.name}】`);
    played.push({ story, told: await story.play(stage) });
  }
  return played;
}

function runningUrl(): string {
  try {
    return JSON.parse(readFileSync(join(process.env.LIANDONG_DATA ?? join(root, '.data'), 'running.json'), 'utf8')).url;
  } catch {
    throw new DemoFailed('这里没有正在运行的系统：先 npm start，或用 --url 指明地址');
  }
}

/** The stories of those names. @throws DemoFailed that lists them when there is none of a name */
export function wantedStories(names: readonly string[]): readonly Story[] {
  if (names.length === 0) return stories.slice(0, 1);
  if (names.includes('all')) return stories;
  return names.map((name) => {
    const found = stories.find(({ id }) => id === name);
    if (!found) throw new DemoFailed(`没有故事「${name}」；可以写 all，或：${stories.map((story) => `${story.id}（${story.name}）`).join('、')}`);
    return found;
  });
}

function readArguments() {
  try {
    return parseArgs({ options: { url: { type: 'string' }, quiet: { type: 'boolean' }, patience: { type: 'string' } }, allowPositionals: true });
  } catch (error) {
    throw new DemoFailed('可用的选项：all 或故事的名字、--url 地址、--quiet、--patience 秒数', { cause: error });
  }
}

async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  const seconds = Number(values.patience ?? 60);
  if (!(seconds > 0)) throw new DemoFailed(`--patience 应为秒数，不能是「${values.patience}」`);
  const wanted = wantedStories(positionals);
  const url = values.url ?? runningUrl();
  const begun = Date.now();
  const played = await playStories(wanted, stageAt({ url, patience: seconds * 1_000, ...(values.quiet ? {} : { say: (line: string) => console.log(line) }) }));
  console.log(summary(played, url, Date.now() - begun));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error: Error) => {
    const away = error instanceof TypeError && error.message === 'fetch failed';
    console.error(`\n演示失败：${away ? '系统没有应答：先 npm start，或检查 --url' : error.message}`);
    process.exit(1);
  });
}
