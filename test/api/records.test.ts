// The door for Zeebe's records: only the broker may come in, and it hears "received" only when what it brought is durable.
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listenForRecords } from '../../api/records.js';
import { rebuilding } from '../../processes/rebuild.js';
import type { Store } from '../../processes/store/store.js';
import { breaking, reopened } from '../support/breaking-store.js';
import { depsOf, emptyReadModel, fileCase, journey, snapshot } from '../support/journey.js';
import { closeTestStore, openTestStore } from '../support/store.js';

let opened: Store;
let store: Store;
const closing: (() => Promise<void>)[] = [];
const auth = `Basic ${Buffer.from('zeebe:a secret').toString('base64')}`;

beforeAll(async () => { opened = await openTestStore(); });
beforeEach(async () => {
  await emptyReadModel(opened);
  store = reopened(opened);
  await fileCase(store);
});
afterEach(async () => { for (const close of closing.splice(0)) await close(); });
afterAll(closeTestStore);

interface Answer { status: number; headers: Record<string, unknown>; body: any }

/** Opens the door on a store and gives what sends to it as the exporter does: chunked, with basic auth. */
async function door(on: Store = store): Promise<(body: string | Buffer, more?: { path?: string; method?: string; authorization?: string }) => Promise<Answer>> {
  const { server, close } = await listenForRecords(depsOf(on, { settings: { records: { port: 0, host: '127.0.0.1', user: 'zeebe', password: 'a secret', keepDays: 30 } } as never }), () => rebuilding(on));
  closing.push(close);
  const { port } = server.address() as AddressInfo;
  return (body, { path = '/_bulk', method = 'POST', authorization = auth } = {}) => new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', path, method, headers: { 'content-type': 'application/x-ndjson', 'transfer-encoding': 'chunked', ...(authorization ? { authorization } : {}) } }, (res) => {
      const parts: Buffer[] = [];
      res.on('data', (part) => parts.push(part)).on('end', () => resolve({ status: res.statusCode!, headers: res.headers, body: JSON.parse(Buffer.concat(parts).toString()) }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('whoever is not the broker', () => {
  test.each([
    ['no credentials', ''], ['another password', `Basic ${Buffer.from('zeebe:another').toString('base64')}`], ['another user', `Basic ${Buffer.from('kibana:a secret').toString('base64')}`],
    ['another scheme', 'Bearer a secret'], ['half of it', auth.slice(0, -4)],
  ])('with %s is answered 401, and nothing is kept', async (_what, authorization) => {
    const send = await door();
    expect((await send(journey().log.body(), { authorization })).status).toBe(401);
    expect((await send('{}', { authorization, path: '/zeebe-record*/_settings', method: 'PUT' })).status).toBe(401);
    expect(await store.bulks.countDocuments()).toBe(0);
    expect(await store.instances.countDocuments()).toBe(0);
  });
});

describe('the exporter', () => {
  test.each([
    ['PUT', '/zeebe-record*/_settings?allow_no_indices=true'], ['PUT', '/_ilm/policy/zeebe-record-retention-policy'], ['PUT', '/_component_template/zeebe-record'],
    ['PUT', '/_index_template/zeebe-record_job_8.5.8'],
  ])('is answered when it sets itself up: %s %s', async (method, path) => {
    const send = await door();
    expect(await send('{"index":{"lifecycle":{"name":null}}}', { method, path })).toMatchObject({ status: 200, body: { acknowledged: true } });
  });

  test('hears that a bulk was received when everything in it is in the store', async () => {
    const send = await door();
    const { log, keys } = journey();
    const answer = await send(log.body());
    expect(answer).toMatchObject({ status: 200, body: { errors: false, items: [] }, headers: { 'x-elastic-product': 'Elasticsearch' } });
    expect(await store.instances.findById(keys.root).lean()).toMatchObject({ state: 'completed' });
    expect(await store.bulks.countDocuments()).toBe(1);
    const before = await snapshot(store);
    expect((await send(log.body())).status).toBe(200);
    expect(await snapshot(store)).toEqual(before);
  });

  test('hears "received" of a bulk with broken lines, too: they are set aside and the stream goes on', async () => {
    const send = await door();
    const { log } = journey();
    expect((await send(`${log.body(0, 4)}{"index":{}}\n{"broken\n${log.body(4)}`)).status).toBe(200);
    expect((await send('this is no bulk\nat all')).status).toBe(200);
    expect(await store.rejected.countDocuments()).toBe(2);
    expect(await store.instances.countDocuments()).toBe(2);
  });

  test('that sends two bulks at once finds both applied', async () => {
    const send = await door();
    const [one, two] = [journey(1).log, journey(5).log];
    const answers = await Promise.all([send(one.body(0, 60)), send(two.body()), send(one.body())]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await store.instances.countDocuments()).toBe(4);
  });
});

describe('when it cannot be kept', () => {
  test('a bulk is answered 503, and is applied when it comes again', async () => {
    const { log, keys } = journey();
    let wrongWrites = 0;
    for (const n of [1, 2, 5, 9]) {
      await emptyReadModel(opened);
      await fileCase(opened);
      const broken = breaking(reopened(opened), n, 'half');
      const send = await door(broken.store);
      expect(await send(log.body())).toMatchObject({ status: 503 });
      expect(broken.broke).toBe(true);
      expect(await send(log.body())).toMatchObject({ status: 200, body: { errors: false } });
      expect(await opened.instances.findById(keys.root).lean()).toMatchObject({ state: 'completed' });
      expect(await opened.tasks.countDocuments()).toBe(4);
      wrongWrites += 1;
    }
    expect(wrongWrites).toBe(4);
  });

  test('because a rebuild runs, it is answered 503 and applied afterwards', async () => {
    const send = await door();
    const { log } = journey();
    await store.settings.collection.insertOne({ _id: 'rebuilding' as any, value: Date.now() + 60_000 });
    expect((await send(log.body())).status).toBe(503);
    expect(await store.bulks.countDocuments()).toBe(0);
    await store.settings.collection.deleteOne({ _id: 'rebuilding' as any });
    expect((await send(log.body())).status).toBe(200);
    expect(await store.instances.countDocuments()).toBe(2);
  });

  test('because it is larger than anything the broker sends, it is refused', async () => {
    const send = await door();
    const answer = await send(Buffer.alloc(33 * 1024 * 1024, 'x')).catch((error: Error) => error);
    expect(answer instanceof Error || answer.status === 503).toBe(true);
    expect(await store.bulks.countDocuments()).toBe(0);
    expect((await send(journey().log.body())).status).toBe(200);
  });
});
