// The article's case, hop by hop, as each person in turn does it through the public HTTP API.
import { Refused, waitForTask } from '../client.js';
import { dayAfter, equipment, instalments, LARGEST_CLAIM, OWED, payees, report, WAGES, WORKERS, yuan } from './matter.js';
import { as, DemoFailed, hop, readCase, within, type Stage } from './stage.js';
import { begin, closed, upload, type Uploaded } from './story.js';

/** What the demo did, to be compared with what is on record. */
export interface Played { caseNo: string; photo: Uploaded; contract: Uploaded; receipts: Uploaded[]; dueDates: string[] }

/** 上报 → 受理 → 村里处置不了 → 镇启动联动. */
async function reportAndClimb(stage: Stage): Promise<{ caseNo: string; photo: Uploaded }> {
  const photo = await upload(stage, 'caoba', '现场.png');
  const caseNo = await begin(stage, 'caoba', '/reports', { ...report, attachments: [photo.id] }, `巡查上报：${report.title}，附照片`);
  await hop(stage, caseNo, 'caobacun', 'intake', { outcome: 'accepted' }, '立案');
  await hop(stage, caseNo, 'caobacun', 'village-handle', { outcome: 'cannot', reason: '已到场宣传政策、制止搬运，法定代表人电话一直不通，村里无力处置' }, '无力处置，上报镇联动中心');
  await hop(stage, caseNo, 'jinghe', 'town-dispatch', { outcome: 'joint', joint: 'wage-arrears' }, '启动欠薪纠纷处理联动机制');
  return { caseNo, photo };
}

/** Four departments go to the site and calm it, while the county is told. */
async function joinForces(stage: Stage, caseNo: string): Promise<void> {
  const confirm = (account: string, arrivedPeople: number) => hop(stage, caseNo, account, 'on-site-confirm', { arrived: true, arrivedPeople }, '已到场');
  const onSite = async () => {
    await Promise.all([confirm('zzb', 2), confirm('pcs', 3), confirm('lds', 2), confirm('sfs', 1)]);
    await hop(stage, caseNo, 'zzb', 'stabilise-site', {
      workersCalmed: true, lootingStopped: true, equipment, summary: '工人情绪已稳定，起哄讨债已制止，搬出的设备全部追回',
    }, `现场稳定，登记设备 ${equipment.length} 类`);
  };
  await Promise.all([onSite(), hop(stage, caseNo, 'baoying', 'county-acknowledge', { acknowledged: true, summary: '劳动监察大队立即介入' }, '已接报，请劳动监察大队介入')]);
  await hop(stage, caseNo, 'jiancha', 'find-representative', { outcome: 'found', summary: '经县中心协查，在邻县亲属家中找到' }, '找到法定代表人');
}

/** 核定、会商、签订：a plan that does not add up is refused, and nothing changes. */
async function agreeOnPlan(stage: Stage, caseNo: string): Promise<Pick<Played, 'contract' | 'dueDates'>> {
  await hop(stage, caseNo, 'jiancha', 'inspection', {
    workers: WORKERS, wagesOwed: yuan(WAGES), longestMonths: 4, largestClaim: yuan(LARGEST_CLAIM), construction: 'no', ledger: 'yes', summary: '台账与工人陈述一致',
  }, `核定 ${WORKERS} 人工资 ${yuan(WAGES).toFixed(2)} 元`);
  const today = new Date((await readCase(stage, caseNo)).case.reportedAt);
  await hop(stage, caseNo, 'jiancha', 'meeting', {
    meetingOn: dayAfter(today, 0), attendees: '法定代表人、16 名工人、两家供货商、工作组', outcome: 'agreed', summary: '同意分期还款，先恢复生产',
  }, '法定代表人与工人、供货商见面，同意分期还款');
  const dueDates = instalments.map(({ afterDays }) => dayAfter(today, afterDays));
  const contract = await upload(stage, 'lds', '分期还款协议.png');
  const plan = {
    owed: yuan(OWED), signedOn: dayAfter(today, 0), evidence: [contract.id], payees: payees.map(({ name, kind, cents }) => ({ name, kind, amount: yuan(cents) })),
    instalments: instalments.map(({ cents }, index) => ({ dueDate: dueDates[index], amount: yuan(cents) })),
  };
  await refuseWrongPlan(stage, caseNo, { ...plan, instalments: plan.instalments.map((one, index) => (index === 0 ? { ...one, amount: yuan(instalments[0]!.cents - 1) } : one)) });
  await hop(stage, caseNo, 'lds', 'sign-plan', plan, `应还 ${yuan(OWED).toFixed(2)} 元，${payees.length} 名收款人，分 ${instalments.length} 期`);
  return { contract, dueDates };
}

