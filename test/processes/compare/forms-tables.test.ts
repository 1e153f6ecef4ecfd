// Forms and decision tables: what became of fields, columns and rules, in words.
import { compare } from '../../../processes/compare/compare.js';
import { changesOf, edited, said, shipped } from './files.js';

const form = shipped('village-handle.form');
const withForm = (change: (schema: any) => void) => { const schema = JSON.parse(form.content); change(schema); return { ...form, content: JSON.stringify(schema) }; };

describe('a form', () => {
  test.each<[string, (schema: any) => void, string[]]>([
    ['a field more', ({ components }) => components.push({ type: 'number', id: 'n', key: 'n', label: '人数', validate: { required: true } }), ['新增数字「人数」，在「无力处置的理由」之后（必填）']],
    ['a field less', ({ components }) => components.splice(3, 1), ['删除文件上传「现场照片或材料」']],
    ['another label', ({ components }) => { components[2].label = '处置情况'; }, ['「办理情况」改名为「处置情况」']],
    ['no longer required', ({ components }) => { components[2].validate.required = false; }, ['「办理情况」改为选填']],
    ['an option more', ({ components }) => components[1].values.push({ label: '其他', value: 'other' }), ['「处置结果」的选项：已办结［solved］、无力处置，上报镇［cannot］ → 已办结［solved］、无力处置，上报镇［cannot］、其他［other］']],
    ['another length', ({ components }) => { components[2].validate.maxLength = 500; }, ['「办理情况」的最多字数：2000 → 500']],
    ['other visibility', ({ components }) => { components[3].conditional.hide = '=false'; }, ['「现场照片或材料」的隐藏条件：outcome ≠ "solved" → 否']],
    ['another order', ({ components }) => components.push(components.splice(1, 1)[0]), ['「处置结果」换了次序，现在排在「无力处置的理由」之后']],
    ['another kind', ({ components }) => { components[1].type = 'select'; }, ['「处置结果」由单选改为下拉选择']],
    ['what nobody knows', ({ components }) => { components[1].colour = 'red'; }, ['「处置结果」增加属性 colour：red']],
  ])('%s is told in words', async (_what, change, sentences) => {
    expect(await said(form, withForm(change))).toEqual(sentences);
  });

  test('a field moved into a group is told by where it was and is', async () => {
    const grouped = withForm(({ components }) => components.push({ type: 'group', id: 'g', label: '附件', components: components.splice(3, 1) }));
    expect(await said(form, grouped)).toEqual(['新增分组「附件」，在「无力处置的理由」之后', '「现场照片或材料」从表单最外层移到「附件」']);
  });

  test('rows and widths are layout only', async () => {
    const { equal, changes } = await compare([form], [withForm(({ components }) => { components[1].layout = { row: 'x', columns: 8 }; })]);
    expect([equal, changes.map(({ kind }) => kind)]).toEqual([true, ['moved']]);
  });
});

