// Starting and ending of a child process: ours are asked to end, and killed only when they do not.
import { spawn } from 'node:child_process';

/**
 * A child in a process group of its own, so that Ctrl-C reaches only the supervisor, which then ends them in the right order.
 * @param {string} command @param {string[]} args @param {import('node:child_process').SpawnOptions} options
 */
export function spawnChild(command, args, options) {
  return spawn(command, args, { detached: process.platform !== 'win32', windowsHide: true, ...options });
}

/** @param {import('node:child_process').ChildProcess} child @returns {boolean} */
export const hasEnded = (child) => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<void>} */
export function ended(child) {
  return new Promise((resolve) => (hasEnded(child) ? resolve() : child.once('exit', () => resolve())));
}

/**
 * Asks a child to end, kills it after the grace period, and returns when it is gone.
 * @param {import('node:child_process').ChildProcess} child @param {number} grace milliseconds
 */
export async function endChild(child, grace) {
  if (hasEnded(child)) return;
  const gone = ended(child);
  child.kill('SIGTERM');
  const clock = setTimeout(() => child.kill('SIGKILL'), grace);
  await gone;
  clearTimeout(clock);
}

/** How it ended, for people. @param {import('node:child_process').ChildProcess} child */
export const howEnded = (child) => (child.signalCode ? `was ended by ${child.signalCode}` : `ended with code ${child.exitCode}`);
