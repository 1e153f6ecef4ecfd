// A procedure's files checked together: what each lacks, what one says of another, errors first.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkPackage } from '../../processes/package-check.js';
import { publish } from '../../processes/publication.js';
import { packagesIn } from '../../processes/shipped.js';
import type { Deps } from '../../processes/deps.js';
import type { ProcedureFile } from '../../processes/store/types.js';
import { openWork, type Work } from '../support/work.js';
import { closeTestStore } from '../support/store.js';

const folder = join(import.meta.dirname, '../../processes/diagrams');
const jobs = { notify: [], 'register-payment': ['PAYMENT_MISMATCH'] };
let work: Work;
let files: ProcedureFile[];
beforeAll(async () => {
  work = await openWork();
  const packages = await packagesIn(folder);
  const engine = { deploy: async (given: { name: string }[]) => ({ key: '1', processes: given.filter(({ name }) => name.endsWith('.bpmn')).map(({ name }) => ({ procedure: name.replace('.bpmn', ''), version: 1, key: crypto.randomUUID(), resource: name })) }) } as unknown as Deps['engine'];
  for (const one of packages) await publish({ ...one, origin: 'shipped', by: { system: '随软件发布' }, reason: '', changes: [] }, { ...work.deps, engine });
  files = packages.find(({ procedure }) => procedure === 'instalment')!.files;
});
afterAll(closeTestStore);

const check = (given: ProcedureFile[], procedure = 'instalment') => checkPackage(procedure, given, { store: work.store, jobs });
const put = (...more: ProcedureFile[]) => [...files.filter(({ name }) => !more.some((one) => one.name === name)), ...more];
const form = (id: string, components: object[]) => ({ name: 'repayment.form', content: JSON.stringify({ id, type: 'default', components }) });
const table = (inside: string, id = 'own') => ({ name: 'own.dmn', content: `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="x"><decision id="${id}" name="自己的表">${inside}</decision></definitions>` });
const rows = (test: string, result: string) => `<decisionTable id="t"><input id="i" label="人数"><inputExpression id="e"><text>people</text></inputExpression></input><output id="o" name="level" label="级别" /><rule id="r"><inputEntry id="ie"><text>${test}</text></inputEntry><outputEntry id="oe"><text>${result}</text></outputEntry></rule></decisionTable>`;

