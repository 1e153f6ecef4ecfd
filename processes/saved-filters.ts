// Filters of a list (tasks, instances) that a person keeps under a name.
import { createHash } from 'node:crypto';
import type { Deps } from './deps.js';
import { Conflict, NotFound } from './errors.js';
import { sharedRows } from './shared-look.js';
import { perStore } from './store/per-store.js';
import { insertOnce } from './store/store.js';
import type { Person, SavedFilter } from './store/types.js';

/** So many fit into a menu. */
export const MOST_FILTERS = 20;

/** The lists that have them; those of tasks say no name. */
export type Filtered = 'tasks' | 'instances';

const saved = perStore((store) => sharedRows((people) => store.filters.find({ person: { $in: people } }).lean<SavedFilter[]>(), ({ person }) => [person]));

/** A person's saved filters of a list, in the order in which they were saved. */
export async function listFilters(person: Person, { store }: Pick<Deps, 'store'>, list: Filtered = 'tasks'): Promise<SavedFilter[]> {
  return (await saved(store)([person._id])).filter((one) => (one.list ?? 'tasks') === list).sort((a, b) => a.at.getTime() - b.at.getTime() || (a._id < b._id ? -1 : 1));
}

/**
 * Saves a filter under a name; the same name again replaces what it stood for.
 *
 * @throws Conflict when there are too many
 */
export async function saveFilter(name: string, query: Record<string, string>, person: Person, deps: Pick<Deps, 'store' | 'clock'>, list: Filtered = 'tasks'): Promise<SavedFilter> {
  const { store, clock } = deps;
  const all = await listFilters(person, deps, list);
  const same = all.find((filter) => filter.name === name);
  if (same) {
    await store.filters.updateOne({ _id: same._id, person: person._id }, { $set: { query } });
    return { ...same, query };
  }
  if (all.length >= MOST_FILTERS) throw new Conflict(`最多保存 ${MOST_FILTERS} 个筛选，请先删去不用的`);
  // named after the person and the name: pressing twice saves once
  const made: SavedFilter = { _id: createHash('sha256').update([person._id, name, ...(list === 'tasks' ? [] : [list])].join('\n')).digest('hex').slice(0, 24), person: person._id, name, query, at: clock.now(), ...(list === 'tasks' ? {} : { list }) };
  await insertOnce(store.filters, [made]);
  return made;
}

/** Gives a filter another name. @throws NotFound; Conflict when another of theirs has that name */
export async function renameFilter(id: string, name: string, person: Person, deps: Pick<Deps, 'store'>): Promise<void> {
  const known = await deps.store.filters.findById(id, { list: 1 }).lean<SavedFilter>();
  const all = await listFilters(person, deps, known?.list ?? 'tasks');
  if (!all.some((filter) => filter._id === id)) throw new NotFound(`no filter <${id}>`);
  if (all.some((filter) => filter._id !== id && filter.name === name)) throw new Conflict(`已有名为「${name}」的筛选`);
  await deps.store.filters.updateOne({ _id: id, person: person._id }, { $set: { name } });
}

/** @throws NotFound when there is none of theirs */
export async function deleteFilter(id: string, person: Person, { store }: Pick<Deps, 'store'>): Promise<void> {
  const { deletedCount } = await store.filters.deleteOne({ _id: id, person: person._id });
  if (deletedCount === 0) throw new NotFound(`no filter <${id}>`);
}
