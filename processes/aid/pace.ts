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

/** When the next go may begin, milliseconds: works that share it take turns, and together go no faster than one. */
export interface Turns { next: number }
/** The turns of all that warnings have to do in this process: a second warning begins while the first is still at work. */
export const storm: Turns = { next: -Infinity };

/**
 * Keeps the pace of a work that begins now.
 *
 * @param turns which works it shares its pace with; unset: none @param now what the time is, milliseconds @param wait waits so long, milliseconds
 * @returns waits until the next go may begin; asks `taken` whether the engine has taken what must be taken by then
 */
export function pacer(turns: Turns = { next: -Infinity }, now: () => number = () => performance.now(), wait: (milliseconds: number) => Promise<unknown> = pause): (taken?: () => Promise<boolean>) => Promise<void> {
  let began = now();
  let due = began;
  return async (taken = async () => true) => {
    // what is more than two goes late is not made good: it would come as a burst
    due = Math.max(due + EVERY, began - EVERY);
    const turn = Math.max(due, began + SOONEST, turns.next);
    turns.next = turn + SOONEST;
    await wait(Math.max(0, turn - now()));
    while (now() - began < LONGEST && !await taken()) await wait(100);
    began = now();
  };
}
