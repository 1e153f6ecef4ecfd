// Tells the cases that a suggestion came from, or that are on an agenda, what became of it: on their timeline, to whoever reported them, and of an agenda also to whoever has them in hand.
import type { Deps } from '../processes/deps.js';
import { inHand } from '../processes/hard-issues/meeting.js';
import { holdersOf } from '../processes/holders.js';
import { notify } from '../processes/notices.js';
import type { Case } from '../processes/store/types.js';
import { tellReporters } from '../processes/tell-reporters.js';
import { fill } from '../processes/wording.js';
import { caseOf, enter, type Job } from './job.js';

export async function tellOrigins(job: Job, deps: Deps): Promise<void> {
  const suggestion = await caseOf(job, deps);
  const { matter } = job.variables;
  // a decision may be about one of them alone; what an agenda left is no more its own
  const about = matter === undefined || matter === null ? await inHand(suggestion, deps) : (suggestion.suggestion?.origins ?? []).filter((origin) => origin === matter);
  const origins = await deps.store.cases.find({ _id: { $in: about } }).sort({ _id: 1 }).lean<Case[]>();
  const text = (origin: Case) => fill(job.headers.text || '您反映的“{title}”（{caseNo}）引出的建议有了结果。', origin, { ...job.variables, caseNo: origin._id });
  const title = job.headers.title || '建议有了结果';
  const kind = job.headers.kind || '建议';
  for (const origin of origins) {
    await enter(job, deps, { by: '自动反馈', caseNo: origin._id, id: `:${origin._id}`, action: job.headers.action || '建议反馈', text: `${kind} ${suggestion._id}「${suggestion.title}」：${title}`, why: text(origin) });
    await tellReporters(deps.store, origin, { id: `job:${job.key}:${origin._id}`, title, text, at: deps.clock.now() });
    const to = kind === '议程' ? [...new Set(await holdersOf(origin, deps))] : [];
    if (to.length > 0) await notify(deps.store, { id: `job:${job.key}:${origin._id}:holders`, to, caseNo: origin._id, kind: 'notice', title, text: `案件 ${origin._id}（${origin.title}）：${title}。${job.variables.reason ? `${job.variables.reason}。` : ''}`, at: deps.clock.now() });
  }
  await enter(job, deps, { by: '自动反馈', action: '反馈', text: title, why: origins.length > 0 ? `已告知案件 ${origins.map(({ _id }) => _id).join('、')}` : '没有可以告知的案件' });
}
