// The jobs that the engine holds, by type: how many wait and since when, how many failed, and whether a worker of ours does such jobs at all.
import type { Deps } from '../deps.js';
import type { OpenJob } from '../store/types.js';

export interface JobType {
  type: string; waiting: number; retrying: number; failed: number;
  /** Since when the oldest one waits, by the engine's clock. */
  since?: Date;
  /** Whether a worker of ours does it; absent: this process does not know the workers. */
  served?: boolean;
  /** It waits longer than a job ever should: nobody takes it. */
  idle: boolean;
  /** What the latest failure said, and who had the job last. */
  error?: string; worker?: string;
  procedures: string[];
}

/** A job is taken within a second and done within twenty; one that waits so long is taken by nobody, milliseconds. */
const TOO_LONG = 60_000;

/** The types of jobs that are open now, those that nobody takes first. */
export async function jobTypes({ store, jobs, clock }: Pick<Deps, 'store' | 'jobs' | 'clock'>): Promise<JobType[]> {
  const now = clock.now().getTime();
  const open = await store.jobs.find({}, { type: 1, state: 1, createdAt: 1, error: 1, worker: 1, procedure: 1 }).lean<Pick<OpenJob, 'type' | 'state' | 'createdAt' | 'error' | 'worker' | 'procedure'>[]>();
  const types = new Map<string, JobType>();
  for (const { type, state, createdAt, error, worker, procedure } of open) {
    const one = types.get(type) ?? { type, waiting: 0, retrying: 0, failed: 0, idle: false, procedures: [], ...(jobs ? { served: type in jobs } : {}) };
    types.set(type, one);
    if (state === 'waiting') {
      one.waiting += 1;
      if (!one.since || createdAt < one.since) one.since = createdAt;
    } else if (state === 'retrying') one.retrying += 1;
    else one.failed += 1;
    if (error) one.error = error;
    if (worker) one.worker = worker;
    if (!one.procedures.includes(procedure)) one.procedures.push(procedure);
  }
  for (const one of types.values()) one.idle = one.since !== undefined && now - one.since.getTime() > TOO_LONG;
  return [...types.values()].sort((a, b) => Number(b.idle) - Number(a.idle) || Number(a.served ?? true) - Number(b.served ?? true) || b.waiting - a.waiting || (a.type < b.type ? -1 : 1));
}
