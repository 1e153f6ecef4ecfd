// The people whom an administrator answers for, searched and paged.
import { literally } from '../cases.js';
import { NO_PASSWORD } from '../passwords.js';
import { offices, officesOf, unitsFor, type Ability } from '../roles.js';
import type { Store } from '../store/store.js';
import type { Person, Unit } from '../store/types.js';
import { unitsById } from '../units.js';
import { mayAt } from './scope.js';

type Named = Pick<Person, '_id' | 'name' | 'groups'>;
const byName = new Intl.Collator('zh-CN').compare;

export interface PeopleQuery { q?: string; unit?: string; role?: string; state?: 'active' | 'disabled'; page: number; size: number }

/** The units of a person's posts that allow something, and all below. */
export async function unitsWhere(store: Store, admin: Person, ability: Ability): Promise<Unit[]> {
  const tops = unitsFor(admin, ability);
  // an outline may be large, and nobody asks for it here
  const units = await store.units.find({ path: { $in: tops } }, { outline: 0 }).lean<Unit[]>();
  return units.sort((a, b) => a.path.join('/').localeCompare(b.path.join('/')));
}

/** A page of them in the order of their names, with the exact number. Whoever also has a post elsewhere is not among them. @returns also who holds two of the three offices, which is to be mended, and how many have no password yet */
export async function findAdministered(query: PeopleQuery, admin: Person, store: Store): Promise<{ total: number; items: Person[]; doubles: Person[]; unset: number }> {
  const [q, posted] = [query.q ? literally(query.q) : undefined, { 'posts.role': { $in: [...offices] } }];
  const filter = { ...(query.state && { active: query.state === 'active' }), ...(query.role && { 'posts.role': query.role }), ...(q && { $or: [{ name: q }, { account: q }, { phone: q }] }) };
  // of a city's ten thousand no more than this is read: names for the order, groups for the place
  const [units, matching, officers, without] = await Promise.all([
    unitsById(store), store.people.collection.find(filter as object, { projection: { name: 1, groups: 1 }, batchSize: 20_000 }).toArray() as unknown as Promise<Named[]>, store.people.find({ active: true, ...posted }).lean<Person[]>(),
    store.people.find({ active: true, passwordHash: NO_PASSWORD }, { groups: 1 }).lean<Named[]>(),
  ]);
  const within = (group: string, top?: string): boolean => { const unit = units.get(group.split('/')[0]!); return unit !== undefined && mayAt(admin, 'manage-people', unit) && (!top || unit.path.includes(top)); };
  const mine = ({ groups }: Pick<Person, 'groups'>): boolean => groups.length > 0 && groups.every((group) => within(group));
  const found = matching.filter((person) => mine(person) && (!query.unit || person.groups.some((group) => within(group, query.unit))));
  found.sort((a, b) => byName(a.name, b.name) || (a._id < b._id ? -1 : 1));
  const ids = found.slice((query.page - 1) * query.size, query.page * query.size).map(({ _id }) => _id);
  const whole = new Map((await store.people.find({ _id: { $in: ids } }).lean<Person[]>()).map((person) => [person._id, person]));
  return { total: found.length, items: ids.flatMap((id) => whole.get(id) ?? []), unset: without.filter(mine).length, doubles: officers.filter((person) => mine(person) && officesOf(person.posts).length > 1) };
}
