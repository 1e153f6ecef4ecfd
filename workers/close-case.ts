// Closes a case with its outcome and tells whoever reported it.
import type { Deps } from '../processes/deps.js';
import { Invalid } from '../processes/errors.js';
import { tellReporter } from '../processes/notices.js';
import type { Case } from '../processes/store/types.js';
import { tellReporters } from '../processes/tell-reporters.js';
import { caseOf, enter, type Job } from './job.js';

/** Outcome → what the timeline calls it, and what the reporter is told. */
const OUTCOMES: Record<string, { action: string; told: string }> = {
  已结案: { action: '结案', told: '已办结' },
  不予受理: { action: '关闭', told: '不予受理' },
  作废: { action: '关闭', told: '已作废' },
  并案: { action: '并案', told: '与已有案件属于同一事项，已合并办理' },
  移送司法: { action: '关闭', told: '已依法移送司法机关办理' },
};

const textOf = (value: unknown) => (typeof value === 'string' && value.trim() ? value.trim() : undefined);

export async function closeCase(job: Job, deps: Deps): Promise<void> {
  const found = await caseOf(job, deps);
  const outcome = job.headers.outcome || job.variables.outcome;
  const words = OUTCOMES[outcome];
  if (!words) throw new Invalid(`no such outcome <${outcome}>`);
  const at = deps.clock.now();
  const reason = textOf(job.variables.reason);
  const rating = textOf(job.variables.rating);
  await deps.store.cases.updateOne({ _id: found._id, closing: null }, { $set: { closing: { outcome, at, ...(reason && { reason }), ...(rating && { rating }) } } });
  await enter(job, deps, {
    by: '自动结案', action: words.action, text: `${outcome}${rating ? `，回访评价：${rating}` : ''}`, ...(reason && { why: reason }), data: { outcome, ...(rating && { rating }) },
  });
  // the diagram may have told the reporter already, in words of its own
  if (job.headers.reporter === 'told') return;
  const telling = { id: `job:${job.key}`, title: `事项${words.told}`, at };
  const text = (about: Case) => `您反映的「${about.title}」（编号 ${about._id}）${words.told}。${reason ? `说明：${reason}` : ''}`;
  // whose matter was merged into this one has heard of a merge already
  if (outcome === '并案') await tellReporter(deps.store, found, { ...telling, text: text(found) });
  else await tellReporters(deps.store, found, { ...telling, text });
}
