// The outlines of the units that lie in a person's area, as one collection of GeoJSON.
import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson';
import { coarser, type Outline } from './coarse.js';
import { perStore } from './store/per-store.js';
import type { Store } from './store/store.js';
import type { Person, Unit, UnitLevel } from './store/types.js';

export type Territory = Exclude<UnitLevel, 'department'>;
export type Outlined = FeatureCollection<Polygon | MultiPolygon, { id: string; name: string }> & {
  /** By how many metres a corner may have moved to make the answer small. */
  metres: number;
};

/** How long outlines are remembered by a process, milliseconds of the wall clock; an import is seen at once by its number. */
const REMEMBERED = 60_000;
const MOST_REMEMBERED = 40;
const IMPORTS = 'outlines:imports';

interface Remembered { number: number; until: number; made: Promise<Outlined> }
const remembered = perStore(() => new Map<string, Remembered>());

/** The territorial units of a person's posts; a department works in that of the unit that it belongs to. */
export const areaOf = (person: Pick<Person, 'posts'>): string[] => [...new Set(person.posts.map(({ unit }) => unit.split('.')[0]!))].sort();

/** Notes that outlines changed, so that no process goes on with old ones. */
export async function outlinesChanged(store: Store): Promise<void> {
  await store.settings.updateOne({ _id: IMPORTS }, { $inc: { value: 1 } }, { upsert: true });
}

async function read(store: Store, area: string[], level: Territory): Promise<Outlined> {
  const units = (await store.units.find({ path: { $in: area }, level, endedOn: null }, { name: 1, outline: 1 }).lean<Unit[]>()).filter(({ outline }) => outline).sort((a, b) => (a._id < b._id ? -1 : 1));
  const { outlines, metres } = coarser(units.map(({ outline }) => outline as Outline));
  return { type: 'FeatureCollection', metres, features: units.map(({ _id, name }, index) => ({ type: 'Feature', properties: { id: _id, name }, geometry: outlines[index]! })) };
}

/** The outlines of a level within an area; units without one are left out. */
export async function outlinesBelow(store: Store, area: string[], level: Territory = 'grid'): Promise<Outlined> {
  const kept = remembered(store);
  const key = `${level}:${area.join(',')}`;
  const number = ((await store.settings.findById(IMPORTS).lean()) as { value?: number } | null)?.value ?? 0;
  const known = kept.get(key);
  if (known && known.number === number && known.until > Date.now()) return known.made;
  kept.delete(key);
  const made = read(store, area, level);
  kept.set(key, { number, until: Date.now() + REMEMBERED, made });
  made.catch(() => kept.delete(key));
  for (const oldest of kept.keys()) if (kept.size > MOST_REMEMBERED) kept.delete(oldest);
  return made;
}
