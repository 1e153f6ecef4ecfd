// How a job's outcome reaches the engine: said with the client's own calls, repeated while nobody answers, and never more than that.
import { BusinessError, Unavailable } from '../processes/errors.js';
import { isStoreAway } from '../processes/store/away.js';
import type { Job } from './job.js';

export type Outcome = { variables: Record<string, unknown> } | { error: unknown };

/** The calls that end a job; zeebe-node's own `job.complete` and `job.fail` hide a refusal or send 0 retries. */
export interface Endings {
  completeJob(request: { jobKey: string; variables: any }): Promise<unknown>;
  failJob(request: { jobKey: string; errorMessage: string; retries: number; retryBackOff: number }): Promise<unknown>;
  throwError(request: { jobKey: string; errorCode: string; errorMessage: string; variables: any }): Promise<unknown>;
}

export interface Terms {
  /** Until when the job is ours, milliseconds of the machine's clock. */
  until: number;
  log: (line: string) => void;
  /** Asked before each repetition. */
  giveUp: () => boolean;
}

/** gRPC: cancelled, unknown, deadline, exhausted, internal, unavailable. Said again, they may be answered otherwise. */
const PASSING = new Set([1, 2, 4, 8, 13, 14]);
/** Not found, failed precondition: the job was ended or taken back meanwhile, which is no fault. */
const ENDED = new Set([5, 9]);
/** A call without an answer, milliseconds: unary calls of the client have no deadline. */
const PATIENCE = 8_000;

/** Says how a job went, again and again until the engine answers or the job is no longer ours. Never throws. */
export async function deliver(client: Endings, job: Job, outcome: Outcome, { until, log, giveUp }: Terms): Promise<void> {
  for (let wait = 100; ; wait = Math.min(wait * 2, 2_000)) {
    const answer = await say(client, job, outcome);
    if (answer === 'done') return;
    if (ENDED.has(answer.code ?? 0)) {
      log(`job <${job.key}> of type <${job.type}> for case <${job.caseNo}> had ended already: ${answer.message}`);
      return;
    }
    if (!PASSING.has(answer.code ?? 0)) {
      const refusedFault = 'error' in outcome && !(outcome.error instanceof BusinessError);
      log(`job <${job.key}> of type <${job.type}> for case <${job.caseNo}>: the engine refused its end: ${answer.message}`);
      if (refusedFault) return;
      outcome = { error: answer };
    } else if (giveUp() || Date.now() + wait > until) {
      log(`job <${job.key}> of type <${job.type}> for case <${job.caseNo}> is left to time out: ${answer.message}`);
      return;
    } else {
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

async function say(client: Endings, job: Job, outcome: Outcome): Promise<'done' | { code?: number; message: string }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<{ code: number; message: string }>((resolve) => {
    timer = setTimeout(() => resolve({ code: 4, message: `no answer within <${PATIENCE} ms>` }), PATIENCE);
  });
  try {
    return await Promise.race([call(client, job, outcome).then(() => 'done' as const, (error) => error as Error & { code?: number }), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function call(client: Endings, job: Job, outcome: Outcome): Promise<unknown> {
  if ('variables' in outcome) return client.completeJob({ jobKey: job.key, variables: outcome.variables });
  const { error } = outcome;
  if (error instanceof BusinessError) {
    return client.throwError({ jobKey: job.key, errorCode: error.code, errorMessage: error.message, variables: { reason: error.message } });
  }
  return client.failJob({ jobKey: job.key, errorMessage: explain(job, error), ...nextTry(job, error) });
}

/** Milliseconds before the next try, by how many are left after this one. */
const BACK_OFF = [0, 30_000, 5_000, 1_000];

/** An outage is nobody's fault and ends by itself, so it costs no try; anything else does, and the last one raises an incident. */
export function nextTry(job: Pick<Job, 'retries'>, error: unknown): { retries: number; retryBackOff: number } {
  if (isOutage(error)) return { retries: Math.max(job.retries, 1), retryBackOff: 5_000 };
  const retries = Math.max(job.retries - 1, 0);
  return { retries, retryBackOff: BACK_OFF[Math.min(retries, BACK_OFF.length - 1)]! };
}

const isOutage = (error: unknown): boolean => error instanceof Unavailable || isStoreAway(error);

/** What a manager reads on the incident: which case, which job, why. Short, since the engine keeps it in every record of the job. */
export function explain(job: Job, error: unknown): string {
  const cause = error instanceof Error ? error.message : String((error as { message?: string })?.message ?? error);
  return `case <${job.caseNo}>, job type <${job.type}>: ${cause}`.slice(0, 500);
}
