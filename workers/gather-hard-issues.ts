// Puts the hard matters of every county on this month's agenda of its leading group's office.
import type { Deps } from '../processes/deps.js';
import { fileAgendas } from '../processes/hard-issues/agenda.js';
import type { Job } from './job.js';
import { engineTime } from './supervise.js';

/** All open cases of a city take longer than an ordinary job. */
const TIMEOUT = 300_000;

export async function gatherHardIssues(job: Job, deps: Deps): Promise<Record<string, unknown>> {
  deps.clock.seen(engineTime(job.variables.now).getTime());
  return fileAgendas(deps, { table: job.headers.decision, office: job.headers.office });
}
gatherHardIssues.timeout = TIMEOUT;
