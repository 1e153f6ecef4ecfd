// Keeps the signed instalment plan with the case, once it adds up to the cent.
import type { Deps } from '../processes/deps.js';
import { formatMoney } from '../processes/money.js';
import { registerPlan as register, type InstalmentItem } from '../processes/plan.js';
import { caseOf, enter, type Job } from './job.js';

export async function registerPlan(job: Job, deps: Deps): Promise<{ instalments: InstalmentItem[]; owedCents: number }> {
  const found = await caseOf(job, deps);
  const { owed, payees, instalments, signedOn, evidence } = job.variables;
  const plan = await register(found._id, job.key, { owed, payees, instalments, signedOn, evidence }, deps);
  await enter(job, deps, {
    by: '还款计划', action: '备案', text: `登记还款计划：应付 ${formatMoney(plan.owedCents)} 元，分 ${plan.instalments.length} 期`,
    why: '各期合计与应付总额一致', data: { owedCents: plan.owedCents, instalments: plan.instalments },
  });
  return plan;
}
registerPlan.errors = ['PLAN_MISMATCH'];
