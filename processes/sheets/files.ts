// A list as a file, in the two forms that offices ask for, row by row.
import { Readable } from 'node:stream';
import { CSV_MARK, csvLine } from '../grid/csv.js';
import { shanghaiTime } from '../shanghai.js';
import { writeXlsx, type Cell } from './xlsx.js';

export const sheetFormats = ['xlsx', 'csv'] as const;
export type SheetFormat = (typeof sheetFormats)[number];
export const sheetTypes: Record<SheetFormat, string> = { xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', csv: 'text/csv; charset=utf-8' };

const inCsv = (value: Cell): string | number | undefined => {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : shanghaiTime(value);
  return typeof value === 'boolean' ? (value ? '是' : '否') : value ?? undefined;
};

async function* lines(headings: string[], rows: AsyncIterable<Cell[]>): AsyncGenerator<Buffer> {
  yield Buffer.from(CSV_MARK + csvLine(headings));
  for await (const row of rows) yield Buffer.from(csvLine(row.map(inCsv)));
}

/** Writes a list with its headings; times are Shanghai's. @param rows what they throw ends the stream */
export const writeSheet = (format: SheetFormat, name: string, headings: string[], rows: AsyncIterable<Cell[]>): Readable =>
  (format === 'csv' ? Readable.from(lines(headings, rows), { objectMode: false }) : writeXlsx(name, headings, rows));
