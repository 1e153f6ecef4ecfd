// `npm run procedures -- pull|push|diff`: moves procedures between a folder of the repository and a running system.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { root } from '../processes/settings.js';
import { Refused, signIn, type Client } from './client.js';
import { readPassword } from './password.js';
import { diff, pull, push, type Around } from './procedures/commands.js';
import { CommandFailed } from './procedures/failed.js';

const usage = '用法：npm run procedures -- pull|push|diff [流程编号] --account 账号 [--folder 文件夹] [--url 地址] [--force]；密码取自 LIANDONG_PASSWORD，否则会询问';

function runningUrl(): string {
  try {
    return JSON.parse(readFileSync(join(process.env.LIANDONG_DATA ?? join(root, '.data'), 'running.json'), 'utf8')).url;
  } catch {
    throw new CommandFailed('这里没有正在运行的系统：先 npm start，或用 --url 指明地址');
  }
}

function read(args: string[]) {
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { url: { type: 'string' }, folder: { type: 'string' }, account: { type: 'string' }, force: { type: 'boolean' } } });
    return { ...values, command: positionals[0], only: positionals[1], more: positionals.length > 2 };
  } catch (error) {
    throw new CommandFailed(usage, { cause: error });
  }
}

async function enter(url: string, account: string): Promise<Client> {
  try {
    return await signIn(url, account, process.env.LIANDONG_PASSWORD ?? await readPassword());
  } catch (error) {
    if (error instanceof Refused && [401, 422].includes(error.status)) throw new CommandFailed('账号或密码不对');
    throw error;
  }
}

/**
 * Runs one command.
 *
 * @returns the exit code: 0, or 1 when `diff` finds a difference
 * @throws CommandFailed with one sentence
 */
export async function procedures(args: string[], say: (line: string) => void = console.log): Promise<number> {
  const { command, only, more, url, folder, account, force } = read(args);
  if (!command || !['pull', 'push', 'diff'].includes(command) || more || !account) throw new CommandFailed(usage);
  if (force && command !== 'push') throw new CommandFailed('--force 只用于 push');
  const address = (url ?? runningUrl()).replace(/\/$/, '');
  const around: Around = { client: await enter(address, account), folder: resolve(folder ?? join(root, 'processes/diagrams')), say, ...(only ? { only } : {}), ...(force ? { force } : {}) };
  try {
    if (command === 'diff') return (await diff(around)) ? 1 : 0;
    await (command === 'pull' ? pull(around) : push(around));
    return 0;
  } finally {
    await around.client.signOut().catch(() => undefined);
  }
}

function told(error: Error): string {
  if (error instanceof TypeError && error.message === 'fetch failed') return '系统没有应答：先 npm start，或检查 --url';
  if (error instanceof Refused) return error.status === 403 ? '这个账号不能改流程，请用流程管理员的账号' : error.problem.detail ?? error.message;
  return error.message;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  procedures(process.argv.slice(2)).then((code) => { process.exitCode = code; }, (error: Error) => {
    console.error(told(error));
    process.exitCode = 2;
  });
}
