// The second factor: a code of six digits from a device (RFC 6238), set up, confirmed and asked for; each code counts once, and eight written ones help when the device is gone.
import { Secret, TOTP } from 'otpauth';
import { createHash, randomBytes } from 'node:crypto';
import { audit } from '../audit.js';
import type { Deps } from '../deps.js';
import { Conflict, Invalid } from '../errors.js';
import type { Store } from '../store/store.js';
import type { Person } from '../store/types.js';
import { actorOf } from '../tasks.js';

/** Seconds for which a code counts; one step before and after is accepted for clocks that are off (RFC 6238 5.2). */
const PERIOD = 30;
const WINDOW = 1;
const CODES = 8;

const totp = (person: Pick<Person, 'account'>, secret: string) => new TOTP({ issuer: '联动', label: person.account, algorithm: 'SHA1', digits: 6, period: PERIOD, secret: Secret.fromBase32(secret) });
// 48 random bits each, and tries are limited: a fast hash will do
const hashed = (code: string) => createHash('sha256').update(code.toUpperCase().replace(/[^0-9A-Z]/g, '')).digest('hex');

/** Begins to set it up anew; until a code confirms it, nothing changes at sign-in. @returns the secret, also as the address that a device reads */
export async function beginTotp(person: Person, store: Store): Promise<{ secret: string; uri: string }> {
  const secret = new Secret({ size: 20 }).base32;
  await store.people.updateOne({ _id: person._id }, { $set: { totpNext: secret } });
  return { secret, uri: totp(person, secret).toString() };
}

/** The step that a code belongs to, or nothing. Devices know the wall clock only. */
function stepOf(person: Pick<Person, 'account'>, secret: string, code: string, wall: number): number | undefined {
  const delta = totp(person, secret).validate({ token: code.replace(/\s/g, ''), timestamp: wall, window: WINDOW });
  return delta === null ? undefined : Math.floor(wall / 1000 / PERIOD) + delta;
}

/** Puts the second factor in force with a first code. @returns the written codes, shown this once */
export async function confirmTotp(id: string, code: string, address: string | undefined, { store, clock }: Pick<Deps, 'store' | 'clock'>, wall = Date.now()): Promise<{ recovery: string[] }> {
  const person = (await store.people.findById(id).lean<Person>())!;
  if (!person.totpNext) throw new Conflict('请重新开始设置动态口令');
  const step = stepOf(person, person.totpNext, code, wall);
  if (step === undefined) throw new Invalid('wrong code', [{ path: 'code', message: '口令不正确，请等下一个再试；手机时间要准' }]);
  const recovery = Array.from({ length: CODES }, () => randomBytes(7).toString('hex').slice(0, 12).toUpperCase().replace(/(.{4})(?=.)/g, '$1-'));
  await audit(store, clock.now(), actorOf(person), '设置动态口令', { kind: 'person', id }, '本人设置动态口令', address);
  await store.people.updateOne({ _id: id, totpNext: person.totpNext }, {
    $set: { totp: { secret: person.totpNext, confirmed: true, last: step, recovery: recovery.map(hashed) } }, $unset: { totpNext: 1 },
  });
  return { recovery };
}

/** Whether a code, from the device or a written one, is right; it is used up by being right. Of two that bring the same at once one is right. */
export async function useCode(person: Pick<Person, '_id' | 'account' | 'totp'>, code: string, store: Store, wall = Date.now()): Promise<boolean> {
  const { totp: kept } = person;
  if (!kept?.confirmed) return false;
  const step = stepOf(person, kept.secret, code, wall);
  if (step !== undefined) {
    const { modifiedCount } = await store.people.updateOne({ _id: person._id, 'totp.secret': kept.secret, 'totp.last': { $lt: step } }, { $set: { 'totp.last': step } });
    return modifiedCount === 1;
  }
  const print = hashed(code);
  if (!kept.recovery?.includes(print)) return false;
  const { modifiedCount } = await store.people.updateOne({ _id: person._id, 'totp.recovery': print }, { $pull: { 'totp.recovery': print } as never });
  return modifiedCount === 1;
}

/** Takes one's own second factor off again, with a code. @throws Invalid when the code is wrong */
export async function removeTotp(person: Person, code: string, address: string | undefined, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  if (!await useCode(person, code, store)) throw new Invalid('wrong code', [{ path: 'code', message: '口令不正确或已用过，请等下一个再试' }]);
  await audit(store, clock.now(), actorOf(person), '停用动态口令', { kind: 'person', id: person._id }, '本人停用动态口令', address);
  await store.people.updateOne({ _id: person._id }, { $unset: { totp: 1 } });
}
