// Who sees which scores: an assessor and the managers those of their units and below, the assessed their own.
import type { Deps } from '../deps.js';
import { NotFound } from '../errors.js';
import { casesWithin } from './behind.js';
import { figurePosts } from '../figures/figure-units.js';
import type { Assessment, AssessmentScore } from '../store/assessment-types.js';
import type { Person } from '../store/types.js';
import { assessorUnits, settled } from './runs.js';
import { rounded } from './score.js';
import { sheetOf } from './sheet-units.js';

type Filter = { $or: object[] };
/** Of those assessed, what a person answers for: themselves, and the unit that they lead. */
export const LEADS = ['grid-leader', 'intake', 'duty-leader', 'head'];
const ledBy = (person: Person): string[] => person.posts.filter(({ role }) => LEADS.includes(role)).map(({ unit }) => unit);

const seen = (person: Person): Filter => ({ $or: [{ path: { $in: figurePosts(person) } }, { assessed: { $in: [person._id, ...ledBy(person)] } }] });

/** Those assessed of one kind, as they are looked up: their ids, and every unit that one of them lies in. */
export interface AssessedHere { subject: AssessmentScore['subject']; assessed: ReadonlySet<string>; within: ReadonlySet<string> }

/** Whether one of those assessed is a person's own: themselves, the unit that they lead, or a grid in the village whose 网格长 they are. */
export const hasOwn = (person: Person, { subject, assessed, within }: AssessedHere): boolean =>
  assessed.has(person._id) || ledBy(person).some((unit) => assessed.has(unit)) || (subject === 'grid' && person.posts.some(({ unit, role }) => role === 'grid-leader' && within.has(unit)));

/** Whether a score is a person's own, so that they may appeal. */
export const isOwn = (person: Person, { assessed, subject, path }: Pick<AssessmentScore, 'assessed' | 'subject' | 'path'>): boolean => hasOwn(person, { subject, assessed: new Set([assessed]), within: new Set(path) });

/** The assessments in which a person sees a score, the newest period first. */
export async function runsOf(person: Person, { store }: Pick<Deps, 'store'>): Promise<Assessment[]> {
  const ids = await store.assessmentScores.distinct('assessment', seen(person) as never) as string[];
  const found = await store.assessments.find({ $or: [{ _id: { $in: ids } }, { unit: { $in: assessorUnits(person) } }] }, { indicators: 0, others: 0 }).lean<Assessment[]>();
  return (await Promise.all(found.map((run) => settled(run, store)))).sort((a, b) => b.period.localeCompare(a.period) || a.subject.localeCompare(b.subject));
}

/** `rank` among those who go by the same indicators, which are `sheetName`'s. */
export type Ranked = AssessmentScore & { rank: number | null; sheetName: string };
/** Those of an assessment who go by the same indicators; `unit` is a county that has its own. */
export interface SameSheet { unit?: string; name: string; from: string; total: number; average: number | null }

/**
 * An assessment and the scores in it that a person sees. Compared are only those who go by the same indicators: each is ranked among all of those, equal totals share a rank, and each such group has its average.
 *
 * @throws NotFound
 */
