// The days that the law sets for joint enforcement and mediation: what a form says was done lies within them, and in their order.
import type { Calendar } from './calendar.js';
import { Invalid, type Problem } from './errors.js';
import { DAY, formatDay, isDay, parseDay, shanghaiDay } from './shanghai.js';
import type { Check } from './submission-checks.js';
import { workdayAt, workdaysBefore } from './working-time.js';

/** 行政处罚法第六十四条、第八十五条: so many working days to ask for a hearing after being told. */
const TO_ASK = 5;
/** 行政处罚法第六十四条、第八十五条: so many working days before a hearing the party is told of it. */
const NOTICE = 7;
/** 人民调解法第三十三条: so many days after an agreement takes effect to ask the court to confirm it. */
const TO_CONFIRM = 30;
/** 行政诉讼法第四十六条: so many months after a decision was served to sue, where the party asked for no reconsideration. */
const TO_SUE = 6;
/** 行政强制法第五十三条: so many months after the time to sue has run out to ask the court to enforce. */
const TO_ENFORCE = 3;
/** 行政强制法第五十四条、第六十九条: so many working days after the reminder (催告书) was served before the court is asked. */
const AFTER_URGING = 10;

/** The day that lies so many working days after a day, which is not counted itself. Both `YYYY-MM-DD`. */
export function workdaysAfter(calendar: Calendar, day: string, count: number): string {
  return formatDay(workdayAt(calendar, workdaysBefore(calendar, parseDay(day) + 1) + count - 1));
}

/** The day so many months after a day, both `YYYY-MM-DD`; the last of its month where that month has no such day (民法典第二百零二条). */
export function monthsAfter(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  return formatDay(Math.min(last.getTime(), Date.UTC(year, month - 1 + months, date)) / DAY);
}

/** The day with that number, or the next one that is worked. */
export const workdayFrom = (calendar: Calendar, day: number): string => formatDay(workdayAt(calendar, workdaysBefore(calendar, day)));

type Values = Record<string, any>;
/** A day that a form gives, and what it is called there. */
type Named = readonly [name: string, day: unknown];
type Found = Problem | false;

/** A problem when a day lies before another. */
export const before = (path: string, [name, day]: Named, [thanName, than]: Named): Found => isDay(day) && isDay(than) && day < than && { path, message: `${name}不能早于${thanName}（${than}）` };
/** A problem when a day lies ahead of today. */
export const ahead = (path: string, [name, day]: Named, now: Date): Found => isDay(day) && day > shanghaiDay(now) && { path, message: `${name}不能晚于今天` };

/** @throws Invalid with what was found, if anything was */
export function refuse(...found: Found[]): void {
  const problems = found.filter((one): one is Problem => one !== false);
  if (problems.length > 0) throw new Invalid(problems.map(({ path }) => `bad day <${path}>`).join(', '), problems);
}

/** The last day on which the party may ask for a hearing, if it is known when they were told. */
const lastToAsk = (told: unknown, calendar: Calendar): string | undefined => (isDay(told) ? workdaysAfter(calendar, told, TO_ASK) : undefined);

/** 行政强制法第五十三条、第五十四条: the court is asked only after the reminder and once nobody can sue any more, and within the months that follow; where payment was put off or in parts these are counted from its end (行政处罚法第七十二条第二款). */
function toTheCourt({ urgedOn, appealed, sueBy, appliedOn, filedOn }: Values, { servedOn, payBy }: Values, now: Date, calendar: Calendar): Found[] {
  const earliest = isDay(urgedOn) ? workdaysAfter(calendar, urgedOn, AFTER_URGING) : undefined;
  const [over, how] = appealed === 'yes' ? [sueBy, ''] : [isDay(servedOn) ? workdayFrom(calendar, parseDay(monthsAfter(servedOn, TO_SUE))) : undefined, `（送达 ${servedOn} 起六个月）`];
  const from = isDay(over) && isDay(payBy) && payBy > over ? payBy : over;
  const last = isDay(from) ? workdayFrom(calendar, parseDay(monthsAfter(from, TO_ENFORCE))) : undefined;
  return [
    isDay(urgedOn) && isDay(payBy) && urgedOn <= payBy && { path: 'urgedOn', message: `履行期限到 ${payBy}（含当日），催告书送达日期应当在这之后` },
    ahead('urgedOn', ['催告书送达日期', urgedOn], now), ahead('appliedOn', ['申请日期', appliedOn], now),
    appealed === 'yes' && before('sueBy', ['届满或生效的日期', sueBy], ['送达日期', servedOn]),
    earliest !== undefined && isDay(appliedOn) && appliedOn <= earliest && { path: 'appliedOn', message: `催告书送达十个工作日（到 ${earliest}）后仍不履行的，才能申请法院强制执行` },
    isDay(over) && isDay(appliedOn) && appliedOn <= over && { path: 'appliedOn', message: `起诉期限到 ${over}${how}，期满后才能申请法院强制执行` },
    last !== undefined && isDay(appliedOn) && appliedOn > last && { path: 'appliedOn', message: `应当自${from === over ? '起诉期限届满' : '暂缓或者分期的期限结束'}（${from}）之日起三个月内申请，最晚是 ${last}` },
    before('filedOn', ['法院受理日期', filedOn], ['申请日期', appliedOn]),
  ];
}

