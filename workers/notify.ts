// Tells those whom the diagram names, in the words that the diagram gives.
import type { Deps } from '../processes/deps.js';
import { Invalid } from '../processes/errors.js';
import { notify as tell, tellReporter, type Channel } from '../processes/notices.js';
import { fill } from '../processes/wording.js';
import { audienceOf } from './audience.js';
import { caseOf, type Job } from './job.js';

const CHANNELS = new Set(['inbox', 'sms', 'bot', 'mail']);

export async function notify(job: Job, deps: Deps): Promise<void> {
  const found = await caseOf(job, deps);
  const { to, reporter } = await audienceOf(job, found, deps);
  if (to.length === 0 && !reporter && !job.headers.audience?.includes('holders')) throw new Invalid('the notice has no audience');
  const channels = (job.headers.channels ?? 'inbox').split(',').map((one) => one.trim());
  const unknown = channels.filter((one) => !CHANNELS.has(one));
  if (unknown.length > 0) throw new Invalid(`no such channel <${unknown.join(', ')}>`);
  const at = deps.clock.now();
  const title = fill(job.headers.title || '案件通知', found, job.variables);
  const text = fill(job.headers.text || '案件 {caseNo}（{title}）有新的进展。', found, job.variables);
  if (to.length > 0) await tell(deps.store, { id: `job:${job.key}`, to, caseNo: found._id, kind: 'notice', title, text, at, channels: channels as Channel[] });
  if (reporter) await tellReporter(deps.store, found, { id: `job:${job.key}:reporter`, title, text, at });
}
