// The rows of long lists in one go, from the same filters and shown by the same words as page by page.
import { filterOf } from '../../processes/cases.js';
import type { Deps } from '../../processes/deps.js';
import { doneIds, withCases } from '../../processes/done-tasks.js';
import { itemFilter, logFilter } from '../../processes/grid/find.js';
import { correctedAmong } from '../../processes/grid/visits.js';
import { inboxFilter } from '../../processes/inbox.js';
import { findInstances } from '../../processes/instances/list.js';
import type { InstanceRow } from '../../processes/instances/rows.js';
import { documentsOf, idsInOrder, type Order } from '../../processes/store/in-order.js';
import type { Shapes } from '../../processes/store/schemas.js';
import type { CollectionName, Store } from '../../processes/store/store.js';
import type { Person, Task, Unit } from '../../processes/store/types.js';
import { board, columns, type Column as BoardColumn } from '../../processes/supervising/board.js';
import { historyFilter } from '../../processes/supervising/history.js';
import { known, outgoingFilter, type OutgoingQuery } from '../../processes/outgoing-list.js';
import { kindWords, levelName, stateWords } from '../../processes/org-changes/columns.js';
import { getUnit } from '../../processes/organisation.js';
import { listTasks } from '../../processes/task-lists.js';
import { showAct } from '../act-shown.js';
import { shownOnBoard } from '../board-shown.js';
import { showItems, showVisits } from '../grid/show.js';
import { instanceFilterOf, shownRow } from '../instance-list.js';
import { inboxQueryOf, showNotice } from '../routes/notices.js';
import { showOutgoing } from '../routes/outgoing.js';
import { logQueryOf } from '../routes/visits.js';
import { caseSummary, taskSummary } from '../summaries.js';
import { type Asked, inPieces, type Rows } from './list.js';

async function* shown<T>(documents: AsyncIterable<T> | Iterable<T>, show: (piece: T[]) => any[] | Promise<any[]>): AsyncGenerator<any[]> {
  for await (const piece of inPieces(documents)) yield await show(piece);
}

/** What lies in one collection, in its order, each piece as this person reads it. */
async function ordered<N extends CollectionName>(store: Store, name: N, filter: object, order: Order, show: (piece: Shapes[N][]) => any[] | Promise<any[]>, fields?: object): Promise<Rows> {
  const ids = await idsInOrder(store, name, filter, order);
  return { total: ids.length, pieces: shown(documentsOf(store, name, ids, fields), show) };
}
const NEWEST: Order = { at: -1, _id: -1 };

export async function taskRows({ query }: Asked, person: Person, deps: Deps): Promise<Rows> {
  const { store } = deps;
  if (query.view !== 'done') {
    const { total, items } = await listTasks({ ...query, page: 1, size: Number.MAX_SAFE_INTEGER } as never, person, deps);
    return { total, pieces: shown(items, (piece) => piece.map((task) => taskSummary(task))) };
  }
  const ids = await doneIds(query, person, store);
  return { total: ids.length, pieces: shown(documentsOf(store, 'tasks', ids, { draft: 0 }), async (piece) => (await withCases(piece, store)).map((task) => taskSummary(task))) };
}

export const caseRows = ({ query }: Asked, person: Person, { store }: Deps): Promise<Rows> =>
  ordered(store, 'cases', filterOf({ ...query, mine: query.mine === 'true' }, person), { reportedAt: -1, _id: -1 }, (piece) => piece.map(caseSummary));

export const registerRows = async ({ query }: Asked, person: Person, deps: Deps): Promise<Rows> =>
  ordered(deps.store, 'registers', await itemFilter(query, person, deps), { grid: 1, name: 1, _id: 1 }, (piece) => showItems(piece, person, deps.store), { history: 0 });

export async function visitRows({ query }: Asked, person: Person, { store }: Deps): Promise<Rows> {
  return ordered(store, 'visits', await logFilter(logQueryOf(query), person, store), NEWEST, async (piece) => {
    const corrected = await correctedAmong(store, piece.map(({ _id }) => _id));
    return showVisits(piece.map((visit) => ({ ...visit, ...(corrected.has(visit._id) ? { correctedBy: corrected.get(visit._id)! } : {}) })), person, store);
  });
}

export const noticeRows = ({ query }: Asked, person: Person, { store }: Deps): Promise<Rows> => ordered(store, 'notices', inboxFilter(person, inboxQueryOf(query)), NEWEST, (piece) => piece.map((notice) => showNotice(notice, person)));

export const outgoingRows = ({ query }: Asked, person: Person, { store }: Deps): Promise<Rows> => ordered(store, 'outgoing', outgoingFilter(query as OutgoingQuery, person), NEWEST, async (piece) => (await known(piece, store)).map(showOutgoing));

export const actRows = ({ query }: Asked, person: Person, { store, clock }: Deps): Promise<Rows> => ordered(store, 'supervisions', historyFilter(query, person), NEWEST, (piece) => piece.map((act) => showAct(act, person, clock.now())));

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
