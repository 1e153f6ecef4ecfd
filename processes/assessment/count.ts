// What counts for whom in a period: a unit's from the cells that the overview shows, a person's from the facts of the cases that they reported or worked on. What lies with whoever has a task counts by their own tasks. Each count has its one definition in figures/indicators.ts.
import { filterOf, tallyOf } from '../figures/counted-for.js';
import { add, isOwn, type Mark, type Tally } from '../figures/indicators.js';
import type { Counts, Subject } from '../store/assessment-types.js';
import type { Store } from '../store/store.js';
import type { CaseCell, CaseFacts } from '../store/types.js';
import { daysOf, monthsOf } from './periods.js';
import { isPerson } from './subjects.js';
import { hasTownMarks, townMarksIn } from './town-marks.js';

type Progress = (done: number, total: number) => Promise<void>;
const PIECE = 500;

type Personal = 'member' | 'officer';
/** Whether what is not measured by their own tasks counts for a person: for a grid member of what they reported, for an officer of what they worked on. */
const isTheirs = (subject: Personal, { reporter, doers = [] }: Pick<CaseFacts, 'reporter' | 'doers'>, person: string): boolean => (subject === 'officer' ? doers.includes(person) : reporter === person);

/** What is measured by their own tasks; what a grid member reported and had to be done again is theirs, whoever did it. */
const ownOf = (subject: Personal) => (mark: Mark): boolean => isOwn(mark) && !(subject === 'member' && (mark === 'rework' || mark === 'thirdRework'));

/** What a case counts for, for each person who has to do with it. */
function* perPerson(subject: Personal, facts: CaseFacts, { from, until }: { from: string; until: string }): Generator<[person: string, Tally]> {
  const { reporter, doers = [], parts = [] } = facts;
  const isIn = (day: string): boolean => day >= from && day <= until;
  for (const person of new Set([...(reporter ? [reporter] : []), ...doers, ...parts.map(({ of }) => of)])) yield [person, tallyOf(facts, isIn, person, { whole: isTheirs(subject, facts, person), own: ownOf(subject) })];
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

async function ofPersons(unit: string, subject: Personal, period: string, store: Store, progress: Progress): Promise<Map<string, Tally>> {
  const days = daysOf(period);
  const filter = { units: unit, reportedDay: { $lte: days.until }, lastDay: { $gte: days.from } };
  const total = await store.caseFacts.countDocuments(filter);
  const tallies = new Map<string, Tally>();
  let done = 0;
  for await (const facts of store.caseFacts.find(filter, { reportedDay: 1, closedDay: 1, settledDay: 1, marks: 1, parts: 1, reworks: 1, reporter: 1, doers: 1 }).lean<CaseFacts[]>().cursor({ batchSize: PIECE }) as AsyncIterable<CaseFacts>) {
    for (const [person, tally] of perPerson(subject, facts, days)) tallies.set(person, add(tallies.get(person) ?? {}, tally));
    if (++done % PIECE === 0 || done === total) await progress(done, total);
  }
  return tallies;
}

/** The filter for the cases that count for a mark of a person. */
export const filterFor = (subject: Personal, mark: Mark, days: { from: string; until: string }, person: string): object => ({
  ...filterOf(mark, days, person, ownOf(subject)), ...(ownOf(subject)(mark) ? {} : subject === 'officer' ? { 'parts.of': person, doers: person } : { reporter: person }),
});

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
