// The cells in which runs of elements are counted: a version of a procedure, a day in Shanghai (or a month), and where the case lies, from the city down.
import { shanghaiDay } from '../shanghai.js';
import type { Case, Element, Instance } from '../store/types.js';

/** Where instances without a filed case are counted. */
export const NOWHERE = '~';

/** The units that a case lies in as one text, the city first. */
export const pathOf = ({ city, county, town, village, grid }: Pick<Case, 'city' | 'county' | 'town' | 'village' | 'grid'>): string => [city, county, town, village, grid].join('/');

export interface CellKey { definitionKey: string; period: string; path: string }

export const cellKey = ({ definitionKey, period, path }: CellKey): string => `${definitionKey}|${period}|${path}`;

/** Reads what `cellKey` wrote. */
export function readCell(cell: string): CellKey {
  const [definitionKey, period, path] = cell.split('|') as [string, string, string];
  return { definitionKey, period, path };
}

/** The cell in which an element counts: that of the day on which it ended, on the version that it ended on. Nothing while it is active; the body around a multi-instance never counts beside its items. */
export function cellOf(element: Element, instance: Instance | undefined): string | undefined {
  if (!element.endedAt || !instance || element.type === 'MULTI_INSTANCE_BODY') return undefined;
  return cellKey({ definitionKey: element.definitionKey, period: shanghaiDay(element.endedAt), path: instance.path ?? NOWHERE });
}

/** The cell of the next larger unit on that day; nothing above the city. */
export function above(cell: string): string | undefined {
  const { path, ...rest } = readCell(cell);
  const cut = path.lastIndexOf('/');
  return cut < 0 ? undefined : cellKey({ ...rest, path: path.slice(0, cut) });
}

/** The cell of the month in which a day's lies. */
export function monthOf(cell: string): string {
  const { period, ...rest } = readCell(cell);
  return cellKey({ ...rest, period: period.slice(0, 7) });
}

/** By what a unit's cells are looked up: days by their month, months by their year. */
export const lookUp = (procedure: string, unit: string, within: string): string => `${procedure}|${unit}|${within}`;
