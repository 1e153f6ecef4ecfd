// Those whom an assessment concerns are told: the assessed when it is computed and published, the assessor of an appeal, the appellant of the answer, the one concerned and their leader of a correction.
import { createHash } from 'node:crypto';
import type { Deps } from '../deps.js';
import { maskedText } from '../mask.js';
import { notify, type Telling } from '../notices.js';
import { momentOf } from '../shanghai.js';
import type { Appeal, Assessment, AssessmentScore, Correction, Subject } from '../store/assessment-types.js';
import type { Store } from '../store/store.js';
import type { Person } from '../store/types.js';
import { subjectNames } from './built-in.js';
import { hasOwn, LEADS } from './look.js';
import { rounded } from './score.js';
import { isPerson } from './subjects.js';

type Around = Pick<Deps, 'store' | 'clock'>;
/** Into so many notices the persons of one period are put at most: a county has thousands of grid members. */
const PARTS = 64;
const partOf = (person: string): number => createHash('sha256').update(person).digest()[0]! % PARTS;

const nameOf = ({ subject, period }: Pick<Assessment, 'subject' | 'period'>): string => `${period} ${subjectNames[subject]}考核`;
const told = (store: Store, { kind = 'notice', ...telling }: Omit<Telling, 'kind'> & { kind?: string }): Promise<string[]> => notify(store, { ...telling, kind });

/** Of those who lead units, whom one of these scores concerns: each leader is looked up once, however many are scored. */
export function leadersOf(leaders: readonly Person[], subject: Subject, scores: readonly Pick<AssessmentScore, 'assessed' | 'path'>[]): string[] {
  const assessed = new Set<string>();
  const within = new Set<string>();
  for (const score of scores) {
    assessed.add(score.assessed);
    for (const unit of score.path) within.add(unit);
  }
  return leaders.filter((person) => hasOwn(person, { subject, assessed, within })).map(({ _id }) => _id).sort();
}

/** Everybody to whom a score of a period belongs: the assessed themselves, and who leads an assessed unit. */
async function concerned({ _id, subject }: Assessment, store: Store): Promise<string[]> {
  const scores = await store.assessmentScores.find({ assessment: _id }, { assessed: 1, path: 1 }).lean<AssessmentScore[]>();
  if (isPerson(subject)) return (await store.people.distinct('_id', { _id: { $in: scores.map(({ assessed }) => assessed) }, active: true })).sort();
  return leadersOf(await store.people.find({ active: true, 'posts.role': { $in: LEADS } }, { posts: 1 }).lean<Person[]>(), subject, scores);
}

/** One notice a person, whatever they lead; repeated under the same `id` it is none more. */
async function tellConcerned(run: Assessment, id: string, title: string, text: string, { store, clock }: Around): Promise<void> {
  const parts = new Map<number, string[]>();
  for (const person of await concerned(run, store)) parts.set(partOf(person), [...parts.get(partOf(person)) ?? [], person]);
  for (const [part, to] of parts) await told(store, { id: `${id}:${part}`, to, title, text, list: `/assessment?id=${encodeURIComponent(run._id)}`, at: clock.now() });
}

/** A period is computed: those whom it concerns may look at it and appeal. Once a computing. */
export const tellComputed = (run: Assessment, deps: Around): Promise<void> =>
  tellConcerned(run, `assessment:${run.job}`, `${nameOf(run)}已公示`, `得分已算出，请查看。有异议的，在 ${momentOf(run.appealUntil!)} 之前申诉。`, deps);

/** A period is published. Once. */
export const tellPublished = (run: Assessment, deps: Around): Promise<void> =>
  tellConcerned(run, `assessment-published:${run._id}`, `${nameOf(run)}已公布`, '得分已公布，从此不变。', deps);

const scorePath = ({ _id }: AssessmentScore): string => `/assessment/scores/${encodeURIComponent(_id)}`;

/** Somebody appealed: those who assess hear of it. */
export const tellAppeal = (run: Assessment, score: AssessmentScore, { id, at }: Pick<Appeal, 'id' | 'at'>, { store }: Pick<Deps, 'store'>): Promise<string[]> =>
  told(store, { id: `assessment-appeal:${id}`, to: [`${run.unit}/assessor`], title: `申诉待答复：${nameOf(run)}`, text: `「${score.name}」的得分有申诉，请答复；答复之前不能公布。`, list: scorePath(score), at });

/** An appeal is answered: whoever appealed hears of it. */
export async function tellAnswer(run: Assessment, score: AssessmentScore, { id, by, answer }: Appeal, { store }: Pick<Deps, 'store'>): Promise<void> {
  if (!answer || !('id' in by)) return;
  await told(store, { id: `assessment-answer:${id}`, to: [by.id], title: `申诉已答复：${nameOf(run)}`, text: `「${score.name}」的申诉${answer.granted ? '成立，得分已更正' : '不成立'}。理由见得分页。`, kind: 'feedback', list: scorePath(score), at: answer.at });
}

/** The posts whose holders lead an assessed person, where that person has theirs. */
const LEADS_PERSON = { member: 'grid-leader', officer: 'head' } as const;

/** The one whom a score is about and who leads them; of a unit those who lead it. */
async function concernedBy({ assessed, subject, path }: AssessmentScore, store: Store): Promise<string[]> {
  const role = isPerson(subject) ? LEADS_PERSON[subject] : undefined;
  const leaders = await store.people.find({ active: true, 'posts.role': role ?? { $in: LEADS }, 'posts.unit': { $in: [...path, assessed] } }, { posts: 1 }).lean<Person[]>();
  if (!role) return leadersOf(leaders, subject, [{ assessed, path }]);
  return [assessed, ...leaders.filter(({ _id, posts }) => _id !== assessed && posts.some((post) => post.role === role && path.includes(post.unit))).map(({ _id }) => _id).sort()];
}

/** A score is corrected though nobody appealed: the one concerned and their leader hear of it, with the reason. Once. */
export async function tellCorrection(run: Assessment, score: AssessmentScore, { id, at, points, before, reason, late, appeal }: Correction, { store }: Pick<Deps, 'store'>): Promise<void> {
  if (appeal) return;
  const text = `「${score.name}」的得分更正 ${points > 0 ? '+' : ''}${points} 分：原 ${before} 分，现在 ${rounded(before + points)} 分。${late ? '这一期已经公布，公布的得分不变，更正另列。' : ''}理由：${maskedText(reason)}`;
  await told(store, { id: `assessment-correction:${id}`, to: await concernedBy(score, store), title: `得分已更正：${nameOf(run)}`, text, list: scorePath(score), at });
}
