// 退单: until when a wrong dispatch may be returned: before the limit of signing, and within what the diagram's header `returnLimit` says after the dispatch.
import type { Calendar } from './calendar.js';
import { dueAt, parseLimit } from './limit.js';
import type { Task } from './store/types.js';
import { clockOf } from './task-clock.js';

type Dispatched = Pick<Task, 'headers' | 'createdAt' | 'dueAt' | 'clock' | 'limit'>;

/** Whether returning is an outcome of this task's form at all: its diagram names the check. */
export const mayBeReturned = ({ headers }: Pick<Task, 'headers'>): boolean => headers.check === 'return-limits';

/**
 * Until when a task may be returned.
 *
 * Pauses move both limits; an extension moves that of signing alone (a proposal of ours).
 *
 * @returns `until`: null while the clock stands still; `ended`: the words that say why it is too late
 */
export function returnEnds(task: Dispatched, now: Date, calendar: Calendar): { until: Date | null; ended?: string } {
  const { returnLimit } = task.headers;
  const pauses = clockOf(task.clock).filter(({ type }) => type !== 'extend');
  const within = returnLimit ? dueAt(calendar, task.createdAt, parseLimit(returnLimit), pauses).at : null;
  const ends = [task.dueAt, within].filter((end): end is Date => end instanceof Date);
  const until = ends.length ? new Date(Math.min(...ends.map(Number))) : null;
  if (task.dueAt && task.dueAt <= now) return { until, ended: `签收时限（${task.limit ?? ''}）已过` };
  if (within && within <= now) return { until, ended: `派单已超过 ${returnLimit}` };
  return { until };
}
