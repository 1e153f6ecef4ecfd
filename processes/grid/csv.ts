// Comma-separated values (RFC 4180) as office programs in China read and write them: with a byte order mark, and no cell that a spreadsheet would run.

/** A cell that begins like a formula is kept from being one (OWASP: CSV injection). */
const harmless = (text: string): string => (/^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text);
const cell = (value: string): string => {
  const text = harmless(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** By this Excel knows that a file is UTF-8. */
export const CSV_MARK = '\uFEFF';
type CsvCell = string | number | undefined;

/** One line, with its end. A number is one. */
export const csvLine = (row: readonly CsvCell[]): string => `${row.map((value) => (typeof value === 'number' ? String(value) : cell(value ?? ''))).join(',')}\r\n`;

/** Writes rows as a whole. */
export const writeCsv = (rows: readonly (readonly CsvCell[])[]): string => `${CSV_MARK}${rows.map(csvLine).join('')}`;

/** One row of a file, with the line at which it begins. */
export interface CsvRow { line: number; cells: string[] }

/**
 * Reads rows; quoted cells may hold commas, quotes and line ends. Rows without any text are left out. Tabs or semicolons part cells where the first line has
 * no comma. What `writeCsv` put before a cell to keep it harmless is taken away again.
 *
 * @throws Error naming the line at which a quote is opened and never closed
 */
export function readCsv(text: string): CsvRow[] {
  const body = text.replace(/^\uFEFF/, '');
  const first = body.slice(0, body.search(/[\r\n]|$/));
  const separator = first.includes(',') ? ',' : first.includes('\t') ? '\t' : first.includes(';') ? ';' : ',';
  const rows: CsvRow[] = [];
  let [cells, value, line, begun, quoted, opened] = [[] as string[], '', 1, 1, false, 0];
  const endCell = () => { cells.push(value.trim().replace(/^'(?=[=+\-@\t\r＝＋－＠])/, '')); value = ''; };
  const endRow = () => {
    endCell();
    if (cells.some((one) => one !== '')) rows.push({ line: begun, cells });
    cells = [];
    begun = line;
  };
  for (let n = 0; n < body.length; n += 1) {
    const sign = body[n]!;
    if (sign === '\n' || (sign === '\r' && body[n + 1] !== '\n')) line += 1;
    if (quoted) {
      if (sign !== '"') value += sign;
      else if (body[n + 1] === '"') { value += '"'; n += 1; } else quoted = false;
    } else if (sign === '"' && value.trim() === '') { quoted = true; opened = line; value = ''; }
    else if (sign === separator) endCell();
    else if (sign === '\n' || (sign === '\r' && body[n + 1] !== '\n')) endRow();
    else if (sign !== '\r') value += sign;
  }
  if (quoted) throw new Error(`line ${opened}`);
  if (value !== '' || cells.length) endRow();
  return rows;
}
