// Work in the background as people begin it, look after it and stop it.
import type { Deps } from '../deps.js';
import { Conflict, Invalid, NotFound } from '../errors.js';
import { touch } from '../feed.js';
import { insertOnce, isDuplicate, type Store } from '../store/store.js';
import type { BackgroundItem, BackgroundJob, Person } from '../store/types.js';
import { actorOf } from '../tasks.js';

type Around = Pick<Deps, 'store' | 'clock'>;
export interface Begin {
  /** The asker's own: beginning twice under it is one job. */
  id: string; kind: string; title: string; parameters: Record<string, unknown>; reason?: string;
  /** What it is done to, each once; absent: one piece. */
  items?: { key: string; name: string }[];
  /** Whether it goes on however many the person has under way: somebody's life may hang on it. */
  urgent?: boolean;
}

/** So many may a person have under way. */
export const MOST_JOBS = 5;
/** So many things may one job be done to. */
export const MOST_ITEMS = 20_000;
const BATCH = 1_000;
const UNDER_WAY = { $in: ['starting', 'waiting', 'running'] as BackgroundJob['state'][] };

/**
 * Begins a job. It is whole when this resolves, and goes on whatever becomes of this process.
 *
 * @throws Invalid when there is nothing to do or too much; Conflict when the person has too many under way, or the id is somebody else's
 */
export async function beginJob({ id, items, urgent = false, ...wanted }: Begin, person: Person, { store, clock }: Around): Promise<BackgroundJob> {
  const before = await store.background.findById(id).lean<BackgroundJob>();
  if (before && before.state !== 'starting') return ownJob(before, person);
  if (items?.length === 0) throw new Invalid('没有符合条件的内容');
  if (items && items.length > MOST_ITEMS) throw new Invalid(`一次最多 ${MOST_ITEMS} 项，请缩小范围`);
  if (!urgent && await store.background.countDocuments({ person: person._id, state: UNDER_WAY, _id: { $ne: id } }) >= MOST_JOBS) throw new Conflict(`您已有 ${MOST_JOBS} 项后台任务没有做完，请等一等，或停止其中的一项`);
  const job: BackgroundJob = { _id: id, ...wanted, person: person._id, by: actorOf(person), at: clock.now(), state: 'starting', total: items?.length ?? 0, done: 0, lease: 0, tries: 0 };
  try {
    if (before) ownJob(before, person);
    else await store.background.collection.insertOne(job as never);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
  for (let from = 0; from < (items?.length ?? 0); from += BATCH) {
    await insertOnce(store.backgroundItems, items!.slice(from, from + BATCH).map(({ key, name }): BackgroundItem => ({ _id: `${id}:${key}`, job: id, key, name, state: 'waiting', tries: 0, lease: 0, nextAt: 0 })));
  }
  await store.background.updateOne({ _id: id, person: person._id, state: 'starting' }, { $set: { state: 'waiting' } });
  touch(store, [person._id]);
  return getJob(id, person, { store });
}

function ownJob(job: BackgroundJob, person: Person): BackgroundJob {
  if (job.person !== person._id) throw new Conflict('这个编号已经用过');
  return job;
}

/** @throws NotFound when there is none, or it is somebody else's */
export async function getJob(id: string, person: Person, { store }: Pick<Deps, 'store'>): Promise<BackgroundJob> {
  const job = await store.background.findById(id).lean<BackgroundJob>();
  if (!job || job.person !== person._id) throw new NotFound(`没有这项后台任务 <${id}>`);
  return job;
}

/** Stops a job: what is under way is finished, what waits is left. @throws NotFound; Conflict when it has ended */
export async function stopJob(id: string, person: Person, deps: Around): Promise<void> {
  const { store, clock } = deps;
  await getJob(id, person, deps);
  const { modifiedCount } = await store.background.updateOne({ _id: id, state: UNDER_WAY }, { $set: { state: 'stopped', endedAt: clock.now() } });
  if (modifiedCount === 0) throw new Conflict('这项后台任务已经结束');
  await store.backgroundItems.updateMany({ job: id, state: 'waiting' }, { $set: { state: 'left' } });
  touch(store, [person._id]);
}

export type Counts = Record<BackgroundItem['state'], number>;
const states: BackgroundItem['state'][] = ['refused', 'working', 'left', 'done', 'waiting'];

async function countItems(ids: string[], store: Store): Promise<Map<string, Counts>> {
  const counts = new Map(ids.map((id): [string, Counts] => [id, { waiting: 0, working: 0, done: 0, refused: 0, left: 0 }]));
  const found = await store.backgroundItems.aggregate<{ _id: { job: string; state: BackgroundItem['state'] }; count: number }>([{ $match: { job: { $in: ids } } }, { $group: { _id: { job: '$job', state: '$state' }, count: { $sum: 1 } } }]);
  for (const { _id, count } of found) counts.get(_id.job)![_id.state] = count;
  return counts;
}

export type CountedJob = BackgroundJob & { counts: Counts };

/** A job's own word of how far it is counts for one piece; things are counted one by one. */
const counted = (job: BackgroundJob, counts: Counts): CountedJob => {
  const items = states.reduce((sum, state) => sum + counts[state], 0);
  return { ...job, counts, ...(items > 0 ? { done: counts.done + counts.refused, total: items } : {}) };
};

/** A page of a person's jobs, the newest first, with how far each is. */
export async function listJobs(person: Person, { page, size }: { page: number; size: number }, { store }: Pick<Deps, 'store'>): Promise<{ total: number; items: CountedJob[] }> {
  const filter = { person: person._id, state: { $ne: 'starting' as const } };
  const [total, jobs] = await Promise.all([store.background.countDocuments(filter), store.background.find(filter).sort({ at: -1, _id: -1 }).skip((page - 1) * size).limit(size).lean<BackgroundJob[]>()]);
  const counts = await countItems(jobs.map(({ _id }) => _id), store);
  return { total, items: jobs.map((job) => counted(job, counts.get(job._id)!)) };
}

/** One job with a page of its results, those that went wrong first. @throws NotFound when it is not theirs */
export async function jobResults(id: string, { page, size }: { page: number; size: number }, person: Person, deps: Pick<Deps, 'store'>): Promise<{ job: CountedJob; total: number; items: BackgroundItem[] }> {
  const job = await getJob(id, person, deps);
  const counts = (await countItems([id], deps.store)).get(id)!;
  const items: BackgroundItem[] = [];
  let skip = (page - 1) * size;
  for (const state of states) {
    if (skip >= counts[state]) { skip -= counts[state]; continue; }
    items.push(...await deps.store.backgroundItems.find({ job: id, state }).sort({ _id: 1 }).skip(skip).limit(size - items.length).lean<BackgroundItem[]>());
    skip = 0;
    if (items.length >= size) break;
  }
  return { job: counted(job, counts), total: states.reduce((sum, state) => sum + counts[state], 0), items };
}
