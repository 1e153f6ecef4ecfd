// When a human task is due: from its own record's time, its limit and every change of its clock.
import type { Calendar } from './calendar.js';
import { workdayFrom } from './legal-days.js';
import { dueAt, isReadable, parseLimit, WARN_RATIO, warnAt, type ClockChange as Change } from './limit.js';
import { movedDue } from './moved-due.js';
import { DAY, dayNumber, parseDay } from './shanghai.js';
import type { ClockChange, Task } from './store/types.js';
import { STAND_IN } from './task-limit.js';

/** The changes of a task's clock as `processes/limit.ts` reads them; a time that was set by hand is none of them (see `moved-due.ts`). */
export function clockOf(changes: readonly ClockChange[] = []): Change[] {
  return changes.filter((change) => change.type !== 'move').map((change) => (change.type === 'extend' ? { ...change, limit: parseLimit(change.limit) } : change));
}

/**
 * The date-time that a diagram set: on the next day that is worked where its header `dueOn` says `workday` (民法典第二百零三条); where that is a limit, such as `7 工作日`, what is set is
 * the day from which it counts, itself not counted (第二百零一条).
 */
export function fixedDue(calendar: Calendar, fixed: string | undefined, dueOn: string | undefined): string | undefined {
  const due = fixed && dueOn ? new Date(fixed) : undefined;
  if (!due || Number.isNaN(due.getTime())) return fixed;
  if (dueOn !== 'workday') return isReadable(dueOn!) ? dueAt(calendar, due, parseLimit(dueOn!)).at.toISOString() : fixed;
  const day = dayNumber(due);
  return new Date(due.getTime() + (parseDay(workdayFrom(calendar, day)) - day) * DAY).toISOString();
}

/**
 * Computes a task's due time.
 *
 * @param task its `createdAt` (the engine's time), `limit` and `clock`
 * @param fixed an ISO date-time that the diagram set (`zeebe:taskSchedule dueDate`); it wins over the limit
 * @returns `dueAt` and `warnAt` (null while the clock stands still, absent without a limit), `certain: false` when the calendar knows nothing of that year
 */
export function taskClock(calendar: Calendar, task: Pick<Task, 'createdAt' | 'limit' | 'clock'>, fixed?: string): Pick<Task, 'dueAt' | 'warnAt' | 'certain'> {
  const moved = movedDue(calendar, task.clock);
  if (moved) return moved;
  if (fixed) {
    const due = new Date(fixed);
    if (Number.isNaN(due.getTime())) return {};
    return { dueAt: due, warnAt: new Date(task.createdAt.getTime() + WARN_RATIO * (due.getTime() - task.createdAt.getTime())), certain: true };
  }
  if (!task.limit) return {};
  let limit;
  try {
    limit = parseLimit(task.limit);
  } catch {
    // it must not stop the records; tasks that began before such a limit was replaced have one still
    limit = parseLimit(STAND_IN);
  }
  const clock = clockOf(task.clock);
  const { at, certain } = dueAt(calendar, task.createdAt, limit, clock);
  return { dueAt: at, warnAt: at && warnAt(calendar, task.createdAt, at, limit, WARN_RATIO, clock), certain };
}
