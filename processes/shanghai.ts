/** Days and times as they are read in China, whatever the time zone of the machine. */
import { Invalid } from './errors.js';

/** Shanghai has been UTC+8 without summer time since 1991-09-15, so a fixed offset is exact for every date we meet. In milliseconds. */
export const SHANGHAI_OFFSET = 8 * 3_600_000;

/** A day in milliseconds. */
export const DAY = 86_400_000;

/** The number of the Shanghai day that `at` lies in; 1970-01-01 is day 0. */
export function dayNumber(at: Date): number {
  const time = at.getTime();
  if (Number.isNaN(time)) throw new Invalid(`invalid date <${String(at)}>`);
  return Math.floor((time + SHANGHAI_OFFSET) / DAY);
}

/** The instant at which a Shanghai day begins. @param number as given by `dayNumber` */
export function startOfDayNumber(number: number): Date {
  return new Date(number * DAY - SHANGHAI_OFFSET);
}

/** Whether the text is `YYYY-MM-DD` and names a day that exists (so not 2026-02-30). */
export function isDay(text: unknown): text is string {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** The number of a day written `YYYY-MM-DD`. @throws Invalid if it is not a real day */
export function parseDay(day: string): number {
  if (!isDay(day)) throw new Invalid(`invalid day <${day}>`);
  return Date.parse(`${day}T00:00:00Z`) / DAY;
}

/** A day's number written as `YYYY-MM-DD`. */
export function formatDay(number: number): string {
  return new Date(number * DAY).toISOString().slice(0, 10);
}

/** The Shanghai day of an instant, `YYYY-MM-DD`. */
export function shanghaiDay(at: Date): string {
  return formatDay(dayNumber(at));
}

/** The Shanghai day and time of an instant, `YYYY-MM-DD HH:mm`. */
export function shanghaiTime(at: Date): string {
  if (Number.isNaN(at.getTime())) throw new Invalid(`invalid date <${String(at)}>`);
  return new Date(at.getTime() + SHANGHAI_OFFSET).toISOString().slice(0, 16).replace('T', ' ');
}

/** The Shanghai year of an instant. */
export function shanghaiYear(at: Date): number {
  return new Date(dayNumber(at) * DAY).getUTCFullYear();
}

/** The first instant of a Shanghai day. @param day `YYYY-MM-DD` @throws Invalid if it is not a real day */
export function startOfShanghaiDay(day: string): Date {
  return startOfDayNumber(parseDay(day));
}

/** The last millisecond of a Shanghai day, so that it still is that day. @param day `YYYY-MM-DD` @throws Invalid if it is not a real day */
export function endOfShanghaiDay(day: string): Date {
  return new Date(startOfDayNumber(parseDay(day) + 1).getTime() - 1);
}

/** An instant as people in China write it: `6月21日 14:05`. */
export function momentOf(at: Date): string {
  const local = new Date(at.getTime() + SHANGHAI_OFFSET);
  return `${local.getUTCMonth() + 1}月${local.getUTCDate()}日 ${local.toISOString().slice(11, 16)}`;
}
