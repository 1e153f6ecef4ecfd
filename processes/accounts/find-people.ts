// The people whom an administrator answers for, searched and paged.
import { literally } from '../cases.js';
import { NO_PASSWORD } from '../passwords.js';
import { allows, officesOf, type Ability } from '../roles.js';
import type { Store } from '../store/store.js';
import type { Person, Unit } from '../store/types.js';
import { unitsById } from '../task-filters.js';
import { mayAt } from './scope.js';

const byName = new Intl.Collator('zh-CN').compare;

export interface PeopleQuery { q?: string; unit?: string; role?: string; state?: 'active' | 'disabled'; page: number; size: number }

/** The units of a person's posts that allow something, and all below. */
export async function unitsWhere(store: Store, admin: Person, ability: Ability): Promise<Unit[]> {
  const tops = admin.posts.filter(({ role }) => allows(role, ability)).map(({ unit }) => unit);
  // an outline may be large, and nobody asks for it here
  const units = await store.units.find({ path: { $in: tops } }, { outline: 0 }).lean<Unit[]>();
  return units.sort((a, b) => a.path.join('/').localeCompare(b.path.join('/')));
}

/** A page of them in the order of their names, with the exact number. Whoever also has a post elsewhere is not among them. @returns also who holds two of the three offices, which is to be mended, and how many have no password yet */
export async function findAdministered(query: PeopleQuery, admin: Person, store: Store): Promise<{ total: number; items: Person[]; doubles: Person[]; unset: number }> {
  const [units, people] = await Promise.all([unitsById(store), store.people.find({}, { name: 1, account: 1, phone: 1, posts: 1, active: 1, passwordHash: 1 }).lean<Person[]>()]);
  const within = (id: string, top?: string): boolean => { const unit = units.get(id); return unit !== undefined && mayAt(admin, 'manage-people', unit) && (!top || unit.path.includes(top)); };
  const match = query.q ? literally(query.q) : undefined;
  const all = people.filter(({ posts }) => posts.length > 0 && posts.every(({ unit }) => within(unit)));
  const found = all.filter((person) => (!query.state || person.active === (query.state === 'active'))
    && (!query.unit || person.posts.some(({ unit }) => within(unit, query.unit))) && (!query.role || person.posts.some(({ role }) => role === query.role))
    && (!match || match.test(person.name) || match.test(person.account) || match.test(person.phone ?? '')));
  found.sort((a, b) => byName(a.name, b.name) || (a._id < b._id ? -1 : 1));
  const ids = found.slice((query.page - 1) * query.size, query.page * query.size).map(({ _id }) => _id);
  const whole = new Map((await store.people.find({ _id: { $in: ids } }).lean<Person[]>()).map((person) => [person._id, person]));
  return { total: found.length, items: ids.flatMap((id) => whole.get(id) ?? []), unset: all.filter(({ active, passwordHash }) => active && passwordHash === NO_PASSWORD).length, doubles: all.filter(({ active, posts }) => active && officesOf(posts).length > 1) };
}
