// Tells whoever follows some keys that something about them changed (`feed.ts`), wherever it was changed: one look at the store a turn for all who follow in this process.
import type { Store } from './store/store.js';
import type { Change } from './store/types.js';

/** Between two looks, milliseconds of the wall clock. */
const TURN = 400;
/** Changes of several processes may be written a little out of the order of their numbers, milliseconds. */
const LATE = 5_000;
/** As many numbers before the last one that was told are looked through again when somebody comes back. */
const OVERLAP = 50;
/** Whoever was away for longer than this is told to look again, milliseconds. */
const KEPT = 10 * 60_000;

export interface Follower {
  keys: ReadonlySet<string>;
  /** @param last the number of the newest change among them; whoever comes back gives it as `from` */
  tell(last: string, keys: string[]): void;
}
interface Feed { followers: Set<Follower>; last: string; seen: Map<string, number>; turning: boolean }
const feeds = new WeakMap<Store, Feed>();

const after = (store: Store, number: string): Promise<Change[]> => store.changes.find({ _id: { $gt: number } }).sort({ _id: 1 }).lean<Change[]>();
const newest = async (store: Store): Promise<string> => (await store.changes.find({}).sort({ _id: -1 }).limit(1).lean<Change[]>())[0]?._id ?? '';
const mine = ({ keys }: Follower, changes: Change[]): string[] => [...new Set(changes.flatMap((change) => change.keys.filter((key) => keys.has(key))))];

/**
 * Begins to follow.
 *
 * @param from the number that was told last; what came since is told at once, and so is that nobody knows any more
 * @returns ends it
 */
export async function follow(store: Store, follower: Follower, from?: string): Promise<() => void> {
  const feed = feeds.get(store) ?? { followers: new Set<Follower>(), last: await newest(store), seen: new Map<string, number>(), turning: false };
  feeds.set(store, feed);
  feed.followers.add(follower);
  if (!feed.turning) {
    feed.turning = true;
    setTimeout(() => void turn(store, feed), TURN);
  }
  if (from !== undefined) await catchUp(store, follower, from, feed).catch(() => follower.tell(feed.last, []));
  return () => void feed.followers.delete(follower);
}

async function catchUp(store: Store, follower: Follower, from: string, feed: Feed): Promise<void> {
  if (!/^\d{15}$/.test(from)) return follower.tell(feed.last, []);
  const missed = await after(store, String(Math.max(0, Number(from) - OVERLAP)).padStart(15, '0'));
  const kept = missed[0] !== undefined && missed[0]._id <= from;
  const about = mine(follower, missed);
  if (!kept || about.length > 0) follower.tell(missed.at(-1)?._id ?? feed.last, about);
}

async function turn(store: Store, feed: Feed): Promise<void> {
  if (feed.followers.size === 0) {
    feeds.delete(store);
    return;
  }
  try {
    const found = await after(store, feed.last);
    const fresh = found.filter(({ _id }) => !feed.seen.has(_id));
    const now = performance.now();
    for (const { _id } of fresh) feed.seen.set(_id, now);
    // numbers are passed once nothing before them can come any more
    for (const [number, at] of [...feed.seen].sort()) {
      if (at > now - LATE) break;
      feed.last = number;
      feed.seen.delete(number);
    }
    const last = fresh.at(-1)?._id;
    if (last) {
      for (const follower of feed.followers) {
        const about = mine(follower, fresh);
        if (about.length > 0) follower.tell(last, about);
      }
    }
  } catch {
    // the store is away: the next turn looks again
  }
  setTimeout(() => void turn(store, feed), TURN);
}

/** Removes changes that nobody comes back for. */
export async function sweepChanges(store: Store): Promise<void> {
  await store.changes.deleteMany({ at: { $lt: Date.now() - KEPT } });
}
