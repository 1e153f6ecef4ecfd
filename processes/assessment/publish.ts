// A period is published once nobody can appeal any more; from then on it is frozen.
import { audit } from '../audit.js';
import type { Deps } from '../deps.js';
import { Conflict } from '../errors.js';
import type { Assessment, AssessmentScore } from '../store/assessment-types.js';
import type { Store } from '../store/store.js';
import type { Person } from '../store/types.js';
import { actorOf } from '../tasks.js';
import { subjectNames } from './built-in.js';
import { getRun, objected } from './runs.js';
import { tellAnswer, tellCorrection, tellPublished } from './tell.js';

const openAppeals = (id: string, store: Store): Promise<AssessmentScore[]> => store.assessmentScores.find({ assessment: id, appeals: { $elemMatch: { answer: { $exists: false } } } }).lean<AssessmentScore[]>();

/** Whoever was not told of an answer or a correction, because what told them was killed, is told at the latest now. */
async function tellMissed(run: Assessment, store: Store): Promise<void> {
  for (const score of await store.assessmentScores.find({ assessment: run._id, ...objected } as never).lean<AssessmentScore[]>()) {
    for (const one of score.appeals) await tellAnswer(run, score, one, { store });
    for (const one of score.corrections) await tellCorrection(run, score, one, { store });
  }
}

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
  const { matchedCount } = await store.assessments.updateOne({ _id: id, state: { $in: ['computed', 'publishing'] }, job: run.job ?? null } as never, { $set: { state: 'publishing' } });
  if (matchedCount === 0) throw new Conflict('这一期刚被别人动过，请刷新后再试');
  await store.assessmentScores.updateMany({ assessment: id }, { $set: { frozen: true } });
  await tellMissed(run, store);
  await tellPublished(run, deps);
  await store.assessments.updateOne({ _id: id, state: 'publishing' }, { $set: { state: 'published', published: { by: actorOf(person), at: clock.now() } } });
  return getRun(id, person, deps);
}
