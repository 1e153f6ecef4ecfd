// Files of values: what is written is read back as it was, and no cell is a formula.
import fc from 'fast-check';
import { readCsv, writeCsv } from '../../../processes/grid/csv.js';

test('what is written is read back, whatever stands in it', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '张', ',', '"', '\n', '=', '+', ' ', '\'', '@', '-') }).map((text) => text.trim());
  fc.assert(fc.property(fc.array(fc.tuple(cell, cell, fc.constant('x')), { minLength: 1, maxLength: 5 }), (rows) => {
    // a quote sign before a formula sign is what keeps it harmless: it is not read back as part of the text
    fc.pre(!rows.flat().some((text) => /^'[=+\-@]/.test(text)));
    expect(readCsv(`${writeCsv([['a', 'b', 'c'], ...rows])}`).slice(1).map(({ cells }) => cells)).toEqual(rows);
  }), { numRuns: 200 });
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '＝1'])('a cell <%s> is no formula to a spreadsheet', (text) => {
  expect(writeCsv([[text]]).replace(/^\uFEFF"?/, '')[0]).toBe('\'');
});

test('lines are counted as an editor counts them, tabs and semicolons part cells too, empty rows are left out', () => {
  expect(readCsv('a,b\r\n"1\n2",3\r\n\r\n,,\r\n4,5')).toEqual([{ line: 1, cells: ['a', 'b'] }, { line: 2, cells: ['1\n2', '3'] }, { line: 6, cells: ['4', '5'] }]);
  expect(readCsv('a\tb\n1\t2').at(-1)!.cells).toEqual(['1', '2']);
  expect(readCsv('a;b\n1;2').at(-1)!.cells).toEqual(['1', '2']);
  expect(() => readCsv('a\nb,"c')).toThrow('line 2');
});
