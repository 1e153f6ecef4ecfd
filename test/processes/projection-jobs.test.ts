// The jobs of service tasks in the read model: which wait for a worker, which failed and with what, and on each element who did it.
import { receiveBulk } from '../../processes/projection/receive.js';
import { rebuild } from '../../processes/rebuild.js';
import { defaultCalendar } from '../../processes/calendar.js';
import type { Store } from '../../processes/store/store.js';
import { reopened } from '../support/breaking-store.js';
import { depsOf, diagram, emptyReadModel, snapshot } from '../support/journey.js';
import { RecordLog, type InstanceLog, type Key } from '../support/records.js';
import { closeTestStore, openTestStore } from '../support/store.js';

let opened: Store;
let store: Store;
let log: RecordLog;
let instance: InstanceLog;
let element: Key;
let key: Key;
let told = 0;

beforeAll(async () => { opened = await openTestStore(); });
afterAll(closeTestStore);
beforeEach(async () => {
  await emptyReadModel(opened);
  store = reopened(opened);
  log = new RecordLog();
  told = 0;
  instance = log.start('grid-event', log.deploy('grid-event', diagram('grid-event')));
  element = instance.enter('classify', 'SERVICE_TASK');
  key = log.key();
});

const job = (intent: string, more: Record<string, unknown> = {}, type = 'classify') => instance.job(intent, key, 'classify', element, {}, type, { retries: 3, ...more });
const tell = async () => {
  const from = told;
  told = log.records.length;
  await receiveBulk(log.body(from), depsOf(store));
};
const open = async () => store.jobs.findById(String(key)).lean();
const ofElement = async () => (await store.elements.findById(String(element)).lean())?.job;

describe('a job', () => {
  test('waits as a document until it ends, and leaves its worker on the element', async () => {
    job('CREATED');
    await tell();
    expect(await open()).toMatchObject({ type: 'classify', state: 'waiting', retries: 3, instanceKey: String(instance.key), elementKey: String(element), elementId: 'classify', procedure: 'grid-event' });
    expect(await ofElement()).toBeUndefined();
    job('COMPLETED', { worker: 'centre-1' });
    await tell();
    expect(await open()).toBeNull();
    expect(await ofElement()).toMatchObject({ key: String(key), type: 'classify', state: 'completed', worker: 'centre-1', createdAt: expect.any(Date), at: expect.any(Date) });
  });

  test('that ends in the bulk in which it began is never a document', async () => {
    job('CREATED');
    job('COMPLETED', { worker: 'centre-1' });
    instance.leave('classify', 'SERVICE_TASK', element);
    await tell();
    expect(await store.jobs.countDocuments()).toBe(0);
    expect(await store.elements.findById(String(element)).lean()).toMatchObject({ state: 'completed', job: { worker: 'centre-1' } });
  });

  test('that fails says how often and with what, while it is tried and afterwards', async () => {
    job('CREATED');
    job('FAILED', { retries: 2, retryBackoff: 5_000, recurringTime: 1_795_369_286_991, worker: 'centre-1', errorMessage: 'the store is away' });
    await tell();
    expect(await open()).toMatchObject({ state: 'retrying', failures: 1, error: 'the store is away', worker: 'centre-1', until: new Date(1_795_369_286_991) });
    job('RECURRED_AFTER_BACKOFF', { retries: 2 });
    await tell();
    const waiting = await open();
    expect(waiting).toMatchObject({ state: 'waiting', retries: 2, failures: 1 });
    expect(waiting).not.toHaveProperty('until');
    job('FAILED', { retries: 0, worker: 'centre-2', errorMessage: 'no such case' });
    const incident = instance.incident('CREATED', log.key(), 'classify', element, key);
    await tell();
    expect(await open()).toMatchObject({ state: 'failed', failures: 2, error: 'no such case' });
    job('RETRIES_UPDATED', { retries: 3 });
    await tell();
    expect(await open()).toMatchObject({ state: 'failed', retries: 3 });
    instance.incident('RESOLVED', incident, 'classify', element, key);
    await tell();
    expect(await open()).toMatchObject({ state: 'waiting', retries: 3 });
    job('COMPLETED', { worker: 'centre-2' });
    await tell();
    expect(await ofElement()).toMatchObject({ state: 'completed', worker: 'centre-2', failures: 2, error: 'no such case' });
  });

  test('whose thrown error is caught has ended; one that nothing catches stays', async () => {
    job('CREATED');
    instance.job('ERROR_THROWN', key, 'NO_CATCH_EVENT_FOUND', element, {}, 'classify', { errorCode: 'NO_LEAD', errorMessage: 'nobody', worker: 'centre-1' });
    await tell();
    expect(await open()).toMatchObject({ state: 'error', error: 'NO_LEAD: nobody', elementId: 'classify' });
    job('ERROR_THROWN', { errorCode: 'NO_LEAD', errorMessage: 'nobody', worker: 'centre-1' });
    await tell();
    expect(await open()).toBeNull();
    expect(await ofElement()).toMatchObject({ state: 'error', error: 'NO_LEAD: nobody', worker: 'centre-1' });
  });

  test('that is taken back has ended', async () => {
    job('CREATED');
    await tell();
    job('CANCELED');
    await tell();
    expect([await open(), (await ofElement())?.state]).toEqual([null, 'canceled']);
  });

  test('of what runs every minute is seen while it waits', async () => {
    const minute = log.start('supervision', log.deploy('supervision', diagram('supervision')));
    const task = minute.enter('supervise', 'SERVICE_TASK');
    minute.job('CREATED', key, 'supervise', task, {}, 'supervise');
    await tell();
    expect(await open()).toMatchObject({ type: 'supervise', state: 'waiting' });
    expect(await store.instances.countDocuments({ procedure: 'supervision' })).toBe(0);
    minute.job('COMPLETED', key, 'supervise', task, {}, 'supervise');
    await tell();
    expect(await store.jobs.countDocuments()).toBe(0);
  });
});

describe('the same records', () => {
  const all = () => {
    job('CREATED');
    job('FAILED', { retries: 2, worker: 'centre-1', errorMessage: 'once' });
    job('TIMED_OUT', { retries: 2, worker: 'centre-1' });
    job('COMPLETED', { worker: 'centre-2' });
    const second = instance.enter('assign', 'SERVICE_TASK');
    instance.job('CREATED', log.key(), 'assign', second, {}, 'assign');
  };

  test('one by one, all at once, twice and from the beginning make the same', async () => {
    all();
    await tell();
    const once = await snapshot(store);
    expect(once.jobs).toHaveLength(1);
    await store.settings.collection.deleteMany({});
    await receiveBulk(log.body(), depsOf(reopened(store)));
    expect(await snapshot(store)).toEqual(once);

    await emptyReadModel(opened);
    store = reopened(opened);
    for (let from = 0; from < log.records.length; from += 1) await receiveBulk(log.body(from, from + 1), depsOf(store));
    expect(await snapshot(store)).toEqual(once);
  });

  test('rebuilt put back a job that was lost, and take away one that has ended', async () => {
    all();
    await tell();
    const before = await snapshot(store);
    const [left] = before.jobs as any[];
    await store.jobs.collection.deleteMany({});
    await store.jobs.collection.insertOne({ ...left, _id: String(key) as never });
    expect(await rebuild(store, defaultCalendar())).toMatchObject({ missing: 1, mended: 1 });
    expect(await snapshot(store)).toEqual(before);
  });
});
