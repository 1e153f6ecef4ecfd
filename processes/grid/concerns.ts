// Which items of the registers a case is about: named by whoever reports, taken over by cases that come from it, and looked up from either side.
import type { Deps } from '../deps.js';
import { Invalid } from '../errors.js';
import { maskName } from '../mask.js';
import type { Store } from '../store/store.js';
import type { Case, Concern, Person, RegisterItem } from '../store/types.js';
import { caseFilter } from '../visibility.js';
import { maySee } from './may.js';

/** So many items a case is about at most. */
export const MOST_CONCERNS = 5;
/** So many cases an item shows. */
const SHOWN = 20;

/** An item as a case names it. */
export const concernOf = ({ _id, kind, name }: Pick<RegisterItem, '_id' | 'kind' | 'name'>): Concern => ({ id: _id, kind, name });

/** What a case names, with the names of people masked: what stands in its document is what they were called then. */
export const concernsMasked = ({ concerns = [] }: Pick<Case, 'concerns'>): Concern[] => concerns.map((one) => (one.kind === 'household' || one.kind === 'resident' ? { ...one, name: maskName(one.name) } : one));

/** The items by these ids, in their order; what is gone from the store is left out. */
async function itemsBy(ids: string[], store: Store): Promise<RegisterItem[]> {
  const found = ids.length ? await store.registers.find({ _id: { $in: ids } }).lean<RegisterItem[]>() : [];
  return ids.flatMap((id) => found.find(({ _id }) => _id === id) ?? []);
}

/**
 * What a case is about when it begins: the items that its report names, and those of the cases that it comes from.
 *
 * @param origins the numbers of the cases that it comes from
 * @throws Invalid when the reporter may not see one of the items, or it is none
 */
export async function concernsOf(named: string[], origins: string[], person: Person, store: Store): Promise<Concern[]> {
  const ids = [...new Set(named)];
  const items = await itemsBy(ids, store);
  if (items.length < ids.length || items.some((item) => !maySee(person, item))) throw new Invalid('no such register item', [{ path: 'concerns', message: '登记册里没有这一条，或者不在您的网格里' }]);
  const before = origins.length ? await store.cases.find({ _id: { $in: origins } }, { concerns: 1 }).lean<Case[]>() : [];
  const all = [...items.map(concernOf), ...before.flatMap(({ concerns = [] }) => concerns)];
  return [...new Map(all.map((one) => [one.id, one])).values()].slice(0, MOST_CONCERNS);
}

/** The items that a case is about, as they stand in the registers now. */
export const concernedItems = ({ concerns = [] }: Pick<Case, 'concerns'>, { store }: Pick<Deps, 'store'>): Promise<RegisterItem[]> => itemsBy(concerns.map(({ id }) => id), store);

/** The newest cases about an item that a person may see. */
export const casesAbout = (item: string, person: Person, { store }: Pick<Deps, 'store'>): Promise<Case[]> =>
  store.cases.find({ 'concerns.id': item, ...caseFilter(person) }).sort({ reportedAt: -1 }).limit(SHOWN).lean<Case[]>();
