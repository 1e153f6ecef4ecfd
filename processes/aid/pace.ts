// How fast many cases are opened or ended at once: so many in one go and not sooner again than this, so that nobody else's work waits behind more than one go.
import { setTimeout as pause } from 'node:timers/promises';

/** So many in one go. */
export const AT_ONCE = 40;
/** From one go to the next, milliseconds: 2,000 households take 55 s, and a machine of two cores has some of its time left for others. */
const EVERY = 1_100;
/** An engine that is away holds a go up no longer than this, milliseconds: what it did not take is sent again by the sweep. */
const LONGEST = 3_000;

/**
 * Waits until the next go may begin.
 *
 * @param began `performance.now()` at the begin of this one
 * @param taken whether the engine has taken what must be taken by then
 */
export async function nextGo(began: number, taken: () => Promise<boolean> = async () => true): Promise<void> {
  const until = (milliseconds: number) => pause(Math.max(0, began + milliseconds - performance.now()));
  await until(EVERY);
  while (performance.now() - began < LONGEST && !await taken()) await pause(100);
}
