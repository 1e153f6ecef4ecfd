// Passwords: kept as argon2id hashes, and who may be the first administrator.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createFirstAdmin } from '../../processes/first-admin.js';
import { hashPassword, isPassword } from '../../processes/passwords.js';
import type { Store } from '../../processes/store/store.js';
import { closeTestStore, openTestStore } from '../support/store.js';

describe('passwords', () => {
  test('only the password itself passes, and the same password never gives the same hash', async () => {
    const [one, two] = await Promise.all([hashPassword('正确的马'), hashPassword('正确的马')]);
    expect(one).toMatch(/^\$argon2id\$/);
    expect(one).not.toBe(two);
    expect([await isPassword('正确的马', one), await isPassword('错误的马', one)]).toEqual([true, false]);
  });

  test('no account and a spoilt hash are a no, not a fault', async () => {
    expect([await isPassword('x', undefined), await isPassword('x', 'spoilt')]).toEqual([false, false]);
  });
});

describe('the first administrator', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(closeTestStore);
  const wanted = { account: 'root.admin', name: '管理员', password: 'a long pass phrase' };

  test('a short password or an odd account is refused', async () => {
    await expect(createFirstAdmin(store, { ...wanted, password: 'short' })).rejects.toMatchObject({ name: 'Invalid' });
    await expect(createFirstAdmin(store, { ...wanted, account: 'Root Admin' })).rejects.toMatchObject({ name: 'Invalid' });
    expect(await store.people.find().lean()).toEqual([]);
  });

  test('of two that are made at once one is made, and nobody afterwards', async () => {
    const both = await Promise.allSettled([createFirstAdmin(store, wanted), createFirstAdmin(store, { ...wanted, account: 'other' })]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(createFirstAdmin(store, { ...wanted, account: 'third' })).rejects.toMatchObject({ name: 'Conflict' });
    expect(await store.people.find().lean()).toHaveLength(1);
  });

  test('it is posted at the top, and in an empty store there is a top to be posted at', async () => {
    const [admin] = await store.people.find().lean();
    expect(admin!.groups).toEqual(['city/admin']);
    expect(await store.units.findById('city').lean()).toMatchObject({ level: 'city', parent: null });
  });
});
