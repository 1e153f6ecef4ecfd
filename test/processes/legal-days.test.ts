// The days of joint enforcement and mediation: what the law gives the parties is theirs to the last day, and nothing is dated before what it follows from.
import { defaultCalendar } from '../../processes/calendar.js';
import { monthsAfter, workdaysAfter } from '../../processes/legal-days.js';
import { checkSubmission } from '../../processes/submission-checks.js';
import { shanghai } from '../support/work.js';

const calendar = defaultCalendar();
/** What is wrong with a form, `path: message`, when it is sent on a day of 2026. */
function said(name: string, values: object, data: object, today: string): string[] {
  try {
    checkSubmission(name, values, data, { task: { headers: {} } as never, now: shanghai(`2026-${today} 10:00`), calendar });
    return [];
  } catch (error) {
    return (error as { problems: { path: string; message: string }[] }).problems.map(({ path, message }) => `${path}: ${message}`);
  }
}

test('working days are counted from the day after, over weekends and holidays', () => {
  expect(workdaysAfter(calendar, '2026-07-06', 5)).toBe('2026-07-13');
  expect(workdaysAfter(calendar, '2026-07-10', 1)).toBe('2026-07-13');
  expect(workdaysAfter(calendar, '2026-07-11', 1)).toBe('2026-07-13');
  // the National Day holiday, and the Saturday worked for it
  expect(workdaysAfter(calendar, '2026-09-30', 1)).toBe('2026-10-08');
});

test('a meeting about hard matters is planned for a day to come, its minutes are of one that was held, and who is to act has time left', () => {
  expect(said('hard-agenda', { meetingOn: '2026-07-05' }, {}, '07-06')).toEqual(['meetingOn: 开会日期不能早于今天（2026-07-06）']);
  expect(said('hard-agenda', { meetingOn: '2026-07-06' }, {}, '07-06')).toEqual([]);
  const held = { outcome: 'decided', meetingOn: '2026-07-06', decisions: [{ matter: 'a', doBy: '2026-07-06' }, { matter: 'b', doBy: '2026-07-05' }] };
  expect(said('hard-meeting', held, {}, '07-06')).toEqual(['decisions[1].doBy: 办完的日期不能早于今天（2026-07-06）']);
  expect(said('hard-meeting', { ...held, meetingOn: '2026-07-08', decisions: [] }, {}, '07-06')).toEqual(['meetingOn: 开会日期不能晚于今天']);
  expect(said('hard-meeting', { outcome: 'none', meetingOn: null }, { meetingOn: '2026-07-08' }, '07-06')).toEqual(['meetingOn: 开会日期不能晚于今天']);
  // a form of before does not ask for it
  expect(said('hard-meeting', { outcome: 'none' }, { meetingOn: '2026-07-08' }, '07-06')).toEqual([]);
});

test('a plan is for a day to come and for more than one department', () => {
  expect(said('enforcement-plan', { lead: 'zfj', members: ['zfj', 'pcs'], onDate: '2026-07-06' }, {}, '07-06')).toEqual([]);
  expect(said('enforcement-plan', { lead: 'zfj', members: ['zfj'], onDate: '2026-07-05' }, {}, '07-06')).toEqual(['onDate: 检查日期不能早于今天（2026-07-06）', 'members: 除了牵头部门，至少还要有一个部门参加']);
});

test('a town marks each department that came, once, and none that did not', () => {
  const confirmations = [{ department: 'by-jinghe.zfj', outcome: 'yes' }, { department: 'by.xf', outcome: 'yes' }, { department: 'by-jinghe.cgb', outcome: 'no' }];
  const marked = (...departments: string[]) => said('enforcement-marks', { marks: departments.map((department) => ({ department, mark: 'good' })) }, { confirmations, everyJointDepartment: [{ value: 'by.xf', label: '县消防救援大队' }] }, '07-06');
  expect(marked('by.xf', 'by-jinghe.zfj')).toEqual([]);
  expect(marked('by-jinghe.zfj')).toEqual(['marks: 还没有评价：县消防救援大队']);
  expect(marked('by-jinghe.zfj', 'by.xf', 'by-jinghe.cgb')).toEqual(['marks[2].department: 第 3 行的部门没有参加这次执法，不能评价']);
  expect(marked('by-jinghe.zfj', 'by.xf', 'by.xf')).toEqual(['marks[2].department: 县消防救援大队评价了两次']);
  expect(marked()).toEqual(['marks: 还没有评价：by-jinghe.zfj、县消防救援大队']);
});