describe('a procedure as a whole', () => {
  test('is sound as it is shipped', async () => {
    expect(readdirSync(folder).length).toBeGreaterThan(files.length);
    expect(await check(files)).toEqual([]);
  });

  test.each<[string, () => ProcedureFile[], string, string, RegExp, string?]>([
    ['a form that is missing', () => files.filter(({ name }) => name !== 'repayment.form'), 'instalment.bpmn', 'human-task-form', /「repayment」不存在/, 'register-repayment'],
    ['a diagram that is missing', () => files.filter(({ name }) => !name.endsWith('.bpmn')), 'instalment.bpmn', 'diagram-missing', /缺少流程图/, undefined],
    ['a diagram under another id', () => put({ name: 'instalment.bpmn', content: files.find(({ name }) => name.endsWith('.bpmn'))!.content.replaceAll('id="instalment"', 'id="other"').replace('bpmnElement="instalment"', 'bpmnElement="other"') }), 'instalment.bpmn', 'procedure-id', /「other」.*「instalment」/, 'other'],
    ['a form under another id', () => put(form('other', [])), 'repayment.form', 'form-name', /「other」.*「repayment」/, undefined],
    ['a field without a key', () => put(form('repayment', [{ type: 'textfield', id: 'f', label: '事由' }])), 'repayment.form', 'form-key', /「事由」没有键/, 'f'],
    ['a field that is a fact of no register', () => put(form('repayment', [{ type: 'textfield', id: 'f', key: 'a', properties: { fact: 'employer.电报' } }])), 'repayment.form', 'form-fact', /「employer.电报」不在任何登记册里/, 'f'],
    ['a fact in the row of a list', () => put(form('repayment', [{ type: 'dynamiclist', id: 'l', path: 'rows', components: [{ type: 'textfield', id: 'f', key: 'a', properties: { fact: 'employer.phone' } }] }])), 'repayment.form', 'form-fact', /要靠同一行里对应「单位名称」/, 'f'],
    ['a choice that is to be a fact', () => put(form('repayment', [{ type: 'select', id: 'f', key: 'a', values: [], properties: { fact: 'employer.phone' } }])), 'repayment.form', 'form-fact', /不是文字或数字/, 'f'],
    ['two fields that are one fact', () => put(form('repayment', [{ type: 'textfield', id: 'f', key: 'a', properties: { fact: 'employer.phone' } }, { type: 'textfield', id: 'g', key: 'b', properties: { fact: 'employer.phone' } }])), 'repayment.form', 'form-fact', /同一项/, 'g'],
    ['two fields under one key', () => put(form('repayment', [{ type: 'textfield', id: 'f', key: 'a' }, { type: 'group', components: [{ type: 'number', id: 'g', key: 'a' }] }])), 'repayment.form', 'form-key-twice', /同一个键「a」/, 'g'],
    ['a pattern that is none', () => put(form('repayment', [{ type: 'textfield', id: 'f', key: 'a', validate: { pattern: '[' } }])), 'repayment.form', 'form-pattern', /正则/, 'f'],
    ['a condition that cannot be read', () => put(form('repayment', [{ type: 'textfield', id: 'f', key: 'a', conditional: { hide: '=outcome = ' } }])), 'repayment.form', 'form-feel', /没有写完/, 'f'],
    ['an unknown component', () => put(form('repayment', [{ type: 'hologram' }])), 'repayment.form', 'readable', /第 1 行：.*hologram/, undefined],
    ['a table without rules', () => put(table('<decisionTable id="t"><output id="o" name="level" /></decisionTable>')), 'own.dmn', 'table-rules', /没有规则/, 'own'],
    ['a decision without anything', () => put(table('')), 'own.dmn', 'table-empty', /没有内容/, 'own'],
    ['a cell that is no FEEL', () => put(table(rows('[1..', '"town"'))), 'own.dmn', 'table-feel', /第 1 行「人数」/, 'own'],
    ['a result that is no FEEL', () => put(table(rows('-', 'if x then'))), 'own.dmn', 'table-feel', /第 1 行「级别」/, 'own'],
    ['a row that does not fit', () => put(table(rows('-', '1').replace('<inputEntry id="ie"><text>-</text></inputEntry>', ''))), 'own.dmn', 'table-row', /格数/, 'own'],
    ['one decision in two files', () => put(table(rows('-', '1')), { ...table(rows('-', '1')), name: 'twin.dmn' }), 'twin.dmn', 'decision-twice', /「own」/, 'own'],
  ])('with %s is told so', async (_what, given, file, rule, words, element) => {
    const found = (await check(given())).filter((one) => one.rule === rule);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ severity: 'error', file, message: expect.stringMatching(words), ...(element ? { element } : {}) });
  });

  test('with a form that no task shows is warned, after the errors', async () => {
    const found = await check(put({ name: 'spare.form', content: JSON.stringify({ id: 'spare', components: [] }) }, form('other', [])));
    expect(found.at(-1)).toMatchObject({ severity: 'warning', file: 'spare.form', rule: 'form-unused' });
    expect(found.map(({ severity }) => severity)).toEqual([...found.map(({ severity }) => severity)].sort());
  });

  test('may have rows in a list under the keys of other lists', async () => {
    const list = (path: string) => ({ type: 'dynamiclist', path, components: [{ type: 'textfield', key: 'name' }] });
    expect(await check(put(form('repayment', [list('a'), list('b'), { type: 'group', path: 'c', components: [{ type: 'textfield', key: 'name' }] }, { type: 'textfield', key: 'name' }])))).toEqual([]);
  });
});
