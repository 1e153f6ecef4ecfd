/** The line of working time: a calendar laid out once, so that counting working days and hours is a look-up instead of a walk. */
import { checkCalendar, minuteOfDay, type Calendar } from './calendar.js';
import { Invalid } from './errors.js';
import { DAY, dayNumber, formatDay, parseDay, SHANGHAI_OFFSET, startOfDayNumber } from './shanghai.js';

const FIRST = parseDay('2000-01-01');
const LAST = parseDay('2199-12-31');

type Line = {
  /** working days before each day from FIRST on */
  readonly before: Int32Array;
  /** the number of each working day, in order */
  readonly workdays: Int32Array;
  /** working hours in milliseconds after midnight */
  readonly hours: readonly { readonly from: number; readonly to: number }[];
  /** milliseconds of work in a working day */
  readonly length: number;
};

const lines = new WeakMap<Calendar, Line>();

/** Lays out a calendar's two centuries, once per calendar object (10 to 30 ms: keep the object, do not make one per call). @throws Invalid if the calendar is wrong */
function lineOf(calendar: Calendar): Line {
  const known = lines.get(calendar);
  if (known) return known;
  checkCalendar(calendar);
  const size = LAST - FIRST + 1;
  const worked = new Uint8Array(size);
  for (let index = 0, weekday = (FIRST + 4) % 7; index < size; index++, weekday = (weekday + 1) % 7) { // day 0, 1970-01-01, was a Thursday
    if (weekday >= 1 && weekday <= 5) worked[index] = 1;
  }
  for (const year of Object.values(calendar.years)) {
    for (const day of year.holidays) worked[parseDay(day) - FIRST] = 0;
    for (const day of year.workdays) worked[parseDay(day) - FIRST] = 1;
  }
  const before = new Int32Array(size + 1);
  const workdays = new Int32Array(size);
  let count = 0;
  for (let index = 0; index < size; index++) {
    before[index] = count;
    if (worked[index]) workdays[count++] = FIRST + index;
  }
  before[size] = count;
  const hours = calendar.workHours.map(({ from, to }) => ({ from: minuteOfDay(from) * 60_000, to: minuteOfDay(to) * 60_000 }));
  const line = { before, workdays: workdays.subarray(0, count), hours, length: hours.reduce((sum, { from, to }) => sum + to - from, 0) };
  lines.set(calendar, line);
  return line;
}

/** Milliseconds of work in one working day of the calendar. */
export function workdayLength(calendar: Calendar): number {
  return lineOf(calendar).length;
}

/** How many working days come before a day. @throws Invalid outside 2000–2199 */
export function workdaysBefore(calendar: Calendar, day: number): number {
  const count = lineOf(calendar).before[day - FIRST];
  if (count === undefined) throw new Invalid(`day outside the calendar <${formatDay(day)}>`);
  return count;
}

/** The day number of a working day by its ordinal, as counted by `workdaysBefore`. @throws Invalid outside 2000–2199 */
export function workdayAt(calendar: Calendar, ordinal: number): number {
  const day = lineOf(calendar).workdays[ordinal];
  if (day === undefined) throw new Invalid(`working day outside the calendar <${ordinal}>`);
  return day;
}

/** When work ends on a day (of any kind), by the clock of a working day. */
export function closeOf(calendar: Calendar, day: number): Date {
  const { hours } = lineOf(calendar);
  return new Date(startOfDayNumber(day).getTime() + hours[hours.length - 1]!.to);
}

/** How many days, or how many working days, have closed up to and including an instant. */
export function closedUntil(calendar: Calendar, at: Date, working: boolean): number {
  const day = dayNumber(at);
  const end = at >= closeOf(calendar, day) ? day + 1 : day;
  return working ? workdaysBefore(calendar, end) : end;
}

/** The position of an instant on the line of working time, in milliseconds of work since 2000. */
export function workedUntil(calendar: Calendar, at: Date): number {
  const { hours, length } = lineOf(calendar);
  const day = dayNumber(at);
  const before = workdaysBefore(calendar, day);
  if (workdaysBefore(calendar, day + 1) === before) return before * length;
  const time = at.getTime() + SHANGHAI_OFFSET - day * DAY;
  let worked = 0;
  for (const { from, to } of hours) worked += Math.max(0, Math.min(time, to) - from);
  return before * length + worked;
}

/** The earliest instant at a position on the line of working time, so that an exact day's work ends at its close, not at the next opening. */
export function instantWorked(calendar: Calendar, position: number): Date {
  const { hours, length } = lineOf(calendar);
  const ordinal = Math.ceil(position / length) - 1;
  let left = position - ordinal * length;
  const midnight = startOfDayNumber(workdayAt(calendar, ordinal)).getTime();
  for (const { from, to } of hours) {
    if (left <= to - from) return new Date(midnight + from + left);
    left -= to - from;
  }
  throw new Invalid(`position beyond the working day <${position}>`);
}

/**
 * The time inside working hours on working days between two instants, in milliseconds; 0 if `to` is not after `from`.
 * @throws Invalid outside 2000–2199
 */
export function workingTimeBetween(calendar: Calendar, from: Date, to: Date): number {
  return to > from ? workedUntil(calendar, to) - workedUntil(calendar, from) : 0;
}

/** Whether the calendar has data for every Shanghai year from one instant to another. */
export function isCovered(calendar: Calendar, from: Date, to: Date): boolean {
  const [first, last] = [from, to].map(at => new Date(dayNumber(at) * DAY).getUTCFullYear()) as [number, number];
  for (let year = first; year <= last; year++) if (!calendar.years[year]) return false;
  return true;
}