test('a correction has a time that is still to come, and is late only when its last day is over', () => {
  expect(said('correction-order', { correctBy: '2026-07-06' }, {}, '07-06')).toEqual([]);
  expect(said('correction-order', { correctBy: '2026-07-05' }, {}, '07-06')).toEqual(['correctBy: 改正期限不能早于今天（2026-07-06）']);
  expect(said('correction-recheck', { outcome: 'not' }, { correctBy: '2026-07-06' }, '07-06')).toEqual([expect.stringContaining('outcome: 改正期限到 2026-07-06')]);
  expect(said('correction-recheck', { outcome: 'done' }, { correctBy: '2026-07-06' }, '07-01')).toEqual([]);
  expect(said('correction-recheck', { outcome: 'not' }, { correctBy: '2026-07-06' }, '07-07')).toEqual([]);
});

test('rights are not told ahead of time, nor while the party may still correct', () => {
  expect(said('rights-told', { toldOn: '2026-07-07' }, {}, '07-06')).toEqual(['toldOn: 告知日期不能晚于今天']);
  const late = { correction: 'not', correctBy: '2026-07-06' };
  expect(said('rights-told', { toldOn: '2026-07-06' }, late, '07-08')).toEqual([expect.stringContaining('toldOn: 告知日期应当在改正期限')]);
  expect(said('rights-told', { toldOn: '2026-07-07' }, late, '07-08')).toEqual([]);
});

test('a party that says nothing has five working days; one that gives its rights up does so in writing', () => {
  const told = { toldOn: '2026-07-06' };
  expect(said('party-heard', { outcome: 'none' }, told, '07-13')).toEqual([expect.stringContaining('outcome: 当事人在 2026-07-13（含当日）以前都可以提出')]);
  expect(said('party-heard', { outcome: 'none' }, told, '07-14')).toEqual([]);
  expect(said('party-heard', { outcome: 'statement' }, told, '07-06')).toEqual([]);
  expect(said('party-heard', { outcome: 'waived' }, told, '07-06')).toEqual(['evidence: 书面放弃的，请附放弃书']);
  expect(said('party-heard', { outcome: 'waived', evidence: ['one'] }, told, '07-06')).toEqual([]);
  expect(said('party-heard', { outcome: 'hearing', askedOn: '2026-07-05' }, told, '07-07')).toEqual(['askedOn: 要求听证的日期不能早于告知日期（2026-07-06）']);
  expect(said('party-heard', { outcome: 'hearing', askedOn: '2026-07-14' }, told, '07-14')).toEqual(['askedOn: 要求听证应当在 2026-07-13（含当日）以前提出']);
  expect(said('party-heard', { outcome: 'hearing', askedOn: '2026-07-13' }, told, '07-14')).toEqual([]);
});

test('a hearing is announced seven working days ahead', () => {
  const asked = { askedOn: '2026-07-08' };
  expect(said('hearing-held', { noticedOn: '2026-07-09', heldOn: '2026-07-17' }, asked, '07-20')).toEqual(['heldOn: 听证应当提前七个工作日通知，最早是 2026-07-20']);
  expect(said('hearing-held', { noticedOn: '2026-07-09', heldOn: '2026-07-20' }, asked, '07-20')).toEqual([]);
  expect(said('hearing-held', { noticedOn: '2026-07-07', heldOn: '2026-07-20' }, asked, '07-17')).toEqual(['noticedOn: 通知日期不能早于要求听证的日期（2026-07-08）', 'heldOn: 听证日期不能晚于今天']);
});

test('a decision waits for the party to be heard or its days to pass, and is served after it', () => {
  const fine = (decidedOn: string, data: object) => said('penalty-decided', { outcome: 'fine', decidedOn }, { toldOn: '2026-07-06', ...data }, '07-31');
  expect(fine('2026-07-13', { heard: 'none' })).toEqual([expect.stringContaining('decidedOn: 当事人在 2026-07-13（含当日）以前都可以要求听证')]);
  expect(fine('2026-07-14', { heard: 'none' })).toEqual([]);
  expect(fine('2026-07-13', { heard: 'statement' })).toEqual([expect.stringContaining('decidedOn: 当事人在 2026-07-13（含当日）以前都可以要求听证')]);
  expect(fine('2026-07-14', { heard: 'statement' })).toEqual([]);
  expect(fine('2026-07-06', { heard: 'waived' })).toEqual([]);
  expect(fine('2026-07-05', { heard: 'waived' })).toEqual(['decidedOn: 决定日期不能早于告知日期（2026-07-06）']);
  expect(fine('2026-07-19', { heard: 'hearing', heldOn: '2026-07-20' })).toEqual(['decidedOn: 决定日期不能早于听证日期（2026-07-20）']);
  expect(fine('2026-08-01', { heard: 'waived' })).toEqual(['decidedOn: 决定日期不能晚于今天']);
  expect(said('penalty-decided', { outcome: 'none' }, { toldOn: '2026-07-06', heard: 'none' }, '07-31')).toEqual([]);
  const served = (servedOn: string) => said('decision-served', { servedOn }, { decidedOn: '2026-07-20' }, '07-22');
  expect(served('2026-07-19')).toEqual(['servedOn: 送达日期不能早于决定日期（2026-07-20）']);
  expect(served('2026-07-23')).toEqual(['servedOn: 送达日期不能晚于今天']);
  expect(served('2026-07-20')).toEqual([]);
});

