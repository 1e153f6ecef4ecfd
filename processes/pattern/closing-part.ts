// How joint handling ends: with a plan of payments when one was agreed on, then what came of it is put on record and told to whoever reported it.
import type { Drawing } from './drawing.js';
import { above, below, from, GAP, GATEWAY, Line, onLowerEdge, straight, TASK, type Placed } from './shapes.js';
import { called, human, type Plan } from './steps.js';

const PASSED = ['caseNo', 'grid', 'village', 'town', 'county', 'city', 'category', 'urgency', 'people'];
const SKIP = 135;
const BACK = 95;

/** Signing, registering and paying off a plan, beside the straight way of a matter that needs none. @returns where both meet again */
function planPart(drawing: Drawing, plan: Plan, y: number, asked: Placed): Placed {
  const line = new Line(drawing, y);
  const toSign = line.gateway('to-sign', '', asked.right + GAP + 12);
  const groups = plan.levels.flatMap((level) => [`${level} + ".${plan.lead}/officer"`, `${level} + ".${plan.lead}/head"`]);
  const sign = line.task('bpmn:UserTask', 'sign-plan', '签订还款（整改）计划', toSign.right + GAP, {
    behaviour: human(plan.forms.sign, `[${groups.join(', ')}]`, '3 工作日', {
      owed: 'owed', payees: 'payees', instalments: 'instalments', signedOn: 'signedOn', planEvidence: 'evidence',
      wagesOwed: 'owed', workers: 'count(payees[item.kind = "worker"])', largestClaim: 'max(payees.amount)', longestMonths: '0',
    }, { headers: { check: 'instalment-plan' } }),
    attributes: drawing.documented('收款人金额之和、各期金额之和都须等于应还总额，精确到分。'),
  });
  const register = line.task('bpmn:ServiceTask', 'register-plan', '登记还款计划', sign.right + GAP, { behaviour: {
    job: 'register-plan', inputs: { owed: 'owed', payees: 'payees', instalments: 'instalments', signedOn: 'signedOn', evidence: 'planEvidence' }, outputs: { instalments: 'instalments', owedCents: 'owedCents', payees: 'null' },
  } });
  const mismatch = onLowerEdge(drawing, register, 'plan-mismatch', '金额不符', { error: 'PLAN_MISMATCH', behaviour: { outputs: { lastReason: 'reason' } } });
  const repay = line.task('bpmn:CallActivity', 'repay', '逐期还款', register.right + GAP, {
    behaviour: {
      ...called, called: 'instalment', inputs: Object.fromEntries([...PASSED, 'instalment', 'wagesOwed', 'workers', 'longestMonths', 'largestClaim'].map((name) => [name, name])),
      outputs: { instalmentResult: 'instalmentResult', planPaid: 'instalmentResult = "paid"', result: 'if instalmentResult = "paid" then "settled" else instalmentResult' },
    },
    attributes: { ...drawing.each({ collection: '=instalments', item: 'instalment', sequential: true, until: '=instalmentResult != "paid"' }), ...drawing.documented('按应还日一期一期办理；任何一期责令支付后仍不付的，不再等待后面各期。') },
  });
  const paid = line.gateway('paid-off', '全部还清？', repay.right + GAP);
  const failed = new Line(drawing, y + 105).event('bpmn:EndEvent', 'not-paid', '违约：移送或强制执行', paid.middle - 18);
  const settled = line.gateway('settling', '', paid.right + GAP + 16);
  straight(drawing, asked, toSign, { name: '是', condition: '=verifyOutcome = "plan"' });
  straight(drawing, toSign, sign);
  straight(drawing, sign, register);
  straight(drawing, register, repay);
  straight(drawing, repay, paid);
  straight(drawing, paid, settled, { name: '还清', isDefault: true });
  drawing.flow(paid.id, failed.id, [below(paid), above(failed)], { name: '违约', condition: '=instalmentResult != "paid"', label: from('违约', paid.middle + 6, y + GATEWAY / 2 + 8) });
  drawing.flow(mismatch.id, toSign.id, [[mismatch.middle, y + TASK.height / 2 + 18], [mismatch.middle, y + BACK], [toSign.middle, y + BACK], below(toSign)]);
  drawing.flow(asked.id, settled.id, [above(asked), [asked.middle, y - SKIP], [settled.middle, y - SKIP], above(settled)], { name: '否', isDefault: true, label: from('否', asked.middle + 6, y - SKIP + 6) });
  return settled;
}

/** Draws the end. @param last the element from which a solved matter comes; `more` is said of the flow that leaves it */
export function drawClosing(drawing: Drawing, plan: Plan, y: number, last: Placed, more: { name?: string; isDefault?: boolean }): void {
  const line = new Line(drawing, y);
  let before = last;
  let said = more;
  if (plan.plan) {
    const asked = line.gateway('has-plan', '有还款（整改）计划？', last.right + GAP + 40, { label: from('有还款（整改）计划？', last.right + GAP + 40 + 33, y - GATEWAY / 2 - 22) });
    straight(drawing, last, asked, more);
    before = planPart(drawing, plan, y, asked);
    said = {};
  }
  const record = line.task('bpmn:ServiceTask', 'record-result', '登记联动结果', before.right + GAP + (said.name ? 20 : 0), { behaviour: { job: 'record-fact', headers: { fact: 'joint-result', title: `${plan.name}办理结果`, from: 'lastSummary' } } });
  const tell = line.task('bpmn:ServiceTask', 'tell-reporter', '告知上报人', record.right + GAP, { behaviour: { job: 'feedback', headers: { text: '您反映的“{title}”（{caseNo}）已由多部门联动处置：{summary}' }, inputs: { summary: 'lastSummary' } } });
  const end = line.event('bpmn:EndEvent', 'settled', '联动办结', tell.right + GAP);
  straight(drawing, before, record, said);
  straight(drawing, record, tell);
  straight(drawing, tell, end);
}
