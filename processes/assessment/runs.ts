// An assessment of a period: begun as work in the background, and taken over by it. What is computed is in compute.ts, what is published in publish.ts.
import { audit } from '../audit.js';
import { beginJob, stopJob } from '../background/jobs.js';
import type { Deps } from '../deps.js';
import { Conflict, Forbidden, Invalid, NotFound } from '../errors.js';
import { unitsFor } from '../roles.js';
import { shanghaiDay } from '../shanghai.js';
import type { Assessment, Subject } from '../store/assessment-types.js';
import { isDuplicate, type Store } from '../store/store.js';
import type { BackgroundJob, Person } from '../store/types.js';
import { subjectNames } from './built-in.js';
import { cycleOf, daysOf } from './periods.js';
import { sheetsFor } from './sheet-units.js';

type Around = Pick<Deps, 'store' | 'clock'>;

/** The units whose assessments a person computes. */
export const assessorUnits = (person: Pick<Person, 'posts'>): string[] => unitsFor(person, 'assess');

/** @throws NotFound; Forbidden for whoever does not compute it */
export async function getRun(id: string, person: Person, { store }: Pick<Deps, 'store'>): Promise<Assessment> {
  const found = await store.assessments.findById(id).lean<Assessment>();
  if (!found || !assessorUnits(person).includes(found.unit)) throw new NotFound('没有这一期考核');
  return settled(found, store);
}

export interface Wanted { id: string; /** One of the person's own; absent: the first of them. */ unit?: string; subject: Subject; period: string; days: number }
/** What the work in the background is told. */
type Parameters = Pick<Assessment, 'unit' | 'subject' | 'period' | 'days'> & { assessment: string };

const UNDER_WAY = { $in: ['waiting', 'running'] as BackgroundJob['state'][] };
export const objected = { $or: [{ 'appeals.0': { $exists: true } }, { 'corrections.0': { $exists: true } }] };
const isTaken = ({ job, jobs = [] }: Assessment, id: string): boolean => job === id || jobs.includes(id);

/** A period that was shown stands again as it was computed before: the computing that was to replace it has written nothing. */
export const standAgain = async ({ _id, job, computedAt }: Assessment, store: Store): Promise<void> => void (computedAt && await store.assessments.updateOne({ _id, state: 'computing', job: job ?? null } as never, { $set: { state: 'computed' } }));

/** The period as it stands: a computing anew that was stopped before anybody worked on it has taken nothing away of what was shown. */
export async function settled(run: Assessment, store: Store): Promise<Assessment> {
  if (run.state !== 'computing' || !run.computedAt || !run.job || !await store.background.exists({ _id: run.job, state: 'stopped', tries: 0 })) return run;
  await standAgain(run, store);
  return { ...run, state: 'computed' };
}

/** @throws Conflict when somebody has spoken against a score: nothing is written over such a one */
export async function refuseObjected(run: Assessment, store: Store): Promise<void> {
  if (!await store.assessmentScores.exists({ assessment: run._id, ...objected } as never)) return;
  await standAgain(run, store);
  throw new Conflict('这一期已有申诉或更正，不能重算');
}

/** @throws Conflict when a period may not be computed (again) */
async function refuse(run: Assessment | null, store: Store): Promise<void> {
  if (!run) return;
  if (['published', 'publishing'].includes(run.state)) throw new Conflict('这一期已经公布，不能重算');
  if (run.state === 'computing' && run.job && await store.background.exists({ _id: run.job, state: UNDER_WAY })) throw new Conflict('这一期正在计算，请等它算完，或先停止那项后台任务');
  await refuseObjected(run, store);
}

/**
 * Begins to compute a period that is over; again before it is published, as long as nobody has appealed. Begun again under its id it is the same job, whatever became of it.
 *
 * @param wanted `id` of the job; `days` within which the assessed may appeal, counted from when it is computed
 * @throws Forbidden, Invalid; Conflict when it is published, being computed, or somebody has appealed, and when the person has too many jobs under way: nothing is changed then
 */
