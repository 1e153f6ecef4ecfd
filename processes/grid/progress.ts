// How far a month is: what was to be seen and what was, for a unit and for each unit right below it.
import type { Deps } from '../deps.js';
import { getUnit } from '../organisation.js';
import type { Person, RegisterItem, RegisterKind, Unit } from '../store/types.js';
import { dueFilter, scopeFilter } from './find.js';
import { loadLists } from './lists.js';
import { monthOf, monthSpan } from './when.js';

export interface Count { total: number; seen: number }
/** What a month must see: a household, a person who is looked after, a facility. */
export type DueKind = Exclude<RegisterKind, 'employer' | 'danger'>;
export type Progress = Record<DueKind | 'all', Count>;
export interface UnitProgress extends Progress { unit: { id: string; name: string; level: string } }

const empty = (): Progress => ({ all: { total: 0, seen: 0 }, household: { total: 0, seen: 0 }, resident: { total: 0, seen: 0 }, facility: { total: 0, seen: 0 } });

/** The unit right below `unit` in which something lies; of a grid it is the grid itself. */
const below = (scope: string[], unit: string): string => scope[scope.indexOf(unit) + 1] ?? unit;

/**
 * The progress of the month that is now, with exact counts.
 *
 * @param unit absent: all that this person may read
 * @throws NotFound for a unit that is not theirs
 */
export async function monthProgress(unit: string | undefined, person: Person, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<{ month: string; all: Progress; parts: UnitProgress[] }> {
  const { lists } = await loadLists(store);
  const month = monthOf(clock.now());
  const { from } = monthSpan(month);
  const filter = { ...(await scopeFilter(store, person, unit)), ...dueFilter(lists) };
  const all = empty();
  const parts = new Map<string, Progress>();
  if (unit) for (const child of await childrenOf(store, unit)) parts.set(child._id, empty());
  // One pass with four small fields an item: the embedded store groups no faster than we do.
  for await (const item of store.registers.find(filter, { scope: 1, kind: 1, seenAt: 1, grid: 1 }).lean<RegisterItem>().cursor()) {
    const { scope, kind, seenAt, grid } = item as unknown as RegisterItem;
    const part = unit ? below(scope, unit) : grid;
    if (!parts.has(part)) parts.set(part, empty());
    for (const count of [all.all, all[kind as DueKind], parts.get(part)!.all, parts.get(part)![kind as DueKind]]) {
      count.total += 1;
      if (seenAt && seenAt >= from) count.seen += 1;
    }
  }
  const units = new Map((await store.units.find({ _id: { $in: [...parts.keys()] } }).lean<Unit[]>()).map((one) => [one._id, one]));
  const named = [...parts].flatMap(([id, counts]) => (units.has(id) ? [{ unit: { id, name: units.get(id)!.name, level: units.get(id)!.level }, ...counts }] : []));
  return { month, all, parts: named.sort((a, b) => a.unit.id.localeCompare(b.unit.id)) };
}

async function childrenOf(store: Pick<Deps, 'store'>['store'], id: string): Promise<Unit[]> {
  const unit = await getUnit(store, id);
  return unit.level === 'grid' ? [] : (await store.units.find({ parent: id }).lean<Unit[]>()).filter(({ level }) => level !== 'department');
}
