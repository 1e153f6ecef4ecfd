// How far migrations are: counts, lists and the result of each case.
import type { Deps } from '../deps.js';
import type { Store } from '../store/store.js';
import type { Migration, MigrationItem, Person } from '../store/types.js';
import { caseFilter } from '../visibility.js';

export type Counts = Record<MigrationItem['state'], number>;

/** How many items of a migration are in which state. */
export async function countItems(store: Store, migration: string): Promise<Counts> {
  return (await countAll(store, [migration])).get(migration)!;
}

async function countAll(store: Store, migrations: string[]): Promise<Map<string, Counts>> {
  const made = new Map(migrations.map((id): [string, Counts] => [id, { ready: 0, waiting: 0, moving: 0, moved: 0, refused: 0, ended: 0, left: 0 }]));
  const found = await store.migrationItems.aggregate<{ _id: { migration: string; state: keyof Counts }; count: number }>([
    { $match: { migration: { $in: migrations } } }, { $group: { _id: { migration: '$migration', state: '$state' }, count: { $sum: 1 } } },
  ]);
  for (const { _id, count } of found) made.get(_id.migration)![_id.state] = count;
  return made;
}

/** The migrations of a procedure with their counts, the newest first. */
export async function listMigrations(procedure: string, { store }: Pick<Deps, 'store'>): Promise<(Migration & { counts: Counts })[]> {
  const all = await store.migrations.find({ procedure, state: { $ne: 'starting' } }).sort({ at: -1 }).limit(50).lean<Migration[]>();
  const counts = await countAll(store, all.map(({ _id }) => _id));
  return all.map((one) => ({ ...one, counts: counts.get(one._id)! }));
}

/** One page of the items that a person may see, those that went wrong first. */
export async function listItems(id: string, { page, size }: { page: number; size: number }, person: Person, { store }: Pick<Deps, 'store'>): Promise<{ total: number; items: MigrationItem[] }> {
  const all = await store.migrationItems.find({ migration: id }).lean<MigrationItem[]>();
  const own = new Set((await store.cases.find({ ...caseFilter(person), _id: { $in: [...new Set(all.map(({ caseNo }) => caseNo))] } }, { _id: 1 }).lean()).map(({ _id }) => _id));
  const rank = ({ state }: MigrationItem) => ['refused', 'moving', 'left', 'ended', 'moved', 'waiting', 'ready'].indexOf(state);
  const seen = all.filter(({ caseNo }) => own.has(caseNo)).sort((a, b) => rank(a) - rank(b) || (b.at?.getTime() ?? 0) - (a.at?.getTime() ?? 0) || (a.caseNo < b.caseNo ? -1 : 1));
  return { total: seen.length, items: seen.slice((page - 1) * size, page * size) };
}
