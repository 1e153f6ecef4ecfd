// How far the read model has come in each partition, and which records came that nobody reads: what a newer broker writes is counted, not guessed at.
import type { EngineRecord } from '../projection/record.js';
import type { Store } from '../store/store.js';

/** `position` is applied; `timestamp`: of that record, by the engine's clock; `at`: when it came, by ours. */
export interface Mark { partition: number; position: number; timestamp?: number; at?: Date; broker?: string }
export interface Unknown { type: string; count: number; at: Date; broker?: string }

/** What Zeebe 8.5 writes and we read or may leave unread: it says nothing of where a case stands. Anything else may. */
const KNOWN = new Set([
  'PROCESS_INSTANCE', 'VARIABLE', 'JOB', 'INCIDENT', 'PROCESS_MESSAGE_SUBSCRIPTION', 'PROCESS', 'DEPLOYMENT', 'PROCESS_INSTANCE_MODIFICATION', 'CHECKPOINT', 'COMMAND_DISTRIBUTION',
  'COMPENSATION_SUBSCRIPTION', 'DECISION', 'DECISION_EVALUATION', 'DECISION_REQUIREMENTS', 'DEPLOYMENT_DISTRIBUTION', 'ERROR', 'ESCALATION', 'FORM', 'JOB_BATCH', 'MESSAGE', 'MESSAGE_BATCH',
  'MESSAGE_START_EVENT_SUBSCRIPTION', 'MESSAGE_SUBSCRIPTION', 'PROCESS_EVENT', 'PROCESS_INSTANCE_BATCH', 'PROCESS_INSTANCE_CREATION', 'PROCESS_INSTANCE_MIGRATION', 'PROCESS_INSTANCE_RESULT',
  'RESOURCE_DELETION', 'SIGNAL', 'SIGNAL_SUBSCRIPTION', 'TIMER', 'USER_TASK', 'VARIABLE_DOCUMENT',
]);

const id = (partition: number): string => `position:${partition}`;

/** Writes down how far a partition has come; durable when it resolves. */
export async function setMark(store: Store, partition: number, last: EngineRecord): Promise<void> {
  const { position, timestamp, broker } = last;
  await store.settings.collection.updateOne({ _id: id(partition) as never }, { $set: { value: position, timestamp, at: new Date(), ...(broker ? { broker } : {}) } }, { upsert: true });
}

/** Every partition that records came from. */
export async function marksOf(store: Store): Promise<Mark[]> {
  const found = await store.settings.find({ _id: /^position:/ as never }).lean<({ _id: string; value: number } & Omit<Mark, 'partition' | 'position'>)[]>();
  return found.map(({ _id, value, timestamp, at, broker }) => ({ partition: Number(_id.split(':')[1]), position: value, ...(timestamp ? { timestamp } : {}), ...(at ? { at } : {}), ...(broker ? { broker } : {}) }))
    .sort((a, b) => a.partition - b.partition);
}

/** Counts records of kinds that we do not know. A bulk that comes again before it was marked is counted again: the number says how much, not exactly how much. */
export async function noteUnknown(store: Store, records: EngineRecord[]): Promise<void> {
  const counts = new Map<string, { count: number; broker?: string }>();
  for (const { valueType, broker } of records) if (!KNOWN.has(valueType)) counts.set(valueType, { count: (counts.get(valueType)?.count ?? 0) + 1, ...(broker ? { broker } : {}) });
  for (const [type, { count, broker }] of counts) {
    await store.settings.collection.updateOne({ _id: `unknown:${type}`.slice(0, 200) as never }, { $inc: { value: count }, $set: { at: new Date(), ...(broker ? { broker } : {}) } }, { upsert: true });
  }
}

/** The kinds of records that nobody here reads, and how many came. */
export async function unknownOf(store: Store): Promise<Unknown[]> {
  const found = await store.settings.find({ _id: /^unknown:/ as never }).lean<{ _id: string; value: number; at: Date; broker?: string }[]>();
  return found.map(({ _id, value, at, broker }) => ({ type: _id.slice('unknown:'.length), count: value, at, ...(broker ? { broker } : {}) }));
}
