// How long bulks stay as they came: what is older than the settable time is removed, and no rebuild can tell it any more.
import { rebuilding } from '../rebuild.js';
import type { Store } from '../store/store.js';

const DAY = 86_400_000;

/**
 * Removes the bulks that are older than they are to be kept.
 *
 * @param keepDays days of the wall clock, by when a bulk arrived
 * @returns how many were removed; none while a rebuild reads them
 * @throws when `keepDays` is no time
 */
export async function sweepBulks(store: Store, keepDays: number, wall: number = Date.now()): Promise<number> {
  if (!(keepDays > 0)) throw new Error(`records cannot be kept for <${keepDays}> days`);
  if (await rebuilding(store)) return 0;
  return (await store.bulks.deleteMany({ at: { $lt: new Date(wall - keepDays * DAY) } })).deletedCount;
}
