// Quiet hours: when somebody is not to be disturbed, and when that ends.
import { dayNumber, SHANGHAI_OFFSET, startOfDayNumber } from './shanghai.js';
import type { Reach } from './store/types.js';

const MINUTE = 60_000;
const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/**
 * When the quiet that `at` lies in ends; nothing when it is not quiet then. The span begins with its first minute and is over at its last; one whose end is
 * before its beginning passes midnight.
 *
 * @param quiet `HH:mm` of Shanghai; a span of no length is none
 */
export function endOfQuiet(quiet: Reach['quiet'], at: Date): Date | undefined {
  if (!quiet) return undefined;
  const [from, to] = [minutes(quiet.from), minutes(quiet.to)];
  const now = Math.floor(((at.getTime() + SHANGHAI_OFFSET) % (1_440 * MINUTE)) / MINUTE);
  const today = startOfDayNumber(dayNumber(at)).getTime();
  const end = (day: number) => new Date(today + day * 1_440 * MINUTE + to * MINUTE);
  if (from <= to) return now >= from && now < to ? end(0) : undefined;
  return now >= from ? end(1) : now < to ? end(0) : undefined;
}
