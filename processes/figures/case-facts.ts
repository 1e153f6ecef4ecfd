// What one case contributes to the figures, told from the case and its tasks alone: repeated, or after a rebuild, it comes out the same.
import type { Calendar } from '../calendar.js';
import { dueAt, parseLimit, type Limit } from '../limit.js';
import { shanghaiDay } from '../shanghai.js';
import type { Part } from '../store/control-types.js';
import type { Case, CaseFacts, Task } from '../store/types.js';
import { clockOf } from '../task-clock.js';
import { caseMarks, earliest, endingOf, redoneOf, reworksOf, SUSPENDED, taskMarks, type End } from './case-marks.js';

/** The procedure of the check that a warning opens for every household in need: they stand on its own board, and are no matter that somebody saw. */
export const CHECK = 'emergency-aid';

const isOpen = ({ state }: Task): boolean => state === 'open' || state === 'submitted';
const isRunning = (task: Task): boolean => isOpen(task) && task.status !== SUSPENDED;

function readLimit(text?: string): Limit | undefined {
  try {
    return text ? parseLimit(text) : undefined;
  } catch {
    return undefined;
  }
}

/** When the first answer is due: the limit of its class, without what the first task stood still; else when that task is due. */
function firstDue({ reportedAt, classification }: Case, first: Task | undefined, calendar: Calendar): Date | undefined {
  const limit = readLimit(classification?.respondLimit);
  const pauses = clockOf(first?.clock).filter(({ type }) => type !== 'extend');
  return (limit ? dueAt(calendar, reportedAt, limit, pauses).at : first?.dueAt) ?? undefined;
}

/** Milliseconds that a task stood still before a moment. */
export function stoodStill({ clock }: Task, until: Date): number {
  let [sum, from] = [0, 0];
  for (const { type, at } of clockOf(clock)) {
    if (type === 'pause') from ||= at.getTime();
    else if (type === 'resume' && from) [sum, from] = [sum + Math.max(0, Math.min(at.getTime(), until.getTime()) - from), 0];
  }
  return from && from < until.getTime() ? sum + until.getTime() - from : sum;
}

/** Which of a person's or department's tasks was open first, and which was completed first. */
const firstOf = (tasks: Task[]): { first?: Task; done?: Task } => ({
  first: [...tasks].sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || a.pos - b.pos)[0],
  done: tasks.filter((task) => task.state === 'completed' && task.endedAt).sort((a, b) => a.endedAt!.getTime() - b.endedAt!.getTime())[0],
});
/** Whole minutes from a moment until a task was completed, without what it stood still. */
const minutesTo = (from: Date, done: Task): number => Math.round(Math.max(0, done.endedAt!.getTime() - from.getTime() - stoodStill(done, done.endedAt!)) / 60_000);

/** The earliest that somebody is to have done of what runs, and when that is near. */
function dueOf(tasks: Task[]): { due?: Date; warn?: Date } {
  const running = tasks.filter(isRunning);
  const due = earliest(running.map(({ dueAt: at }) => at));
  return due ? { due, warn: earliest(running.map(({ warnAt }) => warnAt)) ?? due } : {};
}

/** Whose a task is: the departments that it goes to, and who completed it, else who holds it. */
function ownersOf({ candidateGroups, holder, submission }: Task): string[] {
  const departments = candidateGroups.map((group) => group.split('/')[0]!).filter((unit) => unit.includes('.'));
  return [...new Set([...departments, ...(submission && 'id' in submission.by ? [submission.by.id] : holder ? [holder.person] : [])])];
}

/** What each department and person has to do with a case by their own tasks. */
function partsOf(found: Case, tasks: Task[], suspended: boolean, end: End | undefined, now: Date): Part[] {
  const own = new Map<string, Task[]>();
  for (const task of tasks) for (const of of ownersOf(task)) own.set(of, [...(own.get(of) ?? []), task]);
  const redone = redoneOf(found, tasks);
  return [...own].sort(([a], [b]) => (a < b ? -1 : 1)).map(([of, theirs]) => {
    const { first, done } = firstOf(theirs);
    const { marks, settled, reworks } = taskMarks(found, theirs, { suspended, reworks: redone.filter((task) => theirs.includes(task)).length, answered: { at: done?.endedAt, due: (done ?? first)?.dueAt ?? undefined }, finished: end ? end.result : !!done && !theirs.some(isOpen), end, now });
    return { of, marks, ...dueOf(end ? [] : theirs), ...(settled ? { day: shanghaiDay(settled) } : {}), ...(done ? { minutes: minutesTo(done.createdAt, done) } : {}), ...(reworks ? { reworks } : {}) };
  });
}

/**
 * Tells what a case contributes.
 *
 * @param tasks all of the case
 * @param now the engine's time: a first answer that is missing, and a task that is not done, count once their limits have passed
 * @returns nothing for what is no matter of the grid: what was begun from other cases (办案建议 and the like), the check of a household after a warning
 */
export function factsOf(found: Case, tasks: Task[], calendar: Calendar, now: Date): CaseFacts | undefined {
  if (found.suggestion || found.procedure === CHECK) return undefined;
  const { first, done } = firstOf(tasks);
  const end = endingOf(found);
  const answered = { at: done?.endedAt, due: firstDue(found, done ?? first, calendar) };
  const suspended = tasks.some(({ status }) => status === SUSPENDED);
  const { marks, settled, reworks } = taskMarks(found, tasks, { suspended, reworks: reworksOf(found, tasks), answered, finished: !!end?.result, end, now });
  const parts = partsOf(found, tasks, suspended, end, now);
  const reportedDay = shanghaiDay(found.reportedAt);
  const closedDay = end && shanghaiDay(end.at);
  const settledDay = settled && shanghaiDay(settled);
  const units = found.scope.filter((key) => !key.startsWith('person:'));
  const leaves = units.filter((unit) => unit === found.grid || unit.includes('.'));
  const daysOf = (unit: string) => [reportedDay, closedDay, unit === found.grid ? settledDay : parts.find(({ of }) => of === unit)?.day].filter((day) => day !== undefined);
  const running = end ? [] : tasks.filter(isRunning);
  const doers = [...new Set(tasks.flatMap(({ state, submission }) => (state === 'completed' && submission && 'id' in submission.by ? [submission.by.id] : [])))];
  const turnsAt = end ? undefined : earliest([answered.at ? undefined : answered.due, ...running.map(({ dueAt: at }) => at)].filter((at) => at && at > now));
  return {
    _id: found._id, units, category: found.category, reportedAt: found.reportedAt, reportedDay, ...(closedDay ? { closedDay } : {}), ...(settledDay ? { settledDay } : {}),
    lastDay: [reportedDay, closedDay ?? '', settledDay ?? '', ...parts.map(({ day = '' }) => day)].sort().at(-1)!, marks: [...caseMarks(found, tasks, end), ...marks],
    cells: leaves.flatMap((unit) => [...new Set(daysOf(unit))].map((day) => `${unit}/${day}`)), ...(done ? { minutes: minutesTo(found.reportedAt, done) } : {}), ...(reworks ? { reworks } : {}), ...(parts.length > 0 ? { parts } : {}),
    ...(found.reporter.person ? { reporter: found.reporter.person } : {}), ...(doers.length > 0 ? { doers } : {}), open: !end, ...dueOf(running),
    moved: found.standing?.at ?? found.reportedAt, status: found.standing?.status ?? '待受理', turning: !!turnsAt, ...(turnsAt ? { turnsAt } : {}),
  };
}
