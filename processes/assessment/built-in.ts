// The assessment as shipped: a proposal that policy staff change from any period on.
import { marks } from '../figures/indicators.js';
import type { AssessmentIndicator, AssessmentSheet, Counts, Cycle, Giver, Subject } from '../store/assessment-types.js';
import { hasTownMarks, isTownMark, townMarks } from './town-marks.js';

export const subjectNames: Record<Subject, string> = { member: '网格员', grid: '网格', village: '村（社区）', town: '镇（街道）', department: '部门', officer: '基层执法人员' };
export const subjects = Object.keys(subjectNames) as [Subject, ...Subject[]];
export const cycleNames: Record<Cycle, string> = { month: '按月', quarter: '按季' };
/** What may stand above or below the line, with its name. */
export const operands: Record<string, string> = { ...Object.fromEntries(Object.values(marks).filter(({ basis }) => basis !== 'now').map(({ id, name }) => [id, name])), minutes: '首次响应分钟数', reworks: '返工次数', base: '核定基数', ...townMarks };
/** What may stand there for a subject: towns mark departments alone. */
export const operandsOf = (subject: Subject): Record<string, string> => Object.fromEntries(Object.entries(operands).filter(([id]) => hasTownMarks(subject) || !isTownMark(id)));

const indicator = (group: string, name: string, id: string, numerator: keyof Counts, denominator: keyof Counts, formula: string, weight: number, giver: Giver = 'town'): AssessmentIndicator => ({ id, name, group, numerator, denominator, formula, weight, giver });
/** As 金华's rules have it: all of the points from a share on (70 % closed in time, 90 % closed, 95 % of the urgent ones in time), two hundredths less for each point below. */
const from = (share: number): string => `if 比率 >= ${share} then 100 else max(0, 100 - 2 * (${share} - 比率))`;
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
const common = (weights: Record<'onTime' | 'inTime' | 'once' | 'satisfied', number>): AssessmentIndicator[] => [
  indicator(RESULTS, '按期办结率', 'on-time', 'onTime', 'timed', from(70), weights.onTime), indicator(FIVE, '及时率', 'in-time', 'inTime', 'response', AS_IT_IS, weights.inTime),
  indicator(RESULTS, '一次办结率', 'once', 'rework', 'closed', THE_LESS, weights.once), indicator(FIVE, '满意率', 'satisfied', 'satisfied', 'rated', AS_IT_IS, weights.satisfied),
].filter(({ weight }) => weight > 0);
const finished = indicator(RESULTS, '办结率', 'finished', 'finished', 'timed', from(90), 5);
const extended = indicator(RESULTS, '不延期率', 'extended', 'extended', 'closed', THE_LESS, 5);
/** What an area answers for beside the common ones. */
const ofAreas: readonly AssessmentIndicator[] = [
  finished, indicator(RESULTS, '紧急办结率', 'urgent-finished', 'urgentFinished', 'urgentTimed', AS_IT_IS, 2), indicator(RESULTS, '紧急按期办结率', 'urgent-on-time', 'urgentOnTime', 'urgentTimed', from(95), 3),
  indicator(FIVE, '回访率', 'followed-up', 'followedUp', 'followUp', AS_IT_IS, 5), indicator(PILOT, '自处置率', 'self', 'self', 'closed', AS_IT_IS, 5), indicator(RESULTS, '重复投诉率', 'repeated', 'repeated', 'new', THE_LESS, 5),
];
const asDepartment = (one: AssessmentIndicator): AssessmentIndicator => ({ ...one, giver: 'department' });
const returned = indicator(RESULTS, '不退单率', 'returned', 'returned', 'dispatched', THE_LESS, 10);

function shippedIndicators(subject: Subject): AssessmentIndicator[] {
  if (subject === 'member') {
    return [{ ...indicator('履职绩效', '上报率', 'reported', 'valid', 'new', 'min(100, 比率)', 30), denominator: 'base', base: 10 }, indicator('履职绩效', '有效率', 'valid', 'valid', 'new', AS_IT_IS, 20), ...common({ onTime: 20, inTime: 10, once: 10, satisfied: 10 })];
  }
  if (subject === 'department') return [...common({ onTime: 25, inTime: 10, once: 10, satisfied: 10 }), finished, extended, returned, supervised(5), ...cards];
  // what the town thinks of their part in joint enforcement counts; at least 70 % of the assessment of an enforcement officer at the grassroots lies with the town
  if (subject === 'officer') {
    const town = [...common({ onTime: 15, inTime: 10, once: 10, satisfied: 0 }), extended, indicator(RESULTS, '联合执法评价', 'town-mark', 'townGood', 'townMarked', AS_IT_IS, 10), supervised(5), ...cards];
    return [...town, asDepartment(indicator(FIVE, '满意率', 'satisfied', 'satisfied', 'rated', AS_IT_IS, 15)), asDepartment(returned)];
  }
  return [...common({ onTime: 20, inTime: 10, once: 10, satisfied: 10 }), ...ofAreas, supervised(5), ...cards];
}

/** Whose the indicators are that nobody has saved. */
export const SHIPPED = '随软件提供';
/** What holds as long as nobody has saved anything. */
export const shippedSheet = (subject: Subject, cycle: Cycle): AssessmentSheet => ({
  _id: `${subject}:${cycle}:2000-01`, subject, cycle, from: '2000-01', revision: 0, indicators: shippedIndicators(subject), by: { system: SHIPPED }, at: new Date(0), reason: '随软件提供的建议，可以修改',
});
