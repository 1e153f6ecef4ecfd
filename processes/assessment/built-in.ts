// The assessment as shipped: a proposal that policy staff change from any period on.
import { marks } from '../figures/indicators.js';
import type { AssessmentIndicator, AssessmentSheet, Counts, Cycle, Giver, Subject } from '../store/assessment-types.js';
import { hasTownMarks, isTownMark, townMarks } from './town-marks.js';

export const subjectNames: Record<Subject, string> = { member: '网格员', grid: '网格', village: '村（社区）', town: '镇（街道）', department: '部门', officer: '基层执法人员' };
export const subjects = Object.keys(subjectNames) as [Subject, ...Subject[]];
export const cycleNames: Record<Cycle, string> = { month: '按月', quarter: '按季' };
/** What may stand above or below the line, with its name. */
export const operands: Record<string, string> = { ...Object.fromEntries(Object.values(marks).filter(({ basis }) => basis !== 'now').map(({ id, name }) => [id, name])), minutes: '首次响应分钟数', base: '核定基数', ...townMarks };
/** What may stand there for a subject: towns mark departments alone. */
export const operandsOf = (subject: Subject): Record<string, string> => Object.fromEntries(Object.entries(operands).filter(([id]) => hasTownMarks(subject) || !isTownMark(id)));

const indicator = (group: string, name: string, id: string, numerator: keyof Counts, denominator: keyof Counts, formula: string, weight: number, giver: Giver = 'town'): AssessmentIndicator => ({ id, name, group, numerator, denominator, formula, weight, giver });
/** As 金华's rules have it: all of the points from 70 % on, two hundredths less for each point below. */
const FROM_SEVENTY = 'if 比率 >= 70 then 100 else max(0, 100 - 2 * (70 - 比率))';
const AS_IT_IS = '比率';
const THE_LESS = '100 - 比率';

const RESULTS = '办理成效';
const PILOT = '试点个性指标';
const FIVE = '五可原则';
const CARDS = '督办';
/** The group of a county's own pilots, beside the city's indicators. */
export const COUNTY_PILOT = '县区试点指标';
/** The groups that are offered for an indicator. */
export const groupsOf = (county: boolean): string[] => [RESULTS, '履职绩效', FIVE, CARDS, PILOT, ...(county ? [COUNTY_PILOT] : [])];
/** Five points off for each yellow card, ten for each red one, of the ten that the indicator has; below the line stands what tells whether there was anything to assess. */
const carded = (name: string, mark: 'yellow' | 'red', off: number): AssessmentIndicator => indicator(CARDS, name, mark, mark, 'closed', `max(0, 100 - ${off * 10} * 分子)`, 10);
const cards = [carded('黄牌（每件扣 5 分）', 'yellow', 5), carded('红牌（每件扣 10 分）', 'red', 10)];
const supervised = (weight: number): AssessmentIndicator => indicator(CARDS, '督办率', 'supervised', 'supervised', 'closed', THE_LESS, weight);
const common = (weights: readonly [onTime: number, response: number, once: number, satisfied: number, rated: number, closed: number]): AssessmentIndicator[] => [
  indicator(RESULTS, '按期办结率', 'on-time', 'onTime', 'timed', FROM_SEVENTY, weights[0]), indicator(FIVE, '及时率', 'in-time', 'inTime', 'response', AS_IT_IS, weights[1]),
  indicator(RESULTS, '一次办结率', 'once', 'rework', 'closed', THE_LESS, weights[2]), indicator(FIVE, '满意率', 'satisfied', 'satisfied', 'rated', AS_IT_IS, weights[3]),
  indicator(FIVE, '评价率', 'rated', 'rated', 'closed', AS_IT_IS, weights[4]), indicator(PILOT, '办结数与上报数之比', 'closed', 'closed', 'new', 'min(100, 比率)', weights[5]),
].filter(({ weight }) => weight > 0);
const asDepartment = (one: AssessmentIndicator): AssessmentIndicator => ({ ...one, giver: 'department' });
const returned = indicator(RESULTS, '不退单率', 'returned', 'returned', 'dispatched', THE_LESS, 10);

function shippedIndicators(subject: Subject): AssessmentIndicator[] {
  if (subject === 'member') {
    return [{ ...indicator('履职绩效', '上报率', 'reported', 'new', 'new', 'min(100, 比率)', 30), denominator: 'base', base: 10 }, indicator('履职绩效', '有效率', 'valid', 'ended', 'new', THE_LESS, 20), ...common([20, 10, 10, 10, 0, 0])];
  }
  if (subject === 'department') return [...common([30, 10, 10, 10, 5, 0]), returned, supervised(5), ...cards];
  // what the town thinks of their part in joint enforcement counts; at least 70 % of the assessment of an enforcement officer at the grassroots lies with the town
  if (subject === 'officer') return [...common([20, 10, 10, 0, 0, 0]), indicator(RESULTS, '联合执法评价', 'town-mark', 'townGood', 'townMarked', AS_IT_IS, 10), supervised(5), ...cards, asDepartment(indicator(FIVE, '满意率', 'satisfied', 'satisfied', 'rated', AS_IT_IS, 15)), asDepartment(returned)];
  return [...common([30, 10, 10, 10, 5, 5]), indicator(RESULTS, '重复投诉率', 'repeated', 'repeated', 'new', THE_LESS, 5), supervised(5), ...cards];
}

/** Whose the indicators are that nobody has saved. */
export const SHIPPED = '随软件提供';
/** What holds as long as nobody has saved anything. */
export const shippedSheet = (subject: Subject, cycle: Cycle): AssessmentSheet => ({
  _id: `${subject}:${cycle}:2000-01`, subject, cycle, from: '2000-01', revision: 0, indicators: shippedIndicators(subject), by: { system: SHIPPED }, at: new Date(0), reason: '随软件提供的建议，可以修改',
});
