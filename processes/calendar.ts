/** The working-day calendar: which days are worked and at which hours, as data that staff can edit. */
import { createRequire } from 'node:module';
import { Invalid, type Problem } from './errors.js';
import { isDay, parseDay } from './shanghai.js';

/** A year's differences from plain Monday to Friday; all days are `YYYY-MM-DD` of that year. */
export type CalendarYear = {
  /** days that are not worked: legal holidays and days off in lieu, weekend days of a holiday included or not */
  readonly holidays: readonly string[];
  /** 调休: weekend days that are worked */
  readonly workdays: readonly string[];
};

/** Hours of a working day, `HH:mm` in Shanghai, in order and without overlap; `24:00` may end the last. */
export type WorkHours = readonly { readonly from: string; readonly to: string }[];

/**
 * The calendar by which limits are counted. Treat it as frozen: what is derived from it is remembered by identity, so an edited
 * calendar is a new object.
 */
export type Calendar = { readonly years: Readonly<Record<number, CalendarYear>>; readonly workHours: WorkHours };

/** 7.5 hours a day, as most county offices post them. A proposal that staff can change, not a rule of law (the law caps the day at 8 hours). */
const OFFICE_HOURS: WorkHours = [{ from: '08:30', to: '12:00' }, { from: '14:00', to: '18:00' }];

type Published = { holidays: Record<string, string>; workdays: Record<string, string> };

/**
 * The calendar to begin with: the years that the State Council's notices cover according to `chinese-days`, and usual office hours.
 * A year appears only if the package holds at least one holiday of it; for later years the package's functions silently answer
 * Monday to Friday, and in time zones west of Greenwich they answer for the day before, so its data is read instead.
 */
export function defaultCalendar(): Calendar {
  const { holidays, workdays } = createRequire(import.meta.url)('chinese-days/dist/chinese-days.json') as Published;
  const years: Record<number, { holidays: string[]; workdays: string[] }> = {};
  for (const day of Object.keys(holidays).sort()) (years[Number(day.slice(0, 4))] ??= { holidays: [], workdays: [] }).holidays.push(day);
  for (const day of Object.keys(workdays).sort()) years[Number(day.slice(0, 4))]?.workdays.push(day);
  return { years, workHours: OFFICE_HOURS };
}

/**
 * Says everything that is wrong with a calendar that someone edited.
 * @throws Invalid with one problem for each day or hour that cannot be; `path` is like `years.2026.holidays[3]`
 */
export function checkCalendar(calendar: Calendar): void {
  const problems: Problem[] = [...hourProblems(calendar.workHours)];
  for (const [year, { holidays, workdays }] of Object.entries(calendar.years)) {
    if (!/^\d{4}$/.test(year)) problems.push({ path: `years.${year}`, message: `「${year}」不是年份` });
    const off = new Set(holidays);
    for (const [name, days] of [['holidays', holidays], ['workdays', workdays]] as const) {
      days.forEach((day, index) => {
        const path = `years.${year}.${name}[${index}]`;
        if (!isDay(day)) problems.push({ path, message: `「${day}」不是有效日期` });
        else if (!day.startsWith(`${year}-`)) problems.push({ path, message: `「${day}」不在 ${year} 年内` });
        else if (name === 'workdays' && off.has(day)) problems.push({ path, message: `「${day}」既是休息日又是上班日` });
      });
    }
  }
  if (problems.length) throw new Invalid(`invalid calendar <${problems.map(problem => problem.path).join(', ')}>`, problems);
}

/**
 * Whether a day is worked. In a year without data Monday to Friday is assumed and `known` is false: show it, never rely on it.
 * @param day `YYYY-MM-DD` in Shanghai
 * @throws Invalid if it is not a real day
 */
export function isWorkday(calendar: Calendar, day: string): { workday: boolean; known: boolean } {
  const weekday = (parseDay(day) + 4) % 7; // day 0, 1970-01-01, was a Thursday
  const monToFri = weekday >= 1 && weekday <= 5;
  const year = calendar.years[Number(day.slice(0, 4))];
  if (!year) return { workday: monToFri, known: false };
  return { workday: year.workdays.includes(day) || (monToFri && !year.holidays.includes(day)), known: true };
}

/** Minutes after midnight of `HH:mm`, or NaN. */
export function minuteOfDay(time: string): number {
  const match = /^(\d{2}):(\d{2})$/.exec(time);
  const minute = match ? Number(match[1]) * 60 + Number(match[2]) : NaN;
  return match && Number(match[2]) < 60 && minute <= 1440 ? minute : NaN;
}

function hourProblems(hours: WorkHours): Problem[] {
  if (!hours.length) return [{ path: 'workHours', message: '至少要有一段工作时间' }];
  let last = 0;
  return hours.flatMap(({ from, to }, index) => {
    const [start, end] = [minuteOfDay(from), minuteOfDay(to)];
    const fits = start >= last && end > start; // false for NaN as well
    last = end;
    return fits ? [] : [{ path: `workHours[${index}]`, message: `「${from}–${to}」不是有效的工作时段` }];
  });
}
