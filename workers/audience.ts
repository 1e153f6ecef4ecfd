// Who a notice is for, as diagrams write it: reporter, holders, posts at a level of the case, or groups by name.
import type { Deps } from '../processes/deps.js';
import { hadIt } from '../processes/projection/told.js';
import type { Case, Task } from '../processes/store/types.js';
import type { Job } from './job.js';
import { unitAt } from './places.js';

/** How long after it was taken back a task still counts as just withdrawn, milliseconds of the engine's clock. */
const JUST = 600_000;

/** The header `audience` (a comma list) and the variable of that name (a list), as ids of people and groups; `reporter` is said apart. */
export async function audienceOf(job: Job, found: Case, deps: Deps): Promise<{ to: string[]; reporter: boolean }> {
  const given = job.variables.audience;
  const named = [...(job.headers.audience ?? '').split(','), ...(Array.isArray(given) ? given : typeof given === 'string' ? given.split(',') : [])]
    .map((one) => String(one).trim()).filter((one) => one !== '');
  const to: string[] = [];
  for (const one of named) {
    if (one === 'reporter') continue;
    if (one === 'holders') to.push(...await holders(found, deps));
    else {
      const slash = one.indexOf('/');
      to.push(slash < 0 ? one : `${unitAt(one.slice(0, slash), job, found)}${one.slice(slash)}`);
    }
  }
  return { to: [...new Set(to)], reporter: named.includes('reporter') };
}

/** Everybody who has a task of the case open, or had one until just now. */
async function holders(found: Case, { store, clock }: Deps): Promise<string[]> {
  const tasks = await store.tasks.find({ caseNo: found._id, state: { $in: ['open', 'submitted', 'withdrawn'] } }).lean<Task[]>();
  const since = clock.now().getTime() - JUST;
  return tasks.filter((task) => task.state !== 'withdrawn' || (task.endedAt?.getTime() ?? 0) >= since).flatMap(hadIt);
}
