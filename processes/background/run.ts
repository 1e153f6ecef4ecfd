// The work in the background: jobs are taken up by whichever process is there, each thing with a lease, so that a crash loses nothing and does nothing twice.
import type { Deps } from '../deps.js';
import { DomainError, Unavailable } from '../errors.js';
import { touch } from '../feed.js';
import { isStoreAway } from '../store/away.js';
import type { BackgroundItem, BackgroundJob, Person } from '../store/types.js';
import type { Each, Kinds, Outcome } from './kinds.js';
import { settleLeased, takeLeased } from '../store/lease.js';

/** How long a taken thing is ours, milliseconds; whoever was killed with it loses it after that. */
export const LEASE = 30_000;
/** How many things of a job are under way at once: people's own work goes before. */
const AT_ONCE = 2;
/** How long one round works on a job at most, milliseconds: in between the next one has its turn, and whoever stopped it is heard. */
const ROUND = 2_000;
/** What is not answered is tried again after this, milliseconds. */
export const AGAIN = 2_000;

/** Whoever asked for it, if they may still do anything. */
async function askerOf(job: BackgroundJob, { store }: Pick<Deps, 'store'>): Promise<Person | null> {
  return store.people.findOne({ _id: job.person, active: true }).lean<Person>();
}

/** Ends a job that can not be done. */
export async function failJob(job: Pick<BackgroundJob, '_id' | 'person'>, said: string, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  await store.background.updateOne({ _id: job._id, state: { $in: ['waiting', 'running'] } }, { $set: { state: 'failed', said, endedAt: clock.now(), lease: 0 } });
  await store.backgroundItems.updateMany({ job: job._id, state: 'waiting' }, { $set: { state: 'left' } });
  touch(store, [job.person]);
}

const away = (error: unknown): boolean => error instanceof Unavailable || isStoreAway(error);

async function settle(item: BackgroundItem, { done, said, again }: Outcome, deps: Deps): Promise<void> {
  const outcome = again ? { state: 'waiting', nextAt: Date.now() + again } : { state: done ? 'done' : 'refused', nextAt: 0 };
  const ours = await settleLeased(deps.store.backgroundItems, item, { ...outcome, ...(said ? { said } : {}), at: deps.clock.now() });
  // it was in our hands when the job was stopped: nobody will take it again
  if (ours && again && await deps.store.background.exists({ _id: item.job, state: { $in: ['stopped', 'failed'] } })) await deps.store.backgroundItems.updateOne({ _id: item._id, state: 'waiting' }, { $set: { state: 'left' } });
}

/** Works on one thing. @returns false when there is none to take */
async function step(job: BackgroundJob, kind: Each, person: Person, deps: Deps): Promise<boolean> {
  const { store } = deps;
  const wall = Date.now();
  const free = { job: job._id, nextAt: { $lte: wall } };
  // what somebody was killed with first: it may be half done
  const item = await takeLeased(store.backgroundItems, [{ ...free, state: 'working' }, { ...free, state: 'waiting' }], { state: 'working' }, LEASE, wall);
  if (!item) return false;
  if (item.state === 'waiting' && await store.background.exists({ _id: job._id, state: 'stopped' })) {
    await settleLeased(store.backgroundItems, item, { state: 'left' });
    return true;
  }
  try {
    await settle(item, await kind.item(item, job, person, deps), deps);
  } catch (error) {
    if (away(error)) {
      await settleLeased(store.backgroundItems, item, { state: 'working', nextAt: Date.now() + AGAIN }).catch(() => undefined);
      throw error;
    }
    if (!(error instanceof DomainError)) console.error(`background: <${item._id}>: ${(error as Error).message}`);
    await settle(item, { done: false, said: error instanceof DomainError ? error.message : '没有办成：系统出错' }, deps);
  }
  touch(store, [job.person]);
  return true;
}

async function conclude(job: BackgroundJob, { store, clock }: Deps): Promise<void> {
  if (await store.backgroundItems.exists({ job: job._id, state: { $in: ['waiting', 'working'] } })) return;
  const refused = await store.backgroundItems.countDocuments({ job: job._id, state: 'refused' });
  await store.background.updateOne({ _id: job._id, state: { $in: ['waiting', 'running'] } }, { $set: { state: 'done', endedAt: clock.now(), said: refused ? `${refused} 项没有办成` : '全部办成' } });
  touch(store, [job.person]);
}

/**
 * One round over the jobs that do something to many things. To be repeated by each web process.
 *
 * @returns how many things were worked on
 * @throws Unavailable when the engine is away (try again later)
 */
export async function runItems(kinds: Kinds, deps: Deps): Promise<number> {
  const { store } = deps;
  const halfWay = await store.backgroundItems.distinct('job', { state: 'working' });
  const jobs = await store.background.find({ $or: [{ state: { $in: ['waiting', 'running'] } }, { _id: { $in: halfWay as string[] } }] }).sort({ at: 1 }).lean<BackgroundJob[]>();
  let worked = 0;
  for (const job of jobs) {
    const kind = kinds[job.kind];
    if (kind && !('item' in kind)) continue;
    const person = await askerOf(job, deps);
    if (!kind || !person) {
      await failJob(job, kind ? '您的账号已停用' : '没有这样的后台任务', deps);
      continue;
    }
    if (job.state === 'waiting') await store.background.updateOne({ _id: job._id, state: 'waiting' }, { $set: { state: 'running' } });
    const end = Date.now() + ROUND;
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      while (Date.now() < end && await step(job, kind, person, deps)) worked += 1;
    }));
    await conclude(job, deps);
  }
  return worked;
}
