// Where on the grid pages a person stands: the unit that is looked at, the way up to it, and the grids in which they may check in.
import { keptUnits, maySee, seenUnits } from '../../processes/grid/may.js';
import { NotFound } from '../../processes/errors.js';
import type { Store } from '../../processes/store/store.js';
import type { Person, Unit } from '../../processes/store/types.js';

export interface Standpoint { unit?: Unit; crumbs: { id: string; name: string; here: boolean }[] }

/** @param id the unit that was asked for; absent: the one where this person's post is, or all of several. @throws NotFound for a unit that is not theirs */
export async function standpoint(store: Store, person: Person, id?: string): Promise<Standpoint> {
  const own = topmost(await store.units.find({ _id: { $in: seenUnits(person) } }).lean<Unit[]>());
  const wanted = id ?? (own.length === 1 ? own[0] : undefined);
  if (!wanted) return { crumbs: [] };
  const unit = await store.units.findById(wanted).lean<Unit>();
  if (!unit || !maySee(person, { scope: unit.path })) throw new NotFound(`no unit <${wanted}>`);
  const above = await store.units.find({ _id: { $in: unit.path } }).lean<Unit[]>();
  const crumbs = unit.path.flatMap((step, n) => {
    const found = above.find(({ _id }) => _id === step);
    return found && maySee(person, { scope: unit.path.slice(0, n + 1) }) ? [{ id: found._id, name: found.name, here: step === wanted }] : [];
  });
  return { unit, crumbs };
}

/** Whoever has posts at a village and at its grids stands at the village. */
const topmost = (units: Unit[]): string[] => units.filter(({ _id, path }) => !units.some((other) => other._id !== _id && path.includes(other._id))).map(({ _id }) => _id);

/** The grids whose registers a person keeps, with their villages' names before them when there are several. */
export async function keptGrids(store: Store, person: Person): Promise<Unit[]> {
  const lists = await Promise.all(keptUnits(person).map((unit) => store.units.find({ path: unit, level: 'grid', endedOn: null }).lean<Unit[]>()));
  return [...new Map(lists.flat().map((unit) => [unit._id, unit])).values()].sort((a, b) => a._id.localeCompare(b._id));
}
