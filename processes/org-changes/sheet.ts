// A file of the organisation as it was sent: CSV in UTF-8 or GB 18030 (with GBK and GB 2312), or the first sheet of an Excel workbook; every cell is a text.
import readXlsxFile from 'read-excel-file/node';
import { fromBuffer, type Entry } from 'yauzl';
import { Invalid } from '../errors.js';
import { readCsv, writeCsv, type CsvRow } from '../grid/csv.js';
import { DAY, formatDay } from '../shanghai.js';
import { columnsOf, type Column } from './columns.js';
import type { OrgKind } from './types.js';

/** The most rows of one file: the whole of a city in one. */
export const MOST_ROWS = 20_000;
/** What a workbook may become when it is unpacked, bytes. */
const LARGEST_UNPACKED = 120_000_000;

export const templateOf = (kind: OrgKind): string => writeCsv([columnsOf(kind).map(({ header }) => header), columnsOf(kind).map(({ example }) => example)]);

const whole = (message: string) => new Invalid(message, [{ path: '文件', message }]);

/** The text of a file whose encoding nobody said: UTF-16 by its mark, UTF-8 if it can be, else what Chinese office programs write. @throws Invalid when it is none of them */
export function decode(bytes: Buffer): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return new TextDecoder(first === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes);
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      // no table holds control characters: a picture or a program that happens to decode does
      if (/[^\P{Cc}\t\n\v\f\r\x80-\x9f\x7f]/u.test(text)) break;
      return text;
    } catch {
      // the next one
    }
  }
  throw whole('文件的编码读不出来。请在表格软件里另存为 xlsx，或 UTF-8、GBK 编码的 CSV');
}

/** Adds up what a workbook says it becomes, before anything of it is unpacked. */
const unpackedSize = (bytes: Buffer): Promise<number> => new Promise((resolve, reject) => {
  fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
    if (error) return reject(error);
    let size = 0;
    zip.on('entry', (entry: Entry) => { size += entry.uncompressedSize; zip.readEntry(); }).on('end', () => resolve(size)).on('error', reject);
    zip.readEntry();
  });
});

const inCell = (value: unknown): string => {
  if (value instanceof Date) return formatDay(Math.floor(value.getTime() / DAY));
  return value === null || value === undefined ? '' : String(value).trim();
};

async function readWorkbook(bytes: Buffer): Promise<CsvRow[]> {
  try {
    if (await unpackedSize(bytes) > LARGEST_UNPACKED) throw whole('工作簿解开后太大，没有读取');
    const [sheet] = await readXlsxFile(bytes, { trim: true });
    return (sheet?.data ?? []).map((cells, index) => ({ line: index + 1, cells: (cells as unknown[]).map(inCell) })).filter(({ cells }) => cells.some(Boolean));
  } catch (error) {
    if (error instanceof Invalid) throw error;
    throw whole('这不是完好的 xlsx 工作簿，请重新保存后再选');
  }
}

function readText(bytes: Buffer): CsvRow[] {
  try {
    return readCsv(decode(bytes));
  } catch (error) {
    if (error instanceof Invalid) throw error;
    throw whole(`${(error as Error).message.replace('line ', '第 ')} 行的引号没有配对`);
  }
}

export interface Line { line: number; /** Whether the file has that column. */ has(key: string): boolean; at(key: string): string }

/** The lines of a file of units or people. @throws Invalid when it is no file of this kind */
export const readSheet = (kind: OrgKind, bytes: Buffer): Promise<Line[]> => readTable(columnsOf(kind), bytes);

/** The lines of a file by the keys of its columns. @throws Invalid when it is no such file */
export async function readTable(columns: readonly Column[], bytes: Buffer): Promise<Line[]> {
  if (bytes.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) throw whole('这是旧式的 xls 工作簿，请在表格软件里“另存为”xlsx 或 CSV');
  const [head, ...rows] = bytes.subarray(0, 2).toString('latin1') === 'PK' ? await readWorkbook(bytes) : readText(bytes);
  const headers = (head?.cells ?? []).map((one) => one.replace(/[\s*＊]/g, ''));
  const missing = columns.filter(({ must, header }) => must && !headers.includes(header)).map(({ header }) => header);
  if (missing.length) throw whole(`第一行应是表头，缺少「${missing.join('」「')}」。请用模板填写`);
  const odd = headers.filter((one) => one && !columns.some(({ header }) => header === one));
  if (odd.length) throw whole(`表头里有不认识的列「${odd.join('」「')}」。可用的列：${columns.map(({ header }) => header).join('、')}`);
  const twice = headers.find((one, index) => one && headers.indexOf(one) !== index);
  if (twice) throw whole(`表头里有两列「${twice}」`);
  if (rows.length === 0) throw whole('文件里没有内容，只有表头');
  if (rows.length > MOST_ROWS) throw whole(`一次最多 ${MOST_ROWS} 行，这个文件有 ${rows.length} 行，请分开导入`);
  const place = new Map(columns.map(({ key, header }) => [key, headers.indexOf(header)]));
  return rows.map(({ line, cells }) => ({ line, has: (key) => place.get(key)! >= 0, at: (key) => cells[place.get(key)!] ?? '' }));
}
