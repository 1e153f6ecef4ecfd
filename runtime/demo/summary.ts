// The end of the demo in a few lines: what is on record, and where to look at it in the browser.
import { formatMoney } from '../../processes/money.js';
import type { Found } from './read-back.js';

const wide = (text: string) => [...text].reduce((columns, letter) => columns + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/.test(letter) ? 2 : 1), 0);
const pad = (text: string, columns: number) => text + ' '.repeat(Math.max(0, columns - wide(text)));

/** @param duration milliseconds */
export function summary({ case: found, timeline, ways }: Found, url: string, duration: number): string {
  const { plan } = found;
  const rows: [string, string][] = [
    ['案件', `${found.caseNo} ${found.title}`],
    ['结果', `${found.standing.status}，回访：${found.closing.rating}`],
    ['涉及工人', `${found.people} 人，拖欠工资 ${formatMoney(plan.payees.filter(({ kind }: any) => kind === 'worker').reduce((sum: number, { amountCents }: any) => sum + amountCents, 0))} 元`],
    ['应还总额', `${formatMoney(plan.owedCents)} 元（含货款），${plan.payees.length} 名收款人`],
    ...plan.instalments.map(({ no, dueDate, paidCents, evidence }: any): [string, string] => [`第 ${no} 期`, `${dueDate} 前，已还 ${formatMoney(paidCents)} 元，凭证 ${evidence.join('、')}`]),
    ['恢复生产', found.facts.some((one: any) => one.key === 'production-resumed' && one.data.productionResumed) ? '是' : '否'],
    ['时间线', `${timeline.length} 条，次序与原文一致`],
    ['走过的流程', ways.map(({ procedure }) => procedure).join('、')],
    ['用时', `${(duration / 1_000).toFixed(1)} 秒`],
    ['在浏览器中看', `${url}/cases/${found.caseNo}`],
    ...ways.map(({ key, procedure }): [string, string] => ['', `${url}/instances/${key}（${procedure}）`]),
  ];
  return ['', '读回核对无误：', ...rows.map(([name, value]) => `  ${pad(name, 14)}${value}`)].join('\n');
}