export async function rankingOf(id: string, person: Person, { page, size }: { page: number; size: number }, { store }: Pick<Deps, 'store'>): Promise<{ run: Assessment; total: number; items: Ranked[]; average: number | null; sheets: SameSheet[] }> {
  const found = await store.assessments.findById(id).lean<Assessment>();
  const own = new Set((await store.assessmentScores.find({ assessment: id, ...seen(person) } as never, { _id: 1 }).lean<AssessmentScore[]>()).map(({ _id }) => _id));
  if (!found || (own.size === 0 && !assessorUnits(person).includes(found.unit))) throw new NotFound('没有这一期考核');
  const run = await settled(found, store);
  const light = await store.assessmentScores.find({ assessment: id }, { total: 1, name: 1, sheet: 1 }).lean<AssessmentScore[]>();
  light.sort((a, b) => (b.total ?? -1) - (a.total ?? -1) || a.name.localeCompare(b.name, 'zh-CN'));
  const known = new Set((run.others ?? []).map(({ unit }) => unit));
  const every = [undefined, ...known].map((unit) => ({ unit, scores: light.filter(({ sheet }) => (sheet && known.has(sheet) ? sheet : undefined) === unit) }));
  const some = every.filter(({ scores }) => scores.length > 0);
  const groups = some.length > 0 ? some : every.slice(0, 1);
  const ranks = new Map<string, number | null>();
  for (const { scores } of groups) scores.forEach(({ _id, total }, index) => ranks.set(_id, total === null ? null : index > 0 && scores[index - 1]!.total === total ? ranks.get(scores[index - 1]!._id)! : index + 1));
  const mine = groups.flatMap(({ scores }) => scores).filter(({ _id }) => own.has(_id)).map(({ _id }) => _id);
  const ids = mine.slice((page - 1) * size, page * size);
  const whole = new Map((await store.assessmentScores.find({ _id: { $in: ids } }).lean<AssessmentScore[]>()).map((one) => [one._id, one]));
  const sheets = groups.map(({ unit, scores }): SameSheet => ({ ...(unit && { unit }), name: sheetOf(run, { sheet: unit }).name, from: sheetOf(run, { sheet: unit }).from, total: scores.length, average: averageOf(scores) }));
  return {
    run, total: mine.length, items: ids.flatMap((one) => { const score = whole.get(one); return score ? [{ ...score, rank: ranks.get(one) ?? null, sheetName: sheetOf(run, score).name }] : []; }), average: sheets[0]!.average, sheets,
  };
}

function averageOf(scores: readonly Pick<AssessmentScore, 'total'>[]): number | null {
  const totals = scores.flatMap(({ total }) => (typeof total === 'number' ? [total] : []));
  return totals.length === 0 ? null : rounded(totals.reduce((sum, total) => sum + total, 0) / totals.length);
}

/** One score that a person may see. @throws NotFound */
export async function getScore(id: string, person: Person, { store }: Pick<Deps, 'store'>): Promise<{ score: AssessmentScore; run: Assessment }> {
  const score = await store.assessmentScores.findOne({ _id: id, ...seen(person) } as never).lean<AssessmentScore>();
  const run = score && await store.assessments.findById(score.assessment).lean<Assessment>();
  if (!score || !run) throw new NotFound('没有这项考核结果');
  return { score, run: await settled(run, store) };
}

/** How the same one stood in the periods before, the oldest first; `changed` where other indicators held than in the one before. */
export async function trendOf({ assessed, subject, assessment }: AssessmentScore, { store }: Pick<Deps, 'store'>): Promise<{ period: string; total: number | null; changed: boolean }[]> {
  const unit = assessment.split(':')[0]!;
  const quarter = assessment.includes('-Q');
  const found = (await store.assessmentScores.find({ assessed, subject }, { period: 1, total: 1, assessment: 1, sheet: 1 }).lean<AssessmentScore[]>()).filter((one) => one.assessment.startsWith(`${unit}:`) && one.assessment.includes('-Q') === quarter).sort((a, b) => a.period.localeCompare(b.period)).slice(-12);
  const runs = new Map((await store.assessments.find({ _id: { $in: found.map((one) => one.assessment) } }).lean<Assessment[]>()).map((run) => [run._id, run]));
  const sheets = found.map((one) => { const run = runs.get(one.assessment); return run && `${one.sheet ?? ''}/${sheetOf(run, one).from}`; });
  return found.map(({ period, total }, index) => ({ period, total, changed: index > 0 && sheets[index] !== sheets[index - 1] }));
}

/** The cases behind a number of a score, as the figures are now. @throws NotFound */
export async function behindScore(id: string, indicator: string, side: 'numerator' | 'denominator', paging: { page: number; size: number }, person: Person, deps: Pick<Deps, 'store'>): Promise<{ total: number; ids: string[] }> {
  const { score, run } = await getScore(id, person, deps);
  const found = sheetOf(run, score).indicators.find((one) => one.id === indicator);
  if (!found) throw new NotFound(`没有这项指标 <${indicator}>`);
  return casesWithin(run, score, found[side], paging, deps.store);
}
