// What is said against a score: the assessed appeal within the time, the assessor answers; a correction has a reason, and after publication it stands beside what was published.
import { audit } from '../audit.js';
import type { Deps } from '../deps.js';
import { Conflict, Forbidden, Invalid } from '../errors.js';
import type { AssessmentScore, Correction } from '../store/assessment-types.js';
import type { Person } from '../store/types.js';
import { actorOf } from '../tasks.js';
import { getScore, isOwn } from './look.js';
import { assessorUnits } from './runs.js';
import { rounded } from './score.js';
import { tellAnswer, tellAppeal, tellCorrection } from './tell.js';

type Around = Pick<Deps, 'store' | 'clock'>;

/** An appeal by the assessed; sent again under its id it is one. @throws NotFound, Forbidden; Conflict when the time is over or one waits for its answer */
export async function appeal(id: string, given: { id: string; text: string }, person: Person, deps: Around): Promise<AssessmentScore> {
  const { store, clock } = deps;
  const { score, run } = await getScore(id, person, deps);
  const before = score.appeals.find((one) => one.id === given.id);
  if (before) {
    await tellAppeal(run, score, before, deps);
    return score;
  }
  if (!isOwn(person, score)) throw new Forbidden('只能就自己（或自己负责的单位）的考核结果申诉');
  if (run.state === 'computing') throw new Conflict('这一期正在重算，算好后再申诉');
  if (run.state !== 'computed' || score.frozen || run.appealUntil! <= clock.now()) throw new Conflict('申诉期已过');
  await audit(store, clock.now(), actorOf(person), 'assessment-appeal', { kind: 'assessment', id }, '对考核结果提出申诉', { key: `assessment-appeal:${given.id}` });
  const waits = { appeals: { $not: { $elemMatch: { answer: { $exists: false } } } } };
  // only against what was read: a computing that began meanwhile goes first
  const { modifiedCount } = await store.assessmentScores.updateOne({ _id: id, frozen: false, turn: score.turn ?? null, 'appeals.id': { $ne: given.id }, ...waits } as never, { $push: { appeals: { id: given.id, by: actorOf(person), at: clock.now(), text: given.text } } });
  if (modifiedCount === 0) {
    const now = (await getScore(id, person, deps)).score.appeals;
    if (now.every((one) => one.id !== given.id)) throw new Conflict(now.some(({ answer }) => !answer) ? '上一次申诉还没有答复' : '结果刚被改过，请刷新后再试');
  }
  await tellAppeal(run, score, { id: given.id, at: clock.now() }, deps);
  return (await getScore(id, person, deps)).score;
}

/** `points` are added to the total or, below 0, taken off; absent: the appeal is not granted. */
export interface Decision { id: string; appeal?: string; points?: number; reason: string }

/**
 * Corrects a score with a reason, or answers an appeal. What is published stays; the correction is shown beside it.
 *
 * @throws NotFound; Forbidden for whoever does not assess; Invalid, Conflict when it was answered already or changed meanwhile
 */
export async function decide(id: string, { id: correction, appeal: answered, points, reason }: Decision, person: Person, deps: Around): Promise<AssessmentScore> {
  const { store, clock } = deps;
  const { score, run } = await getScore(id, person, deps);
  if (!assessorUnits(person).includes(run.unit)) throw new Forbidden('考核结果由考核员更正');
  const before = score.corrections.find((one) => one.id === correction);
  if (before) {
    await tellCorrection(run, score, before, deps);
    return score;
  }
  if (run.state === 'computing') throw new Conflict('这一期正在重算');
  if (points === undefined && !answered) throw new Invalid('请写明更正多少分', [{ path: 'points', message: '必填' }]);
  if (answered && !score.appeals.some(({ id: one, answer }) => one === answered && !answer)) throw new Conflict('这次申诉已经答复');
  const late = score.frozen || run.state !== 'computed';
  const stood = late ? rounded((score.total ?? 0) + score.corrections.filter((one) => one.late).reduce((sum, one) => sum + one.points, 0)) : score.total ?? 0;
  if (points !== undefined && (stood + points < 0 || stood + points > 100)) throw new Invalid('更正后的得分应在 0 到 100 之间', [{ path: 'points', message: `现在是 ${stood} 分` }]);
  const by = actorOf(person);
  const at = clock.now();
  await audit(store, at, by, 'assessment-correction', { kind: 'assessment', id }, points === undefined ? '申诉不成立' : `更正 ${points > 0 ? '+' : ''}${points} 分（原 ${stood} 分）${late ? '，公布之后' : ''}`, { key: `assessment-correction:${correction}` });
  const made: Correction | undefined = points === undefined ? undefined : { id: correction, by, at, points, before: stood, reason, late, ...(answered ? { appeal: answered } : {}) };
  const appeals = score.appeals.map((one) => (one.id === answered ? { ...one, answer: { by, at, granted: points !== undefined, reason } } : one));
  // one write, and only upon what was read: nobody's correction gets lost, and nothing published changes
  const change = { $set: { appeals, ...(made && !late ? { total: rounded(stood + made.points) } : {}) }, ...(made ? { $push: { corrections: made } } : {}) };
  const { matchedCount } = await store.assessmentScores.updateOne({ _id: id, frozen: score.frozen, turn: score.turn ?? null, corrections: { $size: score.corrections.length }, appeals: { $size: score.appeals.length }, ...(answered ? { appeals: { $size: score.appeals.length, $elemMatch: { id: answered, answer: { $exists: false } } } } : {}) } as never, change as never);
  if (matchedCount === 0) throw new Conflict('结果刚被改过，请刷新后再试');
  const given = appeals.find((one) => one.id === answered);
  if (given) await tellAnswer(run, score, given, deps);
  if (made) await tellCorrection(run, score, made, deps);
  return (await getScore(id, person, deps)).score;
}
