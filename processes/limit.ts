/** Time limits: how they are written, and the one function that turns a limit and a case's clock into a due time. */
import type { Calendar } from './calendar.js';
import { inOrder } from './elapsed.js';
import { Invalid } from './errors.js';
import { dayNumber } from './shanghai.js';
import { closedUntil, closeOf, instantWorked, isCovered, workdayAt, workdaysBefore, workedUntil } from './working-time.js';

export { elapsedRatio, overdueWorkdays, warnAt } from './elapsed.js';
export { workingTimeBetween } from './working-time.js';

/** 工作时, 工作日, 自然日, 小时, 分钟, in this order. */
export type LimitUnit = 'workhour' | 'workday' | 'day' | 'hour' | 'minute';

/** How long something may take: a whole number, 1 to 9999, of a unit. */
export type Limit = { readonly amount: number; readonly unit: LimitUnit };

/** 暂停计时, 恢复计时 and 延期, as they happened. An extension is in the limit's own unit, or in minutes and hours if the limit is. */
export type ClockChange =
  | { readonly type: 'pause'; readonly at: Date }
  | { readonly type: 'resume'; readonly at: Date }
  | { readonly type: 'extend'; readonly at: Date; readonly limit: Limit };

/** The share of a limit after which a task counts as near its end (a proposal of ours). */
export const WARN_RATIO = 0.8;

const WORDS: Record<LimitUnit, string> = { workhour: '工作时', workday: '工作日', day: '自然日', hour: '小时', minute: '分钟' };
const UNITS = new Map<string, LimitUnit>([...Object.entries(WORDS).map(([unit, word]) => [word, unit as LimitUnit] as const), ['工作小时', 'workhour']]);
const HOUR = 3_600_000;

/**
 * Reads a limit as policy staff write it: `24 工作时`, `2个工作日`, `30 自然日`, `4 小时`, `30 分钟`. A bare 天, 日 or `3d` is refused,
 * because in some rules it means natural days and in others working days.
 * @throws Invalid if it is no such limit
 */
export function parseLimit(text: string): Limit {
  const match = /^(\d{1,4})\s*个?\s*(\S+)$/u.exec(String(text).normalize('NFKC').trim());
  const unit = UNITS.get(match?.[2] ?? '');
  const amount = Number(match?.[1]);
  if (!unit || !(amount >= 1)) throw new Invalid(`invalid limit <${text}>`);
  return { amount, unit };
}

/** Whether a limit can be read at all. */
export function isReadable(limit: string): boolean {
  try {
    parseLimit(limit);
    return true;
  } catch {
    return false;
  }
}

/** Writes a limit as `parseLimit` reads it: `2 工作日`. */
export function formatLimit({ amount, unit }: Limit): string {
  return `${amount} ${WORDS[unit]}`;
}

/**
 * When a limit ends.
 *
 * - 小时, 分钟 run by the clock from `start` (民法典 art 201 para 2: periods in hours run from the time that is set).
 * - 工作时 run only inside working hours on working days.
 * - 工作日: the day of `start` is not counted (民法典 art 201 para 1); the limit ends when work ends on the last one (art 203 para 2).
 * - 自然日: as above, but every day counts; if the last is not worked, the next worked day is the last (art 203 para 1). Ordinary weekends
 *   are treated like 法定休假日, as offices do.
 *
 * While the clock is paused nothing is counted: hours stand still, and each close of a (working) day that passes meanwhile moves the end by one
 * (working) day. So a pause neither rescues what was overdue nor spoils what was not. Changes may come in any order; a pause while paused and
 * a resume while running say nothing new and are passed over.
 *
 * 民法典 art 201 and 203 were read in several published copies of the text; how a pause is counted in days is a proposal of ours.
 *
 * @param start when the limit began: the time of the task's own record, never the machine's time
 * @returns `at`: the end, or null while the clock stands; `certain`: false if a year without calendar data was counted
 * @throws Invalid if an extension is in another unit than the limit, or the end lies outside 2000–2199
 */
export function dueAt(calendar: Calendar, start: Date, limit: Limit): { at: Date; certain: boolean };
export function dueAt(calendar: Calendar, start: Date, limit: Limit, clock: readonly ClockChange[]): { at: Date | null; certain: boolean };
export function dueAt(calendar: Calendar, start: Date, limit: Limit, clock: readonly ClockChange[] = []): { at: Date | null; certain: boolean } {
  const count = counting(calendar, limit.unit);
  let end = count.from(start) + limit.amount * count.step;
  let pausedAt: Date | null = null;
  let last = start;
  for (const change of inOrder(clock)) {
    if (change.at > last) last = change.at;
    if (change.type === 'extend') end += change.limit.amount * extensionStep(limit, change.limit);
    else if (change.type === 'pause') pausedAt ??= change.at > start ? change.at : start;
    else if (pausedAt) {
      const wasOpen = count.at(end) > pausedAt;
      if (change.at > pausedAt) end += count.passed(change.at) - count.passed(pausedAt);
      // natural days moved off a holiday can be passed by the pause itself: what was open when paused stays open to the end of that day
      if (wasOpen && count.at(end) < change.at) end = count.passed(change.at) + 1;
      pausedAt = null;
    }
  }
  const at = pausedAt ? null : count.at(end);
  const clockOnly = limit.unit === 'hour' || limit.unit === 'minute';
  return { at, certain: clockOnly || isCovered(calendar, start, at && at > last ? at : last) };
}

type Counting = {
  /** what one of the unit adds to the count */
  step: number;
  /** the count from which a limit that starts now is counted */
  from: (start: Date) => number;
  /** the count that has passed by an instant */
  passed: (at: Date) => number;
  /** the instant at which a count is reached */
  at: (count: number) => Date;
};

function counting(calendar: Calendar, unit: LimitUnit): Counting {
  switch (unit) {
    case 'minute':
    case 'hour': {
      const passed = (at: Date): number => at.getTime();
      return { step: unit === 'hour' ? HOUR : 60_000, from: passed, passed, at: count => new Date(count) };
    }
    case 'workhour': {
      const passed = (at: Date): number => workedUntil(calendar, at);
      return { step: HOUR, from: passed, passed, at: count => instantWorked(calendar, count) };
    }
    case 'workday':
      return {
        step: 1,
        from: start => workdaysBefore(calendar, dayNumber(start) + 1), // 民法典 art 201: the first day is not counted
        passed: at => closedUntil(calendar, at, true),
        at: count => closeOf(calendar, workdayAt(calendar, count - 1)),
      };
    case 'day':
      return {
        step: 1,
        from: start => dayNumber(start) + 1, // 民法典 art 201: the first day is not counted
        passed: at => closedUntil(calendar, at, false),
        at: count => closeOf(calendar, workdayAt(calendar, workdaysBefore(calendar, count - 1))), // art 203: on to the first day worked
      };
  }
}

function extensionStep(limit: Limit, extension: Limit): number {
  const steps: Partial<Record<LimitUnit, number>> = { minute: 60_000, hour: HOUR };
  const both = limit.unit in steps && extension.unit in steps;
  if (!both && extension.unit !== limit.unit) {
    throw new Invalid(`extension <${formatLimit(extension)}> is not in the unit of the limit <${formatLimit(limit)}>`);
  }
  return steps[extension.unit] ?? (extension.unit === 'workhour' ? HOUR : 1);
}
