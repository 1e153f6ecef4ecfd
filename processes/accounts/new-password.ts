// A password that somebody chooses is held against the rules in force; one that is given out is made by chance.
import { randomInt } from 'node:crypto';
import { Invalid } from '../errors.js';
import { hashPassword, isPassword } from '../passwords.js';
import type { Person } from '../store/types.js';
import { isCommon } from './common-passwords.js';
import type { AccountRules } from './rules.js';

const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{Ll}\p{Lu}\d]/u];

/** What is wrong with a password by itself, in words for who chooses it; nothing when it will do. (GB/T 22239—2019 8.1.4.1: complexity and regular change.) */
export function passwordFault(password: string, { account, name }: Pick<Person, 'account' | 'name'>, { password: rules }: AccountRules): string | undefined {
  const length = [...password].length;
  const found = kinds.filter((kind) => kind.test(password)).length;
  if (length < rules.longLength && (length < rules.length || found < rules.kinds)) {
    return `至少 ${rules.length} 位并含大写、小写、数字、符号中的 ${rules.kinds} 种，或者至少 ${rules.longLength} 位`;
  }
  const low = password.toLowerCase();
  if (low.includes(account.toLowerCase()) || (name.length > 1 && low.includes(name.toLowerCase()))) return '不能包含账号或姓名';
  if (isCommon(password)) return '太常见，容易被猜到，请换一个';
  return undefined;
}

/**
 * The fields that a person with a new password has.
 *
 * @throws Invalid when the rules do not allow it, or it was theirs before
 */
export async function newPassword(person: Pick<Person, 'account' | 'name' | 'passwordHash' | 'formerHashes'>, password: string, rules: AccountRules, at: Date): Promise<Pick<Person, 'passwordHash' | 'formerHashes' | 'passwordAt'>> {
  const refuse = (message: string) => new Invalid('the password is not allowed', [{ path: 'password', message }]);
  const fault = passwordFault(password, person, rules);
  if (fault) throw refuse(fault);
  const { history } = rules.password;
  const former = [person.passwordHash, ...(person.formerHashes ?? [])].slice(0, Math.max(1, history));
  for (const hashed of former) if (await isPassword(password, hashed)) throw refuse(history > 1 ? `不能是最近 ${history} 次用过的密码` : '不能和现在的密码相同');
  return { passwordHash: await hashPassword(password), formerHashes: former.slice(0, history), passwordAt: at };
}

// Without what is mistaken for something else when it is read out or written down.
const letters = ['abcdefghjkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789'];

/** A password to be used once, of three kinds and about 64 bits: `kX7m-Pq9T-z4wB`. */
export function oncePassword(): string {
  const one = (from: string) => from[randomInt(from.length)]!;
  const all = letters.join('');
  const group = () => [...letters.map(one), one(all)].sort(() => randomInt(3) - 1).join('');
  return `${group()}-${group()}-${group()}`;
}
