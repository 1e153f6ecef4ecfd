// Marks an instalment as paid, when the amount is right and there is evidence.
import type { Deps } from '../processes/deps.js';
import { formatMoney } from '../processes/money.js';
import { registerPayment as register } from '../processes/plan.js';
import { caseOf, enter, type Job } from './job.js';

export async function registerPayment(job: Job, deps: Deps): Promise<void> {
  const found = await caseOf(job, deps);
  const { instalment, paidAmount, evidence } = job.variables;
  const no = Number(instalment?.no ?? instalment);
  const paid = await register(found, job.key, { no, amount: paidAmount, evidence }, deps);
  await enter(job, deps, {
    by: '还款登记', action: '备案', text: `第 ${no} 期已还 ${formatMoney(paid.paidCents!)} 元`, why: '金额与计划一致，凭证已核', data: { no, paidCents: paid.paidCents, evidence: paid.evidence },
  });
}
registerPayment.errors = ['PAYMENT_MISMATCH'];
