// Cells merged into one count, read and merged once for as long as none of them changes: a year's heat map is asked for far more often than a cell of it changes.
import { createHash } from 'node:crypto';
import { perStore } from '../store/per-store.js';
import type { Store } from '../store/store.js';
import type { ElementCell } from '../store/types.js';
import type { Parts } from './element-cells.js';
import { mergeTallies, type Tallies } from './tally.js';

/** A cell, and which of its parts counts. */
export interface Wanted { cell: Pick<ElementCell, '_id' | 'mark'>; part: string }

/** So many merged counts are remembered; the one that was not asked for longest goes. */
const MOST = 100;
const remembered = perStore(() => new Map<string, Promise<Tallies>>());

const keyOf = (wanted: readonly Wanted[]): string => {
  const hash = createHash('sha256');
  for (const { cell: { _id, mark }, part } of wanted) hash.update(`${_id}\n${mark}\n${part}\n`);
  return hash.digest('base64url');
};

/** The counts of these cells as one. What is returned is shared: it must not be changed. */
export async function mergedCells(store: Store, wanted: readonly Wanted[]): Promise<Tallies> {
  const known = remembered(store);
  const key = keyOf(wanted);
  const forget = (made: Promise<Tallies>) => { if (known.get(key) === made) known.delete(key); };
  const before = known.get(key);
  if (before) {
    known.delete(key);
    known.set(key, before);
    return before;
  }
  const made: Promise<Tallies> = readAndMerge(store, wanted).then(({ tallies, same }) => {
    if (!same) forget(made);
    return tallies;
  });
  made.catch(() => forget(made));
  known.set(key, made);
  if (known.size > MOST) known.delete(known.keys().next().value!);
  return made;
}

/** `same`: every cell was read as it was marked. */
async function readAndMerge(store: Store, wanted: readonly Wanted[]): Promise<{ tallies: Tallies; same: boolean }> {
  const ids = [...new Set(wanted.map(({ cell }) => cell._id))];
  const found = new Map((await store.elementCells.find({ _id: { $in: ids } }, { parts: 1, mark: 1 }).lean<ElementCell[]>()).map((cell) => [cell._id, { mark: cell.mark, parts: JSON.parse(cell.parts) as Parts }]));
  return {
    tallies: mergeTallies(wanted.map(({ cell, part }) => found.get(cell._id)?.parts[part]).filter((one) => one !== undefined)),
    same: wanted.every(({ cell }) => cell.mark !== undefined && found.get(cell._id)?.mark === cell.mark),
  };
}
