// An instance on the bridge to a version counts as being on that version: nobody sees the moment in between.
import { offBridge, readBridge } from '../migration/bridge-name.js';
import type { EngineRecord } from './record.js';

/** The records as if the instances that they speak of were on the version that the bridge leads to; the bridge itself is no procedure of ours. */
export function unbridged(records: EngineRecord[]): EngineRecord[] {
  return records.flatMap((record) => {
    const { value } = record;
    const bridge = typeof value.bpmnProcessId === 'string' ? readBridge(value.bpmnProcessId) : undefined;
    if (!bridge) return [record];
    if (record.valueType === 'PROCESS') return [];
    const elementId = value.bpmnElementType === 'PROCESS' ? bridge.procedure : offBridge(String(value.elementId ?? ''));
    return [{ ...record, value: { ...value, bpmnProcessId: bridge.procedure, processDefinitionKey: bridge.to, version: bridge.version, elementId } }];
  });
}
