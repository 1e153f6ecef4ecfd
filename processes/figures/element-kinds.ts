// The cells of procedure analysis as the sweep computes them, and marking all of them anew.
import type { Store } from '../store/store.js';
import { DAYS, merges } from './element-cells.js';
import { computeDays } from './element-days.js';
import { markStale, type Compute } from './stale.js';

/** In this order: days of grids, then what is merged from them. */
export const elementKinds: Record<string, Compute> = { [DAYS]: computeDays, ...merges };

const BATCH = 1_000;

/** Marks the cells in which elements count, and every cell that there is: all are counted from the documents again. @param cells those that documents may have come into */
export async function markElementCells(store: Store, cells: Iterable<string>): Promise<void> {
  const all = new Set(cells);
  for await (const { _id } of store.elementCells.find({}, { _id: 1 }).lean().cursor()) if (/\|\d{4}-\d\d-\d\d\|(~|(?:[^/]*\/){4}[^/]*)$/.test(_id)) all.add(_id);
  const list = [...all];
  for (let i = 0; i < list.length; i += BATCH) await markStale(store, DAYS, list.slice(i, i + BATCH));
}
