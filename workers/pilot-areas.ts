// Tells a policy pilot where it can be tried, who carries it out there, and what the trouble is.
import type { Deps } from '../processes/deps.js';
import { getUnit } from '../processes/organisation.js';
import { areasOf } from '../processes/recurring/areas.js';
import { caseOf, type Job } from './job.js';

export async function pilotAreas(job: Job, deps: Deps): Promise<Record<string, unknown>> {
  const pilot = await caseOf(job, deps);
  const unit = await getUnit(deps.store, pilot.suggestion?.to ?? pilot.town);
  return { areas: await areasOf(unit, deps.store), problem: pilot.description, cause: '', measure: '', lastReason: '' };
}
