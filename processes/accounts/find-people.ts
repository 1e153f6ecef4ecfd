// The people whom an administrator answers for, searched and paged.
import { literally } from '../cases.js';
import { allows } from '../roles.js';
import type { Store } from '../store/store.js';
import type { Person, Unit } from '../store/types.js';

export interface PeopleQuery { q?: string; unit?: string; role?: string; state?: 'active' | 'disabled'; page: number; size: number }

/** The units of a person's posts that allow to administer, and all below. */
export async function administeredUnits(store: Store, admin: Person): Promise<Unit[]> {
  const tops = admin.posts.filter(({ role }) => allows(role, 'administer')).map(({ unit }) => unit);
  // an outline may be large, and nobody asks for it here
  const units = await store.units.find({ path: { $in: tops } }, { outline: 0 }).lean<Unit[]>();
  return units.sort((a, b) => a.path.join('/').localeCompare(b.path.join('/')));
}

/** A page of them in the order of their names, with the exact number. Whoever also has a post elsewhere is not among them. */
export async function findAdministered(query: PeopleQuery, admin: Person, store: Store): Promise<{ total: number; items: Person[] }> {
  const units = await administeredUnits(store, admin);
  const mine = new Set(units.map(({ _id }) => _id));
  const wanted = query.unit ? new Set(units.filter(({ path }) => path.includes(query.unit!)).map(({ _id }) => _id)) : undefined;
  const match = query.q ? literally(query.q) : undefined;
  const found = (await store.people.find(query.state ? { active: query.state === 'active' } : {}).lean<Person[]>()).filter((person) =>
    person.posts.length > 0 && person.posts.every(({ unit }) => mine.has(unit))
    && (!wanted || person.posts.some(({ unit }) => wanted.has(unit))) && (!query.role || person.posts.some(({ role }) => role === query.role))
    && (!match || match.test(person.name) || match.test(person.account) || match.test(person.phone ?? '')));
  found.sort((a, b) => a.name.localeCompare(b.name, 'zh-CN') || (a._id < b._id ? -1 : 1));
  return { total: found.length, items: found.slice((query.page - 1) * query.size, query.page * query.size) };
}
