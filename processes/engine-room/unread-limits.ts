// Open tasks whose limit nobody could read when they began, and that nobody has given another time since.
import type { Store } from '../store/store.js';
import type { Task } from '../store/types.js';

export interface UnreadLimit { caseNo: string; name: string; procedure: string; limit: string }

/** Those tasks, with the limit that stands in for the one that was meant. */
export async function unreadLimits(store: Store): Promise<UnreadLimit[]> {
  const tasks = await store.tasks.find({ unreadLimit: true, state: 'open' }, { caseNo: 1, name: 1, procedure: 1, limit: 1, clock: 1 }).lean<Task[]>();
  return tasks.filter(({ clock }) => !clock?.some(({ type }) => type === 'move')).map(({ caseNo, name, procedure, limit = '' }) => ({ caseNo, name, procedure, limit }));
}
