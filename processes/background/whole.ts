// One piece of work in the background: taken with a lease that is renewed while it goes on; whoever was killed with it leaves it to the next, who begins anew.
import type { Deps } from '../deps.js';
import { DomainError, Unavailable } from '../errors.js';
import { touch } from '../feed.js';
import { isStoreAway } from '../store/away.js';
import type { BackgroundJob, Person } from '../store/types.js';
import type { Kinds, Whole } from './kinds.js';
import { settleLeased, takeLeased } from '../store/lease.js';
import { AGAIN, failJob, LEASE } from './run.js';

/** So often a job that was begun is begun anew before it counts as failed. */
const MOST_TRIES = 5;
/** How far it is is written at most so often, milliseconds. */
const SAID = 400;

/** The job was stopped, or somebody else has it: what was begun is thrown away. */
class Lost extends Error {}

/** Holds a job while it is worked on. */
class Hold {
  private readonly renewing: NodeJS.Timeout;
  private saidAt = 0;
  private lost = false;
  private renewed: Promise<void> = Promise.resolve();

  constructor(private readonly job: BackgroundJob, private readonly deps: Deps) {
    this.renewing = setInterval(() => void this.renew({}).catch(() => undefined), LEASE / 3);
    this.renewing.unref();
  }

  /** One after another: each goes by the lease that the one before it wrote. */
  private renew(set: object): Promise<void> {
    const next = this.renewed.then(() => this.write(set));
    this.renewed = next.catch(() => undefined);
    return next;
  }

  private async write(set: object): Promise<void> {
    const { job, deps: { store } } = this;
    const lease = Date.now() + LEASE;
    const { matchedCount } = await store.background.updateOne({ _id: job._id, state: 'running', lease: job.lease }, { $set: { ...set, lease } });
    if (matchedCount === 0) this.lost = true;
    else job.lease = lease;
  }

  progress = async (done: number, total: number): Promise<void> => {
    const now = performance.now();
    if (!this.lost && (now - this.saidAt >= SAID || done === total)) {
      this.saidAt = now;
      await this.renew({ done, total });
      touch(this.deps.store, [this.job.person]);
    }
    if (this.lost) throw new Lost('stopped');
  };

  async end(): Promise<void> {
    clearInterval(this.renewing);
    await this.renewed;
  }
}

async function work(job: BackgroundJob, kind: Whole, person: Person, deps: Deps): Promise<void> {
  const { store, clock } = deps;
  const hold = new Hold(job, deps);
  try {
    const made = await kind.whole(job, person, hold.progress, deps);
    await hold.end();
    await settleLeased(store.background, job, { state: 'done', endedAt: clock.now(), ...made });
    touch(store, [job.person]);
  } catch (error) {
    await hold.end();
    if (error instanceof Lost) return;
    if (isStoreAway(error)) throw error;
    if (error instanceof Unavailable) {
      // the engine will be back: that was no try
      await store.background.updateOne({ _id: job._id, state: 'running', lease: job.lease }, { $set: { lease: Date.now() + AGAIN }, $inc: { tries: -1 } });
      throw error;
    }
    if (!(error instanceof DomainError)) console.error(`background: <${job._id}>: ${(error as Error).stack}`);
    await fail(job, kind, error instanceof DomainError ? error.message : '没有做成：系统出错，请再试一次', deps);
  }
}

async function fail(job: BackgroundJob, { dropped }: Whole, said: string, deps: Deps): Promise<void> {
  await dropped?.(job, deps);
  await failJob(job, said, deps);
}

/** Takes the oldest job that nobody has and that waits for none about the same. */
async function takeNext(kinds: Kinds, { store }: Deps): Promise<BackgroundJob | null> {
  const names = Object.keys(kinds).filter((name) => 'whole' in kinds[name]!);
  const unfinished = await store.background.find({ state: { $in: ['running', 'waiting'] }, kind: { $in: names } }).sort({ at: 1, _id: 1 }).lean<BackgroundJob[]>();
  const [wall, before] = [Date.now(), new Set<string>()];
  for (const { _id, kind, lease, ...rest } of unfinished) {
    const about = (kinds[kind] as Whole).about?.({ _id, kind, lease, ...rest }) ?? _id;
    if (!before.has(about) && lease <= wall) {
      const taken = await takeLeased(store.background, [{ _id, state: { $in: ['running', 'waiting'] } }], { state: 'running' }, LEASE, wall);
      if (taken) return taken;
    }
    before.add(about);
  }
  return null;
}

/**
 * Takes one job that is one piece and does it. To be repeated by each web process, and beside itself where several are to be done at once.
 *
 * @returns whether there was one
 */
export async function runWhole(kinds: Kinds, deps: Deps): Promise<boolean> {
  const { store } = deps;
  const job = await takeNext(kinds, deps);
  if (!job) return false;
  const kind = kinds[job.kind] as Whole;
  const person = await store.people.findOne({ _id: job.person, active: true }).lean<Person>();
  if (!person) await fail(job, kind, '您的账号已停用', deps);
  else if (job.tries >= MOST_TRIES) await fail(job, kind, '做了几次都没有做完，请缩小范围再试', deps);
  else await work(job, kind, person, deps);
  return true;
}
