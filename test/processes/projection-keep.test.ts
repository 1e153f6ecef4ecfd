// Bulks are kept for the days that were set, and no longer.
import { sweepBulks } from '../../processes/projection/keep.js';
import { reopened } from '../support/breaking-store.js';
import { feed, journey, snapshot } from '../support/journey.js';
import { closeTestStore, openTestStore } from '../support/store.js';

afterAll(closeTestStore);
const DAY = 86_400_000;

describe('sweeping bulks', () => {
  test('removes those that arrived longer ago than they are to be kept, and nothing else', async () => {
    const store = await openTestStore();
    await feed(journey(), store);
    const bulks = (await store.bulks.find({}, { from: 1, at: 1 }).lean()).sort((a, b) => a.from - b.from);
    expect(bulks.length).toBeGreaterThan(2);
    const now = bulks[0]!.at.getTime();
    await store.bulks.collection.updateOne({ _id: bulks[0]!._id as any }, { $set: { at: new Date(now - 30 * DAY - 1) } });
    await store.bulks.collection.updateOne({ _id: bulks[1]!._id as any }, { $set: { at: new Date(now - 30 * DAY) } });
    const before = await snapshot(store);

    expect(await sweepBulks(store, 30, now)).toBe(1);
    expect((await store.bulks.find({}, { _id: 1 }).lean()).map(({ _id }) => _id).sort()).toEqual(bulks.slice(1).map(({ _id }) => _id).sort());
    expect(await sweepBulks(store, 30, now)).toBe(0);
    expect(await snapshot(store)).toEqual(before);
  });

  test('waits while a rebuild reads them', async () => {
    const store = reopened(await openTestStore());
    await feed(journey(), store);
    const held = await store.bulks.countDocuments();
    await store.settings.collection.insertOne({ _id: 'rebuilding' as any, value: Date.now() + 60_000 });
    expect(await sweepBulks(store, 1, Date.now() + 10 * DAY)).toBe(0);
    await store.settings.collection.deleteOne({ _id: 'rebuilding' as any });
    expect(await sweepBulks(store, 1, Date.now() + 10 * DAY)).toBe(held);
  });

  test.each([0, -1, NaN])('refuses a time that is none (%p)', async (days) => {
    await expect(sweepBulks(await openTestStore(), days)).rejects.toThrow(`<${days}>`);
  });
});
