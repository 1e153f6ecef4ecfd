// What stands between somebody who is signed in and their work: a password that another person chose or that has grown too old, a second factor that is missing.
import { officesOf } from '../roles.js';
import { DAY } from '../shanghai.js';
import type { Person } from '../store/types.js';
import type { AccountRules } from './rules.js';

export type Hurdle = 'password' | 'second-factor';

/** Days until the password must be changed, rounded up; undefined when it never must. Demo people keep theirs: it is public anyway. */
export function passwordDaysLeft(person: Pick<Person, 'passwordAt' | 'demo'>, { password }: AccountRules, now: Date): number | undefined {
  if (!password.maxAgeDays || !person.passwordAt || person.demo) return undefined;
  return Math.ceil((person.passwordAt.getTime() + password.maxAgeDays * DAY - now.getTime()) / DAY);
}

/** What has to be done first, if anything. In production whoever holds one of the three offices needs a second factor (GB/T 22239—2019 8.1.4.1 d). */
export function hurdleOf(person: Person, rules: AccountRules, now: Date, production: boolean): Hurdle | undefined {
  if (person.mustChange || (passwordDaysLeft(person, rules, now) ?? 1) <= 0) return 'password';
  if (production && officesOf(person.posts).length > 0 && !person.totp?.confirmed) return 'second-factor';
  return undefined;
}
