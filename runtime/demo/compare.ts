// Compares what is on record with what the demo did and the article says; every difference is one sentence.
import { lines, runs, wayThrough, type Step } from './expected.js';
import { instalments, OWED, payees, report, WORKERS } from './matter.js';
import type { Played } from './play.js';
import type { Entry, Found } from './read-back.js';
import { workerEffects } from './worker-effects.js';

const is = ({ action, element, by }: Step) => (entry: Entry) => entry.action === action && (entry.element?.id ?? '') === element && (entry.who.name ?? entry.who.system) === by;
const named = ({ action, element, by }: Step) => `「${action}${element ? ` ${element}` : ''}」（${by}）`;

/** The steps of each line once each (as often as the line has them) and one row after another. */
function timeline({ timeline: entries }: Found): string[] {
  const problems = new Set<string>();
  for (const rows of lines) {
    let after = -1;
    const used = new Set<number>();
    for (const row of rows) {
      const places = row.map((step) => {
        const place = entries.findIndex((entry, index) => !used.has(index) && is(step)(entry));
        if (place < 0) problems.add(`时间线没有${named(step)}`);
        else if (place < after) problems.add(`时间线上${named(step)}早了：应在第 ${after + 1} 条之后，却是第 ${place + 1} 条`);
        used.add(place);
        return place;
      });
      after = Math.max(after, ...places);
    }
  }
  const wanted = [...new Map(lines.flat(2).map((step) => [named(step), step])).values()];
  for (const step of wanted) {
    const times = Math.max(...lines.map((rows) => rows.flat().filter((one) => named(one) === named(step)).length));
    const there = entries.filter(is(step)).length;
    if (there > times) problems.add(`时间线上${named(step)}出现了 ${there} 次，应为 ${times} 次`);
  }
  return [...problems];
}

function way({ ways }: Found): string[] {
  const problems = Object.entries(runs).filter(([procedure, times]) => ways.filter((one) => one.procedure === procedure).length !== times)
    .map(([procedure, times]) => `流程 ${procedure} 应运行 ${times} 次，实际 ${ways.filter((one) => one.procedure === procedure).length} 次`);
  for (const { key, procedure, state, counts, flows, incidents } of ways) {
    const where = `流程 ${procedure}（实例 ${key}）`;
    const wanted = wayThrough(procedure);
    if (wanted.elements.size === 0) problems.push(`${where}不该启动`);
    if (state !== 'completed') problems.push(`${where}没有走完：${state}`);
    if (incidents.length > 0) problems.push(`${where}出过 ${incidents.length} 个异常`);
    for (const element of wanted.elements) if (!counts[element]?.completed) problems.push(`${where}没有经过 <${element}>`);
    for (const [element, { active, terminated }] of Object.entries(counts)) {
      if (!wanted.elements.has(element)) problems.push(`${where}不该经过 <${element}>`);
      else if (active + terminated > 0) problems.push(`${where}的 <${element}> 没有办完`);
    }
    for (const flow of wanted.flows) if (!flows.includes(flow)) problems.push(`${where}没有走 <${flow}>`);
    for (const flow of flows) if (!wanted.flows.has(flow)) problems.push(`${where}不该走 <${flow}>`);
  }
  return problems;
}

/** Amounts to the cent, and every instalment with just the evidence that was uploaded for it. */
function money({ case: { plan } }: Found, { receipts, dueDates }: Played): string[] {
  const problems: string[] = [];
  const same = (what: string, found: unknown, wanted: unknown) => {
    if (JSON.stringify(found) !== JSON.stringify(wanted)) problems.push(`${what}应为 ${JSON.stringify(wanted)}，实际 ${JSON.stringify(found)}`);
  };
  if (!plan) return ['案件上没有还款计划'];
  same('应还总额（分）', plan.owedCents, OWED);
  same('收款人', plan.payees.map(({ name, kind, amountCents }: any) => [name, kind, amountCents]), payees.map(({ name, kind, cents }) => [name, kind, cents]));
  same('还款期数', plan.instalments.length, instalments.length);
  for (const [index, { cents }] of instalments.entries()) {
    const found = plan.instalments[index] ?? {};
    same(`第 ${index + 1} 期应还日`, found.dueDate, dueDates[index]);
    same(`第 ${index + 1} 期应还（分）`, found.amountCents, cents);
    same(`第 ${index + 1} 期已还（分）`, found.paidCents, cents);
    same(`第 ${index + 1} 期凭证`, found.evidence, [receipts[index]!.id]);
    if (!found.paidAt) problems.push(`第 ${index + 1} 期没有还款时间`);
  }
  same('已还合计（分）', plan.instalments.reduce((sum: number, { paidCents = 0 }: any) => sum + paidCents, 0), OWED);
  return problems;
}

function ending({ case: found, tasks, files }: Found, { photo, contract, receipts }: Played): string[] {
  const problems: string[] = [];
  const want = (fine: unknown, sentence: string) => { if (!fine) problems.push(sentence); };
  want(found.standing?.status === '已结案' && found.standing.state === 'completed', `案件应已结案，现在是：${found.standing?.status}`);
  want(found.people === report.people && WORKERS === 16, `涉及人数应为 ${WORKERS}，实际 ${found.people}`);
  want(found.attachments?.join() === photo.id, '案件上的照片不是上报的那张');
  want(found.plan?.evidence?.join() === contract.id, '还款计划没有签订的协议');
  for (const { id, content } of [photo, contract, ...receipts]) want(files[id] === content.toString('base64'), `附件 ${id} 读回的内容与上传的不同`);
  want(tasks.every(({ state }) => state === 'completed'), '还有没办完的任务');
  const acknowledge = tasks.find(({ elementId }) => elementId === 'county-acknowledge');
  const calmed = tasks.find(({ elementId }) => elementId === 'stabilise-site');
  want(acknowledge && calmed && acknowledge.createdAt < calmed.createdAt, '向县报告没有与稳控现场同时进行');
  return problems;
}

/** @returns nothing when the case ended as the article says, and a sentence for every difference otherwise */
export function compare(found: Found, played: Played): string[] {
  const missing = Object.entries(workerEffects).flatMap(([type, effect]) => effect(found).map((problem) => `worker <${type}>：${problem}`));
  return [...missing, ...ending(found, played), ...money(found, played), ...timeline(found), ...way(found)];
}
