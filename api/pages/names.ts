// Names for the ids of units and people, so that no page shows an id where a reader expects a name.
import type { Deps } from '../../processes/deps.js';
import type { Ask } from './page.js';

type Names = Record<string, string>;

async function named(model: any, ids: (string | undefined | null)[]): Promise<Names> {
  const wanted = [...new Set(ids.filter((id): id is string => !!id))];
  if (wanted.length === 0) return {};
  const found: { _id: string; name: string }[] = await model.find({ _id: { $in: wanted } }, { name: 1 }).lean();
  return Object.fromEntries(found.map(({ _id, name }) => [_id, name]));
}

/** What the procedures are called, from their diagrams. */
export const procedureNames = async (ask: Ask): Promise<Names> =>
  Object.fromEntries((await ask('/procedures')).items.map(({ id, name }: { id: string; name: string }) => [id, name]));
export const unitNames = ({ store }: Pick<Deps, 'store'>, ids: (string | undefined | null)[]): Promise<Names> => named(store.units, ids);
export const personNames = ({ store }: Pick<Deps, 'store'>, ids: (string | undefined | null)[]): Promise<Names> => named(store.people, ids);
