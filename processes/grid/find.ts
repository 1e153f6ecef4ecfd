// Looking through registers and logs: filters on the store's indexed keys, exact totals, and no search that could guess what a mask hides.
import { literally } from '../cases.js';
import type { Deps } from '../deps.js';
import { NotFound } from '../errors.js';
import { getUnit } from '../organisation.js';
import type { Store } from '../store/store.js';
import type { GridVisit, Person, RegisterItem, RegisterKind } from '../store/types.js';
import { loadLists, monthlyCategories, type GridLists } from './lists.js';
import { keptUnits, maySee, seenUnits } from './may.js';
import { monthOf, monthSpan } from './when.js';

type Filter = Record<string, unknown>;

/** The scope of a question: one unit that a person may read, or all of them. @throws NotFound for a unit that is not theirs */
export async function scopeFilter(store: Store, person: Person, unit?: string): Promise<Filter> {
  if (!unit) return { scope: { $in: [...new Set([...seenUnits(person), ...keptUnits(person)])] } };
  const found = await getUnit(store, unit);
  if (!maySee(person, { scope: found.path })) throw new NotFound(`no unit <${unit}>`);
  return { scope: unit };
}

/** What every month must see: households, facilities, and people of the categories that say so. */
export const dueFilter = (lists: GridLists): Filter => ({
  state: 'current', $or: [{ kind: 'household' }, { kind: 'facility' }, { kind: 'resident', categories: { $in: monthlyCategories(lists) } }],
});

/** What the month of an instant has not seen yet. */
export const unseenFilter = (lists: GridLists, now: Date): Filter => ({ ...dueFilter(lists), seenAt: { $not: { $gte: monthSpan(monthOf(now)).from } } });

/** A name that one sees masked is found only by whoever knows it whole; numbers likewise. */
function search(q: string, person: Person): Filter {
  const like = literally(q);
  return { $or: [{ name: like, scope: { $in: keptUnits(person) } }, { name: q }, { kind: { $in: ['employer', 'facility', 'danger'] }, name: like }, { 'place.text': like }, { phone: q }, { idNumber: q.toUpperCase() }] };
}

export interface ItemQuery {
  unit?: string; kind?: RegisterKind; category?: string; household?: string; q?: string; state?: RegisterItem['state'] | 'all'; unseen?: boolean; page: number; size: number;
}

/** The filter of a question about registers. @throws NotFound for a unit that is not theirs */
export async function itemFilter(query: Omit<ItemQuery, 'page' | 'size'>, person: Person, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<Filter> {
  const { unit, kind, category, household, q, state = 'current', unseen } = query;
  const parts: Filter[] = [await scopeFilter(store, person, unit)];
  if (kind) parts.push({ kind });
  if (category) parts.push({ categories: category });
  if (household) parts.push({ household });
  if (state !== 'all') parts.push({ state });
  if (unseen) parts.push(unseenFilter((await loadLists(store)).lists, clock.now()));
  if (q) parts.push(search(q, person));
  const [first, ...rest] = parts;
  return rest.length ? { ...first, $and: rest } : first!;
}

/** A page of the items that match, with the exact number of all: what was not seen for longest first, or else by name. */
export async function listItems(query: ItemQuery, person: Person, deps: Pick<Deps, 'store' | 'clock'>): Promise<{ total: number; items: RegisterItem[] }> {
  const filter = await itemFilter(query, person, deps);
  const [total, items] = await Promise.all([
    deps.store.registers.countDocuments(filter),
    deps.store.registers.find(filter, { history: 0 }).sort(query.unseen ? { seenAt: 1, createdAt: 1, _id: 1 } : { name: 1, _id: 1 }).skip((query.page - 1) * query.size).limit(query.size).lean<RegisterItem[]>(),
  ]);
  return { total, items };
}

export interface LogQuery { unit?: string; person?: string; item?: string; span?: { from: Date; until: Date }; kind?: GridVisit['kind']; occasion?: string; duty?: string; role?: string }

/** The filter of a question about the log: a grid's, or one's own wherever it was made. @throws NotFound for a unit that is not theirs */
export async function logFilter({ unit, person: who, item, span, ...exact }: LogQuery, person: Person, store: Store): Promise<Filter> {
  const own = who === person._id && !unit;
  return {
    ...(own ? {} : await scopeFilter(store, person, unit)), ...(who ? { 'by.id': who } : {}), ...(item ? { items: item } : {}),
    ...(span ? { at: { $gte: span.from, $lt: span.until } } : {}), ...Object.fromEntries(Object.entries(exact).filter(([, value]) => value !== undefined)),
  };
}
