// Where an instance stands, kept with the instance itself: its active elements, its open incidents, when it last moved. Lists ask for nothing else.
import type { Instance } from '../store/types.js';
import type { EngineRecord } from './record.js';
import type { WorkingSet } from './working-set.js';

/** What only holds others: one stands at what is inside. */
export const HOLDERS = new Set(['PROCESS', 'SUB_PROCESS', 'EVENT_SUB_PROCESS', 'MULTI_INSTANCE_BODY']);

function moved(instance: Instance, { key, intent, value }: EngineRecord): Partial<Instance> | undefined {
  const { tokens = [] } = instance;
  const others = () => tokens.filter((token) => token.key !== key);
  switch (intent) {
    case 'ELEMENT_ACTIVATING': return HOLDERS.has(value.bpmnElementType) ? {} : { tokens: [...others(), { key, id: value.elementId }] };
    case 'ELEMENT_MIGRATED': return { tokens: tokens.map((token) => (token.key === key ? { key, id: value.elementId } : token)) };
    case 'ELEMENT_COMPLETED': case 'ELEMENT_TERMINATED': return { tokens: others() };
  }
}

function broke(instance: Instance, { key, intent }: EngineRecord): Partial<Instance> | undefined {
  const others = (instance.faults ?? []).filter((fault) => fault !== key);
  return intent === 'CREATED' ? { faults: [...others, key] } : intent === 'RESOLVED' ? { faults: others } : undefined;
}

/** Folds one record into the instance that it speaks of, once: the records of an instance are all of one partition. To be called after what the record means for its own document. */
export function track(record: EngineRecord, set: WorkingSet): void {
  const { valueType, value, position, timestamp } = record;
  if (valueType !== 'PROCESS_INSTANCE' && valueType !== 'INCIDENT') return;
  const instance = set.get('instances', value.processInstanceKey);
  if (!instance || (instance.told ?? -1) >= position) return;
  const change = valueType === 'INCIDENT' ? broke(instance, record) : moved(instance, record);
  if (change) set.put('instances', { ...instance, ...change, movedAt: new Date(timestamp), told: position });
}
