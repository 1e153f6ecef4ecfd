// Partners' secrets are kept so that they can be used but not read: sealed under a key that is not in the store.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Settings } from '../settings.js';

type Key = Pick<Settings, 'sessionSecret'>;

/** A key of its own for this purpose (RFC 5869). */
const keyOf = ({ sessionSecret }: Key): Buffer => Buffer.from(hkdfSync('sha256', sessionSecret, '', 'liandong partner secrets', 32));

/** Seals a text with AES-256-GCM. @param about what it belongs to; it opens for nothing else */
export function seal(text: string, about: string, settings: Key): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(settings), nonce).setAAD(Buffer.from(about));
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

/** Opens what was sealed; nothing when the installation's secret is another one now. */
export function unseal(sealed: string, about: string, settings: Key): string | undefined {
  const bytes = Buffer.from(sealed, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(settings), bytes.subarray(0, 12)).setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
