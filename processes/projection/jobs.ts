// What the records of a service task's job mean: a document for as long as the engine holds the job, and on its element what became of it.
import type { EndedJob, OpenJob } from '../store/types.js';
import type { EngineRecord } from './record.js';
import { mark, seen } from './seen.js';
import type { WorkingSet } from './working-set.js';

export const USER_TASK = 'io.camunda.zeebe:userTask';

/** Whether a record speaks of a job that a worker does; those of human tasks are tasks. */
export const isServiceJob = ({ valueType, value }: EngineRecord): boolean => valueType === 'JOB' && value.type !== USER_TASK;

/** What the engine writes as the element of a thrown error that nothing catches; such a job stays, with an incident. */
const UNCAUGHT = 'NO_CATCH_EVENT_FOUND';
const TEXT = 500;

const ENDS: Record<string, EndedJob['state']> = { COMPLETED: 'completed', CANCELED: 'canceled', ERROR_THROWN: 'error' };

const said = ({ value }: EngineRecord): string => [value.errorCode, value.errorMessage].filter(Boolean).join(': ').slice(0, TEXT);

/** Folds one record of a job. Which worker has a job at the moment is not among the records; it is known from when it failed, was too late or ended. */
export function serviceJob(record: EngineRecord, set: WorkingSet): void {
  const { key, value, intent } = record;
  const element = set.get('elements', value.elementInstanceKey);
  if (element?.job?.key === key) return set.endJob(key);
  const old = set.get('jobs', key);
  if (seen(old, record)) return;
  const state = ENDS[intent];
  if (state && !(intent === 'ERROR_THROWN' && value.elementId === UNCAUGHT)) {
    if (element && isOwn(record)) set.put('elements', { ...element, job: ended(record, state, old) });
    set.endJob(key);
  } else if (intent === 'CREATED') {
    if (!old) set.put('jobs', created(record));
  } else if (old) {
    set.put('jobs', { ...changed(old, record), ...mark(record) });
  }
}

/** An incident of a job was resolved: the engine gives it to a worker again, and says so by no record of the job. */
export function resumeJob(record: EngineRecord, set: WorkingSet): void {
  const old = set.get('jobs', record.value.jobKey);
  if (!old || seen(old, record)) return;
  const { until: _, ...rest } = old;
  set.put('jobs', { ...rest, ...mark(record), state: 'waiting' });
}

/** A listener has a job of its own on the same element: what became of the element's is not its matter. */
const isOwn = ({ value }: EngineRecord): boolean => value.jobKind === undefined || value.jobKind === 'BPMN_ELEMENT';

const created = ({ key, partition, position: pos, timestamp, value }: EngineRecord): OpenJob => ({
  _id: key, partition, pos, type: value.type, instanceKey: value.processInstanceKey, elementKey: value.elementInstanceKey, elementId: value.elementId, procedure: value.bpmnProcessId,
  state: 'waiting', retries: value.retries, createdAt: new Date(timestamp),
});

function changed(old: OpenJob, record: EngineRecord): OpenJob {
  const { value, intent } = record;
  const { until: _, ...rest } = old;
  const now = { ...rest, retries: value.retries, ...(value.worker ? { worker: value.worker } : {}) };
  switch (intent) {
    case 'FAILED': return {
      ...now, failures: (old.failures ?? 0) + 1, ...(said(record) ? { error: said(record) } : {}),
      ...(value.retries <= 0 ? { state: 'failed' } : value.retryBackoff > 0 ? { state: 'retrying', until: new Date(value.recurringTime > 0 ? value.recurringTime : record.timestamp + value.retryBackoff) } : { state: 'waiting' }),
    };
    case 'ERROR_THROWN': return { ...now, state: 'error', ...(said(record) ? { error: said(record) } : {}) };
    // its tries were set anew; only the incident's end lets it be tried
    case 'RETRIES_UPDATED': return { ...old, retries: value.retries };
    case 'MIGRATED': return { ...old, elementId: value.elementId, procedure: value.bpmnProcessId };
    case 'RECURRED_AFTER_BACKOFF': case 'TIMED_OUT': case 'YIELDED': return { ...now, state: 'waiting' };
    default: return old;
  }
}

function ended(record: EngineRecord, state: EndedJob['state'], old: OpenJob | undefined): EndedJob {
  const { key, position: pos, timestamp, value } = record;
  const worker = value.worker || old?.worker;
  const error = state === 'error' ? said(record) : old?.error;
  return {
    key, pos, type: value.type, state, retries: value.retries, at: new Date(timestamp), ...(worker ? { worker } : {}), ...(old?.failures ? { failures: old.failures } : {}),
    ...(error ? { error } : {}), ...(old ? { createdAt: old.createdAt } : {}),
  };
}
