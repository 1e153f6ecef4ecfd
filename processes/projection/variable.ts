// What the records of a variable mean: a document for each name in each scope, and which case an instance is about.
import { shortOf } from '../variable-text.js';
import type { EngineRecord } from './record.js';
import { mark, seen } from './seen.js';
import type { WorkingSet } from './working-set.js';

/** What a record of a variable means. A start event hands what it was given on to its scope at once, under the same names: such copies are not kept. */
export function variable(record: EngineRecord, set: WorkingSet): void {
  const { value } = record;
  const id = `${value.scopeKey}:${value.name}`;
  // before the look at what was seen: a crash may have kept the variable and not the instance
  if (value.name === 'caseNo' && value.scopeKey === value.processInstanceKey && record.intent !== 'MIGRATED') nameCase(set, value.processInstanceKey, JSON.parse(value.value));
  if (set.get('elements', value.scopeKey)?.type === 'START_EVENT') return;
  const old = set.get('variables', id);
  if (seen(old, record)) return;
  // A migration leaves the value out of its record (it says null), and changes none.
  const text = record.intent === 'MIGRATED' && old ? old.value : value.value;
  set.put('variables', { _id: id, ...mark(record), instanceKey: value.processInstanceKey, scopeKey: value.scopeKey, name: value.name, value: text, short: shortOf(text) });
}

function nameCase(set: WorkingSet, instanceKey: string, caseNo: unknown): void {
  const instance = set.get('instances', instanceKey);
  if (instance && !instance.caseNo && typeof caseNo === 'string') set.put('instances', { ...instance, caseNo });
}
