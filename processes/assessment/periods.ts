// Periods of the assessment as they are named: 2026-10 is a month, 2026-Q4 a quarter.
import { Invalid } from '../errors.js';
import { formatDay, parseDay, shanghaiDay } from '../shanghai.js';
import type { Cycle } from '../store/assessment-types.js';

export const cycleOf = (period: string): Cycle => (period.includes('Q') ? 'quarter' : 'month');

const after = (month: string): string => {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
};

/** The months of a period, `YYYY-MM`. @throws Invalid when it names none */
export function monthsOf(period: string): string[] {
  const [, year, quarter] = /^(\d{4})-Q([1-4])$/.exec(period) ?? [];
  if (year) return [1, 2, 3].map((place) => `${year}-${String((Number(quarter) - 1) * 3 + place).padStart(2, '0')}`);
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(period)) throw new Invalid(`不是考核期：<${period}>`, [{ path: 'period', message: '写成 2026-10（月）或 2026-Q4（季）' }]);
  return [period];
}

/** The days of a period, both included. @throws Invalid */
export function daysOf(period: string): { from: string; until: string } {
  const months = monthsOf(period);
  return { from: `${months[0]}-01`, until: formatDay(parseDay(`${after(months.at(-1)!)}-01`) - 1) };
}

/** The period that ended last before an instant. */
export function lastPeriod(cycle: Cycle, now: Date): string {
  const [year, month] = shanghaiDay(now).split('-').map(Number) as [number, number];
  if (cycle === 'month') return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`;
  const quarter = Math.floor((month - 1) / 3);
  return quarter === 0 ? `${year - 1}-Q4` : `${year}-Q${quarter}`;
}
