// How fast many cases are opened or ended at once: so many in one go and not sooner again than this, so that nobody else's work waits behind more than one go.
import { setTimeout as pause } from 'node:timers/promises';

/** So many in one go. */
export const AT_ONCE = 40;
/** From one go to the next, milliseconds: 2,000 households take 55 s, and a machine of two cores has some of its time left for others. */
const EVERY = 1_100;
/** Goes after one that was held up make its time good, but follow one another no sooner than this, milliseconds. */
const SOONEST = 1_000;
/** An engine that is away holds a go up no longer than this, milliseconds: what it did not take is sent again by the sweep. */
const LONGEST = 3_000;

/**
 * Keeps the pace of a work that begins now.
 *
 * @param now what the time is, milliseconds @param wait waits so long, milliseconds
 * @returns waits until the next go may begin; asks `taken` whether the engine has taken what must be taken by then
 */
export function pacer(now: () => number = () => performance.now(), wait: (milliseconds: number) => Promise<unknown> = pause): (taken?: () => Promise<boolean>) => Promise<void> {
  let began = now();
  let due = began;
  return async (taken = async () => true) => {
    // what is more than two goes late is not made good: it would come as a burst
    due = Math.max(due + EVERY, began - EVERY);
    await wait(Math.max(0, Math.max(due, began + SOONEST) - now()));
    while (now() - began < LONGEST && !await taken()) await wait(100);
    began = now();
  };
}