test('a penalty is performed after it was served; put off to a day to come; taken to the court when its time is over', () => {
  const performed = (values: object) => said('penalty-performed', values, { servedOn: '2026-07-06', payBy: '2026-07-21' }, '07-22');
  expect(performed({ outcome: 'performed', performedOn: '2026-07-05' })).toEqual(['performedOn: 履行日期不能早于送达日期（2026-07-06）']);
  expect(performed({ outcome: 'performed', performedOn: '2026-07-23' })).toEqual(['performedOn: 履行日期不能晚于今天']);
  expect(performed({ outcome: 'performed', performedOn: '2026-07-22' })).toEqual([]);
  expect(performed({ outcome: 'instalments', newPayBy: '2026-07-21' })).toEqual(['newPayBy: 新的日期不能早于今天（2026-07-22）']);
  expect(performed({ outcome: 'unpaid', lookOn: '2026-07-21' })).toEqual(['lookOn: 下次核查日期不能早于今天（2026-07-22）']);
  expect(performed({ outcome: 'unpaid', lookOn: '2027-01-22' })).toEqual([]);
  expect(said('penalty-performed', { outcome: 'unpaid', lookOn: '2026-07-30' }, { servedOn: '2026-07-06', payBy: '2026-07-21' }, '07-21')).toEqual([expect.stringContaining('outcome: 履行期限到 2026-07-21（含当日）')]);
  expect(performed({ outcome: 'court', filedOn: '2026-07-21' })).toEqual([expect.stringContaining('filedOn: 履行期限到 2026-07-21')]);
  expect(performed({ outcome: 'court', filedOn: '2026-07-22' })).toEqual([]);
});

test('the court is asked to enforce ten working days after the reminder, once nobody can sue any more, and within three months of that', () => {
  const asked = (values: object, today = '12-31') => said('penalty-performed', { outcome: 'court', urgedOn: '2026-07-01', appealed: 'no', appliedOn: '2026-07-20', filedOn: '2026-07-22', ...values }, { servedOn: '2026-01-08', payBy: '2026-01-23' }, today);
  expect(asked({})).toEqual([]);
  // six months from the day of service, which ends on a working day
  expect(asked({ appliedOn: '2026-07-08', urgedOn: '2026-06-01' })).toEqual(['appliedOn: 起诉期限到 2026-07-08（送达 2026-01-08 起六个月），期满后才能申请法院强制执行']);
  expect(asked({ appliedOn: '2026-07-09', urgedOn: '2026-06-01' })).toEqual([]);
  expect(asked({ appliedOn: '2026-07-15' })).toEqual(['appliedOn: 催告书送达十个工作日（到 2026-07-15）后仍不履行的，才能申请法院强制执行']);
  expect(asked({ appliedOn: '2026-07-16' })).toEqual([]);
  expect(asked({ urgedOn: '2026-01-23' })).toEqual(['urgedOn: 履行期限到 2026-01-23（含当日），催告书送达日期应当在这之后']);
  // the last day falls on the National Day holiday's end
  expect(asked({ appliedOn: '2026-10-08', filedOn: '2026-10-09' })).toEqual([]);
  expect(asked({ appliedOn: '2026-10-09', filedOn: '2026-10-09' })).toEqual(['appliedOn: 应当自起诉期限届满（2026-07-08）之日起三个月内申请，最晚是 2026-10-08']);
  expect(asked({ filedOn: '2026-07-19' })).toEqual(['filedOn: 法院受理日期不能早于申请日期（2026-07-20）']);
  expect(asked({}, '07-19')).toEqual(expect.arrayContaining(['appliedOn: 申请日期不能晚于今天']));
  // whoever asked for reconsideration or sued: from when that was over
  expect(asked({ appealed: 'yes', sueBy: '2026-03-02', appliedOn: '2026-06-03', urgedOn: '2026-02-01' })).toEqual(['appliedOn: 应当自起诉期限届满（2026-03-02）之日起三个月内申请，最晚是 2026-06-02']);
  expect(asked({ appealed: 'yes', sueBy: '2026-01-07' })).toEqual(expect.arrayContaining(['sueBy: 届满或生效的日期不能早于送达日期（2026-01-08）']));
  // put off until after the time to sue: the three months run from its end
  const late = (payBy: string, values: object) => said('penalty-performed', { outcome: 'court', appealed: 'no', urgedOn: '2026-11-02', appliedOn: '2026-11-30', filedOn: '2026-12-01', ...values }, { servedOn: '2026-01-08', payBy }, '12-31');
  expect(late('2026-10-30', {})).toEqual([]);
  expect(late('2026-08-20', {})).toEqual(['appliedOn: 应当自暂缓或者分期的期限结束（2026-08-20）之日起三个月内申请，最晚是 2026-11-20']);
  expect([monthsAfter('2026-08-31', 6), monthsAfter('2026-11-15', 3), monthsAfter('2027-11-30', 3)]).toEqual(['2027-02-28', '2027-02-15', '2028-02-29']);
});

