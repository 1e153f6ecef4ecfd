// The first administrator of an installation; who comes later is made by an administrator.
import { Conflict, Invalid } from './errors.js';
import { groupOf } from './organisation.js';
import { hashPassword, LEAST_LENGTH } from './passwords.js';
import { DUPLICATE, insertOnce, type Store } from './store/store.js';
import type { Person, Unit } from './store/types.js';

/**
 * Makes the first administrator, once: of the unit named, or of the topmost one, or of a new city when the store is empty.
 *
 * @throws Conflict when there is an administrator already, or the account is taken
 * @throws Invalid when the password is shorter than 12 characters, or account, name or unit cannot be
 */
export async function createFirstAdmin(store: Store, { account, name, password, unit }: { account: string; name: string; password: string; unit?: string }): Promise<Person> {
  if (!/^[a-z][a-z0-9._-]{1,31}$/.test(account)) throw new Invalid(`not an account <${account}>: 2 to 32 of a-z, 0-9, dot, dash, underscore`);
  if (!name.trim()) throw new Invalid('the name is empty');
  if ([...password].length < LEAST_LENGTH) throw new Invalid(`the password is shorter than <${LEAST_LENGTH}> characters`);
  // Demo people are no administrators: they cannot sign in where it matters.
  const admins = await store.people.find({ 'posts.role': 'admin', demo: { $ne: true } }, { account: 1 }).limit(1).lean<Person[]>();
  if (admins[0]) throw new Conflict(`there is an administrator already <${admins[0].account}>`);
  const posts = [{ unit: (await homeUnit(store, unit))._id, role: 'admin' }];
  // One fixed id: of two that run this at once, one is refused by the store.
  const person: Person = { _id: 'first-admin', name: name.trim(), account, passwordHash: await hashPassword(password), posts, groups: posts.map(groupOf), active: true, passwordAt: new Date() };
  try {
    await store.people.collection.insertOne(person as never);
  } catch (error) {
    if ((error as { code?: number }).code === DUPLICATE) throw new Conflict(`account <${account}> is taken, or an administrator was made just now`, { cause: error });
    throw error;
  }
  return person;
}

async function homeUnit(store: Store, id?: string): Promise<Unit> {
  if (id) {
    const found = await store.units.findById(id).lean<Unit>();
    if (!found) throw new Invalid(`no unit <${id}>`);
    return found;
  }
  const top = await store.units.findOne({ parent: null }).lean<Unit>();
  if (top) return top;
  const city: Unit = { _id: 'city', name: '市', level: 'city', parent: null, path: ['city'] };
  await insertOnce(store.units, [city]);
  return city;
}
