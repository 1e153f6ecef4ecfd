// Checks of a filled-in form that span several fields; a task's header `check` names the one it wants.
import { Invalid } from './errors.js';
import { parseMoney } from './money.js';
import { checkPlan } from './payment-plan.js';

type Values = Record<string, any>;
type Check = (values: Values, data: Values) => void;

const checks: Record<string, Check> = {
  /** The instalments of a plan must add up to what is owed, to the cent. */
  'instalment-plan': (values, data) => {
    checkPlan({
      owed: parseMoney(values.owed ?? data.owed), signedOn: values.signedOn ?? data.signedOn,
      instalments: (values.instalments ?? []).map((row: Values, index: number) => ({ no: index + 1, ...row })), payees: values.payees ?? [],
    } as never);
  },
};

/** The names that a diagram may use. */
export const submissionChecks = Object.keys(checks);

/**
 * @param name the task's header `check`, or nothing
 * @throws Invalid with where and what; also when there is no such check, since passing unseen would be worse
 */
export function checkSubmission(name: string | undefined, values: Values, data: Values): void {
  if (!name) return;
  const check = checks[name];
  if (!check) throw new Invalid(`no submission check <${name}>`);
  check(values, data);
}
