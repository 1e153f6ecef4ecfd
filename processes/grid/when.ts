// Months and days of a grid's log, as Shanghai counts them, and how far a device's clock is believed.
import { Invalid } from '../errors.js';
import { DAY, SHANGHAI_OFFSET, isDay, parseDay, startOfDayNumber } from '../shanghai.js';

/** A span of time: `from` belongs to it, `until` no longer does. */
export interface Span { from: Date; until: Date }

/** The Shanghai month of an instant, `YYYY-MM`. */
export const monthOf = (at: Date): string => new Date(at.getTime() + SHANGHAI_OFFSET).toISOString().slice(0, 7);

/** Whether the text names a month, `YYYY-MM`. */
export const isMonth = (text: string): boolean => isDay(`${text}-01`);

/** A Shanghai month from its first instant to the first of the next. @param month `YYYY-MM` @throws Invalid when it is none */
export function monthSpan(month: string): Span {
  if (!isMonth(month)) throw new Invalid(`invalid month <${month}>`, [{ path: 'month', message: '月份应写成 2026-06' }]);
  const [year, number] = month.split('-').map(Number) as [number, number];
  const next = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
  return { from: startOfDayNumber(parseDay(`${month}-01`)), until: startOfDayNumber(parseDay(`${next}-01`)) };
}

/** A Shanghai day. @param day `YYYY-MM-DD` @throws Invalid when it is none */
export function daySpan(day: string): Span {
  if (!isDay(day)) throw new Invalid(`invalid day <${day}>`, [{ path: 'day', message: '日期应写成 2026-06-21' }]);
  return { from: startOfDayNumber(parseDay(day)), until: startOfDayNumber(parseDay(day) + 1) };
}

/** From how great a difference on a device's clock is pointed out, milliseconds. */
const NOTABLE = 10 * 60_000;
/** How long a check-in may have waited on a device without connection, milliseconds; a clock that is further behind is not believed. */
const LONGEST = 35 * DAY;

/**
 * When a check-in was: the device's time, but neither in the server's future nor further back than anything waits on a device; then it is the server's.
 *
 * @returns `deviceAt` is there when the two clocks differ by more than ten minutes
 */
export function timeOf(device: Date, server: Date): { at: Date; sentAt: Date; deviceAt?: Date } {
  const behind = server.getTime() - device.getTime();
  const at = behind >= 0 && behind <= LONGEST ? device : server;
  return { at, sentAt: server, ...(Math.abs(behind) > NOTABLE ? { deviceAt: device } : {}) };
}
