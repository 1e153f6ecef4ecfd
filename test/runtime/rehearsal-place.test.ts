// What is taken away of earlier rehearsals, and what is left alone; which engine no rehearsal may be played on.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings, type Settings } from '../../processes/settings.js';
import type { Store } from '../../processes/store/store.js';
import { assertMovable } from '../../runtime/rehearsal-ground.js';
import { folderOf, freshId, LIFE, markPlace, sweepPlaces } from '../../runtime/rehearsal-place.js';
import { closeTestStore, openTestStore } from '../support/store.js';

let store: Store;
let settings: Settings;
const idAt = (time: number) => `${time.toString(36)}abc123`;
const database = (id: string) => store.connection.getClient().db(`${store.connection.name}_rehearsal_${id}`);
const isThere = async (id: string) => (await database(id).collection('cases').countDocuments()) > 0;

beforeAll(async () => {
  store = await openTestStore();
  settings = { data: mkdtempSync(join(tmpdir(), 'liandong-place-')), mongoUri: `mongodb://127.0.0.1/${store.connection.name}` } as Settings;
}, 60_000);
afterAll(async () => {
  rmSync(settings.data, { recursive: true, force: true });
  await closeTestStore();
});

test('only marked databases of the form that rehearsals have, older than one can be, are taken away', async () => {
  const old = Date.now() - LIFE - 60_000;
  const [ours, unmarked, young, ancient] = [idAt(old), idAt(old - 1), idAt(Date.now() - 1_000), idAt(Date.UTC(2023, 0))];
  const names = [ours, unmarked, young, ancient, 'county', 'live2'];
  for (const id of names) await database(id).collection<{ _id: string }>('cases').insertOne({ _id: 'one' });
  for (const id of [ours, young, ancient, 'county', 'live2']) await markPlace(store, settings, id);
  await sweepPlaces(store, settings);
  expect(await Promise.all(names.map(isThere))).toEqual([false, true, true, true, true, true]);
  for (const id of names) await database(id).dropDatabase();
});

test('a stray file among the folders hinders nothing, and is left', async () => {
  const id = freshId();
  mkdirSync(folderOf(settings, id), { recursive: true });
  writeFileSync(folderOf(settings, '.DS_Store'), '');
  await new Promise((resolve) => setTimeout(resolve, 5));
  await sweepPlaces(store, settings);
  expect([existsSync(folderOf(settings, id)), existsSync(folderOf(settings, '.DS_Store'))]).toEqual([false, true]);
});

const env = { MONGODB_URI: 'mongodb://h/x', RECORDS_PASSWORD: 'x', SESSION_SECRET: 'x', ZEEBE_ADDRESS: 'localhost:26500', ZEEBE_MANAGEMENT: 'http://localhost:9600' };

test.each(['localhost:26500', '127.0.0.1:26500', '[::1]:26500', 'LOCALHOST', 'http://127.0.0.1:26500'])('<%s> is the live engine, however it is written', (address) => {
  expect(() => readSettings({ ...env, REHEARSAL_ZEEBE_ADDRESS: address, REHEARSAL_ZEEBE_MANAGEMENT: 'http://localhost:9601' })).toThrow('REHEARSAL_ZEEBE_ADDRESS');
});

test('the clock of the live engine is not the one to be moved, and another engine on this machine may be', () => {
  expect(() => readSettings({ ...env, REHEARSAL_ZEEBE_ADDRESS: 'localhost:26501', REHEARSAL_ZEEBE_MANAGEMENT: 'http://127.0.0.1:9600/' })).toThrow('REHEARSAL_ZEEBE_MANAGEMENT');
  expect(readSettings({ ...env, REHEARSAL_ZEEBE_ADDRESS: 'localhost:26501', REHEARSAL_ZEEBE_MANAGEMENT: 'http://localhost:9601' }).rehearsal.given?.address).toBe('localhost:26501');
});

test('an engine that does not let its clock be moved is refused in words, as is one that does not answer', async () => {
  let status = 403;
  const server = createServer((_request, response) => void response.writeHead(status).end());
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const management = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await expect(assertMovable({ address: 'e:1', management })).rejects.toThrow('不允许移动时间');
  status = 200;
  await assertMovable({ address: 'e:1', management });
  await new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); });
  await expect(assertMovable({ address: 'e:1', management })).rejects.toThrow('没有回答');
});
