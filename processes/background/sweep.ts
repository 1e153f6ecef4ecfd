// What was done in the background is kept some days, with its results and its file; then it goes.
import type { Deps } from '../deps.js';
import { DAY } from '../shanghai.js';
import { dropMade } from '../store/made-files.js';
import type { BackgroundJob } from '../store/types.js';

/** So many days. */
export const KEPT_DAYS = 7;
/** What is still starting after this was left by a process that was killed, milliseconds. */
const STALE = 10 * 60_000;

/** When what came of a job goes. */
export const goesAt = ({ endedAt }: Pick<BackgroundJob, 'endedAt'>): Date | undefined => endedAt && new Date(endedAt.getTime() + KEPT_DAYS * DAY);

/** Removes what ended long ago. @returns how many jobs */
export async function sweepBackground({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<number> {
  const now = clock.now().getTime();
  const old = await store.background.find({ $or: [{ state: { $in: ['done', 'failed', 'stopped'] }, endedAt: { $lt: new Date(now - KEPT_DAYS * DAY) } }, { state: 'starting', at: { $lt: new Date(now - STALE) } }] }, { _id: 1 }).lean<Pick<BackgroundJob, '_id'>[]>();
  for (const { _id } of old) {
    // the job last: what breaks off here is done again
    await dropMade(store, _id);
    await store.backgroundItems.deleteMany({ job: _id });
    await store.background.deleteOne({ _id });
  }
  return old.length;
}
