// `npm run admin`: the first administrator is made by a command, once, and the password never shows.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { root } from '../../processes/settings.js';
import { isPassword } from '../../processes/passwords.js';
import { openStore, type Store } from '../../processes/store/store.js';
import { closeTestStore, testStoreUri } from '../support/store.js';

let uri: string;
let store: Store;
let folder: string;
beforeAll(async () => {
  uri = await testStoreUri();
  store = await openStore(uri);
  // Inside the project, so that the packages are found; built as `npm start` does it.
  await mkdir(join(root, '.runtime'), { recursive: true });
  folder = await mkdtemp(join(root, '.runtime', 'admin-'));
  await esbuild.build({ entryPoints: [join(root, 'runtime/admin.ts')], outfile: join(folder, 'runtime/admin.mjs'), bundle: true, packages: 'external', platform: 'node', format: 'esm', target: 'node20' });
});
afterAll(async () => {
  await store.connection.dropDatabase();
  await store.close();
  await rm(folder, { recursive: true, force: true });
  await closeTestStore();
});

function admin(args: string[], { env = {}, input = '' }: { env?: NodeJS.ProcessEnv; input?: string } = {}): Promise<{ code: number | null; said: string }> {
  const { MONGODB_URI: _none, NODE_OPTIONS: _jest, ...rest } = process.env;
  const child = spawn(process.execPath, [join(folder, 'runtime/admin.mjs'), ...args], { env: { ...rest, ...env } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  child.stdin.end(input);
  return new Promise((done) => child.once('close', (code) => done({ code, said })));
}
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
    await writeFile(join(folder, 'running.json'), JSON.stringify({ mongoUri: uri }));
    const first = await admin(create, { env: { LIANDONG_DATA: folder }, input: 'a long pass phrase\nnot this\n' });
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
