// First passwords for accounts that came with a file: made when they are handed out, shown once, kept only as hashes.
import { audit } from '../audit.js';
import type { Deps } from '../deps.js';
import { NotFound } from '../errors.js';
import { hashPassword, NO_PASSWORD } from '../passwords.js';
import type { Person, Unit } from '../store/types.js';
import { actorOf } from '../tasks.js';
import { oncePassword } from './new-password.js';
import { mayAt } from './scope.js';

/** So many at once: each costs a slow hash. */
export const MOST_FIRST = 100;

/**
 * Gives first passwords to the people of a unit and below who have none yet, the first hundred.
 *
 * @returns each once with the password, which nobody can read again; `more`: how many still have none
 * @throws NotFound for a unit that is not administered
 */
export async function givePasswords(unit: string, admin: Person, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<{ items: { account: string; name: string; password: string }[]; more: number }> {
  const found = await store.units.findById(unit, { path: 1, name: 1 }).lean<Unit>();
  if (!found || !mayAt(admin, 'manage-people', found)) throw new NotFound(`no unit <${unit}>`);
  const without = await store.people.find({ active: true, passwordHash: NO_PASSWORD }).lean<Person[]>();
  const units = new Set((await store.units.find({ path: unit }, { _id: 1 }).lean()).map(({ _id }) => String(_id)));
  const theirs = without.filter(({ posts }) => posts.length > 0 && posts.every((post) => units.has(post.unit))).sort((a, b) => (a.account < b.account ? -1 : 1));
  const some = theirs.slice(0, MOST_FIRST);
  await audit(store, clock.now(), actorOf(admin), '发放初始密码', { kind: 'unit', id: unit }, `${some.length} 人`);
  const items = await Promise.all(some.map(async ({ _id, account, name }) => {
    const password = oncePassword();
    // of two who hand out at once, one does
    const { modifiedCount } = await store.people.updateOne({ _id, passwordHash: NO_PASSWORD }, { $set: { passwordHash: await hashPassword(password), passwordAt: clock.now(), mustChange: true } });
    return modifiedCount ? [{ account, name, password }] : [];
  }));
  return { items: items.flat(), more: theirs.length - some.length };
}
