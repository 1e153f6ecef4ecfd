// The rows of long lists in one go, from the same filters and shown by the same words as page by page.
import { filterOf } from '../../processes/cases.js';
import type { Deps } from '../../processes/deps.js';
import { itemFilter, logFilter } from '../../processes/grid/find.js';
import { correctedAmong } from '../../processes/grid/visits.js';
import { findInstances } from '../../processes/instances/list.js';
import type { InstanceRow } from '../../processes/instances/rows.js';
import type { Case, GridVisit, Person, RegisterItem, Task, Unit } from '../../processes/store/types.js';
import { board, columns, type Column as BoardColumn } from '../../processes/supervising/board.js';
import { kindWords, levelName, stateWords } from '../../processes/org-changes/columns.js';
import { getUnit } from '../../processes/organisation.js';
import { listTasks } from '../../processes/task-lists.js';
import { shownOnBoard } from '../board-shown.js';
import { showItems, showVisits } from '../grid/show.js';
import { instanceFilterOf, shownRow } from '../instance-list.js';
import { logQueryOf } from '../routes/visits.js';
import { caseSummary, taskSummary } from '../summaries.js';
import { type Asked, inPieces, PIECE, type Rows } from './list.js';

async function* shown<T>(documents: AsyncIterable<T> | Iterable<T>, show: (piece: T[]) => any[] | Promise<any[]>): AsyncGenerator<any[]> {
  for await (const piece of inPieces(documents)) yield await show(piece);
}

export async function taskRows({ query }: Asked, person: Person, deps: Deps): Promise<Rows> {
  if (query.view !== 'done') {
    const { total, items } = await listTasks({ ...query, page: 1, size: Number.MAX_SAFE_INTEGER } as never, person, deps);
    return { total, pieces: shown(items, (piece) => piece.map((task) => taskSummary(task))) };
  }
  const ask = (page: number) => listTasks({ ...query, page, size: PIECE } as never, person, deps);
  const first = await ask(1);
  const pages = async function* (): AsyncGenerator<Task> {
    for (let [page, { items }] = [1, first]; items.length > 0; { items } = items.length < PIECE ? { items: [] } : await ask(page)) {
      yield* items;
      page += 1;
    }
  };
  return { total: first.total, pieces: shown(pages(), (piece) => piece.map((task) => taskSummary(task))) };
}

export async function caseRows({ query }: Asked, person: Person, { store }: Deps): Promise<Rows> {
  const filter = filterOf({ ...query, mine: query.mine === 'true' }, person);
  return { total: await store.cases.countDocuments(filter), pieces: shown(store.cases.find(filter).sort({ reportedAt: -1, _id: -1 }).lean<Case[]>().cursor({ batchSize: PIECE }) as AsyncIterable<Case>, (piece) => piece.map(caseSummary)) };
}

export async function registerRows({ query }: Asked, person: Person, deps: Deps): Promise<Rows> {
  const filter = await itemFilter(query, person, deps);
  const { registers } = deps.store;
  return { total: await registers.countDocuments(filter), pieces: shown(registers.find(filter, { history: 0 }).sort({ grid: 1, name: 1, _id: 1 }).lean<RegisterItem[]>().cursor({ batchSize: PIECE }) as AsyncIterable<RegisterItem>, (piece) => showItems(piece, person, deps.store)) };
}

export async function visitRows({ query }: Asked, person: Person, { store }: Deps): Promise<Rows> {
  const filter = await logFilter(logQueryOf(query), person, store);
  const show = async (piece: GridVisit[]) => {
    const corrected = await correctedAmong(store, piece.map(({ _id }) => _id));
    return showVisits(piece.map((visit) => ({ ...visit, ...(corrected.has(visit._id) ? { correctedBy: corrected.get(visit._id)! } : {}) })), person, store);
  };
  return { total: await store.visits.countDocuments(filter), pieces: shown(store.visits.find(filter).sort({ at: -1, _id: -1 }).lean<GridVisit[]>().cursor({ batchSize: PIECE }) as AsyncIterable<GridVisit>, show) };
}

export async function instanceRows({ query }: Asked, person: Person, deps: Deps): Promise<Rows> {
  const found = await findInstances(instanceFilterOf(query), person, deps);
  return { total: found.length, pieces: shown<InstanceRow>(found, (piece) => piece.map(shownRow)) };
}

/** Each task of the board once, with every column that it stands in. */
export async function boardRows({ query: { column, ...filter } }: Asked, person: Person, deps: Deps): Promise<Rows> {
  const { items } = await board(filter, { column: column as BoardColumn | undefined, skip: 0, most: Number.MAX_SAFE_INTEGER }, person, deps);
  const stands = new Map<Task, BoardColumn[]>();
  for (const one of columns) for (const task of items[one]) stands.set(task, [...(stands.get(task) ?? []), one]);
  return { total: stands.size, pieces: shown([...stands.keys()], async (piece) => (await shownOnBoard(piece, deps)).map((row, at) => ({ ...row, stands: stands.get(piece[at]!) }))) };
}

/** A unit and all below it that is in use, as a file of units is imported: taken along, mended and read again. */
export async function unitRows({ query }: Asked, _person: Person, { store }: Deps): Promise<Rows> {
  await getUnit(store, query.unit);
  const units = (await store.units.find({ path: query.unit, endedOn: null }, { outline: 0, bot: 0 }).lean<Unit[]>()).sort((a, b) => a.path.length - b.path.length || a._id.localeCompare(b._id, 'en', { numeric: true }));
  return { total: units.length, pieces: shown(units, (piece) => piece.map(({ _id, name, level, parent, kind, phone, code }) => ({ id: _id, name, level: levelName(level), parent, kind: level === 'grid' ? kindWords[kind ?? 'general'] : '', phone, code, state: stateWords.units[0] }))) };
}
