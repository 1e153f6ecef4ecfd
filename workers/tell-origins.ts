// Tells the cases that a suggestion came from what became of it: on their timeline, and to whoever reported them.
import type { Deps } from '../processes/deps.js';
import type { Case } from '../processes/store/types.js';
import { tellReporters } from '../processes/tell-reporters.js';
import { fill } from '../processes/wording.js';
import { caseOf, enter, type Job } from './job.js';

export async function tellOrigins(job: Job, deps: Deps): Promise<void> {
  const suggestion = await caseOf(job, deps);
  const { matter } = job.variables;
  // a decision may be about one of them alone
  const about = (suggestion.suggestion?.origins ?? []).filter((origin) => matter === undefined || matter === null || origin === matter);
  const origins = await deps.store.cases.find({ _id: { $in: about } }).sort({ _id: 1 }).lean<Case[]>();
  const text = (origin: Case) => fill(job.headers.text || '您反映的“{title}”（{caseNo}）引出的建议有了结果。', origin, { ...job.variables, caseNo: origin._id });
  const title = job.headers.title || '建议有了结果';
  for (const origin of origins) {
    await enter(job, deps, { by: '自动反馈', caseNo: origin._id, id: `:${origin._id}`, action: job.headers.action || '建议反馈', text: `${job.headers.kind || '建议'} ${suggestion._id}「${suggestion.title}」：${title}`, why: text(origin) });
    await tellReporters(deps.store, origin, { id: `job:${job.key}:${origin._id}`, title, text, at: deps.clock.now() });
  }
  await enter(job, deps, { by: '自动反馈', action: '反馈', text: title, why: origins.length > 0 ? `已告知案件 ${origins.map(({ _id }) => _id).join('、')}` : '没有可以告知的案件' });
}
