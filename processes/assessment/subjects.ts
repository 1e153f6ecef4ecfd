// Who is assessed: the units of a level, the departments, the grid members and the enforcement officers of a unit and all below it.
import type { Subject } from '../store/assessment-types.js';
import type { Store } from '../store/store.js';
import type { Person, Unit } from '../store/types.js';

export interface Assessed { id: string; name: string; path: string[] }
const ROLES = { member: 'grid-member', officer: 'officer' } as const;
export const isPerson = (subject: Subject): subject is 'member' | 'officer' => subject in ROLES;

/** Everybody of a kind in a unit and below, by name. Who holds two posts is assessed once. At the grassroots are the officers of a town's departments: not those of the county's and the city's, nor of the court. */
export async function assessedIn(unit: string, subject: Subject, store: Store): Promise<Assessed[]> {
  const units = await store.units.find({ path: unit }, { name: 1, level: 1, path: 1, parent: 1 }).lean<Pick<Unit, '_id' | 'name' | 'level' | 'path' | 'parent'>[]>();
  const byName = (a: Assessed, b: Assessed): number => a.name.localeCompare(b.name, 'zh-CN') || (a.id < b.id ? -1 : 1);
  if (!isPerson(subject)) return units.filter(({ level }) => level === subject).map(({ _id, name, path }) => ({ id: _id, name, path: [...new Set([...path, _id])] })).sort(byName);
  const towns = new Set(units.filter(({ level }) => level === 'town').map(({ _id }) => _id));
  const places = subject === 'officer' ? units.filter(({ level, parent }) => level === 'department' && towns.has(parent ?? '')) : units;
  const paths = new Map(places.map(({ _id, path }) => [_id, [...new Set([...path, _id])]]));
  const people = await store.people.find({ active: true, 'posts.role': ROLES[subject] }, { name: 1, posts: 1 }).lean<Person[]>();
  return people.flatMap(({ _id, name, posts }) => {
    const own = posts.filter(({ role, unit: at }) => role === ROLES[subject] && paths.has(at)).flatMap(({ unit: at }) => paths.get(at)!);
    return own.length > 0 ? [{ id: _id, name, path: [...new Set(own)] }] : [];
  }).sort(byName);
}
