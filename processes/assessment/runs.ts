// An assessment of a period: begun, computed in the background, shown to the assessed, published; from then on it is frozen.
import { audit } from '../audit.js';
import { beginJob } from '../background/jobs.js';
import type { Whole } from '../background/kinds.js';
import type { Deps } from '../deps.js';
import { Conflict, Forbidden, Invalid, NotFound } from '../errors.js';
import { computeCaseFigures } from '../figures/case-cells.js';
import { unitsFor } from '../roles.js';
import { DAY, shanghaiDay } from '../shanghai.js';
import type { Assessment, AssessmentScore, Subject } from '../store/assessment-types.js';
import type { Store } from '../store/store.js';
import type { BackgroundJob, Person } from '../store/types.js';
import { actorOf } from '../tasks.js';
import { subjectNames } from './built-in.js';
import { countFor } from './count.js';
import { cycleOf, daysOf } from './periods.js';
import { itemsOf, totalOf } from './score.js';
import { sheetFor } from './sheets.js';
import { assessedIn } from './subjects.js';

/** The units whose assessments a person computes. */
export const assessorUnits = (person: Pick<Person, 'posts'>): string[] => unitsFor(person, 'assess');

/** @throws NotFound; Forbidden for whoever does not compute it */
export async function getRun(id: string, person: Person, { store }: Pick<Deps, 'store'>): Promise<Assessment> {
  const found = await store.assessments.findById(id).lean<Assessment>();
  if (!found || !assessorUnits(person).includes(found.unit)) throw new NotFound('没有这一期考核');
  return found;
}

export interface Wanted { id: string; subject: Subject; period: string; days: number }

/**
 * Begins to compute a period that is over; again before it is published, as long as nobody has appealed.
 *
 * @param wanted `id` of the job; `days` within which the assessed may appeal, counted from when it is computed
 * @throws Forbidden, Invalid; Conflict when it is published or somebody has appealed
 */
export async function beginRun({ id, subject, period, days }: Wanted, person: Person, deps: Pick<Deps, 'store' | 'clock'>): Promise<{ assessment: string; job: string }> {
  const { store, clock } = deps;
  const unit = assessorUnits(person)[0];
  if (!unit) throw new Forbidden('考核由考核员计算');
  if (daysOf(period).until >= shanghaiDay(clock.now())) throw new Invalid('这一期还没有结束', [{ path: 'period', message: '到期末之后才能考核' }]);
  const _id = `${unit}:${subject}:${period}`;
  const before = await store.assessments.findById(_id).lean<Assessment>();
  if (before && ['published', 'publishing'].includes(before.state)) throw new Conflict('这一期已经公布，不能重算');
  if (await store.assessmentScores.exists({ assessment: _id, $or: [{ 'appeals.0': { $exists: true } }, { 'corrections.0': { $exists: true } }] })) throw new Conflict('这一期已有申诉或更正，不能重算');
  const sheet = await sheetFor(subject, cycleOf(period), period, deps);
  const title = `${subjectNames[subject]}考核 ${period}`;
  await audit(store, clock.now(), actorOf(person), 'assessment-run', { kind: 'assessment', id: _id }, `计算${title}`, { key: `assessment:${id}` });
  const run = { unit, subject, cycle: sheet.cycle, period, state: 'computing' as const, indicators: sheet.indicators, from: sheet.from, days, by: actorOf(person), at: clock.now(), job: id };
  await store.assessments.updateOne({ _id }, { $setOnInsert: { total: 0 }, $set: run }, { upsert: true });
  const job = await beginJob({ id, kind: 'assessment', title, parameters: { assessment: _id } }, person, deps);
  return { assessment: _id, job: job._id };
}

