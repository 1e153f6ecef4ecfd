// The people whom an administrator answers for, searched and paged.
import { literally } from '../cases.js';
import { allows, officesOf, type Ability } from '../roles.js';
import type { Store } from '../store/store.js';
import type { Person, Unit } from '../store/types.js';

export interface PeopleQuery { q?: string; unit?: string; role?: string; state?: 'active' | 'disabled'; page: number; size: number }

/** The units of a person's posts that allow something, and all below. */
export async function unitsWhere(store: Store, admin: Person, ability: Ability): Promise<Unit[]> {
  const tops = admin.posts.filter(({ role }) => allows(role, ability)).map(({ unit }) => unit);
  // an outline may be large, and nobody asks for it here
  const units = await store.units.find({ path: { $in: tops } }, { outline: 0 }).lean<Unit[]>();
  return units.sort((a, b) => a.path.join('/').localeCompare(b.path.join('/')));
}

/** A page of them in the order of their names, with the exact number. Whoever also has a post elsewhere is not among them. @returns also who holds two of the three offices, which is to be mended */
export async function findAdministered(query: PeopleQuery, admin: Person, store: Store): Promise<{ total: number; items: Person[]; doubles: Person[] }> {
  const units = await unitsWhere(store, admin, 'manage-people');
  const mine = new Set(units.map(({ _id }) => _id));
  const wanted = query.unit ? new Set(units.filter(({ path }) => path.includes(query.unit!)).map(({ _id }) => _id)) : undefined;
  const match = query.q ? literally(query.q) : undefined;
  const all = (await store.people.find().lean<Person[]>()).filter(({ posts }) => posts.length > 0 && posts.every(({ unit }) => mine.has(unit)));
  const found = all.filter((person) => (!query.state || person.active === (query.state === 'active'))
    && (!wanted || person.posts.some(({ unit }) => wanted.has(unit))) && (!query.role || person.posts.some(({ role }) => role === query.role))
    && (!match || match.test(person.name) || match.test(person.account) || match.test(person.phone ?? '')));
  found.sort((a, b) => a.name.localeCompare(b.name, 'zh-CN') || (a._id < b._id ? -1 : 1));
  return { total: found.length, items: found.slice((query.page - 1) * query.size, query.page * query.size), doubles: all.filter(({ active, posts }) => active && officesOf(posts).length > 1) };
}
