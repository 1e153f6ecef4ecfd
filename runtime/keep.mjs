// Keeps one child running: starts it, starts it again when it dies, waits longer each time, and gives up when it cannot even start.
import { endChild, ended, howEnded } from './child.mjs';

const firstPause = 300;
const longestPause = 5000;
// Having run this long, a death is taken for an accident and not for the next in a row.
const steadyAfter = 20_000;
const triesToStart = 3;

function latch() {
  let open = () => {};
  const promise = new Promise((resolve) => (open = () => resolve(undefined)));
  return { promise, open };
}

/**
 * @typedef {{ child: import('node:child_process').ChildProcess, stop: () => Promise<unknown> }} Started
 * @typedef {{ up: () => Promise<void>, isUp: () => boolean, pid: () => number | undefined, release: () => void, stop: () => Promise<void> }} Kept
 * @template {Started} T
 * @param {{ name: string, start: (spawned: (child: import('node:child_process').ChildProcess) => void) => Promise<T>, after?: Kept[], log: (line: string) => void, gaveUp: (error: unknown) => void,
 *   born?: (child: import('node:child_process').ChildProcess) => void, started?: (one: T) => void }} what
 *   born: told of a child before it is ready; after: those that must be up before each start; their absence also excuses a failed start
 * @returns {Kept}
 */
export function keep({ name, start, after = [], log, gaveUp, born, started }) {
  let wanted = true;
  /** @type {T | undefined} */
  let current;
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let starting;
  let up = latch();
  const unwanted = latch();
  const pauseFor = (ms) => {
    let clock;
    const over = new Promise((resolve) => (clock = setTimeout(resolve, ms)));
    return Promise.race([over, unwanted.promise]).then(() => clearTimeout(clock));
  };
  const othersUp = () => Promise.race([Promise.all(after.map((other) => other.up())), unwanted.promise]);

  async function attempt() {
    const one = await start((child) => {
      starting = child;
      born?.(child);
    });
    starting = undefined;
    if (!wanted) {
      await one.stop();
      return;
    }
    current = one;
    started?.(one);
    up.open();
  }

  async function life() {
    let pause = firstPause;
    let refusals = 0;
    while (wanted) {
      await othersUp();
      if (!wanted) return;
      const began = Date.now();
      try {
        await attempt();
      } catch (error) {
        if (!wanted) return;
        // Killed from outside, or without those it needs: that says nothing about whether it can start.
        if (!error.killed && after.every((other) => other.isUp())) refusals += 1;
        if (error.final || refusals >= triesToStart) return gaveUp(error);
        log(`${name}: ${error.message} Trying again.`);
      }
      if (current) {
        refusals = 0;
        await ended(current.child);
        const how = howEnded(current.child);
        current = undefined;
        up = latch();
        if (!wanted) return;
        log(`${name} ${how}; starting it again.`);
        if (Date.now() - began > steadyAfter) pause = firstPause;
      }
      await pauseFor(pause);
      pause = Math.min(pause * 2, longestPause);
    }
  }

  // From here on its end is nobody's surprise.
  function release() {
    wanted = false;
    unwanted.open();
  }

  const whole = life();
  return {
    up: () => up.promise,
    isUp: () => current !== undefined,
    pid: () => current?.child.pid,
    release,
    async stop() {
      release();
      // One that is still starting has nothing to lose.
      if (starting && !current) await endChild(starting, 2000);
      await current?.stop();
      await whole;
    },
  };
}
