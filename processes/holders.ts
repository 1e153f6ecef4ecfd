// Who has a case in hand: whoever has a task of it.
import type { Deps } from './deps.js';
import { hadIt } from './projection/told.js';
import type { Case, Task } from './store/types.js';

/** How long after it was taken back a task still counts as just withdrawn, milliseconds of the engine's clock. */
const JUST = 600_000;

/** Everybody who has a task of the case open, or had one until just now: people, or the groups that it is free to. */
export async function holdersOf(found: Pick<Case, '_id'>, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<string[]> {
  const tasks = await store.tasks.find({ caseNo: found._id, state: { $in: ['open', 'submitted', 'withdrawn'] } }).lean<Task[]>();
  const since = clock.now().getTime() - JUST;
  return tasks.filter((task) => task.state !== 'withdrawn' || (task.endedAt?.getTime() ?? 0) >= since).flatMap(hadIt);
}
