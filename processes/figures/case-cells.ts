// The figures of cases, kept by unit and day: a grid's and a department's days from the cases themselves, a village's, a town's and so on from the days of the units below, months from days.
import type { Deps } from '../deps.js';
import { touch, unitKey } from '../feed.js';
import { DAY } from '../shanghai.js';
import type { Store } from '../store/store.js';
import type { Case, CaseCell, CaseFacts, Task, Unit } from '../store/types.js';
import { factsOf } from './case-facts.js';
import { tallyOf } from './counted-for.js';
import { add, type Tally } from './indicators.js';
import { computeStale, markStale, type Compute } from './stale.js';

type Figures = CaseCell['figures'];
/** The levels that are merged from the one below, in this order. */
const LEVELS = ['village', 'town', 'county', 'city'] as const;

const markCases = (store: Store, caseNos: Iterable<string>): Promise<void> => markStale(store, 'case', caseNos);

/** A cell as it is named. */
export const placeCell = (unit: string, time: string): string => `${unit}/${time}`;
const split = (cell: string): [unit: string, time: string] => cell.split('/') as [string, string];

/** What counts in a cell: facts without what only the list of the open ones reads. */
const counts = ({ cells, marks: own, minutes, reworks, category, parts, lastDay }: Partial<CaseFacts>): string => JSON.stringify([cells, own, minutes, reworks, category, parts?.map((one) => [one.of, one.marks, one.day, one.minutes, one.reworks]), lastDay]);
const shown = ({ due, warn, moved, open, status, reporter, doers, ...facts }: Partial<CaseFacts>): string => JSON.stringify([counts(facts), facts.parts, due, warn, moved, open, status, reporter, doers]);

/** What is new, or ended otherwise than before, may make trouble recur or no longer recur: kind of the marks that recurring/find.ts reads. Older ones are found by the daily search. */
export const RECURRING = 'recurring';
const FRESH = 2 * DAY;
const ends = ({ marks: own }: Pick<CaseFacts, 'marks'>): boolean => own.includes('ended');

/** Computes what cases contribute, and names the cells that follow. */
const computeCases = ({ clock, calendar }: Pick<Deps, 'clock' | 'calendar'>): Compute => async (store, caseNos) => {
  const [cases, tasks, before] = await Promise.all([
    store.cases.find({ _id: { $in: caseNos } }).lean<Case[]>(), store.tasks.find({ caseNo: { $in: caseNos } }, { draft: 0 }).lean<Task[]>(),
    store.caseFacts.find({ _id: { $in: caseNos } }).lean<CaseFacts[]>(),
  ]);
  const own = new Map<string, Task[]>();
  for (const task of tasks) own.set(task.caseNo, [...(own.get(task.caseNo) ?? []), task]);
  const known = new Map(before.map((facts) => [facts._id, facts]));
  const now = clock.now();
  const cells = new Set<string>();
  const operations: object[] = [];
  const changed: string[] = [];
  const recurring: string[] = [];
  for (const found of cases) {
    const facts = factsOf(found, own.get(found._id) ?? [], calendar, now);
    const old = known.get(found._id);
    if (!facts) continue;
    if (!old || counts(old) !== counts(facts)) for (const cell of [...(old?.cells ?? []), ...facts.cells]) cells.add(cell);
    if (old ? ends(old) !== ends(facts) || old.category !== facts.category : now.getTime() - facts.reportedAt.getTime() < FRESH) recurring.push(found._id);
    if (old && shown(old) === shown(facts) && old.units.length === facts.units.length && Number(old.turnsAt) === Number(facts.turnsAt)) continue;
    const { _id, ...rest } = facts;
    operations.push({ replaceOne: { filter: { _id }, replacement: { ...rest, changed: new Date() }, upsert: true } });
    changed.push(...facts.units);
  }
  // before and after: whoever stops between the two leaves no cell that nobody computes
  if (cells.size > 0) await markStale(store, 'leafDay', cells);
  await markStale(store, RECURRING, recurring);
  if (operations.length > 0) await store.caseFacts.collection.bulkWrite(operations as never, { ordered: false });
  touch(store, new Set(changed.map(unitKey)));
  return [{ kind: 'leafDay', cells: [...cells] }];
};

/** What one case adds to a day of a unit. */
const added = (facts: CaseFacts, [unit, day]: [unit: string, day: string]): Tally => tallyOf(facts, (one) => one === day, unit.includes('.') ? unit : undefined);

function put(figures: Figures, category: string, tally: Tally): void {
  if (Object.keys(tally).length > 0) figures[category] = add(figures[category] ?? {}, tally);
}

