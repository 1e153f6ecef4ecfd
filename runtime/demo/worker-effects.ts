// What each worker on the article's way must have left behind: with any one of them missing, the comparison names it.
import { instalments } from './matter.js';
import type { Found } from './read-back.js';

type Effect = (found: Found) => string[];

const needs = (fine: unknown, problem: string): string[] => (fine ? [] : [problem]);
const entered = ({ timeline }: Found, action: string, ...elements: string[]): string[] => elements.flatMap((element) => needs(
  timeline.some((entry) => entry.action === action && entry.element?.id === element && entry.who.system), `时间线没有 <${element}> 的「${action}」`,
));
const fact = ({ case: { facts = [] } }: Found, key: string) => facts.find((one: any) => one.key === key)?.data;
const told = ({ notices }: Found, account: string, title: RegExp) => needs(notices[account]?.some((notice) => title.test(notice.title)), `${account} 没有收到通知 ${title.source}`);
/** The reporter hears of it in plain words, and not twice. */
const toldOnce = ({ notices }: Found, text: RegExp) => {
  const times = (notices.caoba ?? []).filter((notice) => text.test(notice.text)).length;
  return needs(times === 1, `上报人收到「${text.source}」的告知 ${times} 次，应为 1 次`);
};

/** Job type → the differences that its absence makes. */
export const workerEffects: Readonly<Record<string, Effect>> = {
  classify: (found) => [
    ...entered(found, '立案', 'classify'), ...needs(found.case.classification?.joint === 'wage-arrears' && found.case.classification.lead === 'lds', '案件没有按欠薪联动分类'),
  ],
  feedback: (found) => [...entered(found, '反馈', 'tell-accepted', 'tell-closed'), ...toldOnce(found, /已立案/), ...toldOnce(found, /已办结/)],
  escalate: (found) => [...entered(found, '上报', 'escalate-town'), ...needs(found.case.level === 'town', `案件层级应为 town，实际 ${found.case.level}`)],
  notify: (found) => [...['zzb', 'pcs', 'lds', 'sfs'].flatMap((account) => told(found, account, /请立即到场/)), ...['baoying', 'jiancha'].flatMap((account) => told(found, account, /欠薪联动报告/))],
  'look-up-data-centre': (found) => entered(found, '数据核查', 'look-up-employer'),
  'record-fact': (found) => [
    ...entered(found, '备案', 'record-equipment', 'record-production'), ...needs(fact(found, 'equipment')?.equipment?.length === 3, '没有登记设备清单'),
    ...needs(fact(found, 'production-resumed')?.productionResumed === true, '没有登记恢复生产'),
  ],
  'register-plan': (found) => [...entered(found, '备案', 'register-plan'), ...needs(found.case.plan, '案件上没有还款计划')],
  'register-payment': (found) => [
    ...entered(found, '备案', 'register-payment'),
    ...needs((found.case.plan?.instalments ?? []).filter((one: any) => one.paidAt).length === instalments.length, `不是 ${instalments.length} 期都已入账`),
  ],
  'close-case': (found) => [
    ...entered(found, '结案', 'close'), ...needs(found.case.closing?.outcome === '已结案' && found.case.closing.rating === '满意', '案件没有结案记录'),
  ],
};
