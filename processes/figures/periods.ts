// A span of days as whole months and the days at its edges, so that a year is read in a few documents.
import { Invalid } from '../errors.js';
import { dayNumber, formatDay, parseDay, shanghaiDay } from '../shanghai.js';

/** Days `YYYY-MM-DD`, both included. */
export interface Period { from: string; to: string }

/** The longest that is asked for at once: ten years. */
const LONGEST = 3_660;

/** @throws Invalid when it is no span of days, ends before it begins or is too long */
export function checkPeriod({ from, to }: Period): Period {
  const [first, last] = [parseDay(from), parseDay(to)];
  if (last < first) throw new Invalid(`the period ends before it begins <${from} – ${to}>`, [{ path: 'to', message: '结束日期早于开始日期' }]);
  if (last - first > LONGEST) throw new Invalid(`the period is too long <${from} – ${to}>`, [{ path: 'to', message: '时段最长十年' }]);
  return { from, to };
}

const endOfMonth = (month: string): string => formatDay(parseDay(nextMonth(month)) - 1);
function nextMonth(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return number === 12 ? `${year + 1}-01-01` : `${year}-${String(number + 1).padStart(2, '0')}-01`;
}

export interface Pieces { months: string[]; days: string[] }

/** @param today no day after it has figures: a month that runs is whole when all of it until today is asked for */
export function piecesOf({ from, to }: Period, today: string): Pieces {
  const last = to < today ? to : today;
  const pieces: Pieces = { months: [], days: [] };
  for (let month = from.slice(0, 7); month <= last.slice(0, 7); month = nextMonth(month).slice(0, 7)) {
    const [first, end] = [`${month}-01`, endOfMonth(month)];
    if (from <= first && (to >= end || to >= today)) {
      pieces.months.push(month);
      continue;
    }
    const [begin, close] = [parseDay(from > first ? from : first), parseDay(last < end ? last : end)];
    for (let day = begin; day <= close; day += 1) pieces.days.push(formatDay(day));
  }
  return pieces;
}

export const presets = ['month', 'last-month', 'ninety', 'year'] as const;
export type Preset = (typeof presets)[number];

/** The span that a name stands for on that day. */
export function presetPeriod(preset: Preset, now: Date): Period {
  const today = shanghaiDay(now);
  if (preset === 'month') return { from: `${today.slice(0, 7)}-01`, to: today };
  if (preset === 'year') return { from: `${today.slice(0, 4)}-01-01`, to: today };
  if (preset === 'ninety') return { from: formatDay(dayNumber(now) - 89), to: today };
  const last = formatDay(parseDay(`${today.slice(0, 7)}-01`) - 1);
  return { from: `${last.slice(0, 7)}-01`, to: last };
}
