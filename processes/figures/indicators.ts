// What counts as what: each number of the overview, what is counted above and below the line, and the sentence that says so. The cells, the page and the list behind
// a number all read this, so that they cannot mean different things.

/** When a case counts: on the day it was reported, on the day it was closed, on the day on which it was settled whether it is in time (see `settledBy`), or as it stands now. */
export type Basis = 'reported' | 'closed' | 'due' | 'now';
/** What a case can count for. */
export type Mark = 'new' | 'valid' | 'response' | 'responded' | 'inTime' | 'dispatched' | 'returned' | 'closed' | 'ended' | 'timed' | 'finished' | 'onTime' | 'urgentTimed' | 'urgentFinished' | 'urgentOnTime' | 'extended' | 'self' | 'followUp' | 'followedUp' | 'rework' | 'thirdRework' | 'rated' | 'satisfied' | 'repeated' | 'supervised' | 'yellow' | 'red' | 'open' | 'dueSoon' | 'overdue';

export interface Counted { id: Mark; name: string; basis: Basis; says: string }

/** Of what counts in time: the day that settles it. A case counts once. */
const SETTLED = '在时限内办结的算在办结那天，没有办结就过了时限的算在时限到的那天；挂账缓办过的除外';
const counted = (id: Mark, name: string, basis: Basis, says: string): Counted => ({ id, name, basis, says });

/** Everything that is counted, each with the words for its list. */
export const marks: Record<Mark, Counted> = {
  new: counted('new', '新上报', 'reported', '期内上报的案件（办案建议不算）'),
  valid: counted('valid', '有效上报', 'reported', '期内上报、没有以不予受理、并案或作废终结的案件'),
  response: counted('response', '应响应', 'reported', '期内上报、已有人办理过第一项任务的案件，和到响应时限还没有人办理的案件'),
  responded: counted('responded', '已响应', 'reported', '期内上报、已有人办理过第一项任务的案件'),
  inTime: counted('inTime', '按时响应', 'reported', '期内上报、第一项任务在响应时限内有人办理的案件（暂停的时间不计）'),
  dispatched: counted('dispatched', '已派单', 'reported', '期内上报、派给过部门签收的案件'),
  returned: counted('returned', '被退单', 'reported', '期内上报、部门退过单的案件'),
  closed: counted('closed', '办结', 'closed', '期内办结的案件：已结案和移送司法；不予受理、并案、作废的不算，重新办理的以最后一次办结为准'),
  ended: counted('ended', '其他终结', 'closed', '期内以不予受理、并案或作废终结的案件'),
  timed: counted('timed', '应办结', 'due', `期内办结或者期内有环节过了时限的案件（${SETTLED}）`),
  finished: counted('finished', '应办结中已办结', 'due', '期内应办结、到现在已经办结的案件，晚办结的也算（部门和个人：自己的任务都已办完）'),
  onTime: counted('onTime', '按期办结', 'due', '期内办结、每个环节都没有超过时限的案件（暂停的时间不计，批准的延期算在时限内）'),
  urgentTimed: counted('urgentTimed', '紧急应办结', 'due', '期内应办结的案件中，紧急程度为特急或紧急的'),
  urgentFinished: counted('urgentFinished', '紧急应办结中已办结', 'due', '期内应办结、到现在已经办结的特急和紧急案件'),
  urgentOnTime: counted('urgentOnTime', '紧急按期办结', 'due', '期内按期办结的特急和紧急案件'),
  extended: counted('extended', '延期', 'closed', '期内办结、有环节批准过延期的案件'),
  self: counted('self', '自行处置', 'closed', '期内办结、由网格或村（社区）自己处置、没有到镇（街道）以上的案件'),
  followUp: counted('followUp', '应回访', 'closed', '期内办结、到过回访环节的案件，匿名上报的除外'),
  followedUp: counted('followedUp', '已回访', 'closed', '期内应回访、回访联系上了诉求人的案件'),
  rework: counted('rework', '返工', 'closed', '期内办结、曾因核查不通过、回访不满意或诉求人申请而重新办理的案件'),
  thirdRework: counted('thirdRework', '返工三次以上', 'closed', '期内办结、重新办理过三次以上的案件'),
  rated: counted('rated', '有效评价', 'closed', '期内办结、诉求人评了星，或回访得到满意、基本满意、不满意的案件'),
  satisfied: counted('satisfied', '满意', 'closed', '期内办结、评价为满意或基本满意（三星以上）的案件；诉求人自己的评价优先于回访'),
  repeated: counted('repeated', '重复反映', 'reported', '期内上报、后来并入别的案件的案件：同一件事再次有人反映'),
  supervised: counted('supervised', '被督办', 'closed', '期内办结、曾有任务被督办（普通、黄牌、红牌）的案件；取消了的督办不算'),
  yellow: counted('yellow', '黄牌', 'closed', '期内办结、曾有任务得黄牌而没有红牌的案件；取消了的不算'),
  red: counted('red', '红牌', 'closed', '期内办结、曾有任务得红牌的案件（红牌之后不再计黄牌）；取消了的不算'),
  open: counted('open', '在办', 'now', '现在还没有办完的案件'),
  dueSoon: counted('dueSoon', '快到期', 'now', '在办案件中，有任务已用去八成时限、还没有一项超过的'),
  overdue: counted('overdue', '超时', 'now', '在办案件中，至少有一项任务已过时限的（暂停计时和挂账缓办的不算）'),
};

