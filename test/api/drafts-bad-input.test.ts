// What must never get into a draft: refused with line and reason, and the draft is what it was.
import { expectProblem, openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';

const PROCEDURE = 'instalment';
let api: Api;
let draft: any;
let content: Record<string, string>;
beforeAll(async () => {
  api = await openApi();
  draft = (await (await api.as('liucheng')).post('/api/drafts').send({ procedure: PROCEDURE }).expect(200)).body;
  content = Object.fromEntries(draft.files.map((file: any) => [file.name, file.content]));
});
afterAll(closeTestStore);
afterEach(async () => {
  expect((await (await api.as('liucheng')).get(`/api/drafts/${PROCEDURE}`).expect(200)).body).toEqual(draft);
});

const save = async (name: string, text: string) => (await api.as('liucheng')).put(`/api/drafts/${PROCEDURE}/files/${name}`).send({ content: text, revision: name in content ? 1 : 0 });
const diagram = () => content['instalment.bpmn']!;
const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;
const form = (components: unknown, more = {}) => JSON.stringify({ id: 'repayment', type: 'default', schemaVersion: 16, components, ...more }, null, 2);

/** Each: what it is, the file's name, its text, the line that is named (absent: any), words of the reason. */
const refused: [string, string, () => string, number | (() => number) | undefined, RegExp][] = [
  ['a document type', 'instalment.bpmn', () => diagram().replace('\n', '\n<!DOCTYPE definitions>\n'), 2, /DOCTYPE/],
  ['an entity that blows up', 'instalment.bpmn', () => diagram().replace('\n', '\n<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n').replace('本期开始', '&b;'), 2, /DOCTYPE|实体/],
  ['an external reference', 'crime.dmn', () => '<?xml version="1.0"?>\n<!DOCTYPE d SYSTEM "file:///etc/passwd">\n<definitions />', 2, /外部引用/],
  ['an entity of its own', 'instalment.bpmn', () => diagram().replace('本期开始', '&nbsp;'), () => lineOf(diagram(), '本期开始'), /实体 &nbsp;/],
  ['a tag that is not closed', 'instalment.bpmn', () => diagram().replace('</bpmn:startEvent>', ''), undefined, /不配对/],
  ['half of a file', 'instalment.bpmn', () => diagram().slice(0, 4_000), undefined, /不完整|没有/],
  ['a bare ampersand', 'instalment.bpmn', () => diagram().replace('本期开始', '甲 & 乙'), () => lineOf(diagram(), '本期开始'), /&amp;/],
  ['one attribute twice', 'instalment.bpmn', () => diagram().replace('<bpmn:startEvent ', '<bpmn:startEvent id="again" '), () => lineOf(diagram(), '<bpmn:startEvent'), /id 重复/],
  ['a prefix that nothing declares', 'instalment.bpmn', () => diagram().replace('<bpmn:startEvent ', '<bpmn:startEvent acme:x="1" '), () => lineOf(diagram(), '<bpmn:startEvent'), /前缀 acme/],
  ['a NUL by its number', 'instalment.bpmn', () => diagram().replace('本期开始', '&#0;'), () => lineOf(diagram(), '本期开始'), /&#0;/],
  ['nothing', 'instalment.bpmn', () => '', 1, /空的/],
  ['a web page', 'instalment.bpmn', () => '<html></html>', 1, /不是流程图/],
  ['a file that is no XML', 'instalment.bpmn', () => 'PK\u0003\u0004', 1, /控制字符|不是 XML/],
  ['a diagram of Camunda 7', 'instalment.bpmn', () => diagram().replace('<bpmn:startEvent ', '<bpmn:startEvent xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:formKey="x" '), () => lineOf(diagram(), '<bpmn:startEvent'), /Camunda 7/],
  ['a diagram for the platform of Camunda 7', 'instalment.bpmn', () => diagram().replace('"Camunda Cloud"', '"Camunda Platform"'), 2, /Camunda 7/],
  ['a diagram of Flowable', 'instalment.bpmn', () => diagram().replace('<bpmn:startEvent ', '<bpmn:startEvent xmlns:flowable="http://flowable.org/bpmn" flowable:initiator="x" '), undefined, /Flowable/],
  ['a diagram of Activiti', 'instalment.bpmn', () => diagram().replace('<bpmn:startEvent ', '<bpmn:startEvent xmlns:activiti="http://activiti.org/bpmn" activiti:initiator="x" '), undefined, /Activiti/],
  ['a diagram without a process', 'instalment.bpmn', () => '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" />', 1, /没有流程/],
  ['a diagram that is not executable', 'instalment.bpmn', () => diagram().replace('isExecutable="true"', 'isExecutable="false"'), 3, /可执行/],
  ['two processes', 'instalment.bpmn', () => diagram().replace('</bpmn:process>', '</bpmn:process><bpmn:process id="other" isExecutable="true" />'), undefined, /一张图只能有一个/],
  ['two pools', 'instalment.bpmn', () => diagram().replace('<bpmn:process ', '<bpmn:collaboration id="c"><bpmn:participant id="a" processRef="instalment" /><bpmn:participant id="b" processRef="instalment" /></bpmn:collaboration><bpmn:process '), 3, /泳池/],
  ['one id twice', 'instalment.bpmn', () => diagram().replace('<bpmn:endEvent id="instalment-paid"', '<bpmn:endEvent id="defaulted"'), undefined, /「defaulted」与第/],
  ['a flow that leads nowhere', 'instalment.bpmn', () => diagram().replace('targetRef="registered"', 'targetRef="gone"'), () => lineOf(diagram(), 'targetRef="registered"'), /终点/],
  ['a table without a decision', 'crime.dmn', () => '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="x" />', 1, /没有决策/],
  ['a diagram in the place of a table', 'crime.dmn', diagram, 2, /不是决策表/],
  ['a form that is no JSON', 'repayment.form', () => '{\n  "id": "repayment",\n  "components": [,]\n}', 3, /JSON/],
  ['a form that ends half-way', 'repayment.form', () => '{\n  "id": "repayment",', 2, /JSON/],
  ['a form that is a list', 'repayment.form', () => '[]', 1, /JSON 对象/],
  ['a form without an id', 'repayment.form', () => form([], { id: undefined }), 1, /没有编号/],
  ['a form of Camunda 7', 'repayment.form', () => form([], { executionPlatform: 'Camunda Platform' }), 6, /Camunda 7/],
  ['a form with a component of unknown type', 'repayment.form', () => form([{ type: 'textfield', key: 'a' }, { type: 'hologram', key: 'b' }]), 11, /「hologram」/],
  ['an unknown component deep inside', 'repayment.form', () => form([{ type: 'group', components: [{ type: 'dynamiclist', path: 'rows', components: [{ type: '<b>x</b>' }] }] }]), undefined, /「<b>x<\/b>」/],
  ['a form that is too deep', 'repayment.form', () => form(JSON.parse(`${'[{"type":"group","components":'.repeat(30)}[]${'}]'.repeat(30)}`)), undefined, /嵌套/],
  ['a form with a NUL by its number', 'repayment.form', () => form([{ type: 'text', text: 'a\0b' }]), undefined, /NUL/],
  ['a file above the largest size', 'instalment.bpmn', () => diagram().replace('本期开始', '长'.repeat(1_000_001)), undefined, /1 MB/],
];

describe('a draft', () => {
  test.each(refused)('takes not %s', async (_what, name, text, line, words) => {
    const body = expectProblem(await save(name, text()), 422);
    const [problem] = body.problems;
    expect(problem.message).toMatch(words);
    expect(problem.message).toMatch(/\p{Script=Han}/u);
    if (line !== undefined) expect(problem.path).toBe(`${name}:${typeof line === 'number' ? line : line()}`);
    else expect(problem.path).toMatch(new RegExp(`^${name.replace('.', '\\.')}(:\\d+)?$`));
  });

  test('is not read at all when its sender sends 20 MB', async () => {
    const response = await save('instalment.bpmn', 'x'.repeat(20_000_000));
    expectProblem(response, 413);
  });

  test('takes no NUL, in no file', async () => {
    for (const name of ['instalment.bpmn', 'repayment.form']) expect(expectProblem(await save(name, content[name]!.replace('id', 'i\0d')), 422).problems).toEqual([{ path: 'content', message: expect.stringMatching(/\p{Script=Han}/u) }]);
  });

  test('is not reached by a file under another name', async () => {
    for (const name of ['other.bpmn', '..%2Fx.form', 'x.exe', '1.form', '%3Cb%3E.form']) expectProblem(await (await api.as('liucheng')).put(`/api/drafts/${PROCEDURE}/files/${name}`).send({ content: '{}', revision: 0 }), 422);
  });

  test('is changed by nobody but who may draw', async () => {
    for (const account of ['caoba', 'baoyingzhihui']) {
      expectProblem(await (await api.as(account)).put(`/api/drafts/${PROCEDURE}/files/instalment.bpmn`).send({ content: diagram(), revision: 1 }), 403);
    }
  });
});

describe('a check of what is not saved yet', () => {
  test.each(refused.slice(0, 6))('of %s answers with a finding, not with a fault', async (_what, name, text) => {
    const response = await (await api.as('liucheng')).post(`/api/drafts/${PROCEDURE}/check`).send({ files: [{ name, content: text() }] });
    expect(response.status).toBe(200);
    expect(response.body.findings[0]).toMatchObject({ severity: 'error', file: name, message: expect.stringMatching(/\p{Script=Han}/u) });
  });
});
