// What a case counts for, told from its tasks: the same rules for the whole case and for the part that a department or a person has in it.
import { mayBeReturned } from '../return-limits.js';
import type { Case, Task } from '../store/types.js';
import { levelOf } from '../supervising/cards.js';
import { clockOf } from '../task-clock.js';
import type { Mark } from './indicators.js';

/** What was told again, and taken into the case that was there. */
const REPEATED = '并案';
/** Ends that are no result for whoever reported it. */
const WITHOUT_RESULT = ['不予受理', REPEATED, '作废'];
/** 挂账缓办: what waits for conditions outside is neither late nor counted as due. */
export const SUSPENDED = '挂账缓办';
const FOLLOW_UP = '待回访';
const URGENT = ['特急', '紧急'];
/** Levels that solve a matter without the town. */
const NEAR = ['grid', 'village'];
const WORTH = ['满意', '基本满意', '不满意'];
const AGAIN = ['fail', 'redo', 'rework'];
/** Answers that are no work on the matter itself. */
const NO_WORK: unknown[] = [...AGAIN, 'pass', 'return'];
/** So often done again it weighs more (金华细则). */
const THIRD = 3;
/** Answers of forms that are counted. */
export const COUNTED: readonly string[] = [...WORTH, ...AGAIN, 'return'];
const THREE_STARS = 3;

const outcome = ({ submission }: Task): unknown => submission?.values.outcome;
const times = (tasks: Task[], test: (task: Task) => boolean): number => tasks.filter((task) => task.state === 'completed' && test(task)).length;
export const earliest = (dates: (Date | null | undefined)[]): Date | undefined => dates.filter((date): date is Date => date instanceof Date).sort((a, b) => a.getTime() - b.getTime())[0];

/** How a case ended, as far as it did. `result`: for whoever reported it. */
export interface End { at: Date; result: boolean }

/** How it ended; nothing while it runs, or is to be done again. */
export function endOf({ standing, closing, restart }: Case): Date | undefined {
  if (!standing || standing.state === 'active' || restart) return undefined;
  return closing?.at ?? standing.at;
}
const outcomeOf = ({ closing, standing }: Case): string => closing?.outcome ?? standing?.status ?? '';
export function endingOf(found: Case): End | undefined {
  const at = endOf(found);
  return at && { at, result: !WITHOUT_RESULT.includes(outcomeOf(found)) };
}

/** How often it was done again: a check that failed, a leader who said so, the first time that whoever reported it was not satisfied, each reopening. */
export function reworksOf(found: Pick<Case, 'reopenings'>, tasks: Task[]): number {
  const dissatisfied = times(tasks, ({ submission }) => submission?.values.rating === '不满意');
  return times(tasks, (task) => AGAIN.includes(outcome(task) as string)) + Math.min(1, dissatisfied) + (found.reopenings?.length ?? 0);
}

/** Whose work had to be done again, once each time: the task that was completed last before the check, the complaint or the reopening, itself no check and no follow-up. */
export function redoneOf(found: Pick<Case, 'reopenings'>, tasks: Task[]): Task[] {
  const completed = tasks.filter(({ state, endedAt }) => state === 'completed' && endedAt).sort((a, b) => a.endedAt!.getTime() - b.endedAt!.getTime());
  const work = completed.filter((task) => task.status !== FOLLOW_UP && !NO_WORK.includes(outcome(task)));
  const complaint = completed.find(({ submission }) => submission?.values.rating === '不满意');
  const times = [...completed.filter((task) => AGAIN.includes(outcome(task) as string)), ...(complaint ? [complaint] : [])].map(({ createdAt }) => createdAt);
  return [...times, ...(found.reopenings ?? []).map(({ at }) => at)].flatMap((at) => work.findLast(({ endedAt }) => endedAt! <= at) ?? []);
}

/** What is thought of it: by whoever reported it, else what the follow-up heard; nothing when neither said anything. */
function satisfied({ rating, closing }: Case): boolean | undefined {
  if (rating) return rating.stars >= THREE_STARS;
  return WORTH.includes(closing?.rating ?? '') ? closing!.rating !== '不满意' : undefined;
}

/** When tasks first went past a limit; what stands still or waits (挂账缓办) has none. */
function lateSince(tasks: Task[], until: Date): Date | undefined {
  return earliest(tasks.map(({ dueAt, endedAt, status }) => (status !== SUSPENDED && dueAt instanceof Date && (endedAt ? endedAt > dueAt : dueAt <= until) ? dueAt : undefined)));
}

const pick = (said: [Mark, boolean][]): Mark[] => said.filter(([, is]) => is).map(([mark]) => mark);

/** @param at when somebody first completed a task; @param due until when somebody was to */
export interface Answered { at?: Date; due?: Date }
const answerMarks = ({ at, due }: Answered, until: Date): [Mark, boolean][] => [['responded', !!at], ['response', !!at || (!!due && due <= until)], ['inTime', !!at && (!due || at <= due)]];

/**
 * What lies with whoever has these tasks (see `isOwn`).
 *
 * @param suspended whether the case was ever set aside (挂账缓办); `reworks`: how often it was done again; `finished`: whether nothing is left to be done
 * @returns `settled`: when it was settled whether they are in time: when they first went past a limit, else when the case was closed
 */
export function taskMarks({ urgency }: Case, tasks: Task[], { suspended, reworks, answered, finished, end, now }: { suspended: boolean; reworks: number; answered: Answered; finished: boolean; end?: End; now: Date }): { marks: Mark[]; settled?: Date; reworks?: number } {
  const until = end && end.at < now ? end.at : now;
  const late = lateSince(tasks, until);
  const closed = end?.result === true;
  const timed = !suspended && (closed || (!end && !!late));
  const urgent = timed && URGENT.includes(urgency);
  const levels = tasks.map(levelOf);
  const red = levels.includes('red');
  const marks = pick([
    ...answerMarks(answered, until), ['dispatched', tasks.some(mayBeReturned)], ['returned', times(tasks, (task) => mayBeReturned(task) && outcome(task) === 'return') > 0],
    ['timed', timed], ['finished', timed && finished], ['onTime', timed && closed && !late], ['urgentTimed', urgent], ['urgentFinished', urgent && finished], ['urgentOnTime', urgent && closed && !late],
    ['extended', closed && tasks.some(({ clock }) => clockOf(clock).some(({ type }) => type === 'extend'))],
    ['rework', closed && reworks > 0], ['thirdRework', closed && reworks >= THIRD],
    ['supervised', closed && levels.some((level) => level !== 'none')], ['yellow', closed && !red && levels.includes('yellow')], ['red', closed && red],
  ]);
  return { marks, ...(timed ? { settled: late ?? end!.at } : {}), ...(closed && reworks > 0 ? { reworks } : {}) };
}

/** What the case as a whole counts for, whoever worked on it. */
export function caseMarks(found: Case, tasks: Task[], end: End | undefined): Mark[] {
  const repeated = !!end && outcomeOf(found) === REPEATED;
  const said: [Mark, boolean][] = [['new', true], ['valid', !end || end.result], ['repeated', repeated], ['ended', !!end && !end.result]];
  if (!end?.result) return pick(said);
  const content = satisfied(found);
  const toFollow = !found.reporter.anonymous && tasks.some(({ status }) => status === FOLLOW_UP);
  return pick([
    ...said, ['closed', true], ['self', !found.level || NEAR.includes(found.level)], ['followUp', toFollow], ['followedUp', toFollow && times(tasks, ({ submission }) => WORTH.includes(submission?.values.rating as string)) > 0],
    ['rated', content !== undefined], ['satisfied', content === true],
  ]);
}
