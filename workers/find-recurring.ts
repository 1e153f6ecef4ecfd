// Looks everywhere for trouble that recurs, once a day.
import type { Deps } from '../processes/deps.js';
import { findEverywhere } from '../processes/recurring/find.js';
import { settleTaken } from '../processes/recurring/take.js';
import type { Job } from './job.js';
import { engineTime } from './supervise.js';

/** A county's year of cases takes longer than an ordinary job. */
const TIMEOUT = 300_000;

export async function findRecurring(job: Job, deps: Deps): Promise<Record<string, unknown>> {
  deps.clock.seen(engineTime(job.variables.now).getTime());
  await settleTaken(deps);
  return findEverywhere(deps, job.headers.decision);
}
findRecurring.timeout = TIMEOUT;
