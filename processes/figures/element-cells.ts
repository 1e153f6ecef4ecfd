// The kept counts of element runs: a grid's day is counted from documents, larger units and months are merged from smaller cells. What becomes empty goes.
import { createHash } from 'node:crypto';
import type { Store } from '../store/store.js';
import type { ElementCell } from '../store/types.js';
import { above, lookUp, monthOf, readCell } from './cell-key.js';
import type { Compute } from './stale.js';
import { mergeTallies, type Tallies } from './tally.js';

/** What a cell counts: all runs under `''`, those of a level's or a department's human tasks beside it. */
export type Parts = Record<string, Tallies>;
export interface Counted { cell: string; procedure: string; parts: Parts }

export const DAYS = 'element-days';
const UNITS = 'element-units';
const MONTHS = 'element-months';

const isMonth = (period: string): boolean => period.length === 7;

function documentOf({ cell, procedure, parts }: Counted): ElementCell {
  const { definitionKey, period, path } = readCell(cell);
  const unit = path.slice(path.lastIndexOf('/') + 1);
  const month = isMonth(period);
  const up = month ? undefined : above(cell);
  const counted = JSON.stringify(parts);
  return {
    _id: cell, procedure, definitionKey, period, at: lookUp(procedure, unit, month ? period.slice(0, 4) : period.slice(0, 7)), parts: counted, mark: createHash('sha256').update(counted).digest('base64url').slice(0, 16),
    ...(up ? { up } : {}), ...(month ? {} : { month: monthOf(cell) }),
  };
}

/** Writes cells as they were counted; of `cells` those that counted nothing go. @returns what is to be merged anew */
export async function writeCells(store: Store, cells: string[], counted: Counted[]): Promise<{ kind: string; cells: string[] }[]> {
  const made = new Map(counted.map((one) => [one.cell, one]));
  const operations = cells.map((cell) => {
    const one = made.get(cell);
    if (!one) return { deleteOne: { filter: { _id: cell } } };
    const { _id, ...replacement } = documentOf(one);
    return { replaceOne: { filter: { _id }, replacement, upsert: true } };
  });
  if (operations.length > 0) await store.elementCells.collection.bulkWrite(operations as never, { ordered: false });
  const days = cells.filter((cell) => !isMonth(readCell(cell).period));
  return [{ kind: UNITS, cells: days.flatMap((cell) => above(cell) ?? []) }, { kind: MONTHS, cells: days.map(monthOf) }].filter((one) => one.cells.length > 0);
}

/** A department's part is kept up to the unit that it belongs to: further up nobody asks for it. */
const isKept = (part: string, path: string): boolean => !part.includes('.') || path.split('/').includes(part.slice(0, part.indexOf('.')));

const mergeOf = (key: 'up' | 'month'): Compute => async (store, cells) => {
  const below = await store.elementCells.find({ [key]: { $in: cells } } as never).sort({ _id: 1 }).lean<ElementCell[]>();
  const groups = new Map<string, ElementCell[]>();
  for (const one of below) groups.set(one[key]!, [...(groups.get(one[key]!) ?? []), one]);
  return writeCells(store, cells, [...groups].map(([cell, own]) => ({ cell, procedure: own[0]!.procedure, parts: mergeParts(own.map(({ parts }) => JSON.parse(parts) as Parts), readCell(cell).path) })));
};

function mergeParts(all: Parts[], path: string): Parts {
  const names = [...new Set(all.flatMap(Object.keys))].filter((part) => isKept(part, path)).sort();
  return Object.fromEntries(names.map((part) => [part, mergeTallies(all.flatMap((one) => (one[part] ? [one[part]] : [])))]));
}

/** What merges follow from days, in the order in which they are computed. */
export const merges: Record<string, Compute> = { [UNITS]: mergeOf('up'), [MONTHS]: mergeOf('month') };
