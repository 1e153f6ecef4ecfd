// Keeps with a recurring trouble how its pilot ended; withdrawn, it is offered again.
import type { Deps } from '../processes/deps.js';
import { Invalid } from '../processes/errors.js';
import { recordFact } from '../processes/facts.js';
import { releaseTrouble, settleTrouble } from '../processes/recurring/take.js';
import { caseOf, enter, type Job } from './job.js';

const OUTCOMES = { declined: '未采纳', spread: '推广', dropped: '不再推行', released: '撤回，问题仍待研究' } as const;

export async function settlePilot(job: Job, deps: Deps): Promise<void> {
  const pilot = await caseOf(job, deps);
  const outcome = job.headers.outcome as keyof typeof OUTCOMES;
  if (!Object.hasOwn(OUTCOMES, outcome)) throw new Invalid(`no such outcome of a pilot <${outcome}>`);
  const reason = String(job.variables.reason || OUTCOMES[outcome]);
  if (outcome === 'released') await releaseTrouble(pilot, deps);
  else await settleTrouble(pilot, outcome, reason, deps);
  const { area, spreadUnits } = job.variables;
  const data = { outcome, reason, ...(typeof area === 'string' ? { area } : {}), ...(outcome === 'spread' ? { spreadUnits } : {}) };
  const entry = await enter(job, deps, { by: '反复问题', action: '备案', text: `政策试点：${OUTCOMES[outcome]}`, why: reason, data: { fact: 'pilot-outcome', ...data } });
  await recordFact(pilot._id, { _id: `job:${job.key}`, key: 'pilot-outcome', at: entry.at, data }, deps);
}
