// The registers of a grid that ends go over to the grid that it becomes part of: each item with a line in its history, again and again until none is left behind.
import { tellKeepers } from '../grid/registers.js';
import type { Store } from '../store/store.js';
import type { Actor, RegisterItem, Unit } from '../store/types.js';

const BATCH = 500;

/** How many items are current in each of these grids; those with none are not in it. */
export async function currentItems(grids: string[], store: Store): Promise<Map<string, number>> {
  if (grids.length === 0) return new Map();
  const found = await store.registers.aggregate<{ _id: string; count: number }>([{ $match: { grid: { $in: grids }, state: 'current' } }, { $group: { _id: '$grid', count: { $sum: 1 } } }]);
  return new Map(found.map(({ _id, count }) => [_id, count]));
}

/**
 * Moves every item of a grid, also those that are gone: a person's household goes along. It says nothing new of anybody: who last did stays, and the time after which it is cleared. Visits and cases stay where they happened. Broken off, it goes on with what is left.
 *
 * @param progress is told after each batch; what it throws stops the work
 */
export async function moveRegisters(from: string, to: string, { by, at, progress, store }: { by: Actor; at: Date; progress: () => Promise<void>; store: Store }): Promise<void> {
  const units = await store.units.find({ _id: { $in: [from, to] } }, { name: 1, path: 1 }).lean<Unit[]>();
  const [old, next] = [from, to].map((id) => units.find(({ _id }) => _id === id));
  if (!old || !next) throw new Error(`no grid <${old ? to : from}> to move registers from <${from}> to <${to}>`);
  const why = `「${old.name}」撤销，并入「${next.name}」`;
  for (;;) {
    const some = await store.registers.find({ grid: from }, { revision: 1 }).limit(BATCH).lean<Pick<RegisterItem, '_id' | 'revision'>[]>();
    if (some.length === 0) break;
    await store.registers.collection.bulkWrite(some.map(({ _id, revision }) => ({
      updateOne: {
        // what somebody changes at this very moment is taken in the next round
        filter: { _id, grid: from, revision },
        update: { $set: { grid: to, scope: next.path, revision: revision + 1 }, $push: { history: { revision: revision + 1, at, by, action: '并入网格', fields: [], why } } },
      },
    })) as never, { ordered: false });
    await progress();
  }
  tellKeepers(store, next.path);
}
