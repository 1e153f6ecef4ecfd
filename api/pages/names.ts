// Names for the ids of units and people, so that no page shows an id where a reader expects a name.
import type { Deps } from '../../processes/deps.js';
import { sharedRows } from '../../processes/shared-look.js';
import { perStore } from '../../processes/store/per-store.js';
import { unitsOf } from '../../processes/units.js';
import type { Ask } from './page.js';

type Names = Record<string, string>;

const wanted = (ids: (string | undefined | null)[]): string[] => [...new Set(ids.filter((id): id is string => !!id))];
const named = (all: Iterable<{ _id: string; name: string }>): Names => Object.fromEntries([...all].map(({ _id, name }) => [_id, name]));

/** What the procedures are called, from their diagrams. */
export const procedureNames = async (ask: Ask): Promise<Names> =>
  Object.fromEntries((await ask('/procedures')).items.map(({ id, name }: { id: string; name: string }) => [id, name]));
export const unitNames = async ({ store }: Pick<Deps, 'store'>, ids: (string | undefined | null)[]): Promise<Names> => named((await unitsOf(store, wanted(ids))).values());
const people = perStore((store) => sharedRows((ids) => store.people.find({ _id: { $in: ids } }, { name: 1 }).lean<{ _id: string; name: string }[]>(), ({ _id }) => [_id]));
export async function personNames({ store }: Pick<Deps, 'store'>, ids: (string | undefined | null)[]): Promise<Names> {
  const some = wanted(ids);
  return some.length === 0 ? {} : named(await people(store)(some));
}
