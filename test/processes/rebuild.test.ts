// Rebuilding: the kept bulks give the same read model again, whatever happened to it, and leave to people what is theirs.
import { defaultCalendar } from '../../processes/calendar.js';
import { receiveBulk } from '../../processes/projection/receive.js';
import { HUMAN, projected } from '../../processes/projection/working-set.js';
import { rebuild, rebuilding } from '../../processes/rebuild.js';
import type { Store } from '../../processes/store/store.js';
import { reopened } from '../support/breaking-store.js';
import { CASE, depsOf, emptyReadModel, feed, fileCase, journey, snapshot, type Journey, type Snapshot } from '../support/journey.js';
import { closeTestStore, openTestStore } from '../support/store.js';

let opened: Store;
let store: Store;
let told: Journey;
let before: Snapshot;
const again = () => rebuild(store, defaultCalendar());
const count = (all: Snapshot) => projected.reduce((sum, name) => sum + all[name].length, 0);

beforeAll(async () => { opened = await openTestStore(); });
afterAll(closeTestStore);
beforeEach(async () => {
  await emptyReadModel(opened);
  store = reopened(opened);
  await fileCase(store);
  told = journey();
  await feed(told, store, { cuts: [20, 50, 90] });
  before = await snapshot(store);
});

describe('a rebuild', () => {
  test('of what is right finds every document identical, however often', async () => {
    for (let i = 0; i < 2; i += 1) expect(await again()).toEqual({ records: told.log.records.length, same: count(before), mended: 0, missing: 0, older: 0 });
    expect(await snapshot(store)).toEqual(before);
  });

  test.each(projected)('restores %s that were deleted', async (name) => {
    // a task that is gone takes with it what people did to it; only one that nobody touched comes back whole
    const filter = name === 'tasks' ? { elementId: 'no-such' } : {};
    const { deletedCount } = await store[name as 'tasks'].collection.deleteMany(filter as object);
    expect((await again()).missing).toBe(deletedCount);
    expect(await snapshot(store)).toEqual(before);
  });

  test('mends documents of every kind that were changed, and says how many', async () => {
    let spoilt = 0;
    for (const name of projected) {
      const [first, second] = before[name] as any[];
      const model = store[name as 'tasks'].collection;
      for (const [one, change] of [[first, { $set: { pos: 1, procedure: 'spoilt' } }], [second, { $unset: { instanceKey: '', procedure: '', elementKey: '' }, $set: { extra: 1 } }]] as const) {
        if (!one) continue;
        await model.updateOne({ _id: one._id }, change as object);
        spoilt += 1;
      }
    }
    const result = await again();
    expect(result).toMatchObject({ mended: spoilt, missing: 0, same: count(before) - spoilt });
    expect(await snapshot(store)).toEqual(before);
    expect(await again()).toMatchObject({ mended: 0, same: count(before) });
  });

  test('leaves to people what is theirs, and computes what follows from it as it was', async () => {
    const key = told.keys.villageHandle;
    const had = await store.tasks.findById(key).lean();
    expect(had).toMatchObject({ clock: [{ type: 'extend' }], draft: { by: 'caobacun' }, rungs: ['remind'] });
    await store.tasks.collection.updateOne({ _id: key as any }, { $set: { state: 'open', name: 'spoilt', candidateGroups: [] } });
    await again();
    const mended = await store.tasks.findById(key).lean();
    for (const field of HUMAN.filter((name) => name !== 'changed')) expect(mended![field]).toEqual(had![field]);
    expect(mended).toMatchObject({ state: 'withdrawn', name: had!.name, candidateGroups: had!.candidateGroups });
  });

  test('does not undo what somebody sends while it mends that very task', async () => {
    await emptyReadModel(opened);
    store = reopened(opened);
    await fileCase(store);
    // up to where a task is open
    for (let from = 0; !(await store.tasks.exists({ state: 'open' })); from += 4) await receiveBulk(told.log.body(from, from + 4), depsOf(store));
    const { _id } = (await store.tasks.findOne({ state: 'open' }).lean())!;
    await store.tasks.collection.updateOne({ _id: _id as any }, { $set: { name: 'spoilt' } });
    const submission = { by: { id: 'caobacun', name: '李秀兰' }, at: new Date(), values: { summary: '已清运' }, sentAt: 1 };
    const { collection } = store.tasks;
    const write = collection.bulkWrite.bind(collection);
    let sent = false;
    collection.bulkWrite = (async (...given: Parameters<typeof write>) => {
      if (!sent) await store.tasks.updateOne({ _id }, { $set: { state: 'submitted', submission, holder: { person: 'caobacun', at: submission.at } } });
      sent = true;
      return write(...given);
    }) as typeof write;
    const result = await again();
    expect(sent).toBe(true);
    expect(result).toMatchObject({ mended: 1, missing: 0 });
    const mended = await store.tasks.findById(_id).lean();
    expect(mended).toMatchObject({ state: 'submitted', submission, holder: { person: 'caobacun' } });
    expect(mended!.name).not.toBe('spoilt');
  });

  test('mends where a case stands, and writes entries and notices that are missing', async () => {
    await store.cases.collection.updateOne({ _id: CASE as any }, { $set: { 'standing.status': '待受理', 'standing.state': 'active' } });
    await store.entries.collection.deleteMany({ action: '完成' });
    await store.notices.collection.deleteMany({ kind: 'task' });
    await again();
    expect(await snapshot(store)).toEqual(before);
  });

  test('of bulks that came twice and overlapped gives the same', async () => {
    const { records } = told.log;
    const before40 = told.log.body(10, 40);
    await store.settings.collection.deleteMany({});
    store = reopened(opened);
    await receiveBulk(before40, depsOf(store));
    await receiveBulk(told.log.body(0, records.length), depsOf(store));
    expect(await again()).toMatchObject({ records: records.length, mended: 0, missing: 0 });
    expect(await snapshot(store)).toEqual(before);
  });

  test('when older bulks are gone leaves alone what began before, and still knows the diagrams', async () => {
    const [first] = (await store.bulks.find({}, { from: 1 }).lean()).sort((a, b) => a.from - b.from);
    await store.bulks.deleteOne({ _id: first!._id });
    const definition = before.definitions.find((one: any) => one.procedure === 'wage-arrears') as any;
    const known = told.log.records.length;
    const fresh = told.log.start('wage-arrears', BigInt(definition._id));
    const tick = told.log.start('supervision', BigInt((before.definitions.find((one: any) => one.procedure === 'supervision') as any)._id));
    tick.end();
    fresh.variable('caseNo', CASE);
    fresh.task('on-site-confirm', { groups: ['by-jinghe.lds/officer'] });
    await receiveBulk(told.log.body(known), depsOf(store));
    const now = await snapshot(store);
    expect(now.instances).toHaveLength(before.instances.length + 1);

    const result = await again();
    expect(result).toMatchObject({ mended: 0, missing: 0 });
    expect(result.older).toBeGreaterThan(0);
    expect(await snapshot(store)).toEqual(now);
  });
});

