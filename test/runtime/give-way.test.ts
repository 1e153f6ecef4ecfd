// The engine's work waits for what people wait for: its process counts less when the processor is short.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { constants, getPriority } from 'node:os';
import { giveWay } from '../../runtime/give-way.mjs';

const BELOW = constants.priority.PRIORITY_BELOW_NORMAL;

/** Whether this system weighs sessions. */
function isGrouping(): boolean {
  try {
    return readFileSync('/proc/sys/kernel/sched_autogroup_enabled', 'utf8').trim() === '1';
  } catch {
    return false;
  }
}

test('a process that gives way, all its threads and its session count less; one that is gone is no error', async () => {
  const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => undefined, 1000)'], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  const pid = child.pid!;
  try {
    await new Promise((resolve) => child.stdout!.once('data', resolve));
    expect(getPriority(pid)).not.toBe(BELOW);
    giveWay(pid);
    expect(getPriority(pid)).toBe(BELOW);
    if (process.platform !== 'linux') return;
    expect(new Set(readdirSync(`/proc/${pid}/task`).map((thread) => getPriority(Number(thread))))).toEqual(new Set([BELOW]));
    if (isGrouping()) expect(readFileSync(`/proc/${pid}/autogroup`, 'utf8')).toContain(`nice ${BELOW}`);
  } finally {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }
  expect(() => giveWay(pid)).not.toThrow();
});