export const legalDays: Record<string, Check> = {
  'enforcement-plan': ({ lead, members, onDate }, _data, { now }) => refuse(
    before('onDate', ['检查日期', onDate], ['今天', shanghaiDay(now)]),
    Array.isArray(members) && !members.some((one) => one !== lead) && { path: 'members', message: '除了牵头部门，至少还要有一个部门参加' },
  ),

  'correction-order': ({ correctBy }, _data, { now }) => refuse(before('correctBy', ['改正期限', correctBy], ['今天', shanghaiDay(now)])),

  /** Nobody is late before the last day is over. */
  'correction-recheck': ({ outcome }, { correctBy }, { now }) => refuse(
    outcome === 'not' && isDay(correctBy) && shanghaiDay(now) <= correctBy && { path: 'outcome', message: `改正期限到 ${correctBy}（含当日），还没有过，不能填“逾期没有改正”` },
  ),

  'rights-told': ({ toldOn }, { correction, correctBy }, { now }) => refuse(
    ahead('toldOn', ['告知日期', toldOn], now),
    correction === 'not' && isDay(toldOn) && isDay(correctBy) && toldOn <= correctBy && { path: 'toldOn', message: `告知日期应当在改正期限（${correctBy}）之后` },
  ),

  /** 行政处罚法第四十五条、第六十四条: silence counts only once the days to speak are over; giving up the right is in writing. */
  'party-heard': ({ outcome, askedOn, evidence }, { toldOn }, { now, calendar }) => {
    const last = lastToAsk(toldOn, calendar);
    refuse(
      outcome === 'none' && last !== undefined && shanghaiDay(now) <= last && { path: 'outcome', message: `当事人在 ${last}（含当日）以前都可以提出，期限还没有过。当事人书面放弃的，选“书面放弃”` },
      outcome === 'waived' && !(Array.isArray(evidence) && evidence.length > 0) && { path: 'evidence', message: '书面放弃的，请附放弃书' },
      outcome === 'hearing' && before('askedOn', ['要求听证的日期', askedOn], ['告知日期', toldOn]),
      outcome === 'hearing' && ahead('askedOn', ['要求听证的日期', askedOn], now),
      outcome === 'hearing' && last !== undefined && isDay(askedOn) && askedOn > last && { path: 'askedOn', message: `要求听证应当在 ${last}（含当日）以前提出` },
    );
  },

  'hearing-held': ({ noticedOn, heldOn }, { askedOn }, { now, calendar }) => {
    const earliest = isDay(noticedOn) ? workdaysAfter(calendar, noticedOn, NOTICE) : undefined;
    refuse(
      before('noticedOn', ['通知日期', noticedOn], ['要求听证的日期', askedOn]),
      ahead('heldOn', ['听证日期', heldOn], now),
      earliest !== undefined && isDay(heldOn) && heldOn < earliest && { path: 'heldOn', message: `听证应当提前七个工作日通知，最早是 ${earliest}` },
    );
  },

  /** 行政处罚法第四十四条、第四十五条、第六十五条: nothing is decided before the party was told and heard, or let the days pass. */
  'penalty-decided': ({ outcome, decidedOn }, { heard, toldOn, heldOn }, { now, calendar }) => {
    // a statement gives up no hearing
    const last = heard === 'none' || heard === 'statement' ? lastToAsk(toldOn, calendar) : undefined;
    if (outcome !== 'none') refuse(
      ahead('decidedOn', ['决定日期', decidedOn], now),
      before('decidedOn', ['决定日期', decidedOn], heard === 'hearing' ? ['听证日期', heldOn] : ['告知日期', toldOn]),
      last !== undefined && isDay(decidedOn) && decidedOn <= last && { path: 'decidedOn', message: `当事人在 ${last}（含当日）以前都可以要求听证，决定日期应当在这之后` },
    );
  },

  'decision-served': ({ servedOn }, { decidedOn }, { now }) => refuse(
    before('servedOn', ['送达日期', servedOn], ['决定日期', decidedOn]), ahead('servedOn', ['送达日期', servedOn], now),
  ),

  /** 行政处罚法第六十六条、第七十二条: put off to a day that is named; unpaid, and to the court, only once the time to perform is over. */
  'penalty-performed': ({ outcome, performedOn, newPayBy, lookOn, filedOn, ...values }, { servedOn, payBy }, { now, calendar }) => refuse(
    before('performedOn', ['履行日期', performedOn], ['送达日期', servedOn]), ahead('performedOn', ['履行日期', performedOn], now),
    before('newPayBy', ['新的日期', newPayBy], ['今天', shanghaiDay(now)]), before('lookOn', ['下次核查日期', lookOn], ['今天', shanghaiDay(now)]),
    outcome === 'unpaid' && isDay(payBy) && shanghaiDay(now) <= payBy && { path: 'outcome', message: `履行期限到 ${payBy}（含当日），还没有过，不能填“逾期没有履行”` },
    ahead('filedOn', ['法院受理日期', filedOn], now),
    isDay(filedOn) && isDay(payBy) && filedOn <= payBy && { path: 'filedOn', message: `履行期限到 ${payBy}（含当日），法院受理日期应当在这之后` },
    ...(outcome === 'court' ? toTheCourt({ ...values, filedOn }, { servedOn, payBy }, now, calendar) : []),
  ),

  /** 人民调解法第十七条: against one party's will there is no mediation. */
  'mediation-consent': ({ outcome, parties }) => {
    const unwilling = (Array.isArray(parties) ? parties : []).flatMap((row, index) => (row?.agrees === 'no' ? [index] : []));
    refuse(
      ...(outcome === 'agreed' ? unwilling.map((index) => ({ path: `parties[${index}].agrees`, message: '这一方不同意调解，征求意见结果不能填“各方都同意调解”' })) : []),
      outcome === 'refused' && unwilling.length === 0 && { path: 'outcome', message: '当事人中没有不同意的，请填明哪一方不同意' },
    );
  },

  'mediation-agreement': ({ agreedOn, performBy }, _data, { now }) => refuse(
    ahead('agreedOn', ['达成协议的日期', agreedOn], now), before('performBy', ['履行期限', performBy], ['达成协议的日期', agreedOn]),
  ),

  /** 民法典第二百零三条: a time that would end on a day off ends on the next working day. */
  'judicial-confirmation': ({ appliedOn, lookOn }, { agreedOn }, { now, calendar }) => {
    const last = isDay(agreedOn) ? workdayFrom(calendar, parseDay(agreedOn) + TO_CONFIRM) : undefined;
    refuse(
      before('appliedOn', ['申请日期', appliedOn], ['达成协议的日期', agreedOn]), ahead('appliedOn', ['申请日期', appliedOn], now),
      last !== undefined && isDay(appliedOn) && appliedOn > last && { path: 'appliedOn', message: `应当自协议生效之日起三十日内申请，最晚是 ${last}` },
      before('lookOn', ['问结果的日期', lookOn], ['今天', shanghaiDay(now)]),
    );
  },

  'court-ruling': ({ ruledOn, lookAgainOn }, { appliedOn }, { now }) => refuse(
    before('ruledOn', ['裁定日期', ruledOn], ['申请日期', appliedOn]), ahead('ruledOn', ['裁定日期', ruledOn], now), before('lookAgainOn', ['下次问的日期', lookAgainOn], ['今天', shanghaiDay(now)]),
  ),

  /** 人民调解法第三十三条: whom the court refuses may mediate anew; they are told so where they choose it. */
  'legal-routes': ({ choice, routes }, { failure }) => refuse(
    choice === 'again' && !(Array.isArray(routes) && routes.includes('mediation')) && { path: 'routes', message: '当事人选重新调解的，请勾上“重新调解”' },
    failure !== 'unconfirmed' && Array.isArray(routes) && routes.includes('mediation') && { path: 'routes', message: '只有法院不予确认的，才告知可以重新调解' },
  ),
};
