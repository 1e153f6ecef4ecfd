// The very cases behind a number of the overview: the same units, days, category and mark by which the number was counted.
import type { Deps } from '../deps.js';
import { NotFound } from '../errors.js';
import type { Case, CaseFacts, Person, Unit } from '../store/types.js';
import { filterOf } from './counted-for.js';
import { figurePosts } from './figure-units.js';
import { marks, type Mark } from './indicators.js';
import { openCases, standsFor } from './open-cases.js';

export interface Behind { figure: Mark; unit?: string; from?: string; until?: string; category?: string; page: number; size: number }

/** The units of a person's own posts whose figures they may see, the widest first. */
export async function ownFigureUnits(person: Person, { store }: Pick<Deps, 'store'>): Promise<Unit[]> {
  const found = await store.units.find({ _id: { $in: figurePosts(person) } }, { outline: 0 }).lean<Unit[]>();
  return found.sort((a, b) => a.path.length - b.path.length || a._id.localeCompare(b._id));
}

/** A unit whose figures a person may see: one of their own or below it; without an id the first of their own. @throws NotFound when there is none that they may see */
export async function getFigureUnit(id: string | undefined, person: Person, deps: Pick<Deps, 'store'>): Promise<Unit> {
  const own = await ownFigureUnits(person, deps);
  const found = id ? await deps.store.units.findById(id, { outline: 0 }).lean<Unit>() : own[0];
  // a department sees what reached it, not what lies in the places where others work
  if (!found || !own.some(({ _id }) => found._id === _id || (found.level !== 'department' && found.path.includes(_id)))) throw new NotFound(`no unit <${id ?? ''}>`);
  return found;
}

async function nowBehind({ figure, unit, category, page, size }: Behind & { unit: string }, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<{ total: number; ids: string[] }> {
  const now = clock.now();
  const found = (await openCases(store, unit, category)).filter((facts) => standsFor(facts, figure, now));
  // what burns longest comes first
  found.sort((a, b) => (a.due?.getTime() ?? Infinity) - (b.due?.getTime() ?? Infinity) || a.reportedAt.getTime() - b.reportedAt.getTime() || (a._id < b._id ? -1 : 1));
  return { total: found.length, ids: found.slice((page - 1) * size, page * size).map(({ _id }) => _id) };
}

async function dayBehind({ figure, unit, from, until, category, page, size }: Behind, { store }: Pick<Deps, 'store'>): Promise<{ total: number; ids: string[] }> {
  const filter = { units: unit, ...filterOf(figure, { from, until }, unit?.includes('.') ? unit : undefined), ...(category ? { category: /^[A-Z]$/.test(category) ? new RegExp(`^${category}`) : category } : {}) };
  const [total, items] = await Promise.all([
    store.caseFacts.countDocuments(filter as never), store.caseFacts.find(filter as never, { _id: 1 }).sort({ reportedAt: -1, _id: -1 }).skip((page - 1) * size).limit(size).lean<CaseFacts[]>(),
  ]);
  return { total, ids: items.map(({ _id }) => _id) };
}

/** A page of the cases behind a number. @throws NotFound when the unit's figures are not this person's to see */
export async function casesBehind(wanted: Behind, person: Person, deps: Pick<Deps, 'store' | 'clock'>): Promise<{ total: number; items: Case[] }> {
  const unit = (await getFigureUnit(wanted.unit, person, deps))._id;
  const { total, ids } = await (marks[wanted.figure].basis === 'now' ? nowBehind : dayBehind)({ ...wanted, unit }, deps);
  const found = new Map((await deps.store.cases.find({ _id: { $in: ids } }).lean<Case[]>()).map((one) => [one._id, one]));
  return { total, items: ids.flatMap((id) => found.get(id) ?? []) };
}
