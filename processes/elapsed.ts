/** How far a limit has run: the share used, the time to remind, and how late something is. */
import type { Calendar } from './calendar.js';
import type { ClockChange, Limit } from './limit.js';
import { instantWorked, workdayLength, workedUntil, workingTimeBetween } from './working-time.js';

type Span = { from: Date; to: Date };

/**
 * The share of a limit that is used up: 0 at the start, 1 at the due time, more when overdue. Limits in working hours or days are measured in
 * working time, others by the clock; paused time is left out.
 * @param due as given by `dueAt` with the same clock
 */
export function elapsedRatio(calendar: Calendar, start: Date, due: Date, now: Date, limit: Limit, clock: readonly ClockChange[] = []): number {
  const spans = runningSpans(start, clock);
  const total = measure(calendar, limit, spans, due);
  const used = measure(calendar, limit, spans, now);
  return total > 0 ? used / total : Number(now >= due);
}

/**
 * When a share of a limit is used up, for the reminder before it ends.
 * @param due as given by `dueAt` with the same clock
 * @param ratio from 0 to 1; the proposal is to remind at 80 %
 * @returns an instant not before `start` and not after `due`, inside working time if the limit counts working time
 */
export function warnAt(calendar: Calendar, start: Date, due: Date, limit: Limit, ratio = 0.8, clock: readonly ClockChange[] = []): Date {
  const spans = runningSpans(start, clock);
  let left = Math.floor(measure(calendar, limit, spans, due) * ratio);
  for (const span of spans) {
    const length = spanLength(calendar, limit, span);
    if (left > length) {
      left -= length;
      continue;
    }
    const at = working(limit) ? instantWorked(calendar, workedUntil(calendar, span.from) + left) : new Date(span.from.getTime() + left);
    return at < span.from ? span.from : at > due ? due : at;
  }
  return due;
}

/** Whole working days that something is late: as many as fit, hour by hour, between the due time and now; 0 if it is not late. */
export function overdueWorkdays(calendar: Calendar, due: Date, now: Date): number {
  return Math.floor(workingTimeBetween(calendar, due, now) / workdayLength(calendar));
}

function working(limit: Limit): boolean {
  return limit.unit === 'workday' || limit.unit === 'workhour';
}

function spanLength(calendar: Calendar, limit: Limit, { from, to }: Span): number {
  if (to <= from) return 0;
  if (to === FOREVER) return Infinity;
  return working(limit) ? workingTimeBetween(calendar, from, to) : to.getTime() - from.getTime();
}

function measure(calendar: Calendar, limit: Limit, spans: readonly Span[], until: Date): number {
  return spans.reduce((sum, { from, to }) => sum + spanLength(calendar, limit, { from, to: to < until ? to : until }), 0);
}

/** Later than any date we meet; the end of a span that has not ended. */
const FOREVER = new Date(8.64e15);

function runningSpans(start: Date, clock: readonly ClockChange[]): Span[] {
  const spans: Span[] = [];
  let from: Date | null = start;
  for (const { type, at } of inOrder(clock)) {
    if (type === 'pause' && from) {
      if (at > from) spans.push({ from, to: at });
      from = null;
    } else if (type === 'resume' && !from) from = at > start ? at : start;
  }
  if (from) spans.push({ from, to: FOREVER });
  return spans;
}

/** The changes by time; those of the same instant keep their order. */
export function inOrder(clock: readonly ClockChange[]): readonly ClockChange[] {
  return clock.length < 2 ? clock : [...clock].sort((a, b) => a.at.getTime() - b.at.getTime());
}
