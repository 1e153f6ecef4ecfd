// `npm run admin`: the first administrator is made by a command, once, and the password never shows.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isPassword } from '../../processes/passwords.js';
import { openStore, type Store } from '../../processes/store/store.js';
import { builtCommand, type Command } from '../support/command.js';
import { closeTestStore, testStoreUri } from '../support/store.js';

let uri: string;
let store: Store;
let command: Command;
beforeAll(async () => {
  uri = await testStoreUri();
  store = await openStore(uri);
  command = await builtCommand('runtime/admin.ts');
});
afterAll(async () => {
  await store.connection.dropDatabase();
  await store.close();
  await command.remove();
  await closeTestStore();
});

const admin = (...given: Parameters<Command['run']>) => command.run(...given);
const create = ['create', '--account', 'chief', '--name', '张管理'];

describe('npm run admin', () => {
  test('says how it is used, and where the store is to come from', async () => {
    expect(await admin(['make'], { env: { MONGODB_URI: uri } })).toEqual({ code: 1, said: expect.stringContaining('usage: npm run admin') });
    const empty = await mkdtemp(join(tmpdir(), 'liandong-'));
    expect(await admin(create, { env: { LIANDONG_DATA: empty } })).toEqual({ code: 1, said: expect.stringContaining('MONGODB_URI') });
    await rm(empty, { recursive: true });
  });

  test('refuses a short password', async () => {
    expect(await admin(create, { env: { MONGODB_URI: uri }, input: 'short\n' })).toEqual({ code: 1, said: expect.stringContaining('shorter than <12>') });
    expect(await store.people.find().lean()).toEqual([]);
  });

  test('makes the first administrator on the store that runs here, with the password of the first line, and no second one', async () => {
    await writeFile(join(command.folder, 'running.json'), JSON.stringify({ mongoUri: uri }));
    const first = await admin(create, { env: { LIANDONG_DATA: command.folder }, input: 'a long pass phrase\nnot this\n' });
    expect(first).toEqual({ code: 0, said: expect.stringContaining('<chief>') });
    expect(first.said).not.toMatch('pass phrase');
    const [made] = await store.people.find().lean();
    expect(await isPassword('a long pass phrase', made!.passwordHash)).toBe(true);
    expect(await admin(['create', '--account', 'second', '--name', '李'], { env: { MONGODB_URI: uri, ADMIN_PASSWORD: 'another long one' } })).toEqual({ code: 1, said: expect.stringContaining('already <chief>') });
    expect(first.said).toContain('still without anybody: <security>, <auditor>');
  });

  test('makes the first of each of the three offices, each another person, and names an office that is none', async () => {
    const make = (account: string, role: string) => admin(['create', '--account', account, '--name', '李', '--role', role], { env: { MONGODB_URI: uri, ADMIN_PASSWORD: 'another long one' } });
    expect(await make('keeper', 'commander')).toEqual({ code: 1, said: expect.stringContaining('no office <commander>') });
    expect(await make('chief', 'security')).toEqual({ code: 1, said: expect.stringContaining('<chief> is taken') });
    expect(await make('keeper', 'security')).toEqual({ code: 0, said: expect.stringContaining('still without anybody: <auditor>') });
    expect(await make('reader', 'auditor')).toEqual({ code: 0, said: expect.stringContaining('all three offices have somebody') });
    expect(await make('reader2', 'auditor')).toEqual({ code: 1, said: expect.stringContaining('already <reader>') });
    expect((await store.people.find({}, { groups: 1 }).lean()).map(({ groups }) => groups[0]).sort()).toEqual(['city/admin', 'city/auditor', 'city/security']);
  });
});