export async function beginRun({ id, unit: wish, subject, period, days }: Wanted, person: Person, deps: Around): Promise<{ assessment: string; job: string }> {
  const { store, clock } = deps;
  const own = assessorUnits(person);
  const unit = wish === undefined ? own[0] : own.find((one) => one === wish);
  if (!unit) throw new Forbidden('考核由考核员计算');
  if (daysOf(period).until >= shanghaiDay(clock.now())) throw new Invalid('这一期还没有结束', [{ path: 'period', message: '到期末之后才能考核' }]);
  const parameters: Parameters = { assessment: `${unit}:${subject}:${period}`, unit, subject, period, days };
  const before = await store.background.findById(id).lean<BackgroundJob>();
  if (before && (before.person !== person._id || before.kind !== 'assessment' || before.parameters.assessment !== parameters.assessment)) throw new Conflict('这个编号已经用过');
  const answer = { assessment: parameters.assessment, job: id };
  if (before && before.state !== 'starting') return answer;
  await refuse(await store.assessments.findById(parameters.assessment).lean<Assessment>(), store);
  const job = await beginJob({ id, kind: 'assessment', title: `${subjectNames[subject]}考核 ${period}`, parameters: { ...parameters } }, person, deps);
  // the job is whole: should this process end here, the work takes the period over by itself
  await takeOver(job, deps).catch(async (error) => {
    if (error instanceof Conflict) await stopJob(id, person, deps).catch(() => undefined);
    throw error;
  });
  return answer;
}

/**
 * Makes a period a job's own, once: from then on this job alone computes it, until another takes it over.
 *
 * @returns the period; its `job` is another when that one has taken it over since
 * @throws Conflict when it may not be computed
 */
export async function takeOver(job: BackgroundJob, deps: Around): Promise<Assessment> {
  const { store, clock } = deps;
  const { assessment: _id, unit, subject, period, days } = job.parameters as unknown as Parameters;
  const before = await store.assessments.findById(_id).lean<Assessment>();
  if (before && isTaken(before, job._id)) return before;
  await refuse(before, store);
  const sheets = await sheetsFor(unit, subject, period, store);
  await audit(store, clock.now(), job.by, 'assessment-run', { kind: 'assessment', id: _id }, `计算${job.title}`, { key: `assessment:${job._id}` });
  const own = { state: 'computing' as const, days, by: job.by, at: clock.now(), job: job._id };
  // whoever begins it and the work itself may come at once: either makes it the job's
  const orTaken = async (): Promise<Assessment> => {
    const now = await store.assessments.findById(_id).lean<Assessment>();
    if (now && isTaken(now, job._id)) return now;
    throw new Conflict('这一期刚被别人动过，请刷新后再试');
  };
  if (before) {
    // only upon what was read: what was published or begun meanwhile stays
    const { matchedCount } = await store.assessments.updateOne({ _id, state: before.state, job: before.job ?? null } as never, { $set: own, $push: { jobs: job._id } } as never);
    if (matchedCount === 0) return orTaken();
  } else {
    try {
      await store.assessments.collection.insertOne({ _id, unit, subject, cycle: cycleOf(period), period, ...sheets, total: 0, ...own, jobs: [job._id] } as never);
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      return orTaken();
    }
  }
  return (await store.assessments.findById(_id).lean<Assessment>())!;
}

/** What a period says whose computing somebody stopped. */
export const STOPPED = '计算被停止';

/** Why a run that says that it is being computed is not; nothing while somebody is at it. */
export async function whyNotComputed({ state, job }: Pick<Assessment, 'state' | 'job'>, { store }: Pick<Deps, 'store'>): Promise<string | undefined> {
  if (state !== 'computing') return undefined;
  const work = job ? await store.background.findById(job).lean<BackgroundJob>() : null;
  if (work && ['starting', 'waiting', 'running'].includes(work.state)) return undefined;
  return work?.state === 'stopped' ? STOPPED : work?.said ?? '计算中断，没有留下原因';
}
