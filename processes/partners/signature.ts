// How a message between a partner and us is signed, in both directions: HMAC-SHA256 over method, path, time, nonce and the body's very bytes.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Deps } from '../deps.js';
import { Conflict, Unavailable } from '../errors.js';
import { isDuplicate } from '../store/store.js';
import type { Partner } from '../store/types.js';
import { unseal } from './sealed.js';

/** How far a partner's clock may be off, milliseconds of the wall clock: it knows no other. */
export const WINDOW = 300_000;
/** The largest body of a partner's message. */
export const LARGEST_MESSAGE = 64 * 1024;

/** What is signed. @param path with its query, as it stands in the request; `timestamp` in seconds */
export interface Signing { method: string; path: string; timestamp: string; nonce: string; body: Buffer | string }
export interface Signed extends Signing { signature: string }

/** The signature as hexadecimal digits. */
export const signatureOf = ({ method, path, timestamp, nonce, body }: Signing, secret: string): string =>
  createHmac('sha256', secret).update(`${method.toUpperCase()}\n${path}\n${timestamp}\n${nonce}\n`).update(body).digest('hex');

/**
 * The secrets of a partner that count now, the newest first; one that was made under another SESSION_SECRET is passed over.
 *
 * @param wall milliseconds of the wall clock
 * @throws Unavailable when none of them opens
 */
export function secretsOf({ _id, secrets }: Pick<Partner, '_id' | 'secrets'>, settings: Deps['settings'], wall = Date.now()): string[] {
  const inForce = secrets.filter(({ until }) => until === undefined || until > wall).sort((a, b) => b.at - a.at);
  const open = inForce.flatMap(({ sealed }) => unseal(sealed, _id, settings) ?? []);
  if (open.length === 0 && inForce.length > 0) throw new Unavailable(`the secret of partner <${_id}> cannot be opened: it was made under another SESSION_SECRET; make a new one`);
  return open;
}

const equal = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** Why a message is not believed, in words that help the partner and nobody else; nothing when it is. Its nonce is not looked at. */
export function whyRefused({ signature, ...signing }: Signed, partner: Partner | null, settings: Deps['settings'], wall = Date.now()): string | undefined {
  if (!/^\d{10}$/.test(signing.timestamp) || !/^[\w-]{16,64}$/.test(signing.nonce) || !/^[0-9a-f]{64}$/.test(signature)) return '缺少签名，或签名的格式不对';
  // an unknown partner and a wrong signature are answered alike
  if (!partner?.active || !secretsOf(partner, settings, wall).some((secret) => equal(signatureOf(signing, secret), signature))) return '签名不对';
  if (Math.abs(Number(signing.timestamp) * 1000 - wall) > WINDOW) return '时间戳超出允许的范围，请校准时钟后重新签名';
  return undefined;
}

/** Uses a nonce up; only that of a message whose signature was right, or anybody could fill the store. @throws Conflict when it was used before */
export async function useNonce(partner: string, nonce: string, { store }: Pick<Deps, 'store'>, wall = Date.now()): Promise<void> {
  try {
    await store.partnerNonces.collection.insertOne({ _id: `${partner}:${nonce}`, at: wall } as never);
  } catch (error) {
    if (isDuplicate(error)) throw new Conflict('这条消息已经收到过（重放），请用新的随机数重新签名');
    throw error;
  }
}

/** Forgets nonces that a message could no longer be believed with. @returns how many */
export async function forgetNonces({ store }: Pick<Deps, 'store'>, wall = Date.now()): Promise<number> {
  return (await store.partnerNonces.deleteMany({ at: { $lt: wall - 3 * WINDOW } })).deletedCount;
}
