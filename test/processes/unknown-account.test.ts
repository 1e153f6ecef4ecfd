// An account that does not exist must not be told from a wrong password by the work it costs.
import { expect, jest, test } from '@jest/globals';

const argon2 = await import('@node-rs/argon2');
const checked: string[] = [];
jest.unstable_mockModule('@node-rs/argon2', () => ({ ...argon2, verify: (against: string, password: string) => { checked.push(against); return argon2.verify(against, password); } }));
const { hashPassword, isPassword } = await import('../../processes/passwords.js');

test('an unknown account costs one check against a hash of the same kind and cost as a wrong password', async () => {
  const costOf = (hash: string) => hash.split('$').slice(0, 4).join('$');
  const hashed = await hashPassword('x'.repeat(12));
  expect([await isPassword('wrong', hashed), await isPassword('wrong', undefined)]).toEqual([false, false]);
  expect(checked.map(costOf)).toEqual([costOf(hashed), costOf(hashed)]);
  expect(costOf(hashed)).toContain('m=19456,t=2,p=1');
});
