// The first holder of each of the three offices of an installation; who comes later is given a post by a security administrator.
import { audit } from './audit.js';
import { Conflict, Invalid } from './errors.js';
import { groupOf } from './organisation.js';
import { hashPassword, LEAST_LENGTH } from './passwords.js';
import { findRole, offices } from './roles.js';
import { insertOnce, isDuplicate, type Store } from './store/store.js';
import type { Person, Unit } from './store/types.js';

export interface FirstOfOffice { account: string; name: string; password: string; unit?: string; /** Which of the three offices, `admin` unless said. */ role?: string }

/**
 * Makes the first holder of an office, once: of the unit named, or of the topmost one, or of a new city when the store is empty.
 *
 * @throws Conflict when the office has a holder already, or the account is taken
 * @throws Invalid when the password is shorter than 12 characters, or account, name, unit or role cannot be
 */
export async function createFirstAdmin(store: Store, { account, name, password, unit, role = 'admin' }: FirstOfOffice): Promise<Person> {
  if (!offices.includes(role)) throw new Invalid(`no office <${role}>: ${offices.map((each) => `${each} (${findRole(each)!.name})`).join(', ')}`);
  if (!/^[a-z][a-z0-9._-]{1,31}$/.test(account)) throw new Invalid(`not an account <${account}>: 2 to 32 of a-z, 0-9, dot, dash, underscore`);
  if (!name.trim()) throw new Invalid('the name is empty');
  if ([...password].length < LEAST_LENGTH) throw new Invalid(`the password is shorter than <${LEAST_LENGTH}> characters`);
  const holder = await findHolder(store, role);
  if (holder) throw new Conflict(`the office <${role}> has somebody already <${holder.account}>`);
  const posts = [{ unit: (await homeUnit(store, unit))._id, role }];
  // One fixed id: of two that run this at once, one is refused by the store.
  const person: Person = { _id: `first-${role}`, name: name.trim(), account, passwordHash: await hashPassword(password), posts, groups: posts.map(groupOf), active: true, passwordAt: new Date() };
  await audit(store, new Date(), { system: '命令行' }, '新建账号', { kind: 'person', id: person._id }, posts.map(groupOf).join());
  try {
    await store.people.collection.insertOne(person as never);
  } catch (error) {
    if (isDuplicate(error)) throw new Conflict(`account <${account}> is taken, or somebody was given the office just now`, { cause: error });
    throw error;
  }
  return person;
}

// Demo people hold no office: they cannot sign in where it matters.
const findHolder = async (store: Store, role: string): Promise<Person | undefined> => (await store.people.find({ 'posts.role': role, demo: { $ne: true } }, { account: 1 }).limit(1).lean<Person[]>())[0];

/** The offices that nobody holds yet. */
export async function vacantOffices(store: Store): Promise<string[]> {
  const holders = await Promise.all(offices.map((office) => findHolder(store, office)));
  return offices.filter((_, index) => !holders[index]);
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
