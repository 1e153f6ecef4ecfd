// Changing one's own password: the old one is asked for, the rules are kept, every other session ends.
import { audit } from '../audit.js';
import type { Deps } from '../deps.js';
import { Invalid } from '../errors.js';
import { isPassword } from '../passwords.js';
import { endSessions } from '../store/sessions.js';
import type { Person } from '../store/types.js';
import { actorOf } from '../tasks.js';
import { newPassword } from './new-password.js';
import { readRules } from './rules.js';

/**
 * @param keep the session that goes on
 * @throws Invalid when the old password is wrong or the rules do not allow the new one
 */
export async function changePassword(id: string, { old, password }: { old: string; password: string }, { keep, address }: { keep: string; address?: string }, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  const person = await store.people.findById(id).lean<Person>();
  if (!await isPassword(old, person?.passwordHash)) throw new Invalid('wrong password', [{ path: 'old', message: '现在的密码不正确' }]);
  const set = await newPassword(person!, password, await readRules(store), clock.now());
  await audit(store, clock.now(), actorOf(person!), '修改密码', { kind: 'person', id }, '本人修改密码', address);
  await store.people.updateOne({ _id: id, passwordHash: person!.passwordHash }, { $set: set, $unset: { mustChange: 1 } });
  await endSessions(store, id, { but: keep });
}
