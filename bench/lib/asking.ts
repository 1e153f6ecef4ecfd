// Asking a server of ours many times at once, and what that took.
import { fork, type ChildProcess } from 'node:child_process';
import { Agent, request } from 'node:http';
import { loadavg } from 'node:os';
import { DEMO_PASSWORD } from '../../processes/demo/load.js';

export const AT_ONCE = 20;
export type Figures = Record<string, { p50: number; p95: number }>;
/** What is asked, by which account. */
export type Variant = [name: string, account: string, path: string];
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

export function get(port: number, path: string, cookie: string): Promise<number> {
  const from = performance.now();
  return new Promise((resolve, reject) => {
    request({ port, path, agent, headers: { cookie, accept: path.startsWith('/api') ? 'application/json' : 'text/html' } }, (answer) => {
      answer.resume();
      answer.once('end', () => (answer.statusCode === 200 ? resolve(performance.now() - from) : reject(new Error(`<${path}> answered ${answer.statusCode}`))));
    }).once('error', reject).end();
  });
}

export async function signIn(port: number, account: string): Promise<string> {
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

/** Starts the web application alone on a store, in a process of its own. */
export async function serve(mongoUri: string): Promise<{ server: ChildProcess; port: number }> {
  const server = fork(new URL('./lists-server.js', import.meta.url), [], { env: { ...process.env, MONGODB_URI: mongoUri, TZ: 'Asia/Shanghai' } });
  const port = await new Promise<number>((resolve, reject) => server.once('message', (said) => resolve((said as { port: number }).port)).once('exit', () => reject(new Error('the server ended'))));
  return { server, port };
}

/** Asks for each of the variants, says what each took, and gives it back. */
export async function ask(variants: Variant[], { server, port }: { server: ChildProcess; port: number }, requests: number): Promise<Figures> {
  const cookies = new Map(await Promise.all([...new Set(variants.map(([, account]) => account))].map(async (account) => [account, await signIn(port, account)] as const)));
  console.log(`the first answer after a start: ${(await get(port, variants[0]![2], cookies.get(variants[0]![1])!)).toFixed(0)} ms`);
  const cpu = () => new Promise<number>((resolve) => { server.once('message', (said) => resolve((said as { cpu: number }).cpu)); server.send({}); });
  const figures: Figures = {};
  for (const [name, account, path] of variants) {
    const before = await cpu();
    figures[name] = await measure(port, path, cookies.get(account)!, requests);
    console.log(`  ${name.padEnd(28)} p50 ${figures[name].p50.toFixed(0).padStart(4)} ms   p95 ${figures[name].p95.toFixed(0).padStart(4)} ms   ${((await cpu() - before) / (requests + 3)).toFixed(1).padStart(5)} ms of CPU each (load ${loadavg()[0]!.toFixed(1)})`);
  }
  return figures;
}

export const worst = (figures: Figures): number => Math.max(...Object.values(figures).map(({ p95 }) => p95));

/** How much longer each took on many than on few, the worst first. */
export const ratios = (few: Figures, many: Figures): string =>
  Object.keys(many).map((name) => [name, many[name]!.p95 / few[name]!.p95] as const).sort((a, b) => b[1] - a[1]).map(([name, ratio]) => `${name} ${ratio.toFixed(2)}`).join(', ');
