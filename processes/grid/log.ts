// The log of a day or a month: a person's or a grid's, newest first, and its totals by duty, role and occasion; what was corrected is shown but not counted.
import type { Deps } from '../deps.js';
import type { GridVisit, Person } from '../store/types.js';
import { logFilter, type LogQuery } from './find.js';
import { correctedAmong } from './visits.js';

export interface LoggedVisit extends GridVisit { correctedBy?: string }

/** A page of the log with the exact number of all its entries. @throws NotFound for a unit that is not theirs */
export async function listVisits(query: LogQuery & { page: number; size: number }, person: Person, { store }: Pick<Deps, 'store'>): Promise<{ total: number; items: LoggedVisit[] }> {
  const { page, size, ...asked } = query;
  const filter = await logFilter(asked, person, store);
  const [total, items] = await Promise.all([
    store.visits.countDocuments(filter),
    store.visits.find(filter).sort({ at: -1, _id: -1 }).skip((page - 1) * size).limit(size).lean<GridVisit[]>(),
  ]);
  const corrected = await correctedAmong(store, items.map(({ _id }) => _id));
  return { total, items: items.map((visit) => ({ ...visit, ...(corrected.has(visit._id) ? { correctedBy: corrected.get(visit._id)! } : {}) })) };
}

export type Tally = { name: string; count: number }[];
export interface Totals { entries: number; visits: number; checkIns: number; seen: number; people: number; cases: number; duty: Tally; role: Tally; occasion: Tally }

/** Counts what the log says. `seen` are items looked at, each once; `entries` leaves out what another entry puts right. @throws NotFound for a unit that is not theirs */
export async function logTotals(query: LogQuery, person: Person, { store }: Pick<Deps, 'store'>): Promise<Totals> {
  const filter = await logFilter(query, person, store);
  const found = await store.visits.find(filter, { kind: 1, duty: 1, role: 1, occasion: 1, items: 1, by: 1, caseNo: 1 }).lean<GridVisit[]>();
  // few entries are corrections: all of them in one look, whichever month they were made in
  const corrected = new Set((await store.visits.find({ corrects: { $gt: '' } }, { corrects: 1 }).lean<GridVisit[]>()).map(({ corrects }) => corrects!));
  const counted = found.filter(({ _id }) => !corrected.has(_id));
  const tally = (key: 'duty' | 'role' | 'occasion'): Tally => {
    const counts = new Map<string, number>();
    for (const visit of counted) counts.set(visit[key], (counts.get(visit[key]) ?? 0) + 1);
    return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count || a.name.localeCompare(b.name));
  };
  return {
    entries: counted.length, visits: counted.filter(({ kind }) => kind === 'visit').length, checkIns: counted.filter(({ kind }) => kind === 'check-in').length,
    seen: new Set(counted.flatMap(({ items }) => items)).size, people: new Set(counted.map(({ by }) => ('id' in by ? by.id : ''))).size,
    cases: new Set(counted.flatMap(({ caseNo }) => caseNo ?? [])).size, duty: tally('duty'), role: tally('role'), occasion: tally('occasion'),
  };
}
