// What one case contributes to the figures, told from the case and its tasks alone: repeated, or after a rebuild, it comes out the same.
import type { Calendar } from '../calendar.js';
import { dueAt, parseLimit, type Limit } from '../limit.js';
import { mayBeReturned } from '../return-limits.js';
import { shanghaiDay } from '../shanghai.js';
import type { Case, CaseFacts, Task } from '../store/types.js';
import { levelOf } from '../supervising/cards.js';
import { clockOf } from '../task-clock.js';
import type { Mark } from './indicators.js';

/** A warning opens one for every household in need: they stand on its own board. */
const CHECK = 'emergency-aid';
/** Ends that are no result for whoever reported it. */
/** What was told again, and taken into the case that was there. */
const REPEATED = '并案';
const WITHOUT_RESULT = ['不予受理', REPEATED, '作废'];
/** 挂账缓办: what waits for conditions outside is neither late nor counted as due. */
const SUSPENDED = '挂账缓办';
const WORTH = ['满意', '基本满意', '不满意'];
const AGAIN = ['fail', 'redo', 'rework'];
/** Answers of forms that are counted. */
export const COUNTED: readonly string[] = [...WORTH, ...AGAIN, 'return'];
const THREE_STARS = 3;

const ran = (task: Task): boolean => task.state === 'open' || task.state === 'submitted';
const outcome = ({ submission }: Task): unknown => submission?.values.outcome;
const times = (tasks: Task[], test: (task: Task) => boolean): number => tasks.filter((task) => task.state === 'completed' && test(task)).length;

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

const late = ({ dueAt: due, endedAt, status }: Task, end: Date): boolean => status !== SUSPENDED && due instanceof Date && (endedAt ?? end) > due;

/** How often it was done again: a check that failed, a leader who said so, the first time that whoever reported it was not satisfied, each reopening. */
export function reworksOf(found: Pick<Case, 'reopenings'>, tasks: Task[]): number {
  const dissatisfied = times(tasks, ({ submission }) => submission?.values.rating === '不满意');
  return times(tasks, (task) => AGAIN.includes(outcome(task) as string)) + Math.min(1, dissatisfied) + (found.reopenings?.length ?? 0);
}

/** What is thought of it: by whoever reported it, else what the follow-up heard; nothing when neither said anything. */
function satisfied({ rating, closing }: Case): boolean | undefined {
  if (rating) return rating.stars >= THREE_STARS;
  return WORTH.includes(closing?.rating ?? '') ? closing!.rating !== '不满意' : undefined;
}

/** When a case ended, as far as the engine said so; nothing while it runs, or is to be done again. */
export function endOf({ standing, closing, restart }: Case): Date | undefined {
  if (!standing || standing.state === 'active' || restart) return undefined;
  return closing?.at ?? standing.at;
}

/** The departments and persons whose tasks were carded: who holds it, or else the department that was to. */
const cardedOf = (tasks: Task[]): string[] => [...new Set(tasks.filter((task) => levelOf(task) !== 'none').flatMap(({ candidateGroups, holder, submission }) => [
  ...candidateGroups.map((group) => group.split('/')[0]!).filter((unit) => unit.includes('.')), ...(submission && 'id' in submission.by ? [submission.by.id] : holder ? [holder.person] : []),
]))];

function dayMarks(found: Case, tasks: Task[], end: Date | undefined, answered: { at?: Date; due?: Date }, now: Date): Mark[] {
  const { at, due } = answered;
  const result = found.closing?.outcome ?? found.standing?.status ?? '';
  const until = end && end < now ? end : now;
  const said: [Mark, boolean][] = [
    ['new', true], ['responded', !!at], ['response', !!at || (!!due && due <= until)], ['inTime', !!at && (!due || at <= due)],
    ['repeated', !!end && result === REPEATED], ['dispatched', tasks.some(mayBeReturned)], ['returned', times(tasks, (task) => mayBeReturned(task) && outcome(task) === 'return') > 0],
  ];
  if (end && WITHOUT_RESULT.includes(result)) said.push(['ended', true]);
  else if (end) {
    const timed = !tasks.some(({ status }) => status === SUSPENDED);
    const content = satisfied(found);
    const levels = tasks.map(levelOf);
    const red = levels.includes('red');
    said.push(['closed', true], ['timed', timed], ['onTime', timed && !tasks.some((task) => late(task, end))], ['rework', reworksOf(found, tasks) > 0], ['rated', content !== undefined], ['satisfied', content === true],
      ['supervised', levels.some((level) => level !== 'none')], ['yellow', !red && levels.includes('yellow')], ['red', red]);
  }
  return said.filter(([, is]) => is).map(([mark]) => mark);
}

const earliest = (dates: (Date | null | undefined)[]): Date | undefined => dates.filter((date): date is Date => date instanceof Date).sort((a, b) => a.getTime() - b.getTime())[0];

/**
 * Tells what a case contributes.
 *
 * @param tasks all of the case
 * @param now the engine's time: a first answer that is missing counts once its limit has passed
 * @returns nothing for what is no matter of the grid: what was begun from other cases (办案建议 and the like), the check of a household after a warning
 */
export function factsOf(found: Case, tasks: Task[], calendar: Calendar, now: Date): CaseFacts | undefined {
  if (found.suggestion || found.procedure === CHECK) return undefined;
  const first = [...tasks].sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || a.pos - b.pos)[0];
  const done = tasks.filter((task) => task.state === 'completed' && task.endedAt).sort((a, b) => a.endedAt!.getTime() - b.endedAt!.getTime())[0];
  const end = endOf(found);
  const answered = { at: done?.endedAt, due: firstDue(found, done ?? first, calendar) };
  const reportedDay = shanghaiDay(found.reportedAt);
  const closedDay = end && shanghaiDay(end);
  const units = found.scope.filter((key) => !key.startsWith('person:'));
  const leaves = units.filter((unit) => unit === found.grid || unit.includes('.'));
  const running = end ? [] : tasks.filter((task) => ran(task) && task.status !== SUSPENDED);
  const due = earliest(running.map(({ dueAt: at }) => at));
  const carded = cardedOf(tasks);
  const doers = [...new Set(tasks.flatMap(({ state, submission }) => (state === 'completed' && submission && 'id' in submission.by ? [submission.by.id] : [])))];
  const waits = !answered.at && !end && answered.due && answered.due > now ? answered.due : undefined;
  return {
    _id: found._id, units, category: found.category, reportedAt: found.reportedAt, reportedDay, ...(closedDay ? { closedDay } : {}), marks: dayMarks(found, tasks, end, answered, now),
    cells: leaves.flatMap((unit) => [...new Set([reportedDay, closedDay ?? reportedDay])].map((day) => `${unit}/${day}`)),
    ...(done ? { minutes: Math.round(Math.max(0, done.endedAt!.getTime() - found.reportedAt.getTime() - stoodStill(done, done.endedAt!)) / 60_000) } : {}),
    ...(found.reporter.person ? { reporter: found.reporter.person } : {}), ...(doers.length > 0 ? { doers } : {}), ...(carded.length > 0 ? { carded } : {}), open: !end, ...(due ? { due } : {}), ...(due ? { warn: earliest(running.map(({ warnAt }) => warnAt)) ?? due } : {}),
    moved: found.standing?.at ?? found.reportedAt, status: found.standing?.status ?? '待受理', ...(waits ? { answerBy: waits } : {}), awaiting: !!waits,
  };
}
