// Tells those whom the diagram names, in the words that the diagram gives.
import type { Deps } from '../processes/deps.js';
import { Invalid } from '../processes/errors.js';
import { holdersOf } from '../processes/holders.js';
import { notify as tell, type Channel } from '../processes/notices.js';
import { audienceOf, namesIn } from '../processes/places.js';
import type { Case } from '../processes/store/types.js';
import { tellReporters } from '../processes/tell-reporters.js';
import { fill } from '../processes/wording.js';
import { caseOf, type Job } from './job.js';

const CHANNELS = new Set(['inbox', 'sms', 'bot', 'mail']);

export async function notify(job: Job, deps: Deps): Promise<void> {
  const found = await caseOf(job, deps);
  const named = [...namesIn(job.headers.audience), ...namesIn(job.variables.audience)];
  if (named.length === 0) throw new Invalid('the notice has no audience');
  const channels = namesIn(job.headers.channels ?? 'inbox');
  const unknown = channels.filter((one) => !CHANNELS.has(one));
  if (unknown.length > 0) throw new Invalid(`no such channel <${unknown.join(', ')}>`);

  const to = await audienceOf(named, found, () => holdersOf(found, deps));
  const at = deps.clock.now();
  const title = fill(job.headers.title || '案件通知', found, job.variables);
  const text = (about: Case) => fill(job.headers.text || '案件 {caseNo}（{title}）有新的进展。', about, { ...job.variables, caseNo: about._id });
  if (to.length > 0) await tell(deps.store, { id: `job:${job.key}`, to, caseNo: found._id, kind: 'notice', title, text: text(found), at, channels: channels as Channel[] });
  if (named.includes('reporter')) await tellReporters(deps.store, found, { id: `job:${job.key}:reporter`, title, text, at });
}
