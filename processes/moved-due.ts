// 调整时限: a due time that somebody set by hand goes before the limit; what happens to the clock after that is counted from it.
import type { Calendar } from './calendar.js';
import { dueAt, parseLimit, WARN_RATIO } from './limit.js';
import type { ClockChange, Task } from './store/types.js';
import { instantWorked, isCovered, workedUntil, workingTimeBetween } from './working-time.js';

/**
 * The times that follow from the last due time set by hand; nothing when none was.
 *
 * - 延期 after it begins at the time that was set;
 * - 暂停计时 after it keeps the working time that was left, and gives it back from 恢复计时 on; what was overdue when paused stays overdue.
 *
 * @param clock every change of the task's clock, in the order in which they were made
 */
export function movedDue(calendar: Calendar, clock: readonly ClockChange[] = []): Pick<Task, 'dueAt' | 'warnAt' | 'certain'> | undefined {
  const from = clock.findLastIndex(({ type }) => type === 'move');
  const move = clock[from];
  if (move?.type !== 'move') return undefined;
  let due = move.to;
  // it may have been set while the clock stood: then it runs again with this
  let pausedAt: Date | undefined;
  for (const change of clock.slice(from + 1)) {
    if (change.type === 'extend') due = dueAt(calendar, due, parseLimit(change.limit)).at;
    else if (change.type === 'pause') pausedAt ??= change.at;
    else if (change.type === 'resume' && pausedAt) {
      if (due > pausedAt) due = instantWorked(calendar, workedUntil(calendar, change.at) + workingTimeBetween(calendar, pausedAt, due));
      pausedAt = undefined;
    }
  }
  const certain = isCovered(calendar, move.at, due > move.at ? due : move.at);
  if (pausedAt) return { dueAt: null, warnAt: null, certain };
  return { dueAt: due, warnAt: due > move.at ? new Date(move.at.getTime() + WARN_RATIO * (due.getTime() - move.at.getTime())) : due, certain };
}
