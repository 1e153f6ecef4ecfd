// What counts for whom in a period: a unit's from the cells that the overview shows, a person's from the facts of the cases that they reported or worked on. Each count has its one definition in figures/indicators.ts.
import { add, marks, type Tally } from '../figures/indicators.js';
import type { Subject } from '../store/assessment-types.js';
import type { Store } from '../store/store.js';
import type { Case, CaseCell, CaseFacts, Task } from '../store/types.js';
import { daysOf, monthsOf } from './periods.js';
import { isPerson } from './subjects.js';

type Progress = (done: number, total: number) => Promise<void>;
const PIECE = 500;

/** The persons for whom cases count: who reported them, or who completed a task of them. */
export async function personsOf(subject: 'member' | 'officer', caseNos: string[], store: Store): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  const note = (caseNo: string, person?: string) => { if (person) found.set(caseNo, (found.get(caseNo) ?? new Set()).add(person)); };
  if (subject === 'member') {
    for (const { _id, reporter } of await store.cases.find({ _id: { $in: caseNos } }, { 'reporter.person': 1 }).lean<Pick<Case, '_id' | 'reporter'>[]>()) note(_id, reporter?.person);
  } else {
    for (const { caseNo, submission } of await store.tasks.find({ caseNo: { $in: caseNos }, state: 'completed' }, { caseNo: 1, 'submission.by': 1 }).lean<Task[]>()) note(caseNo, submission && 'id' in submission.by ? submission.by.id : undefined);
  }
  return found;
}

/** What a case counts for in a period: marks of the day that lies in it. */
export function tallyIn({ reportedDay, closedDay, marks: own, minutes }: CaseFacts, { from, until }: { from: string; until: string }): Tally {
  const within = (day?: string | null): boolean => !!day && day >= from && day <= until;
  const tally: Tally = {};
  for (const mark of own) if (within(marks[mark].basis === 'closed' ? closedDay : reportedDay)) tally[mark] = 1;
  if (within(reportedDay) && typeof minutes === 'number') tally.minutes = minutes;
  return tally;
}

async function ofUnits(ids: string[], period: string, store: Store, progress: Progress): Promise<Map<string, Tally>> {
  const tallies = new Map<string, Tally>();
  for (let from = 0; from < ids.length; from += PIECE) {
    const cells = ids.slice(from, from + PIECE).flatMap((id) => monthsOf(period).map((month) => `${id}/${month}`));
    for (const { unit, figures } of await store.caseCells.find({ _id: { $in: cells } }).lean<CaseCell[]>()) {
      for (const tally of Object.values(figures)) tallies.set(unit, add(tallies.get(unit) ?? {}, tally));
    }
    await progress(Math.min(ids.length, from + PIECE), ids.length);
  }
  return tallies;
}

async function ofPersons(unit: string, subject: 'member' | 'officer', period: string, store: Store, progress: Progress): Promise<Map<string, Tally>> {
  const days = daysOf(period);
  const within = { $gte: days.from, $lte: days.until };
  const filters = [{ units: unit, reportedDay: within }, { units: unit, closedDay: within, reportedDay: { $lt: days.from } }];
  const total = await store.caseFacts.countDocuments(filters[0]) + await store.caseFacts.countDocuments(filters[1]);
  const tallies = new Map<string, Tally>();
  let done = 0;
  let piece: CaseFacts[] = [];
  const count = async (): Promise<void> => {
    const persons = await personsOf(subject, piece.map(({ _id }) => _id), store);
    for (const facts of piece) {
      const tally = tallyIn(facts, days);
      for (const person of persons.get(facts._id) ?? []) tallies.set(person, add(tallies.get(person) ?? {}, tally));
    }
    done += piece.length;
    piece = [];
    await progress(done, total);
  };
  for (const filter of filters) {
    for await (const facts of store.caseFacts.find(filter, { reportedDay: 1, closedDay: 1, marks: 1, minutes: 1 }).lean<CaseFacts[]>().cursor() as AsyncIterable<CaseFacts>) {
      if (piece.push(facts) >= PIECE) await count();
    }
  }
  if (piece.length > 0) await count();
  return tallies;
}

/** What counts for each one assessed. @param progress is told how many units or cases have been read, of how many */
export const countFor = (unit: string, subject: Subject, ids: string[], period: string, store: Store, progress: Progress): Promise<Map<string, Tally>> =>
  (isPerson(subject) ? ofPersons(unit, subject, period, store, progress) : ofUnits(ids, period, store, progress));
