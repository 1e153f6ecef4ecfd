// The indicators by which somebody is assessed: versions by the month from which they hold in a city or a county (whose they are: sheet-units.ts); what is saved adds up to 100, keeps the town's share and can be computed.
import { audit } from '../audit.js';
import type { Deps } from '../deps.js';
import { Conflict, Forbidden, Invalid, type Problem } from '../errors.js';
import { BEHIND } from '../figures/indicators.js';
import type { AssessmentIndicator, AssessmentSheet, Subject } from '../store/assessment-types.js';
import { isDuplicate, type Store } from '../store/store.js';
import type { Person } from '../store/types.js';
import { actorOf } from '../tasks.js';
import type { KnownUnit } from '../units.js';
import { operandsOf, subjectNames } from './built-in.js';
import { evaluateFormula, type Operands } from './feel-thread.js';
import { monthsOf } from './periods.js';
import { whyNone } from './score.js';
import { ownSheetUnits } from './sheet-units.js';

/** What all weights come to. */
const WHOLE = 100;
/** The least share of the assessment of an enforcement officer at the grassroots that lies with the town, percent (the article's 70 %). */
export const TOWN_SHARE = 70;
/** A formula must give a number for each pair of these counts below, though not each with each: none and the small ones that most have, then up to the thousands of a county. */
const COUNTS = [...Array.from({ length: 16 }, (_, count) => count), 20, 30, 50, 100, 250, 1_000, 3_000];
const TRIED: readonly Operands[] = COUNTS.flatMap((count) => [
  ...[1, 7, 100].map((denominator) => ({ numerator: count, denominator })), ...(count === 0 ? [] : [0, 1, 100, count].map((numerator) => ({ numerator, denominator: count }))),
]);
const TRIED_FOR = 2_000;
/** Formulas that gave a number for each: a sheet is tried again with each look at it, and most of its formulas are as they were. */
const fine = new Set<string>();
const MOST_FINE = 500;

/** Why a formula cannot be used; nothing when it can. */
async function whyRefused(formula: string): Promise<string | undefined> {
  if (fine.has(formula)) return undefined;
  const why = await evaluateFormula(formula, TRIED, TRIED_FOR).then((all) => whyNone(TRIED, all)?.why, (error) => {
    if (!(error instanceof Invalid)) throw error;
    return error.message;
  });
  if (fine.size >= MOST_FINE) fine.clear();
  if (why === undefined) fine.add(formula);
  return why;
}

function problemsOf(subject: Subject, indicators: readonly AssessmentIndicator[]): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const operands = operandsOf(subject);
  indicators.forEach(({ id, denominator, base, numerator, weight }, index) => {
    const at = (field: string, message: string) => problems.push({ path: `indicators.${index}.${field}`, message });
    if (seen.has(id)) at('id', '编号重复');
    seen.add(id);
    if (!Object.hasOwn(operands, numerator) || numerator === 'base' as never) at('numerator', '没有这样的分子');
    if (!Object.hasOwn(operands, denominator) || denominator in BEHIND) at('denominator', '没有这样的分母');
    if (denominator === 'base' && !(base! > 0)) at('base', '核定基数应大于 0');
    if (!(weight > 0)) at('weight', '权重应大于 0');
  });
  const sum = indicators.reduce((all, { weight }) => all + weight, 0);
  if (Math.abs(sum - WHOLE) > 1e-6) problems.push({ path: 'indicators', message: `权重之和应为 ${WHOLE}，现在是 ${Math.round(sum * 100) / 100}` });
  const town = indicators.filter(({ giver }) => giver === 'town').reduce((all, { weight }) => all + weight, 0);
  if (subject === 'officer' && town < TOWN_SHARE) problems.push({ path: 'indicators', message: `基层执法人员的考核，镇（街道）的权重不得低于 ${TOWN_SHARE}%，现在是 ${Math.round(town * 100) / 100}%` });
  return problems;
}

/** Checks indicators before they are used. @throws Invalid with where and why */
export async function checkIndicators(subject: Subject, indicators: readonly AssessmentIndicator[]): Promise<void> {
  const problems = problemsOf(subject, indicators);
  const tried = new Map<string, string | undefined>();
  for (const [index, { formula }] of indicators.entries()) {
    if (!tried.has(formula)) tried.set(formula, await whyRefused(formula));
    const why = tried.get(formula);
    if (why) problems.push({ path: `indicators.${index}.formula`, message: why });
  }
  if (problems.length > 0) throw new Invalid('考核指标有误，没有保存', problems);
}

type Saved = Pick<AssessmentSheet, 'unit' | 'subject' | 'cycle' | 'from' | 'revision' | 'indicators' | 'reason'>;

/**
 * Saves the indicators that hold in a city or a county from a month on. What was computed keeps its own.
 *
 * @param given `unit` of which it is, absent: the widest of the person's own; `revision` of that unit's version of that month that was read, 0 when there was none
 * @throws Forbidden when the unit's sheets are not this person's to save; Invalid with where and why; Conflict when somebody saved it meanwhile
 */
export async function saveSheet({ unit, subject, cycle, from, revision, indicators, reason }: Saved, person: Person, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<AssessmentSheet> {
  if (monthsOf(from).length !== 1) throw new Invalid('请写生效的月份', [{ path: 'from', message: '写成 2026-10' }]);
  const own = await editedUnit(unit, person, store);
  await checkIndicators(subject, indicators);
  const month = `${subject}:${cycle}:${from}`;
  const _id = `${own._id}:${month}`;
  // what was saved when there was one for all is each city's until it saves its own; it stays for the other cities
  const common = own.level === 'city' && !await store.assessmentSheets.exists({ _id }) ? await store.assessmentSheets.findById(month).lean<AssessmentSheet>() : null;
  const sheet: AssessmentSheet = { _id, unit: own._id, subject, cycle, from, revision: revision + 1, indicators, by: actorOf(person), at: clock.now(), reason };
  await audit(store, clock.now(), actorOf(person), 'assessment-sheet', { kind: 'assessment', id: _id }, `${own.name}${subjectNames[subject]}考核指标，自 ${from} 起：${reason}`);
  const meanwhile = new Conflict('这一版指标已被别人修改，请刷新后再改');
  if (common && common.revision !== revision) throw meanwhile;
  if (common || revision === 0) {
    await store.assessmentSheets.collection.insertOne(sheet as never).catch((error) => { throw isDuplicate(error) ? meanwhile : error; });
    return sheet;
  }
  const { matchedCount } = await store.assessmentSheets.replaceOne({ _id, revision }, sheet);
  if (matchedCount === 0) throw meanwhile;
  return sheet;
}

/** The unit whose sheet a person edits; without a wish the widest of their own. @throws Forbidden when it is not theirs */
export async function editedUnit(wish: string | undefined, person: Person, store: Store): Promise<KnownUnit> {
  const own = await ownSheetUnits(person, store);
  const found = wish === undefined ? own[0] : own.find(({ _id }) => _id === wish);
  if (!found) throw new Forbidden(own.length === 0 ? '考核指标由市、县（市、区）的考核员和流程管理员修改' : `您只能修改${own.map(({ name }) => name).join('、')}的考核指标`);
  return found;
}
