// Which figures must be computed anew. Figures are kept in cells (a day of a unit, say); whatever changes what a cell counts marks it, and a sweep computes
// the marked ones from the documents themselves. So a change that comes twice, or in another order, leaves the same figures.
import { randomUUID } from 'node:crypto';
import type { Store } from '../store/store.js';

/** Computes cells from what they count and writes them. @returns cells of other kinds that follow from these, to be marked */
export type Compute = (store: Store, cells: string[]) => Promise<{ kind: string; cells: string[] }[] | void>;

/** So many cells are computed in one go. */
const AT_ONCE = 200;
/** Of so many marks those of neighbouring days and units are computed together: they count the same cases, which are read once. */
const LOOK = 20_000;

/** Each mark is another one, so that none is struck off for one that went before. */
function marksOf(kind: string, cells: Iterable<string>): object[] {
  const mark = randomUUID();
  return [...new Set(cells)].map((cell) => ({ updateOne: { filter: { _id: `${kind}:${cell}` }, update: { $set: { mark, kind, cell } }, upsert: true } }));
}

/** Marks cells as stale; durable when it resolves. Must be called before a change of what they count is acknowledged. @param cells ids, each once or more */
export const markStale = async (store: Store, kind: string, cells: Iterable<string>): Promise<void> => write(store, marksOf(kind, cells));

async function write(store: Store, operations: object[]): Promise<void> {
  if (operations.length > 0) await store.staleFigures.collection.bulkWrite(operations as never, { ordered: false });
}

/**
 * Computes what is stale, kind after kind in the order given (what follows from others comes later). A mark that was set meanwhile stays for the next round.
 *
 * @returns how many cells were computed
 */
export async function computeStale(store: Store, kinds: Record<string, Compute>): Promise<number> {
  // nearly always there is nothing: one question, not one a kind
  if (!await store.staleFigures.exists({ kind: { $in: Object.keys(kinds) } })) return 0;
  let computed = 0;
  for (const [kind, compute] of Object.entries(kinds)) {
    for (let more = true; more;) {
      const stale = (await store.staleFigures.find({ kind }).limit(LOOK).lean()).sort((one, other) => (one.cell < other.cell ? -1 : 1));
      more = stale.length === LOOK;
      for (let from = 0; from < stale.length; from += AT_ONCE) {
        const follow = await compute(store, stale.slice(from, from + AT_ONCE).map(({ cell }) => cell)) ?? [];
        // before their own marks go: whoever stops between the two computes them once more
        await write(store, follow.flatMap((one) => marksOf(one.kind, one.cells)));
        // they are followed by others of their kind: a unit's cells by those of the unit above
        more ||= follow.some((one) => one.kind === kind && one.cells.length > 0);
      }
      // one that was marked meanwhile stays: in a storm it would be counted without end
      await write(store, stale.map(({ _id, mark }) => ({ deleteOne: { filter: { _id, mark } } })));
      computed += stale.length;
    }
  }
  return computed;
}
