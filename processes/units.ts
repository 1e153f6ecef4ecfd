// The units in memory: nearly every list asks for their names and for what lies below them, and they change seldom.
import type { Store } from './store/store.js';
import type { Unit } from './store/types.js';

export type KnownUnit = Pick<Unit, '_id' | 'name' | 'level' | 'path' | 'parent' | 'kind' | 'endedOn'>;
const FIELDS = { name: 1, level: 1, path: 1, parent: 1, kind: 1, endedOn: 1 };
/** So old is what another process may have changed meanwhile, milliseconds. */
const REMEMBERED = 30_000;

const remembered = new WeakMap<Store, { units: Promise<Map<string, KnownUnit>>; until: number }>();

/** What is remembered of the units is read anew: they were changed here. */
export const forgetUnits = (store: Store): void => void remembered.delete(store);

/** The units by id; read anew at most every half minute. */
export async function unitsById(store: Store): Promise<ReadonlyMap<string, KnownUnit>> {
  const known = remembered.get(store);
  if (known && known.until > performance.now()) return known.units;
  const units = store.units.find({}, FIELDS).lean<KnownUnit[]>().then((all) => new Map(all.map((unit) => [unit._id, unit])));
  remembered.set(store, { units, until: performance.now() + REMEMBERED });
  units.catch(() => remembered.delete(store));
  return units;
}

/** The units of these ids, as they are remembered; one that is new since then is looked up. */
export async function unitsOf(store: Store, ids: Iterable<string>): Promise<Map<string, KnownUnit>> {
  const all = await unitsById(store);
  const wanted = [...new Set(ids)];
  const found = new Map(wanted.flatMap((id) => { const unit = all.get(id); return unit ? [[id, unit] as const] : []; }));
  if (found.size === wanted.length) return found;
  for (const unit of await store.units.find({ _id: { $in: wanted.filter((id) => !found.has(id)) } }, FIELDS).lean<KnownUnit[]>()) found.set(unit._id, unit);
  return found;
}
