// What a worker is given and what it gives back: a plain function from a job's variables to variables.
import type { Deps } from '../processes/deps.js';
import { NotFound } from '../processes/errors.js';
import { recordOnce } from '../processes/entries.js';
import type { Case, Entry } from '../processes/store/types.js';

export interface Job {
  key: string; type: string; caseNo: string; variables: Record<string, any>; headers: Record<string, string>;
  element: { id: string; procedure: string; instanceKey: string; elementKey: string };
  /** How many tries are left, this one included. */
  retries: number;
  /** When the engine gave it to us, by the engine's clock. */
  takenAt: Date;
}

/** May run twice, even at once: whatever it does is keyed by the job. */
export interface Worker {
  (job: Job, deps: Deps): Promise<Record<string, unknown> | void>;
  /** Milliseconds for which the engine keeps a job of this type for us; unset: the usual time. */
  timeout?: number;
  /** It waits for somebody outside: it runs beside the others and takes none of their places. */
  apart?: boolean;
  /** The codes of the business errors that it may throw: a diagram that uses it catches each at a boundary event. */
  errors?: readonly string[];
}

/** The case that a job is about. @throws NotFound, which names both */
export async function caseOf(job: Job, { store }: Deps): Promise<Case> {
  const found = job.caseNo ? await store.cases.findById(job.caseNo).lean<Case>() : null;
  if (!found) throw new NotFound(`no case <${job.caseNo}> for job <${job.key}> of type <${job.type}>`);
  return found;
}

/** Puts this job's one entry on the case's timeline, never before what caused it; a second run finds the first one's and gets it back. */
export async function enter(
  job: Job, deps: Deps, entry: Pick<Entry, 'action' | 'text' | 'why' | 'data'> & { by: string; caseNo?: string; id?: string },
): Promise<Entry> {
  const { by, id = '', caseNo = job.caseNo, ...rest } = entry;
  return recordOnce(deps.store, {
    _id: `job:${job.key}${id}`, caseNo, at: new Date(Math.max(deps.clock.now().getTime(), job.takenAt.getTime())), who: { system: by },
    element: { id: job.element.id, procedure: job.element.procedure, key: job.element.elementKey }, ...rest,
  });
}
