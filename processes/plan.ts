// The instalment plan of a case as it is kept: registered once it adds up, and paid off instalment by instalment.
import type { Deps } from './deps.js';
import { BusinessError, Invalid } from './errors.js';
import { formatMoney, parseMoney, plainYuan } from './money.js';
import { checkPlan, type PlanInput } from './payment-plan.js';
import { endOfShanghaiDay } from './shanghai.js';
import type { Case, Instalment, Plan } from './store/types.js';

/** A plan as its form gives it: amounts in yuan, days `YYYY-MM-DD`. */
export interface PlanGiven { owed: unknown; payees?: unknown; instalments?: unknown; signedOn?: unknown; evidence?: unknown }

/** One instalment as the diagram's loop goes through it. */
export interface InstalmentItem { no: number; dueDate: string; amountCents: number; amount: string }

/** The job that wrote a plan or a payment is kept with it, so that a repeat changes nothing. */
type Registered = Plan & { job: string };
type Paid = Instalment & { job?: string };

/**
 * Checks a plan and keeps it with the case. The same job again finds its plan there and leaves the payments alone.
 *
 * @returns the instalments, each with the last instant of its Shanghai day as an ISO date-time
 * @throws BusinessError PLAN_MISMATCH when it does not add up to the cent, or a part of it is no amount or no day
 */
export async function registerPlan(caseNo: string, job: string, given: PlanGiven, { store }: Pick<Deps, 'store'>): Promise<{ owedCents: number; instalments: InstalmentItem[] }> {
  const plan = planOf(given);
  const registered: Registered = { ...plan, job };
  const before = (await store.cases.findById(caseNo, { plan: 1 }).lean())?.plan as Partial<Registered> | undefined;
  // Keys grow: a run that timed out and comes late must not put its plan over a newer one.
  if (!before?.job || BigInt(before.job) < BigInt(job)) {
    await store.cases.updateOne({ _id: caseNo, 'plan.job': before?.job ?? null }, { $set: { plan: registered } });
  }
  return {
    owedCents: plan.owedCents,
    instalments: plan.instalments.map(({ no, dueDate, amountCents }) => ({
      no, dueDate: endOfShanghaiDay(dueDate).toISOString(), amountCents, amount: plainYuan(amountCents),
    })),
  };
}

function planOf({ owed, payees, instalments, signedOn, evidence }: PlanGiven): Plan {
  const rows = rowsOf(instalments).map((row, index) => ({ no: index + 1, dueDate: String(row.dueDate ?? ''), amount: row.amount ?? '' }));
  const receivers = rowsOf(payees);
  const input: PlanInput = {
    owed: cents(owed), instalments: rows, ...(typeof signedOn === 'string' && signedOn ? { signedOn } : {}),
    payees: receivers.map((row) => ({ name: String(row.name ?? ''), amount: row.amount ?? '' })),
  };
  try {
    const checked = checkPlan(input);
    return {
      owedCents: checked.owed,
      payees: checked.payees.map(({ name, cents: amountCents }, index) => ({ name, kind: String(receivers[index]?.kind ?? ''), amountCents })),
      instalments: checked.instalments.map(({ no, dueDate, cents: amountCents }) => ({ no, dueDate, amountCents })),
      ...(input.signedOn ? { signedOn: input.signedOn } : {}), ...(evidenceOf(evidence).length > 0 ? { evidence: evidenceOf(evidence) } : {}),
    };
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    throw new BusinessError('PLAN_MISMATCH', error.problems.map((problem) => problem.message).join('；') || error.message);
  }
}

/** What a form says is owed, in cents. Nothing readable counts as nothing owed, which no plan may say. */
function cents(owed: unknown): number {
  try {
    return parseMoney(owed as string | number);
  } catch {
    return 0;
  }
}

/**
 * Marks an instalment of the case's plan as paid.
 *
 * @param amount what was paid, yuan; it must be the instalment's amount to the cent
 * @throws BusinessError PAYMENT_MISMATCH when it is not, when there is no evidence, no such instalment, or another job has marked it before
 */
export async function registerPayment(
  found: Case, job: string, { no, amount, evidence }: { no: number; amount: unknown; evidence: unknown }, { store, clock }: Pick<Deps, 'store' | 'clock'>,
): Promise<Instalment> {
  const index = found.plan?.instalments.findIndex((one) => one.no === no) ?? -1;
  const instalment = found.plan?.instalments[index] as Paid | undefined;
  if (!instalment) throw mismatch(`还款计划中没有第 ${no} 期`);
  if (instalment.paidAt) {
    if (instalment.job === job) return instalment;
    throw mismatch(`第 ${no} 期已登记还款`);
  }
  const shown = evidenceOf(evidence);
  if (shown.length === 0) throw mismatch(`第 ${no} 期还款没有凭证`);
  const paidCents = cents(amount);
  if (paidCents !== instalment.amountCents) {
    throw mismatch(`第 ${no} 期应还 ${formatMoney(instalment.amountCents)} 元，登记 ${formatMoney(paidCents)} 元，两者不一致`);
  }
  const at = `plan.instalments.${index}`;
  const paid = { paidCents, paidAt: clock.now(), evidence: shown, job };
  const kept = await store.cases.updateOne(
    { _id: found._id, [`${at}.no`]: no, [`${at}.paidAt`]: null }, { $set: Object.fromEntries(Object.entries(paid).map(([name, value]) => [`${at}.${name}`, value])) },
  );
  if (kept.modifiedCount === 0) {
    // Someone was faster: this job's other run, or another registration.
    const now = (await store.cases.findById(found._id).lean<Case>())?.plan?.instalments[index] as Paid | undefined;
    if (now?.job !== job) throw mismatch(`第 ${no} 期已登记还款`);
    return now;
  }
  return { ...instalment, ...paid };
}

const mismatch = (message: string) => new BusinessError('PAYMENT_MISMATCH', message);

const rowsOf = (given: unknown): Record<string, any>[] => (Array.isArray(given) ? given.filter((row) => typeof row === 'object' && row !== null) : []);

/** Evidence as forms give it: ids of attachments, or a text. */
const evidenceOf = (given: unknown): string[] => (Array.isArray(given) ? given : [given]).filter((one): one is string => typeof one === 'string' && one.trim() !== '');
