// The read model that records make: the same however often, however cut and however interrupted they arrive.
import { receiveBulk } from '../../processes/projection/receive.js';
import type { Store } from '../../processes/store/store.js';
import { breaking, Broken, reopened, type How } from '../support/breaking-store.js';
import { depsOf, emptyReadModel, feed, fileCase, journey, snapshot, type Journey, type Snapshot } from '../support/journey.js';
import { closeTestStore, openTestStore } from '../support/store.js';

let opened: Store;
let store: Store;
let once: Snapshot;

beforeAll(async () => {
  opened = await openTestStore();
  await begin();
  await feed(journey(), store);
  once = await snapshot(store);
});
afterAll(closeTestStore);

/** An empty read model, and a process that remembers nothing. */
async function begin(): Promise<void> {
  await emptyReadModel(opened);
  store = reopened(opened);
  await fileCase(store);
}

/** Numbers that are always the same, so that a failure can be repeated. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x7fffffff) * below) % below;
  };
}

describe('the same records', () => {
  test('make documents, entries and notices at all', () => {
    expect(once.instances).toHaveLength(2);
    expect(once.tasks.map((task: any) => task.state).sort()).toEqual(['completed', 'completed', 'completed', 'withdrawn']);
    expect(once.entries).toHaveLength(4);
    expect(once.notices).toHaveLength(5);
    // what told of a task that has ended waits for nobody
    expect(once.notices.map(({ _id, over }: any) => [_id.split(':')[0], over ?? false]).sort()).toEqual([...Array.from({ length: 4 }, () => ['open', true]), ['withdrawn', false]]);
    expect(once.cases[0]).toMatchObject({ standing: { status: '已结案', state: 'completed' } });
    expect(once.rejected).toEqual([]);
  });

  test('fed twice change nothing the second time', async () => {
    await begin();
    await feed(journey(), store, { send: async (body) => {
      const first = await receiveBulk(body, depsOf(store));
      expect(first.applied).toBeGreaterThan(0);
      expect(await receiveBulk(body, depsOf(store))).toEqual({ applied: 0 });
      // and by a process that remembers nothing
      expect(await receiveBulk(body, depsOf(reopened(store)))).toEqual({ applied: 0 });
    } });
    expect(await snapshot(store)).toEqual(once);
  });

  test('sent again from the very beginning, as after a crash of the broker, change nothing', async () => {
    await begin();
    const told = journey();
    await feed(told, store);
    await store.settings.collection.deleteMany({});
    await receiveBulk(told.log.body(), depsOf(reopened(store)));
    expect(await snapshot(store)).toEqual(once);
  });

  test.each([1, 2, 3, 4, 5, 6])('cut and overlapped at random (%i) make the same documents, entries and notices', async (seed) => {
    await begin();
    const told = journey();
    const roll = dice(seed);
    const cuts = Array.from({ length: 12 }, () => roll(told.log.records.length));
    await feed(told, store, { cuts, send: async (_body, from, to) => {
      await receiveBulk(told.log.body(Math.max(0, from - roll(30)), to), depsOf(seed % 2 ? store : reopened(store)));
    } });
    expect(await snapshot(store)).toEqual(once);
  });

  test('one to a bulk make the same as many to a bulk', async () => {
    await begin();
    const told = journey();
    await feed(told, store, { cuts: told.log.records.map((_, index) => index + 1) });
    expect(await snapshot(store)).toEqual(once);
  });
});

describe('a store that breaks', () => {
  /** Feeds all, breaking at one write; the bulk then comes again, as it was or grown by what happened since. @returns whether it broke at all */
  async function feedBroken(told: Journey, n: number, how: How): Promise<boolean> {
    const broken = breaking(store, n, how);
    let left: { from: number } | undefined;
    await feed(told, store, { send: async (_body, start, to) => {
      const from = left?.from ?? start;
      left = undefined;
      try {
        await receiveBulk(told.log.body(from, to), depsOf(broken.store));
      } catch (error) {
        if (!(error instanceof Broken)) throw error;
        const awaited = told.acts.filter(({ after }) => after === to).map(({ task }) => task);
        const there = await store.tasks.countDocuments({ _id: { $in: awaited } });
        // people may act on what they see before it is acknowledged; then the next bulk holds both
        if (n % 2 && awaited.length > 0 && there === awaited.length) left = { from };
        else await receiveBulk(told.log.body(from, to), depsOf(n % 3 ? broken.store : reopened(store)));
      }
    } });
    return broken.broke;
  }

  test.each<How>(['half', 'after'])('at any write (%s) leaves nothing that the next try does not mend', async (how) => {
    let tried = 0;
    for (let n = 1; ; n += 1) {
      await begin();
      if (!await feedBroken(journey(), n, how)) break;
      tried = n;
      expect({ n, ...(await snapshot(store)) }).toEqual({ n, ...once });
    }
    expect(tried).toBeGreaterThan(40);
  }, 300_000);
});

describe('partitions beyond the fourth', () => {
  /** Keys by their number within the partition, so that two partitions can be compared. */
  const relative = (all: Snapshot) => JSON.parse(JSON.stringify(all).replace(/\b\d{16,17}\b/g, (key) => `k${BigInt(key) & ((1n << 51n) - 1n)}`).replace(/"partition":\d/g, '"partition":0'));

  test.each([4, 5])('%i keeps every key exact', async (partition) => {
    await begin();
    const told = journey(partition);
    await feed(told, store);
    const there = await snapshot(store);
    expect(there.instances.map((one: any) => one._id).sort()).toEqual([told.keys.root, told.keys.child].sort());
    expect(relative(there)).toEqual(relative(once));
  });
});

describe('a record that cannot be applied', () => {
  test('is set aside and holds up nothing', async () => {
    await begin();
    const told = journey();
    const bad = told.log.start('grid-event', 1n);
    bad.task('intake', { groups: [], engine: { candidateGroups: 'not JSON' } });
    const after = told.log.start('grid-event', 1n);
    await feed(told, store);
    const rejected = await store.rejected.find().lean();
    expect(rejected).toHaveLength(1);
    expect(JSON.parse(rejected[0]!.record)).toMatchObject({ valueType: 'JOB', intent: 'CREATED' });
    expect(rejected[0]!.error).toMatch(/JSON/);
    expect(await store.instances.exists({ _id: String(after.key) })).not.toBeNull();
    await receiveBulk(told.log.body(), depsOf(reopened(store)));
    expect(await store.rejected.countDocuments()).toBe(1);
  });

  test('because its line is broken is kept as it came', async () => {
    await begin();
    const { log } = journey();
    const broken = log.records[5]!.text.slice(0, -30);
    await receiveBulk(`${log.body(0, 5)}${broken}\n${log.body(6)}`, depsOf(store));
    expect(await store.rejected.find().lean()).toMatchObject([{ record: broken.split('\n')[1] }]);
    expect(await store.instances.countDocuments()).toBe(2);
  });
});
