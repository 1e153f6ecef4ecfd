// Writes onto elements that have ended in which cell they count, and tells which cells a bulk may have changed.
import { cellKey, cellOf, NOWHERE, readCell } from '../figures/cell-key.js';
import type { EngineRecord } from './record.js';
import type { Shelf, WorkingSet } from './working-set.js';

/** Instances that learn their case in this bulk and may have begun in an earlier one. What a crash cut is found by the record, not by what changed. */
function lateNamed(records: EngineRecord[], placed: Iterable<string>): string[] {
  const begun = new Set(records.filter(({ value, intent }) => value.bpmnElementType === 'PROCESS' && intent === 'ELEMENT_ACTIVATING').map(({ key }) => key));
  const named = records.filter(({ valueType, value }) => valueType === 'VARIABLE' && value.name === 'caseNo' && value.scopeKey === value.processInstanceKey).map(({ value }) => value.processInstanceKey as string);
  return [...new Set([...named, ...placed])].filter((key) => !begun.has(key));
}

/**
 * To be called when the working set is folded and its instances know their case, before it is written.
 *
 * @param placed instances that got to know where their case lies
 * @returns the cells that these records speak of, whether or not they changed anything: that they were marked may have been cut by a crash
 */
export async function writeCells(records: EngineRecord[], set: WorkingSet, shelf: Shelf, placed: Iterable<string>): Promise<Set<string>> {
  const keys = new Set(records.filter(({ valueType }) => valueType === 'PROCESS_INSTANCE').map(({ key }) => key));
  for (const { _id } of set.touched('elements')) keys.add(_id);
  const late = lateNamed(records, placed);
  const old = late.length > 0 ? await shelf.elementsOf(late) : [];
  await set.bring('elements', old);
  const moved = new Set(old);
  const cells = new Set<string>();
  for (const key of [...keys, ...old]) {
    const element = set.get('elements', key);
    const cell = element && cellOf(element, set.get('instances', element.instanceKey));
    if (!element || !cell) continue;
    cells.add(cell);
    // it counted elsewhere before, when its case was not known
    if (moved.has(key)) cells.add(cellKey({ ...readCell(cell), path: NOWHERE }));
    if (element.cell && element.cell !== cell) cells.add(element.cell);
    if (element.cell !== cell) set.put('elements', { ...element, cell });
  }
  return cells;
}
