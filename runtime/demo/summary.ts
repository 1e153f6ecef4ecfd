// The end of the demo in a few lines: what is on record, and where to look at it in the browser.
import { formatMoney } from '../../processes/money.js';
import type { Found } from './read-back.js';
import type { Story, Told } from './story.js';

/** What is on record of the article's case, name and value. */
export function summaryRows({ case: found, timeline, ways }: Found): [string, string][] {
  const { plan } = found;
  return [
    ['案件', `${found.caseNo} ${found.title}`],
    ['结果', `${found.standing.status}，回访：${found.closing.rating}`],
    ['涉及工人', `${found.people} 人，拖欠工资 ${formatMoney(plan.payees.filter(({ kind }: any) => kind === 'worker').reduce((sum: number, { amountCents }: any) => sum + amountCents, 0))} 元`],
    ['应还总额', `${formatMoney(plan.owedCents)} 元（含货款），${plan.payees.length} 名收款人`],
    ...plan.instalments.map(({ no, dueDate, paidCents, evidence }: any): [string, string] => [`第 ${no} 期`, `${dueDate} 前，已还 ${formatMoney(paidCents)} 元，凭证 ${evidence.join('、')}`]),
    ['恢复生产', found.facts.some((one: any) => one.key === 'production-resumed' && one.data.productionResumed) ? '是' : '否'],
    ['时间线', `${timeline.length} 条，次序与原文一致`],
    ['走过的流程', ways.map(({ procedure }) => procedure).join('、')],
  ];
}

/** One story after another: what the article says, what came of it, and where it is to be seen. @param duration milliseconds */
export function summary(played: readonly { story: Story; told: Told }[], url: string, duration: number): string {
  return [
    '', '读回核对无误：',
    ...played.flatMap(({ story, told }) => ['', `【${story.name}】原文：${story.says}`, ...told.came.map((line) => `  · ${line}`), ...told.look.map(([path, what]) => `  看 ${url}${path} （${what}）`)]),
    '', `用时 ${(duration / 1_000).toFixed(1)} 秒`,
  ].join('\n');
}
