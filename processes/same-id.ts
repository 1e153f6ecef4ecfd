// What is said, as a hash, and ids that follow from it: the same whenever and wherever they are computed, so that what is repeated is known again.
import { createHash } from 'node:crypto';

/** The SHA-256 of a value's JSON, hexadecimal. The order of an object's keys does not count. */
export const contentHash = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value, (_key, one) => (one && typeof one === 'object' && !Array.isArray(one) ? Object.fromEntries(Object.entries(one).sort()) : one))).digest('hex');

/** A hash in the form of a UUID (RFC 9562, version 8). */
export const uuidOf = (hash: string): string => `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-9${hash.slice(17, 20)}-${hash.slice(20, 32)}`;

/** An id for what these texts name. */
export const sameId = (...texts: string[]): string => uuidOf(contentHash(texts));
