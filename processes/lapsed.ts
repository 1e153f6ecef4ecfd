// What people asked of each other about a task comes to nothing with it: requests become void, invitations end; what was decided and not done is done.
import { lapse, settle } from './clock-requests.js';
import { end } from './co-handling-end.js';
import type { Deps } from './deps.js';
import { DomainError, Unavailable } from './errors.js';
import type { ClockRequest, CoHandling, Task } from './store/types.js';

/** Granted requests are looked at again for so long, milliseconds of the engine's time: a crash may have come before their effect. */
const DECIDED = 3_600_000;

/** One round. @returns how many requests and invitations it ended */
export async function sweepLapsed(deps: Deps): Promise<number> {
  const { store, clock } = deps;
  const [waiting, invitations, granted] = await Promise.all([
    store.clockRequests.find({ state: 'open' }).lean<ClockRequest[]>(), store.coHandlings.find({ state: 'open' }).lean<CoHandling[]>(),
    store.clockRequests.find({ state: 'granted', 'decided.at': { $gt: new Date(clock.now().getTime() - DECIDED) } }).lean<ClockRequest[]>(),
  ]);
  const keys = [...new Set([...waiting, ...invitations, ...granted].map(({ taskKey }) => taskKey))];
  const tasks = new Map((await store.tasks.find({ _id: { $in: keys } }).lean<Task[]>()).map((task) => [task._id, task]));
  let ended = 0;
  for (const request of waiting) if (await lapse(request, tasks.get(request.taskKey) ?? null, deps)) ended += 1;
  for (const one of invitations) {
    const task = tasks.get(one.taskKey) ?? null;
    if (task && (task.state === 'open' || task.state === 'submitted')) continue;
    await end(one, task, { system: '系统' }, deps);
    ended += 1;
  }
  for (const request of granted) {
    const task = tasks.get(request.taskKey);
    if (task?.clock?.some((change) => change.request === request._id)) continue;
    await settle(request, deps).catch((error) => { if (!(error instanceof DomainError) || error instanceof Unavailable) throw error; });
  }
  return ended;
}
