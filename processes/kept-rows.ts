// Rows of the store kept in memory: read whole once, and brought up to what the store holds before each answer by the mark (`changed`) that each write of them leaves.
import { sharedLook } from './shared-look.js';

/** Writes may become visible a little out of the order of their marks, and the clocks of those who write them differ a little, milliseconds. */
const OVERLAP = 5_000;
/** Between two complete readings, which heal what a write did not mark, milliseconds. */
const AGAIN = 15 * 60_000;

/**
 * Keeps rows.
 *
 * @param read all rows; or, given a time, those marked at it or later, among them such as are no longer kept
 * @param keeps whether a row is one of them, as it stands now
 * @param now the time by the clock that marks them
 * @returns brings the rows up to date and gives them, by id; they are shared, and not to be changed
 */
export function keptRows<T extends { _id: string; changed?: Date }>(read: (since?: Date) => Promise<T[]>, { keeps = () => true, now = async () => new Date() }: { keeps?(row: T): boolean; now?(): Promise<Date> } = {}): () => Promise<ReadonlyMap<string, T>> {
  let rows = new Map<string, T>();
  let since = 0;
  let loadedAt = -Infinity;
  const load = async () => {
    const began = (await now()).getTime();
    rows = new Map((await read()).map((row) => [row._id, row]));
    [since, loadedAt] = [began, performance.now()];
  };
  const fresh = sharedLook(async () => {
    if (loadedAt < performance.now() - AGAIN) await load();
    for (const row of await read(new Date(since - OVERLAP))) {
      since = Math.max(since, row.changed!.getTime());
      if (keeps(row)) rows.set(row._id, row);
      else rows.delete(row._id);
    }
  });
  return async () => {
    await fresh();
    return rows;
  };
}
