// Passwords are kept only as argon2id hashes; an unknown account costs as much time as a wrong password.
import { hash, verify } from '@node-rs/argon2';

// OWASP's least for argon2id (19 MiB, 2 passes, 1 lane): under 0.1 s of one core, so that sign-ins at shift change do not stop a small machine.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The least number of characters of a password that somebody chooses. */
export const LEAST_LENGTH = 12;

/** What stands in a hash's place of who has no password yet: it is nobody's hash, so nobody signs in. */
export const NO_PASSWORD = '!';

let decoy: Promise<string> | undefined;

/** Hashes a password; the result carries its own salt and cost. */
export const hashPassword = (password: string): Promise<string> => hash(password, cost);

/**
 * Whether a password is the one that was hashed.
 *
 * @param hashed the stored hash, or nothing when there is no such account: the same work is then done for the answer no
 */
export async function isPassword(password: string, hashed: string | undefined): Promise<boolean> {
  const against = hashed ?? await (decoy ??= hashPassword(crypto.randomUUID()));
  // A hash that cannot be read is no password's; it must not become a fault that tells accounts apart.
  const same = await verify(against, password).catch(() => false);
  return same && hashed !== undefined;
}
