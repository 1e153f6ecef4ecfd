// How far time is to be moved: by a limit as staff write it, or to the next moment at which supervision has something to say.
import type { Calendar } from '../calendar.js';
import { dueAt, overdueWorkdays, parseLimit } from '../limit.js';
import type { Task } from '../store/types.js';
import { instantWorked, workdayLength, workedUntil } from '../working-time.js';
import { DEADLINE } from './script.js';

/** Just past the moment itself. */
const MARGIN = 1_000;

/** When supervision has to act on a task next: when it is due, and from then on with each whole working day that it is late. */
function momentOf(calendar: Calendar, { dueAt: due }: Pick<Task, 'dueAt'>, now: Date): number | undefined {
  if (!due) return undefined;
  if (due > now) return due.getTime() + MARGIN;
  const late = overdueWorkdays(calendar, due, now) + 1;
  return instantWorked(calendar, workedUntil(calendar, due) + late * workdayLength(calendar)).getTime() + MARGIN;
}

/** The next deadline of these open tasks after now, or nothing when none has a limit. */
export function nextDeadline(calendar: Calendar, tasks: readonly Pick<Task, 'dueAt'>[], now: Date): Date | undefined {
  const moments = tasks.map((task) => momentOf(calendar, task, now)).filter((at): at is number => at !== undefined);
  return moments.length > 0 ? new Date(Math.min(...moments)) : undefined;
}

/**
 * The moment at which the given time has passed.
 *
 * @param limit `2 工作日`, or `deadline`
 * @returns nothing when the next deadline is wanted and there is none
 * @throws Invalid when it is no limit
 */
export function targetOf(calendar: Calendar, limit: string, tasks: readonly Pick<Task, 'dueAt'>[], now: Date): Date | undefined {
  return limit === DEADLINE ? nextDeadline(calendar, tasks, now) : dueAt(calendar, now, parseLimit(limit)).at;
}
