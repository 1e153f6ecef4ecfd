// Checks of a filled-in form that span several fields or look at its task; a task's header `check` names the one it wants.
import { markChecks } from './assessment/town-marks.js';
import type { Calendar } from './calendar.js';
import { Invalid } from './errors.js';
import { minutesChecks } from './hard-issues/minutes.js';
import { legalDays } from './legal-days.js';
import { parseMoney } from './money.js';
import { checkPlan } from './payment-plan.js';
import { returnEnds } from './return-limits.js';
import { isDay, parseDay, shanghaiDay } from './shanghai.js';
import { suggestionChecks } from './suggestion-checks.js';
import type { Task } from './store/types.js';

type Values = Record<string, any>;
/** The task that is sent, and when by the engine's clock. */
export interface Around { task: Pick<Task, 'headers' | 'createdAt' | 'dueAt' | 'clock' | 'limit'>; now: Date; calendar: Calendar }
export type Check = (values: Values, data: Values, around: Around) => void;

const checks: Record<string, Check> = {
  ...legalDays,
  ...minutesChecks,
  ...markChecks,
  ...suggestionChecks,
  /** The instalments of a plan must add up to what is owed, to the cent. */
  'instalment-plan': (values, data) => {
    checkPlan({
      owed: parseMoney(values.owed ?? data.owed), signedOn: values.signedOn ?? data.signedOn,
      instalments: (values.instalments ?? []).map((row: Values, index: number) => ({ no: index + 1, ...row })), payees: values.payees ?? [],
    } as never);
  },
  /** A dispatch is returned with its reason and within its limits, or not at all. */
  'return-limits': (values, _data, around) => {
    if (values.outcome !== (around.task.headers.returnOutcome ?? 'return')) return;
    if (typeof values.reason !== 'string' || values.reason.trim().length < 2) throw new Invalid('no reason to return', [{ path: 'reason', message: '退单须写明理由' }]);
    const { ended } = returnEnds(around.task, around.now, around.calendar);
    if (ended) throw new Invalid('too late to return', [{ path: 'outcome', message: `${ended}，不能再退单。请签收后办理，或请分流员、值班领导调整` }]);
  },
  /** A trial ends on a later day than it begins, and not in the past. */
  'trial-days': ({ trialFrom, trialUntil }, _data, around) => {
    if (!isDay(trialFrom) || !isDay(trialUntil)) return;
    const days = parseDay(trialUntil) - parseDay(trialFrom) + 1;
    if (days < 1) throw new Invalid('the trial ends before it begins', [{ path: 'trialUntil', message: '结束日期不能早于开始日期' }]);
    if (days > 366) throw new Invalid('the trial is too long', [{ path: 'trialUntil', message: '试点最长一年' }]);
    if (trialUntil < shanghaiDay(around.now)) throw new Invalid('the trial is over already', [{ path: 'trialUntil', message: '结束日期已经过去' }]);
  },
};

/** The names that a diagram may use. */
export const submissionChecks = Object.keys(checks);

/**
 * @param name the task's header `check`, or nothing
 * @throws Invalid with where and what; also when there is no such check, since passing unseen would be worse
 */
export function checkSubmission(name: string | undefined, values: Values, data: Values, around: Around): void {
  if (!name) return;
  const check = checks[name];
  if (!check) throw new Invalid(`no submission check <${name}>`);
  check(values, data, around);
}
