// A script: the case, who answers what, how much time passes; read strictly, told in words, and moved to the day on which it is played again.
import { z } from 'zod';
import { findCategory } from '../categories.js';
import { parseLimit } from '../limit.js';
import { urgencies } from '../report.js';
import { dayNumber, formatDay, parseDay } from '../shanghai.js';

/** The word for "as far as the next deadline" where a limit could stand. */
export const DEADLINE = 'deadline';
/** Steps of one script; a case of the whole chain needs about thirty. */
export const MOST_STEPS = 200;

const values = z.record(z.string().max(100), z.unknown());
const id = z.string().min(1).max(120);
const limit = z.string().max(20).refine((text) => {
  if (text === DEADLINE) return true;
  try {
    return parseLimit(text).amount > 0;
  } catch {
    return false;
  }
}, { message: '写成“30 分钟”“4 工作时”“1 工作日”，或到下一个期限' });
const on = z.string().regex(/^\d{4}-\d{2}-\d{2}$/).optional();

export const caseSchema = z.strictObject({
  /** Through the report, as a real case comes; or the procedure alone, as another one calls it. */
  start: z.enum(['report', 'direct']).default('report'),
  title: z.string().trim().min(2, '至少 2 个字').max(80).default('演练案件'),
  category: z.string().refine((code) => findCategory(code) !== undefined, { message: '没有这个事件类别' }),
  urgency: z.enum(urgencies).default('一般'),
  people: z.int().min(0).max(1_000_000).default(1),
  grid: id,
  /** What the caller would hand over, when the procedure is started alone. */
  variables: values.default({}),
});
export type RehearsalCase = z.infer<typeof caseSchema>;

export const stepSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('answer'), element: id, name: z.string().max(120).optional(), values: values.default({}), as: id.optional(), on }),
  z.strictObject({ kind: z.literal('time'), limit, on }),
]);
export const stepsSchema = z.array(stepSchema).max(MOST_STEPS);
export const limitSchema = limit;
/** `on`: the day of the rehearsal's clock on which the step was done first. */
export type RehearsalStep = z.infer<typeof stepSchema>;

/** What a step of time says. */
export const timeWords = (text: string): string => (text === DEADLINE ? '到下一个期限' : `过去 ${text}`);

/** A step in words. */
export const stepWords = (step: RehearsalStep): string => (step.kind === 'time' ? timeWords(step.limit) : `办理「${step.name ?? step.element}」`);

const DAY = /^(\d{4}-\d{2}-\d{2})(T.*)?$/;

function shifted(value: unknown, days: number): unknown {
  if (Array.isArray(value)) return value.map((one) => shifted(one, days));
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shifted(one, days)]));
  const match = typeof value === 'string' ? DAY.exec(value) : null;
  if (!match) return value;
  try {
    return `${formatDay(parseDay(match[1]!) + days)}${match[2] ?? ''}`;
  } catch {
    return value;
  }
}

/**
 * Moves the dates that were filled in by as many days as lie between then and now, so that "in a month" stays in a month.
 *
 * @param on the day on which it was filled in, `YYYY-MM-DD`; absent: nothing is moved
 */
export function shiftDates<T>(given: T, on: string | undefined, now: Date): T {
  const days = on ? dayNumber(now) - parseDay(on) : 0;
  return days === 0 ? given : shifted(given, days) as T;
}