describe('a decision table', () => {
  const table = shipped('event-classification.dmn');
  const second = /<rule id="eventStandard_rule_2">[^]*?<\/rule>\s*/;

  test('a cell is told by its row, with the name that people know it by, and its column', async () => {
    expect(await said(table, edited(table, ['"4 工作时"', '"30 分钟"']))).toEqual(['「事项标准」第 1 行「矛盾纠纷·A01 邻里纠纷」：响应时限 4 工作时 → 30 分钟']);
  });

  test('a rule less is one sentence, whatever follows it', async () => {
    const changes = await changesOf(table, edited(table, [second, '']));
    expect(changes).toMatchObject([{ kind: 'removed', element: 'eventStandard' }]);
    expect(changes[0]!.text).toMatch(/^「事项标准」删除第 2 行「矛盾纠纷·A02 婚姻家庭纠纷」（小类 A02，/);
  });

  test('a rule with a new id and the same cells is the same rule', async () => {
    expect(await said(table, edited(table, ['<rule id="eventStandard_rule_2">', '<rule id="other">']))).toEqual(['「事项标准」第 2 行「矛盾纠纷·A02 婚姻家庭纠纷」的编号由 eventStandard_rule_2 改为 other']);
  });

  test('of thousands of rules with new ids those that say the same are the same, and those that do not are known by their place', async () => {
    const row = (id: string, n: number, level: string) => `<rule id="${id}${n}"><inputEntry id="${id}${n}a"><text>"${n}"</text></inputEntry><outputEntry id="${id}${n}b"><text>${level}</text></outputEntry><outputEntry id="${id}${n}c"><text>${n}</text></outputEntry></rule>`;
    const many = (id: string, level: (n: number) => string) => ({
      name: 'many.dmn', content: `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n"><decision id="many" name="many"><decisionTable id="t"><input id="i" label="编号"><inputExpression id="e" typeRef="string"><text>n</text></inputExpression></input><output id="o" label="级别" name="level" typeRef="number" /><output id="p" label="序号" name="n" typeRef="number" />${Array.from({ length: 3_000 }, (_, n) => row(id, n, level(n))).join('')}</decisionTable></decision></definitions>`,
    });
    const sentences = await said(many('a', () => '1'), many('b', (n) => (n < 1_000 ? '1' : '2')));
    expect(sentences.filter((text) => /的编号由/.test(text))).toHaveLength(1_000);
    expect(sentences.filter((text) => /级别 1 → 2/.test(text))).toHaveLength(2_000);
    expect(sentences).toHaveLength(3_000);
  });

  test('where the first rule wins, rules in another order are told as meaning', async () => {
    const first = edited(table, ['<decisionTable id="eventStandard_table">', '<decisionTable id="eventStandard_table" hitPolicy="FIRST">']);
    const rule = second.exec(first.content)![0];
    const moved = edited(first, [second, ''], ['<rule id="eventStandard_rule_1">', `${rule}<rule id="eventStandard_rule_1">`]);
    const texts = await said(first, moved);
    expect(texts).toHaveLength(1);
    expect(texts[0]).toMatch(/换了次序：按这张表的命中规则，行的先后影响结果$/);
  });

  test('hit policy, columns and expressions are told', async () => {
    const texts = await said(table, edited(table, ['<decisionTable id="eventStandard_table">', '<decisionTable id="eventStandard_table" hitPolicy="FIRST">'], ['label="牵头部门"', 'label="牵头"'], ['respondLimit: eventStandard.respondLimit', 'respondLimit: "1 工作时"']));
    expect(texts).toEqual([
      expect.stringMatching(/^决策「事项分类定级」的计算式：.*eventStandard\.respondLimit.* → .*"1 工作时"/), '「事项标准」的命中规则：唯一命中 → 首条命中', '「事项标准」结果列「牵头部门」的名称：牵头部门 → 牵头',
    ]);
  });

  test('a decision more in the file is told by its name', async () => {
    const more = edited(table, ['<decision id="eventStandard"', '<decision id="more" name="补充判断"><literalExpression id="l"><text>1</text></literalExpression></decision><decision id="eventStandard"']);
    expect(await said(table, more)).toEqual(['新增决策「补充判断」']);
  });
});

describe('files', () => {
  test('a file that only one side has is added or removed', async () => {
    const { changes } = await compare([form], [shipped('check.form')]);
    const both = await compare([form, shipped('check.form')], [form]);
    expect(changes.length).toBeGreaterThan(1);
    expect(both.changes).toEqual([{ file: 'check.form', kind: 'removed', text: '删除表单「check」' }]);
  });

  test.each(['village-handle.form', 'grid-event.bpmn', 'event-classification.dmn'])('%s that cannot be read on one side is said to be so', async (name) => {
    const file = shipped(name);
    const { equal, changes } = await compare([file], [{ name, content: '<oops' }]);
    expect([equal, changes.map(({ text }) => text)]).toEqual([false, ['右边的内容读不出来，只知道两边不一样；请先改正或重新上传这个文件']]);
  });

  test('two unreadable files of the same text are equal, of another text not', async () => {
    const broken = (content: string) => [{ name: 'a.bpmn', content }];
    expect((await compare(broken('x'), broken('x'))).equal).toBe(true);
    expect((await compare(broken('x'), broken('y'))).changes[0]!.text).toContain('两边的内容都读不出来');
  });
});