async function refuseWrongPlan(stage: Stage, caseNo: string, plan: object): Promise<void> {
  const office = await as(stage, 'lds');
  const task = await within(stage, caseNo, '任务 <sign-plan>', () => waitForTask(office, caseNo, 'sign-plan', { time: 0 }).catch(() => undefined));
  const before = await readCase(stage, caseNo);
  const refusal = await office.post(`/tasks/${task.key}/complete`, { values: plan }).then(() => undefined, (error: unknown) => error);
  if (!(refusal instanceof Refused) || refusal.status !== 422 || !refusal.problem.problems?.some(({ path }) => path === 'instalments')) throw new DemoFailed(`案件 ${caseNo}：差一分的还款计划没有被拒绝`);
  const after = await readCase(stage, caseNo);
  const unchanged = !after.case.plan && after.timeline.length === before.timeline.length && after.tasks.find(({ key }) => key === task.key)?.state === 'open';
  if (!unchanged) throw new DemoFailed(`案件 ${caseNo}：被拒绝的还款计划改动了案件`);
  stage.say(`          ✗ 少一分的计划被拒绝，案件未变：${(refusal.problem.problems ?? []).map(({ message }) => message).join('；')}`);
}

/** Every instalment is paid with its receipt, and the labour office checks the receipt. */
async function repay(stage: Stage, caseNo: string): Promise<Uploaded[]> {
  const receipts: Uploaded[] = [];
  const paidOn = dayAfter(new Date((await readCase(stage, caseNo)).case.reportedAt), 0);
  for (const [index, { cents }] of instalments.entries()) {
    const receipt = await upload(stage, 'zzb', `第${index + 1}期转账凭证.png`);
    receipts.push(receipt);
    await hop(stage, caseNo, 'zzb', 'register-repayment', { outcome: 'paid', paidAmount: yuan(cents), paidOn, evidence: [receipt.id] }, `第 ${index + 1} 期 ${yuan(cents).toFixed(2)} 元已还，上传凭证`);
    await hop(stage, caseNo, 'lds', 'verify-payment', { outcome: 'valid' }, `第 ${index + 1} 期凭证有效`);
  }
  return receipts;
}

/** Plays the whole case. @throws DemoFailed when a hop does not come about, Refused when somebody may not do what they should */
export async function play(stage: Stage): Promise<Played> {
  const { caseNo, photo } = await reportAndClimb(stage);
  await joinForces(stage, caseNo);
  const { contract, dueDates } = await agreeOnPlan(stage, caseNo);
  const receipts = await repay(stage, caseNo);
  const resumed = dayAfter(new Date((await readCase(stage, caseNo)).case.reportedAt), 0);
  await hop(stage, caseNo, 'caobacun', 'confirm-production', { outcome: 'resumed', resumedOn: resumed, summary: '六台注塑机全部开机，工人已返岗' }, '公司恢复生产');
  await hop(stage, caseNo, 'caoba', 'check', { outcome: 'pass', summary: '实地查看，生产正常' }, '通过');
  await hop(stage, caseNo, 'jinghehuifang', 'follow-up', { rating: '满意' }, '满意');
  await closed(stage, caseNo);
  return { caseNo, photo, contract, receipts, dueDates };
}