/** Writes days and names what follows: the day of the unit above, and the month. */
async function writeDays(store: Store, figures: Map<string, Figures>): Promise<{ kind: string; cells: string[] }[]> {
  const units = new Map((await store.units.find({ _id: { $in: [...new Set([...figures.keys()].map((cell) => split(cell)[0]))] } }, { parent: 1, level: 1 }).lean<Unit[]>()).map((unit) => [unit._id, unit]));
  const follow: Record<string, string[]> = { caseMonth: [] };
  const operations = [...figures].map(([_id, own]) => {
    const [id, day] = split(_id);
    const unit = units.get(id);
    const above = unit && unit.level !== 'department' && unit.parent ? placeCell(unit.parent, day) : undefined;
    const index = LEVELS.indexOf(unit?.level as never) + 1;
    if (above && LEVELS[index]) (follow[`${LEVELS[index]}Day`] ??= []).push(above);
    const month = placeCell(id, day.slice(0, 7));
    follow.caseMonth!.push(month);
    return { replaceOne: { filter: { _id }, replacement: { unit: id, ...(above ? { above } : {}), month, figures: own }, upsert: true } };
  });
  if (operations.length > 0) await store.caseCells.collection.bulkWrite(operations as never, { ordered: false });
  touch(store, [...figures.keys()].map((cell) => unitKey(split(cell)[0])));
  return Object.entries(follow).map(([kind, cells]) => ({ kind, cells: [...new Set(cells)] }));
}

const computeLeaves: Compute = async (store, cells) => {
  const figures = new Map<string, Figures>(cells.map((cell) => [cell, {}]));
  for (const facts of await store.caseFacts.find({ cells: { $in: cells } }).lean<CaseFacts[]>()) {
    for (const cell of facts.cells) if (figures.has(cell)) put(figures.get(cell)!, facts.category, added(facts, split(cell)));
  }
  return writeDays(store, figures);
};

/** Sums cells into those that they belong to by one of their keys. */
async function merged(store: Store, cells: string[], key: 'above' | 'month'): Promise<Map<string, Figures>> {
  const figures = new Map<string, Figures>(cells.map((cell) => [cell, {}]));
  for (const part of await store.caseCells.find({ [key]: { $in: cells } }).lean<CaseCell[]>()) {
    for (const [category, tally] of Object.entries(part.figures)) put(figures.get(part[key]!)!, category, tally);
  }
  return figures;
}

const computeMonths: Compute = async (store, cells) => {
  const figures = await merged(store, cells, 'month');
  await store.caseCells.collection.bulkWrite([...figures].map(([_id, own]) => ({ replaceOne: { filter: { _id }, replacement: { unit: split(_id)[0], figures: own }, upsert: true } })) as never, { ordered: false });
};

/** The kinds of cells of cases, in the order in which they follow from each other. */
export const caseKinds = (deps: Pick<Deps, 'clock' | 'calendar'>): Record<string, Compute> => ({
  case: computeCases(deps), leafDay: computeLeaves,
  ...Object.fromEntries(LEVELS.map((level) => [`${level}Day`, async (store: Store, cells: string[]) => writeDays(store, await merged(store, cells, 'above'))])),
  caseMonth: computeMonths,
});

/** So many cases whose figures time itself changes are looked at in one round. */
const AT_ONCE = 500;

/** Marks cases whose time to answer, or whose limit of a task, has passed: no record says that it has. */
async function markTurned({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  const passed = await store.caseFacts.find({ turning: true, turnsAt: { $lte: clock.now() } }, { _id: 1 }).limit(AT_ONCE).lean();
  await markCases(store, passed.map(({ _id }) => _id));
}

/** With what is counted: once something is added, all cases are counted anew. */
const FILLED = 'filled:case-figures:parts';

/** Marks, once, all cases that are from before what is counted was. */
async function fill(store: Store): Promise<void> {
  if (await store.settings.exists({ _id: FILLED })) return;
  let batch: string[] = [];
  for await (const { _id } of store.cases.find({}, { _id: 1 }).lean().cursor()) {
    batch.push(_id);
    if (batch.length < AT_ONCE) continue;
    await markCases(store, batch);
    batch = [];
  }
  await markCases(store, batch);
  await store.settings.updateOne({ _id: FILLED }, { $set: { value: true } }, { upsert: true });
}

const filled = new WeakSet<Store>();

/** Brings the figures of cases up to date: one round of the sweep. @returns how many cells were computed */
export async function computeCaseFigures(deps: Pick<Deps, 'store' | 'clock' | 'calendar'>): Promise<number> {
  if (!filled.has(deps.store)) {
    await fill(deps.store);
    filled.add(deps.store);
  }
  await markTurned(deps);
  return computeStale(deps.store, caseKinds(deps));
}
