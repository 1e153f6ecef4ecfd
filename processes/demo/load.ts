// Puts the demo organisation into an empty store; what is there already is left as somebody changed it.
import { Forbidden } from '../errors.js';
import { groupOf, parseGroup } from '../organisation.js';
import { hashPassword } from '../passwords.js';
import { roleName } from '../roles.js';
import type { Settings } from '../settings.js';
import { insertOnce, type Store } from '../store/store.js';
import type { Person, Unit } from '../store/types.js';
import { demoPeople } from './people.js';
import { loadDemoRegisters } from './registers.js';
import { demoUnits } from './units.js';

/** Everybody's password in the demo, and in nothing else: in production mode demo people can neither be loaded nor sign in. */
export const DEMO_PASSWORD = 'liandong-demo';

/** Who can sign in with the demo password, for the banner of the start. */
export const demoSignIns: readonly { account: string; name: string; role: string; unit: string }[] = demoPeople.map(([account, name, first]) => {
  const post = parseGroup(first!);
  return { account, name, role: roleName(post.role), unit: demoUnits.find(({ _id }) => _id === post.unit)!.name };
});

/**
 * Loads the demo's units and people where they are absent.
 *
 * @throws Forbidden in production mode
 */
export async function loadDemo(store: Store, settings: Pick<Settings, 'production'>): Promise<void> {
  if (settings.production) throw new Forbidden('demo accounts are refused in production mode');
  await insertOnce(store.units, [...demoUnits]);
  await fillOutlines(store);
  await loadDemoRegisters(store, new Date());
  const accounts = demoPeople.map(([account]) => account);
  const known = await store.people.find({ $or: [{ _id: { $in: accounts } }, { account: { $in: accounts } }] }, { account: 1 }).lean<Person[]>();
  const taken = new Set(known.flatMap(({ _id, account }) => [_id, account]));
  const missing = demoPeople.filter(([account]) => !taken.has(account));
  if (missing.length === 0) return;
  // One hash for all: the password is public anyway, and forty hashes would hold up the start for seconds.
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  await insertOnce(store.people, missing.map(([account, name, ...groups]) => {
    const posts = groups.map(parseGroup);
    // 12x is no mobile prefix: a demo must never reach anybody's telephone.
    const phone = `12000000${String(accounts.indexOf(account)).padStart(3, '0')}`;
    return { _id: account, name, account, passwordHash, phone, posts, groups: posts.map(groupOf), active: true, demo: true };
  }));
}

/** Gives an outline to the demo's units of an older store that have none; one that somebody brought stays. */
async function fillOutlines(store: Store): Promise<void> {
  const bare = new Set((await store.units.find({ _id: { $in: demoUnits.map(({ _id }) => _id) }, outline: null }, { _id: 1 }).lean<Unit[]>()).map(({ _id }) => _id));
  const missing = demoUnits.filter(({ _id, outline }) => outline && bare.has(_id));
  if (missing.length === 0) return;
  await store.units.collection.bulkWrite(missing.map(({ _id, outline }) => ({ updateOne: { filter: { _id, outline: null }, update: { $set: { outline } } } })) as never);
}
