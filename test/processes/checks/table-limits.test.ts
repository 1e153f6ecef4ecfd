// Columns of tables that give time limits: what nobody can read is found before it is published.
import { checkTables } from '../../../processes/checks/tables.js';

const table = (cells: string[], column = 'name="handleLimit" label="办结时限" typeRef="string"') => ({
  name: 'own.dmn', content: `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="x"><decision id="own" name="事项标准"><decisionTable id="t">
  <input id="i" label="小类"><inputExpression id="e"><text>category</text></inputExpression></input><output id="o" ${column} />
  ${cells.map((cell, row) => `<rule id="r${row}"><inputEntry id="ie${row}"><text>-</text></inputEntry><outputEntry id="oe${row}"><text>${cell.replace(/</g, '&lt;')}</text></outputEntry></rule>`).join('')}</decisionTable></decision></definitions>`,
});
const said = (cells: string[], column?: string) => checkTables([table(cells, column)]).map(({ severity, element, rule, message }) => `${severity} ${element} ${rule} ${message}`);

test.each([
  '"2 工作日"', '"24 工作时"', '"2小时"', '"30 分钟"', '"５ 自然日"', '"3个工作日"', 'if people > 10 then "1 工作日" else "30 分钟"', 'urgency', 'eventStandard.handleLimit',
])('%s is a limit, or may become one', (cell) => { expect(said([cell])).toEqual([]); });

test.each([
  ['"三个工作日"', /里的「三个工作日」看不懂。请写成 3 工作日、24 工作时、2 小时、30 分钟 或 5 自然日/],
  ['"3 天"', /里的「3 天」看不懂/], ['""', /里的「」看不懂/], ['if people > 10 then "3 天" else "1 工作日"', /里的「3 天」看不懂/],
  ['2 工作日', /「2 工作日」没有加引号。.*写成 "2 工作日"。/], ['三天', /没有加引号.*写成 "3 工作日" 的样子/], ['3', /没有加引号/], ['“2 工作日”', /没有加引号.*写成 "2 工作日"。/], ['', /没有写时限/], ['null', /没有写时限/],
])('%s is found, with table, row and how it is written', (cell, words) => {
  const found = said(['"1 工作日"', cell]);
  expect(found).toEqual([expect.stringMatching(/^error own table-limit 决策「事项标准」第 2 行「办结时限」/)]);
  expect(found[0]).toMatch(words);
});

test('a column is one of limits by its name, or as text by what people call it', () => {
  for (const column of ['name="limit"', 'name="handleLimit" typeRef="Any"', 'name="by" label="响应时限"']) expect(said(['"3 天"'], column)).toHaveLength(1);
  for (const column of ['name="days" label="时限（天）" typeRef="number"', 'name="unlimited" label="额度"', 'name="level" label="级别"']) expect(said(['"3 天"'], column)).toEqual([]);
});

test('words without quotation marks in another column are told to be put into them', () => {
  expect(said(['暴露 垃圾 [1'], 'name="name" label="名称"')).toEqual([expect.stringMatching(/table-feel .*请加上英文双引号，写成 "暴露 垃圾 \[1"。$/)]);
  expect(said(['if x then'], 'name="name" label="名称"')).toEqual([expect.stringMatching(/请改正 FEEL 的写法。$/)]);
});
