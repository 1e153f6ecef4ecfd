// Kills children of a running system at moments that nobody chose: what a power cut, a full memory or an impatient administrator does.
import { pause } from './phone.js';

export type ChildName = 'app' | 'store' | 'zeebe';
export interface Kill { name: ChildName; pid: number; at: number; after: number; backAfter?: number }

interface Victims { children: Partial<Record<ChildName, number>> }

/** How long a child may take to come back, milliseconds. */
const BACK = 120_000;

async function pidOf(system: Victims, name: ChildName, not?: number): Promise<number> {
  for (const end = Date.now() + BACK; Date.now() < end; await pause(20)) {
    const pid = system.children[name];
    if (pid !== undefined && pid !== not) return pid;
  }
  throw new Error(`<${name}> did not come back within <${BACK} ms>`);
}

/**
 * Kills each of the names once `progress` has come as far as a random share of the work; the next may come while the last one recovers.
 *
 * @param progress from 0 to 1
 * @returns the kills in their order, once every child is back
 */
export async function killAlong(system: Victims, names: ChildName[], progress: () => number, over: () => boolean, told: (kill: Kill) => void = () => undefined): Promise<Kill[]> {
  const began = performance.now();
  const shares = names.map((_, i) => (0.08 + 0.72 * ((i + Math.random()) / names.length)));
  const kills: Kill[] = [];
  const back: Promise<void>[] = [];
  for (const [i, name] of names.entries()) {
    while (progress() < shares[i]! && !over()) await pause(5);
    if (over()) break;
    // Progress comes in steps; the kill shall fall between them, too.
    await pause(Math.random() * 300);
    const pid = await pidOf(system, name);
    const kill: Kill = { name, pid, at: Math.round(performance.now() - began), after: progress() };
    process.kill(pid, 'SIGKILL');
    kills.push(kill);
    told(kill);
    back.push(pidOf(system, name, pid).then(() => { kill.backAfter = Math.round(performance.now() - began) - kill.at; }));
    back.at(-1)!.catch(() => undefined);
  }
  await Promise.all(back);
  return kills;
}

/** The names in an order that nobody chose. */
export function shuffled<T>(names: T[]): T[] {
  return names.map((name) => ({ name, rank: Math.random() })).sort((a, b) => a.rank - b.rank).map(({ name }) => name);
}