test('nobody is mediated against their will, and nobody is said to refuse who does not', () => {
  const consent = (outcome: string, ...agrees: string[]) => said('mediation-consent', { outcome, parties: agrees.map((one) => ({ name: '某户', agrees: one })) }, {}, '07-06');
  expect(consent('agreed', 'yes', 'no')).toEqual(['parties[1].agrees: 这一方不同意调解，征求意见结果不能填“各方都同意调解”']);
  expect(consent('agreed', 'yes', 'yes')).toEqual([]);
  expect(consent('refused', 'yes', 'no')).toEqual([]);
  expect(consent('refused', 'yes', 'yes')).toEqual(['outcome: 当事人中没有不同意的，请填明哪一方不同意']);
});

test('an agreement is kept after it is made, and the court is asked within thirty days of it', () => {
  expect(said('mediation-agreement', { agreedOn: '2026-07-07', performBy: '2026-07-06' }, {}, '07-06')).toEqual(['agreedOn: 达成协议的日期不能晚于今天', 'performBy: 履行期限不能早于达成协议的日期（2026-07-07）']);
  expect(said('mediation-agreement', { agreedOn: '2026-07-06', performBy: '2026-07-06' }, {}, '07-06')).toEqual([]);
  const applied = (appliedOn: string) => said('judicial-confirmation', { outcome: 'applied', appliedOn, lookOn: '2026-08-31' }, { agreedOn: '2026-07-06' }, '08-07');
  expect(applied('2026-07-05')).toEqual(['appliedOn: 申请日期不能早于达成协议的日期（2026-07-06）']);
  expect(applied('2026-08-06')).toEqual(['appliedOn: 应当自协议生效之日起三十日内申请，最晚是 2026-08-05']);
  expect(applied('2026-08-05')).toEqual([]);
  // the thirtieth day is a Saturday
  const onMonday = (appliedOn: string) => said('judicial-confirmation', { outcome: 'applied', appliedOn, lookOn: '2026-08-31' }, { agreedOn: '2026-07-09' }, '08-12');
  expect([onMonday('2026-08-10'), onMonday('2026-08-11')]).toEqual([[], ['appliedOn: 应当自协议生效之日起三十日内申请，最晚是 2026-08-10']]);
  expect(said('judicial-confirmation', { outcome: 'dropped' }, { agreedOn: '2026-07-06' }, '08-31')).toEqual([]);
});

test('the court\'s ruling is asked for on days to come, and only whom the court refused may mediate anew', () => {
  expect(said('judicial-confirmation', { outcome: 'applied', appliedOn: '2026-07-07', lookOn: '2026-07-07' }, { agreedOn: '2026-07-06' }, '07-08')).toEqual(['lookOn: 问结果的日期不能早于今天（2026-07-08）']);
  const ruled = (values: object) => said('court-ruling', values, { appliedOn: '2026-07-07' }, '07-20');
  expect(ruled({ outcome: 'confirmed', ruledOn: '2026-07-06' })).toEqual(['ruledOn: 裁定日期不能早于申请日期（2026-07-07）']);
  expect(ruled({ outcome: 'refused', ruledOn: '2026-07-21' })).toEqual(['ruledOn: 裁定日期不能晚于今天']);
  expect(ruled({ outcome: 'waiting', lookAgainOn: '2026-07-19' })).toEqual(['lookAgainOn: 下次问的日期不能早于今天（2026-07-20）']);
  expect([ruled({ outcome: 'waiting', lookAgainOn: '2026-08-20' }), ruled({ outcome: 'confirmed', ruledOn: '2026-07-20' })]).toEqual([[], []]);
  const routes = (failure: string, ...told: string[]) => said('legal-routes', { choice: failure === 'unconfirmed' ? 'again' : undefined, routes: told }, { failure }, '07-20');
  expect(routes('unconfirmed', 'court')).toEqual([expect.stringContaining('routes: 当事人选重新调解的')]);
  expect([routes('unconfirmed', 'court', 'mediation'), routes('broken', 'court')]).toEqual([[], []]);
  expect(routes('broken', 'mediation')).toEqual(['routes: 只有法院不予确认的，才告知可以重新调解']);
});
