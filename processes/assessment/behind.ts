// The very cases behind a number of an assessment: the same unit or person, the same period and mark.
import { filterOf } from '../figures/counted-for.js';
import { BEHIND, type Mark } from '../figures/indicators.js';
import type { Assessment, AssessmentIndicator, AssessmentScore } from '../store/assessment-types.js';
import type { Store } from '../store/store.js';
import type { CaseFacts } from '../store/types.js';
import { filterFor } from './count.js';
import { daysOf } from './periods.js';
import { isPerson } from './subjects.js';
import { countsFor, hasTownMarks, isTownMark, townMarksIn } from './town-marks.js';

/** @param operand what is counted; behind minutes stand the cases that were answered, behind how often those that were done again, behind an agreed number none */
export async function casesWithin({ period, unit }: Assessment, { assessed, subject }: AssessmentScore, operand: AssessmentIndicator['denominator'], { page, size }: { page: number; size: number }, store: Store): Promise<{ total: number; ids: string[] }> {
  if (operand === 'base') return { total: 0, ids: [] };
  if (isTownMark(operand)) {
    const own = hasTownMarks(subject) ? (await townMarksIn(unit, subject, period, store)).filter((one) => one.assessed === assessed && countsFor(one, operand)) : [];
    const ids = own.sort((a, b) => b.at.getTime() - a.at.getTime() || (a.caseNo < b.caseNo ? 1 : -1)).map(({ caseNo }) => caseNo);
    return { total: ids.length, ids: ids.slice((page - 1) * size, page * size) };
  }
  const mark: Mark = operand === 'minutes' || operand === 'reworks' ? BEHIND[operand] : operand;
  const days = daysOf(period);
  const filter = isPerson(subject) ? { units: unit, ...filterFor(subject, mark, days, assessed) } : { units: assessed, ...filterOf(mark, days, subject === 'department' ? assessed : undefined) };
  const [total, found] = await Promise.all([store.caseFacts.countDocuments(filter as never), store.caseFacts.find(filter as never, { _id: 1 }).sort({ reportedAt: -1, _id: -1 }).skip((page - 1) * size).limit(size).lean<CaseFacts[]>()]);
  return { total, ids: found.map(({ _id }) => _id) };
}
