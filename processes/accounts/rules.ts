// The rules of passwords, sessions and retention: settings that administrators change, by default those of 等保 (GB/T 22239) and of the personal-information law.
import { z } from 'zod';
import type { Store } from '../store/store.js';

const whole = (least: number, most: number, otherwise: number) => z.number().int().min(least).max(most).default(otherwise);

/** What an installation may set; every bound keeps a slip of the hand from opening the doors or shutting everybody out. */
export const accountRules = z.object({
  password: z.object({
    /** Least number of characters of a password that mixes kinds of characters. */
    length: whole(8, 64, 8),
    /** How many of the four kinds (small, capital, digit, other) such a password needs. */
    kinds: whole(1, 4, 3),
    /** From this length on the kinds do not matter (NIST SP 800-63B: length is what counts). */
    longLength: whole(8, 64, 12),
    /** How many former passwords may not come back. */
    history: whole(0, 10, 5),
    /** After how many days a password must be changed; 0: never. */
    maxAgeDays: whole(0, 730, 90),
    /** How many days before that a notice is shown. */
    noticeDays: whole(0, 60, 7),
  }).prefault({}),
  session: z.object({
    /** Minutes without any use after which a session ends. */
    idleMinutes: whole(5, 720, 120),
    /** Hours after which one must sign in again, used or not. */
    absoluteHours: whole(1, 24, 12),
  }).prefault({}),
  retention: z.object({
    /** Years after leaving after which a person's data is blanked. */
    leaverYears: whole(1, 30, 3),
    /** Years after a case was closed after which its reporter's name and telephone are blanked. */
    reporterYears: whole(1, 30, 3),
  }).prefault({}),
});
export type AccountRules = z.infer<typeof accountRules>;

const ID = 'account-rules';
/** For how long rules may be remembered, milliseconds of the wall clock: the longest that an old rule still counts in another process. */
const REMEMBER_MS = 5_000;
const remembered = new WeakMap<Store, { rules: AccountRules; until: number }>();

/** The rules in force. */
export async function readRules(store: Store): Promise<AccountRules> {
  const known = remembered.get(store);
  if (known && known.until > performance.now()) return known.rules;
  const kept = await store.settings.findById(ID).lean();
  const rules = accountRules.parse(kept?.value ?? {});
  remembered.set(store, { rules, until: performance.now() + REMEMBER_MS });
  return rules;
}

/** Puts other rules in force, as a whole. */
export async function saveRules(store: Store, rules: AccountRules): Promise<void> {
  await store.settings.updateOne({ _id: ID }, { $set: { value: rules } }, { upsert: true });
  remembered.delete(store);
}