/** What lies with whoever has the task: for a department and a person only their own tasks of a case count for these. */
const OWN: readonly Mark[] = ['response', 'responded', 'inTime', 'dispatched', 'returned', 'timed', 'finished', 'onTime', 'urgentTimed', 'urgentFinished', 'urgentOnTime', 'extended', 'rework', 'thirdRework', 'supervised', 'yellow', 'red'];
export const isOwn = (mark: Mark): boolean => OWN.includes(mark);
for (const mark of [...OWN, 'dueSoon', 'overdue'] as const) marks[mark].says += '；部门和个人只看自己的任务';

export interface Indicator {
  id: string; name: string; kind: 'count' | 'rate' | 'time';
  numerator: Mark; denominator?: Mark;
  /** Which way is better; neither for what only says how much there is. */
  good?: 'up' | 'down';
  definition: string;
}

const rate = (id: string, name: string, numerator: Mark, denominator: Mark, good: 'up' | 'down'): Indicator => ({
  id, name, kind: 'rate', numerator, denominator, good, definition: `${name} = ${marks[numerator].name}数 ÷ ${marks[denominator].name}数。${marks[numerator].name}：${marks[numerator].says}。${marks[denominator].name}：${marks[denominator].says}。`,
});
const count = (id: Mark, good?: 'up' | 'down'): Indicator => ({ id, name: marks[id].name, kind: 'count', numerator: id, ...(good ? { good } : {}), definition: `${marks[id].says}。` });

/** The indicators, in the order in which they are shown. */
export const indicators: readonly Indicator[] = [
  count('overdue', 'down'), count('dueSoon', 'down'), count('open'), count('new'), count('closed'), count('ended'),
  rate('onTimeRate', '按期办结率', 'onTime', 'timed', 'up'), rate('finishRate', '办结率', 'finished', 'timed', 'up'), rate('responseRate', '按时响应率', 'inTime', 'response', 'up'),
  {
    id: 'responseTime', name: '平均首次响应', kind: 'time', numerator: 'responded', denominator: 'responded', good: 'down',
    definition: `平均首次响应 = 从上报到第一项任务有人办完的时间之和 ÷ 已响应数。已响应：${marks.responded.says}。部门和个人从自己的任务开始时算。暂停的时间不计。`,
  },
  rate('reworkRate', '返工率', 'rework', 'closed', 'down'), rate('returnRate', '退单率', 'returned', 'dispatched', 'down'), rate('satisfaction', '满意率', 'satisfied', 'rated', 'up'),
];

/** What cells hold: how many cases count for each mark, the minutes to the first response, and how often closed cases were done again. */
export type Tally = Partial<Record<Mark | 'minutes' | 'reworks', number>>;
/** Numbers that are no number of cases: the cases behind each. */
export const BEHIND = { minutes: 'responded', reworks: 'rework' } as const satisfies Record<string, Mark>;

/** Adds one tally to another, in place. */
export function add(to: Tally, more: Tally): Tally {
  for (const [name, value] of Object.entries(more) as [keyof Tally, number][]) to[name] = (to[name] ?? 0) + value;
  return to;
}

/** An indicator with its numbers: `value` is a count, a share from 0 to 1 or minutes; null when nothing stands below the line. */
export function measured(indicator: Indicator, tally: Tally): { numerator: number; denominator: number | null; value: number | null } {
  const above = tally[indicator.kind === 'time' ? 'minutes' : indicator.numerator] ?? 0;
  if (!indicator.denominator) return { numerator: above, denominator: null, value: above };
  const below = tally[indicator.denominator] ?? 0;
  return { numerator: above, denominator: below, value: below === 0 ? null : above / below };
}
