// The forms of a joint-handling procedure: one for each kind of step, worded for the people who fill them in.
import type { ProcedureFile } from '../store/types.js';
import { choice, day, evidence, formFile, line, money, people, rows, select, text, tick, words } from './form-parts.js';
import type { Plan } from './steps.js';

const empty = (name: string): string => `=${name} = null or ${name} = ""`;
const unless = (...outcomes: string[]): string => `=${outcomes.map((outcome) => `outcome != "${outcome}"`).join(' and ')}`;

const arrive = ({ forms }: Plan): ProcedureFile => formFile(forms.arrive, [
  text('**{{departmentName}}**　请立即到场，并在这里确认。'), tick('arrived', '本部门人员已到场'), people('arrivedPeople', '到场人数'), words('note', '现场情况', { required: false }), evidence('现场照片'),
]);

const confer = ({ forms, departments }: Plan): ProcedureFile => formFile(forms.confer, [
  day('conferOn', '会商日期'), words('attendees', '参加人员', { description: `${departments.map(({ name }) => name).join('、')}，以及当事人。` }),
  words('summary', '处置意见和分工', { description: '各部门办理时会看到这一段。' }), evidence('会商纪要或照片'),
]);

const act = ({ forms, confirmDone, meeting }: Plan): ProcedureFile => formFile(forms.act, [
  ...(confirmDone ? [text('**{{departmentName}}**　请办理本部门职责内的工作，办完在这里确认。')] : []),
  ...(meeting ? [text('**会商意见**：{{conferSummary}}', empty('conferSummary'))] : []), text('**退回补办**：{{lastReason}}', empty('lastReason')),
  choice('outcome', '办理结果', [['done', '已办完'], ['cannot', '办不了']]), words('summary', '做了什么、结果如何', { hide: unless('done') }), words('reason', '办不了的原因', { hide: unless('cannot') }), evidence('现场照片或材料'),
]);

const verify = ({ forms, plan }: Plan): ProcedureFile => formFile(forms.verify, [
  text('**各部门办理情况**：{{report}}', empty('report')),
  choice('outcome', '核查结果', [['solved', '已解决'], ...(plan ? [['plan', '已达成还款（整改）计划'] as [string, string]] : []), ['redo', '退回补办'], ['cannot', '本级办不了，上报']]),
  words('summary', '处置结果', { description: '会告知上报人，请写明白。', hide: unless('solved', 'plan') }), words('reason', '理由', { hide: unless('redo', 'cannot') }), evidence('核查照片或材料'),
]);

const sign = ({ forms }: Plan): ProcedureFile => formFile(forms.sign, [
  text('**金额不符**：{{lastReason}}', empty('lastReason')), text('收款人金额之和、各期金额之和都须等于应还总额，精确到分。'), money('owed', '应还总额'),
  rows('payees', '收款人', [line('name', '姓名或单位'), select('kind', '身份', [['worker', '工人、居民'], ['supplier', '供货商、其他单位']]), money('amount', '应得金额')]),
  rows('instalments', '分期', [day('dueDate', '应还日'), money('amount', '金额')]), day('signedOn', '签订日期'), evidence('已签字的协议', true),
]);

/** Every form that the diagram names, and no other. */
export const jointForms = (plan: Plan): ProcedureFile[] => [
  ...(plan.confirmArrival ? [arrive(plan)] : []), ...(plan.meeting ? [confer(plan)] : []), act(plan), verify(plan), ...(plan.plan ? [sign(plan)] : []),
];
