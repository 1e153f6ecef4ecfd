// What counts for whom in a period: a unit's from the cells that the overview shows, a person's from the facts of the cases that they reported or worked on. Each count has its one definition in figures/indicators.ts.
import { add, cardMarks, marks, type Tally } from '../figures/indicators.js';
import type { Counts, Subject } from '../store/assessment-types.js';
import type { Store } from '../store/store.js';
import type { CaseCell, CaseFacts } from '../store/types.js';
import { daysOf, monthsOf } from './periods.js';
import { isPerson } from './subjects.js';
import { hasTownMarks, townMarksIn } from './town-marks.js';

type Progress = (done: number, total: number) => Promise<void>;
const PIECE = 500;

/** The persons for whom a case counts: who reported it, or who completed a task of it. */
export const personsOf = (subject: 'member' | 'officer', { reporter, doers = [] }: Pick<CaseFacts, 'reporter' | 'doers'>): string[] => (subject === 'officer' ? doers : reporter ? [reporter] : []);

/** What a case counts for in a period: marks of the day that lies in it. @param carded whether the cards on it are theirs */
export function tallyIn({ reportedDay, closedDay, marks: own, minutes }: CaseFacts, { from, until }: { from: string; until: string }, carded = true): Tally {
  const within = (day?: string | null): boolean => !!day && day >= from && day <= until;
  const tally: Tally = {};
  for (const mark of own) if ((carded || !cardMarks.includes(mark)) && within(marks[mark].basis === 'closed' ? closedDay : reportedDay)) tally[mark] = 1;
  if (within(reportedDay) && typeof minutes === 'number') tally.minutes = minutes;
  return tally;
}

/** Whether the cards on a case are laid at somebody's door. */
const isCharged = ({ carded = [] }: Pick<CaseFacts, 'carded'>, assessed: string): boolean => carded.includes(assessed);

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
  for (const filter of filters) {
    for await (const facts of store.caseFacts.find(filter, { reportedDay: 1, closedDay: 1, marks: 1, minutes: 1, reporter: 1, doers: 1, carded: 1 }).lean<CaseFacts[]>().cursor({ batchSize: PIECE }) as AsyncIterable<CaseFacts>) {
      for (const person of personsOf(subject, facts)) tallies.set(person, add(tallies.get(person) ?? {}, tallyIn(facts, days, isCharged(facts, person))));
      if (++done % PIECE === 0 || done === total) await progress(done, total);
    }
  }
  return tallies;
}

/** What counts for each one assessed. @param progress is told how many units or cases have been read, of how many */
export async function countFor(unit: string, subject: Subject, ids: string[], period: string, store: Store, progress: Progress): Promise<Map<string, Counts>> {
  const tallies: Map<string, Counts> = await (isPerson(subject) ? ofPersons(unit, subject, period, store, progress) : ofUnits(ids, period, store, progress));
  if (!hasTownMarks(subject)) return tallies;
  for (const { assessed, mark } of await townMarksIn(unit, subject, period, store)) {
    const counts = tallies.get(assessed) ?? {};
    for (const one of ['townMarked', mark] as const) counts[one] = (counts[one] ?? 0) + 1;
    tallies.set(assessed, counts);
  }
  return tallies;
}