/** Computes the scores; done again it writes the same, and never over an appeal. */
async function compute(job: BackgroundJob, progress: (done: number, total: number) => Promise<void>, deps: Deps): Promise<{ said: string }> {
  const { store, clock } = deps;
  const id = String(job.parameters.assessment);
  const run = await store.assessments.findById(id).lean<Assessment>();
  if (run?.state !== 'computing') return { said: '这一期已经算好' };
  await computeCaseFigures(deps);
  const all = await assessedIn(run.unit, run.subject, store);
  const tallies = await countFor(run.unit, run.subject, all.map(({ id: one }) => one), run.period, store, progress);
  const items = await itemsOf(run.indicators, all.map((one) => tallies.get(one.id) ?? {}));
  const operations = all.map(({ id: assessed, name, path }, index) => {
    const total = totalOf(run.indicators, items[index]!);
    const set = { assessment: id, run: job._id, assessed, name, subject: run.subject, period: run.period, path, items: items[index], computed: total, total, frozen: false };
    return { updateOne: { filter: { _id: `${id}:${assessed}` }, update: { $set: set, $setOnInsert: { appeals: [], corrections: [] } }, upsert: true } };
  });
  if (operations.length > 0) await store.assessmentScores.collection.bulkWrite(operations as never, { ordered: false });
  await store.assessmentScores.deleteMany({ assessment: id, run: { $ne: job._id } });
  const now = clock.now();
  await store.assessments.updateOne({ _id: id, state: 'computing' }, { $set: { state: 'computed', total: all.length, computedAt: now, appealUntil: new Date(now.getTime() + run.days * DAY) } });
  return { said: `${all.length} 个考核对象，已向被考核者公示` };
}

/** Why a run that says that it is being computed is not; nothing while somebody is at it. */
export async function whyNotComputed({ state, job }: Pick<Assessment, 'state' | 'job'>, { store }: Pick<Deps, 'store'>): Promise<string | undefined> {
  if (state !== 'computing') return undefined;
  const work = job ? await store.background.findById(job).lean<BackgroundJob>() : null;
  if (work && ['starting', 'waiting', 'running'].includes(work.state)) return undefined;
  return work?.state === 'stopped' ? '计算被停止' : work?.said ?? '计算中断，没有留下原因';
}

export const assessmentWork: Whole = { whole: (job, _person, progress, deps) => compute(job, progress, deps) };

const openAppeals = (id: string, store: Store): Promise<AssessmentScore[]> => store.assessmentScores.find({ assessment: id, appeals: { $elemMatch: { answer: { $exists: false } } } }).lean<AssessmentScore[]>();

/**
 * Publishes a period: from then on nothing of it changes. Done again it changes nothing.
 *
 * @throws NotFound; Conflict while appeals may come or wait for an answer
 */
export async function publishRun(id: string, person: Person, deps: Pick<Deps, 'store' | 'clock'>): Promise<Assessment> {
  const { store, clock } = deps;
  const run = await getRun(id, person, deps);
  if (run.state === 'published') return run;
  if (run.state === 'computing') throw new Conflict('这一期还没有算好');
  if (run.appealUntil! > clock.now()) throw new Conflict('申诉期还没有结束，不能公布');
  if ((await openAppeals(id, store)).length > 0) throw new Conflict('还有申诉没有答复，不能公布');
  await audit(store, clock.now(), actorOf(person), 'assessment-publish', { kind: 'assessment', id }, `公布${subjectNames[run.subject]}考核 ${run.period}`, { key: `assessment-publish:${id}` });
  // in this order: what breaks off in between is published by whoever does it again, and meanwhile nothing can be corrected in it
  await store.assessments.updateOne({ _id: id, state: 'computed' }, { $set: { state: 'publishing' } });
  await store.assessmentScores.updateMany({ assessment: id }, { $set: { frozen: true } });
  await store.assessments.updateOne({ _id: id, state: 'publishing' }, { $set: { state: 'published', published: { by: actorOf(person), at: clock.now() } } });
  return getRun(id, person, deps);
}

/** What indicators that are not saved yet would give: the first so many of those whose figures a person sees. @throws Invalid */
export async function previewScores(unit: string, subject: Subject, period: string, indicators: Assessment['indicators'], most: number, { store }: Pick<Deps, 'store'>) {
  const all = await assessedIn(unit, subject, store);
  const tallies = await countFor(unit, subject, all.map(({ id }) => id), period, store, async () => undefined);
  // those with cases first: they show something
  const chosen = all.sort((a, b) => Number(tallies.has(b.id)) - Number(tallies.has(a.id))).slice(0, most);
  const items = await itemsOf(indicators, chosen.map(({ id }) => tallies.get(id) ?? {}));
  return chosen.map(({ id, name }, index) => ({ assessed: id, name, items: items[index]!, total: totalOf(indicators, items[index]!) }));
}

