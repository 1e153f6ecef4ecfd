// For whom a case counts, and on which day: an area counts the whole case, a department and a person their own tasks of it where these are what is measured.
import type { CaseFacts } from '../store/types.js';
import { isOwn, marks, type Basis, type Mark, type Tally } from './indicators.js';

/** Days, both counted in. */
export interface Days { from?: string; until?: string }

const FIELDS = { reported: 'reportedDay', closed: 'closedDay', due: 'settledDay' } as const satisfies Record<Exclude<Basis, 'now'>, keyof CaseFacts>;
const fieldOf = (mark: Mark) => FIELDS[marks[mark].basis as keyof typeof FIELDS];

type Counting = Pick<CaseFacts, 'reportedDay' | 'closedDay' | 'settledDay' | 'marks' | 'parts' | 'minutes' | 'reworks'>;

/**
 * What a case counts for.
 *
 * @param isIn whether a day (of Shanghai) counts
 * @param of the department or person for whom it counts; nothing: the area in which it lies
 * @param whole whether what is not measured by their own tasks counts for them, too; `own`: what is
 */
export function tallyOf(facts: Counting, isIn: (day: string) => boolean, of?: string, { whole = true, own = isOwn }: { whole?: boolean; own?: (mark: Mark) => boolean } = {}): Tally {
  const part = of === undefined ? undefined : facts.parts?.find((one) => one.of === of);
  const tally: Tally = {};
  const put = (mark: Mark, day?: string | null) => { if (day && isIn(day)) tally[mark] = 1; };
  for (const mark of facts.marks) if (of === undefined || (whole && !own(mark))) put(mark, facts[fieldOf(mark)]);
  for (const mark of part?.marks ?? []) if (own(mark)) put(mark, marks[mark].basis === 'due' ? part!.day : facts[fieldOf(mark)]);
  const minutes = of === undefined ? facts.minutes : part?.minutes;
  if (typeof minutes === 'number' && isIn(facts.reportedDay)) tally.minutes = minutes;
  const reworks = of !== undefined && own('rework') ? part?.reworks : facts.reworks;
  if (reworks && tally.rework) tally.reworks = reworks;
  return tally;
}

/** The filter by which the very cases are found that `tallyOf` counts for a mark. @param of and @param own as there */
export function filterOf(mark: Mark, { from, until }: Days, of?: string, own = isOwn): object {
  const days = { ...(from ? { $gte: from } : {}), ...(until ? { $lte: until } : {}), $ne: null };
  if (of === undefined || !own(mark)) return { [fieldOf(mark)]: days, marks: mark };
  return marks[mark].basis === 'due' ? { parts: { $elemMatch: { of, marks: mark, day: days } } } : { [fieldOf(mark)]: days, parts: { $elemMatch: { of, marks: mark } } };
}
