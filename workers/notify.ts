// Tells those whom the diagram names, in the words that the diagram gives.
import type { Deps } from '../processes/deps.js';
import { Invalid } from '../processes/errors.js';
import { holdersOf } from '../processes/holders.js';
import { notify as tell, type Channel } from '../processes/notices.js';
import { audienceOf, namesIn } from '../processes/places.js';
import type { Case } from '../processes/store/types.js';
import { tellReporters } from '../processes/tell-reporters.js';
import { unitsOf } from '../processes/units.js';
import { fill } from '../processes/wording.js';
import { caseOf, type Job } from './job.js';

const CHANNELS = new Set(['inbox', 'sms', 'bot', 'mail']);

/** Whatever reads like a unit's id. */
const UNIT_IDS = /[\w-]+(?:\.[\w-]+)+/g;

/** The variables that the header `units` names, with the names of units where their ids stand. */
async function withUnitNames(job: Job, { store }: Deps): Promise<Record<string, string>> {
  const texts = namesIn(job.headers.units).map((name) => [name, String(job.variables[name] ?? '')] as const);
  const units = await unitsOf(store, texts.flatMap(([, text]) => text.match(UNIT_IDS) ?? []));
  return Object.fromEntries(texts.map(([name, text]) => [name, text.replace(UNIT_IDS, (id) => units.get(id)?.name ?? id)]));
}

/** @returns the variables named by the header `units`, for people to read */
export async function notify(job: Job, deps: Deps): Promise<Record<string, string>> {
  const found = await caseOf(job, deps);
  const named = [...namesIn(job.headers.audience), ...namesIn(job.variables.audience)];
  if (named.length === 0) throw new Invalid('the notice has no audience');
  const channels = namesIn(job.headers.channels ?? 'inbox');
  const unknown = channels.filter((one) => !CHANNELS.has(one));
  if (unknown.length > 0) throw new Invalid(`no such channel <${unknown.join(', ')}>`);

  const to = await audienceOf(named, found, () => holdersOf(found, deps));
  const worded = await withUnitNames(job, deps);
  const variables = { ...job.variables, ...worded };
  const at = deps.clock.now();
  const title = fill(job.headers.title || '案件通知', found, variables);
  const text = (about: Case) => fill(job.headers.text || '案件 {caseNo}（{title}）有新的进展。', about, { ...variables, caseNo: about._id });
  if (to.length > 0) await tell(deps.store, { id: `job:${job.key}`, to, caseNo: found._id, kind: 'notice', title, text: text(found), at, channels: channels as Channel[] });
  if (named.includes('reporter')) await tellReporters(deps.store, found, { id: `job:${job.key}:reporter`, title, text, at });
  return worded;
}
