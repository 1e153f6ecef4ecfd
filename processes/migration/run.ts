// The work on migrations in the background: a few instances at a time, each taken with a lease, so that two processes never move the same one.
import type { Deps } from '../deps.js';
import { Unavailable } from '../errors.js';
import { isStoreAway } from '../store/away.js';
import { settleLeased, takeLeased } from '../store/lease.js';
import type { Migration, MigrationItem } from '../store/types.js';
import { moveItem, type Outcome } from './item.js';
import { log } from './jobs.js';
import { countItems } from './progress.js';

type Around = Pick<Deps, 'store' | 'engine' | 'clock'>;

/** How long a taken item is ours, milliseconds; whoever was killed with it loses it after that. */
const LEASE = 30_000;
/** How many are under way at once: people's own work goes before. */
const AT_ONCE = 2;
/** A pause after each, milliseconds, in which the records of the last one are read. */
const BREATH = 20;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Takes an item that nobody has, as it was before, with the lease that is ours now. Of a migration that is not running only what is half-way over a bridge is taken. */
function take(migration: Migration, { store }: Around, wall: number): Promise<MigrationItem | null> {
  const free = { migration: migration._id, nextAt: { $lte: wall } };
  const wanted = migration.state === 'running' ? [{ ...free, state: 'moving' }, { ...free, state: 'waiting' }] : [{ ...free, state: 'moving' }];
  return takeLeased(store.migrationItems, wanted, { state: 'moving' }, LEASE, wall);
}

/** Writes down what became of an item, unless the lease was lost meanwhile. */
async function settle(item: MigrationItem, { again, ...outcome }: Outcome, { store, clock }: Around, wall: number): Promise<void> {
  const { _id, migration } = item;
  if (!await settleLeased(store.migrationItems, item, { ...outcome, nextAt: again ? wall + again : 0, at: clock.now() }) || outcome.state !== 'waiting') return;
  // it was in our hands when the migration was stopped: nobody will take it again
  if (await store.migrations.exists({ _id: migration, state: 'stopped' })) await store.migrationItems.updateOne({ _id, state: 'waiting' }, { $set: { state: 'left' } });
}

/** Works on one item. @returns false when there is none to take */
async function step(migration: Migration, deps: Around): Promise<boolean> {
  const item = await take(migration, deps, Date.now());
  if (!item) return false;
  try {
    await settle(item, await moveItem(item, migration, deps), deps, Date.now());
  } catch (error) {
    if (error instanceof Unavailable || isStoreAway(error)) {
      // its outcome is unknown: it stays in the state from which the next try finds out
      await settle(item, { state: 'moving', again: 2_000 }, deps, Date.now()).catch(() => undefined);
      throw error;
    }
    await settle(item, { state: 'refused', said: `没有迁成：${(error as Error).message}` }, deps, Date.now());
  }
  await pause(BREATH);
  return true;
}

/** Says that all is done, once. */
async function conclude(migration: Migration, deps: Around): Promise<void> {
  const { store, clock } = deps;
  const { waiting, moving, moved, refused, ended } = await countItems(store, migration._id);
  if (waiting + moving > 0) return;
  const done = await store.migrations.updateOne({ _id: migration._id, state: 'running' }, { $set: { state: 'done', endedAt: clock.now() } });
  if (done.modifiedCount === 0) return;
  const rest = [refused ? `${refused} 件没有迁成` : '', ended ? `${ended} 件已先办结` : ''].filter(Boolean).map((text) => `，${text}`).join('');
  await log(deps, migration, migration.by, `迁移结束：迁到第 ${migration.toRelease ?? migration.toVersion} 版 ${moved} 件${rest}`);
}

/** How long one round works at most, milliseconds: in between, whoever paused or stopped is heard. */
const ROUND = 2_000;

/**
 * One round over everything that is to be migrated. To be repeated by each web process.
 *
 * @returns how many items were worked on
 * @throws Unavailable when the engine is away (try again later)
 */
export async function runMigrations(deps: Around): Promise<number> {
  const { store } = deps;
  const halfWay = await store.migrationItems.distinct('migration', { state: 'moving' });
  const running = await store.migrations.find({ $or: [{ state: 'running' }, { _id: { $in: halfWay } }] }).lean<Migration[]>();
  let worked = 0;
  for (const migration of running) {
    const end = Date.now() + ROUND;
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      while (Date.now() < end && await step(migration, deps)) worked += 1;
    }));
    await conclude(migration, deps);
  }
  return worked;
}