describe('the switch that stops the records', () => {
  test('is on while a rebuild runs, and off after it, also when it failed', async () => {
    const seen: boolean[] = [];
    const one = () => rebuild(store, defaultCalendar(), () => void rebuilding(store).then((on) => seen.push(on)));
    // which of two comes first is the store's to say
    const both = await Promise.allSettled([one(), one()]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(String((both.find(({ status }) => status === 'rejected') as PromiseRejectedResult).reason)).toContain('already under way');
    expect(seen).toContain(true);
    expect(await rebuilding(store)).toBe(false);

    await store.bulks.collection.updateOne({}, { $set: { body: Buffer.from('no gzip') } });
    await expect(again()).rejects.toThrow();
    expect(await rebuilding(store)).toBe(false);
  });

  test('of a rebuild that crashed ends by itself', async () => {
    await store.settings.collection.insertOne({ _id: 'rebuilding' as any, value: Date.now() + 60_000 });
    expect(await rebuilding(store)).toBe(true);
    await expect(again()).rejects.toThrow('already under way');
    await store.settings.collection.updateOne({ _id: 'rebuilding' as any }, { $set: { value: Date.now() - 1 } });
    expect(await rebuilding(store)).toBe(false);
    expect(await again()).toMatchObject({ mended: 0, missing: 0 });
  });

  test('comes too late for a bulk that is under way, and what that bulk changes is not taken back', async () => {
    const late = told.log.start('grid-event', 1n);
    late.variable('caseNo', CASE);
    late.end('TERMINATED');
    const rest = told.log.body();
    // It arrives between the rebuild's first look and its end, as one that had passed the switch before would.
    let arrived: Promise<unknown> | undefined;
    await rebuild(store, defaultCalendar(), () => { arrived ??= receiveBulk(rest, depsOf(store)); });
    await arrived;
    expect(await store.instances.findById(String(late.key)).lean()).toMatchObject({ state: 'terminated' });
    expect(await again()).toMatchObject({ mended: 0, missing: 0 });
  });
});
