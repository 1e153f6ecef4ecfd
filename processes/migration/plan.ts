// The mapping from the elements of one version to those of another: by id, then by name, then as a person decided.
import { Invalid, type Problem } from '../errors.js';
import type { HandMapping } from '../store/types.js';
import { called, MIGRATABLE, type Drawing, type DrawnElement } from './drawing.js';

/** One element of the old version and where it goes; without `to` it has no counterpart. */
export interface Row { id: string; name: string; type: string; to?: string; toName?: string; how?: 'id' | 'name' | 'hand' }
export interface Plan {
  from: string; to: string; rows: Row[];
  /** What the engine is told: old id → new id. */
  mapping: Record<string, string>;
  /** Old elements at which a case may wait and that have no counterpart. */
  unmapped: string[];
}

const places = (drawing: Drawing): DrawnElement[] => [...drawing.elements.values()].filter(({ type }) => MIGRATABLE.has(type));

/** What people decided of one old version: old element → new element, or '' for nowhere. */
export const handOf = (all: HandMapping[] = [], from: string): Record<string, string> =>
  Object.fromEntries(all.filter((one) => one.from === from).map(({ element, to }) => [element, to]));

/**
 * Maps the elements at which a case can be migrated.
 *
 * @param hand what a person decided: old id → new id, or an empty text for "nowhere"; it goes before what is found
 * @throws Invalid with a problem for every decision that names an element that is not there or is of another type
 */
export function planOf(source: Drawing, target: Drawing, hand: Record<string, string> = {}): Plan {
  assertSound(source, target, hand);
  const rows: Row[] = places(source).map(({ id, name, type }) => ({ id, name, type }));
  const take = (row: Row, to: DrawnElement, how: Row['how']) => Object.assign(row, { to: to.id, toName: to.name, how });
  for (const row of rows) {
    const wanted = hand[row.id];
    if (wanted) take(row, target.elements.get(wanted)!, 'hand');
    else if (wanted === '') row.how = 'hand';
    else if (target.elements.get(row.id)?.type === row.type) take(row, target.elements.get(row.id)!, 'id');
  }
  const taken = new Set(rows.flatMap(({ to }) => (to ? [to] : [])));
  const free = places(target).filter(({ id, name }) => name && !taken.has(id));
  for (const row of rows) {
    if (row.to || row.how === 'hand' || !row.name) continue;
    const alike = free.filter(({ name, type }) => name === row.name && type === row.type);
    // of two of one name nobody can say which is meant
    if (alike.length === 1 && rows.filter((one) => !one.to && one.name === row.name && one.type === row.type).length === 1) take(row, alike[0]!, 'name');
  }
  const mapped = rows.filter((row): row is Row & { to: string } => row.to !== undefined);
  return {
    from: source.definitionKey, to: target.definitionKey, rows, mapping: Object.fromEntries(mapped.map(({ id, to }) => [id, to])),
    unmapped: rows.filter(({ to }) => !to).map(({ id }) => id),
  };
}

function assertSound(source: Drawing, target: Drawing, hand: Record<string, string>): void {
  const problems = Object.entries(hand).flatMap(([from, to]): Problem[] => {
    const at = (message: string) => [{ path: `mapping.${from}`, message }];
    const element = source.elements.get(from);
    if (!element || !MIGRATABLE.has(element.type)) return at(`原版本里没有可以对照的环节「${from}」`);
    if (to === '') return [];
    const goal = target.elements.get(to);
    if (!goal) return at(`目标版本里没有环节「${to}」，请重新选择`);
    if (goal.type !== element.type) return at(`${called(element)}与${called(goal)}不是同一种环节，不能对照`);
    return [];
  });
  if (problems.length > 0) throw new Invalid('对照表有误，请按提示更正', problems);
}
