// An xlsx file (ECMA-376) written row by row into a ZIP, so that its length costs no memory: texts stand in their cells, so none is ever a formula; times are real dates of Shanghai.
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { DAY, SHANGHAI_OFFSET } from '../shanghai.js';

export type Cell = string | number | boolean | Date | null | undefined;

/** What one sheet may hold (Excel): rows with the heading, and characters of a cell. */
export const MOST_ROWS = 1_048_576;
const MOST_CHARACTERS = 32_767;
/** Pieces of about this many characters go into the ZIP at once. */
const PIECE = 64_000;
const MADE = new Date('2020-01-01T00:00:00Z');
/** Excel counts days from the end of 1899; 1970-01-01 is this one. */
const EPOCH = 25_569;

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packaged = 'http://schemas.openxmlformats.org/package/2006';
const STYLES = `${xml}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="等线"/></font><font><b/><sz val="11"/><name val="等线"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
const [DATE, HEAD, TEXT] = [1, 2, 3];

// what XML 1.0 cannot hold, lone surrogates among it
const escape = (text: string): string => text.slice(0, MOST_CHARACTERS).replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
const words = (text: string, style: number, at: string): string => `<c r="${at}" t="inlineStr" s="${style}"><is><t xml:space="preserve">${escape(text)}</t></is></c>`;

/** Where a cell stands, as `AB12`: the standard can do without, some programs that read it cannot. */
export function place(column: number, row: number): string {
  let letters = '';
  for (let left = column; left >= 0; left = Math.floor(left / 26) - 1) letters = String.fromCharCode(65 + (left % 26)) + letters;
  return letters + row;
}

function cell(value: Cell, at: string): string {
  if (value === null || value === undefined || value === '') return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : `<c r="${at}" s="${DATE}"><v>${(value.getTime() + SHANGHAI_OFFSET) / DAY + EPOCH}</v></c>`;
  if (typeof value === 'number') return Number.isFinite(value) ? `<c r="${at}"><v>${value}</v></c>` : '';
  return words(typeof value === 'boolean' ? (value ? '是' : '否') : value, TEXT, at);
}

/** The name of a sheet, without what Excel refuses. */
const sheetName = (name: string): string => escape(name.replace(/[[\]:*?/\\']/g, ' ').slice(0, 31)) || '表';
const width = (heading: string): number => Math.min(40, Math.max(12, heading.length * 2 + 4));

async function* sheet(headings: string[], rows: AsyncIterable<Cell[]>): AsyncGenerator<Buffer> {
  const columns = headings.map((heading, n) => `<col min="${n + 1}" max="${n + 1}" width="${width(heading)}" customWidth="1"/>`).join('');
  let piece = `${xml}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns}</cols><sheetData><row r="1">${headings.map((heading, n) => words(heading, HEAD, place(n, 1))).join('')}</row>`;
  let number = 1;
  for await (const row of rows) {
    number += 1;
    piece += `<row r="${number}">${row.map((value, n) => cell(value, place(n, number))).join('')}</row>`;
    if (piece.length < PIECE) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  yield Buffer.from(`${piece}</sheetData></worksheet>`);
}

/**
 * Writes a workbook of one sheet with a heading that stays in sight.
 *
 * @param rows at most `MOST_ROWS` with the heading; what they throw ends the stream
 */
export function writeXlsx(name: string, headings: string[], rows: AsyncIterable<Cell[]>): Readable {
  const zip = new ZipFile();
  const add = (path: string, content: string) => zip.addBuffer(Buffer.from(content), path, { mtime: MADE, mode: 0o100644 });
  add('[Content_Types].xml', `${xml}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`);
  add('_rels/.rels', `${xml}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`);
  add('xl/workbook.xml', `${xml}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="${sheetName(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`);
  add('xl/_rels/workbook.xml.rels', `${xml}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relations}/styles" Target="styles.xml"/></Relationships>`);
  add('xl/styles.xml', STYLES);
  const out = zip.outputStream as Readable;
  const content = Readable.from(sheet(headings, rows), { objectMode: false, highWaterMark: PIECE });
  // neither goes on without the other
  content.once('error', (error) => out.destroy(error));
  zip.once('error', (error) => out.destroy(error));
  out.once('close', () => content.destroy());
  zip.addReadStream(content, 'xl/worksheets/sheet1.xml', { mtime: MADE, mode: 0o100644, compressionLevel: 4 });
  zip.end();
  return out;
}
