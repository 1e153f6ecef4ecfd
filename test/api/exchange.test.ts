// Procedures over HTTP: made from the pattern, taken out, brought in; whatever is refused leaves the draft as it was.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { blankProcedure } from '../../processes/pattern/blank.js';
import type { ProcedureFile } from '../../processes/store/types.js';
import { expectProblem, openApi, type Api } from '../support/api.js';
import { patternAnswers } from '../support/patterns.js';
import { closeTestStore } from '../support/store.js';
import type { Signed } from '../support/web.js';
import { replaced, zip } from '../support/zip.js';

let api: Api;
let policy: Signed, second: Signed, commander: Signed, caoba: Signed;
let diagram: ProcedureFile, form: ProcedureFile;
beforeAll(async () => {
  api = await openApi();
  [policy, second, commander, caoba] = await Promise.all(['liucheng', 'liucheng2', 'baoyingzhihui', 'caoba'].map((who) => api.as(who))) as [Signed, Signed, Signed, Signed];
  [diagram, form] = await blankProcedure({ id: 'petition', name: '信访办理' }) as [ProcedureFile, ProcedureFile];
}, 120_000);
afterAll(closeTestStore);

const bring = (who: Signed, content: Buffer | string, filename: string, query = '') => who.post(`/api/procedures/import${query}`).attach('file', Buffer.from(content), { filename });
const draft = async (id: string) => (await policy.get(`/api/drafts/${id}`).expect(200)).body;
const binary = (response: any, done: (error: Error | null, body: Buffer) => void) => {
  const parts: Buffer[] = [];
  response.on('data', (part: Buffer) => parts.push(part)).on('end', () => done(null, Buffer.concat(parts)));
};

describe('from the pattern', () => {
  test('a preview is drawn and nothing is kept; made, it is a draft in which the check finds nothing', async () => {
    const answers = patternAnswers('flood');
    const { body } = await policy.post('/api/patterns/joint-handling/preview').send(answers).expect(200);
    expect(body.xml).toContain('<bpmn:process id="flood"');
    await policy.get('/api/drafts/flood').expect(404);
    expect((await policy.post('/api/patterns/joint-handling').send(answers).expect(201)).body).toMatchObject({ procedure: 'flood', state: 'editing' });
    expectProblem(await policy.post('/api/patterns/joint-handling').send(answers), 409);
  });

  test('its form offers the departments by name, with the levels on which they are', async () => {
    const { body } = await policy.get('/api/patterns/joint-handling').expect(200);
    expect(body.departments).toEqual(expect.arrayContaining([{ suffix: 'zzb', name: '综治办', levels: ['town', 'county'] }, { suffix: 'fy', name: '县人民法院', levels: ['county'] }]));
  });

  test('answers that cannot be drawn are refused field by field; a department that a level lacks by name', async () => {
    const { problems } = expectProblem(await policy.post('/api/patterns/joint-handling/preview').send({ ...patternAnswers('x'), id: 'X y', lead: 'no' }), 422);
    expect(problems.map(({ path }: any) => path)).toEqual(['id', 'lead']);
    const court = { ...patternAnswers('court'), departments: [{ suffix: 'fy', name: '县人民法院' }], lead: 'fy' };
    expect(expectProblem(await policy.post('/api/patterns/joint-handling').send(court), 422).problems[0].message).toBe('镇级没有部门「县人民法院」，请去掉它，或先在组织中建立');
  });

  test('a blank one is a draft too; others than policy staff make neither', async () => {
    await policy.post('/api/patterns/blank').send({ id: 'blank', name: '空白' }).expect(201);
    expectProblem(await policy.post('/api/patterns/blank').send({ id: 'grid-event', name: '已有' }), 409);
    for (const who of [commander, caoba]) expectProblem(await who.post('/api/patterns/blank').send({ id: 'other', name: '别的' }), 403);
  });
});

describe('the joint procedures that a town can choose', () => {
  test('are those in force: a draft is not offered, and not taken', async () => {
    const { key } = await api.open('town-dispatch', ['by-jinghe/dispatcher']);
    await api.store.tasks.updateOne({ _id: key }, { $set: { formKey: 'town-dispatch' } });
    const jinghe = await api.as('jinghe');
    expect((await jinghe.get(`/api/tasks/${key}`).expect(200)).body.data.jointProcedures).toEqual([{ label: '矛盾纠纷人民调解', value: 'mediation' }, { label: '欠薪纠纷处理联动机制', value: 'wage-arrears' }]);
    expectProblem(await jinghe.post(`/api/tasks/${key}/complete`).send({ values: { outcome: 'joint', joint: 'flood' } }), 422);
    await jinghe.post(`/api/tasks/${key}/complete`).send({ values: { outcome: 'joint', joint: 'wage-arrears' } }).expect(200);
  });
});

describe('in and out', () => {
  test('a diagram opens a draft; what was exported comes in again; one file alone can be had', async () => {
    const { body } = await bring(policy, diagram.content, '信访.bpmn').expect(201);
    expect(body).toMatchObject({ draft: { procedure: 'petition', name: '信访办理' }, files: ['petition.bpmn'], renamed: ['信访.bpmn → petition.bpmn'], ignored: [] });
    await bring(policy, form.content, 'x.form', '?into=petition').expect(201);
    const packed = await policy.get('/api/procedures/petition/export?version=draft').buffer().parse(binary).expect(200);
    expect(packed.headers['content-disposition']).toBe('attachment; filename="petition-draft.zip"');
    const before = (await draft('petition')).files;
    await bring(policy, packed.body, 'petition-draft.zip').expect(201);
    expect((await draft('petition')).files.map(({ name, content }: any) => [name, content]).sort()).toEqual(before.map(({ name, content }: any) => [name, content]).sort());
    expect((await policy.get('/api/procedures/petition/export?version=draft&file=petition-handle.form').expect(200)).body.id).toBe('petition-handle');
    expectProblem(await policy.get('/api/procedures/petition/export?version=draft&file=no.form'), 404);
  });

  test('a version in force is open to everybody, a draft only to those who may approve', async () => {
    await caoba.get('/api/procedures/grid-event/export').buffer().parse(binary).expect(200);
    expectProblem(await caoba.get('/api/procedures/petition/export?version=draft'), 403);
    expectProblem(await caoba.get('/api/procedures/petition/export?version=snapshot:x'), 403);
    await commander.get('/api/procedures/petition/export?version=draft').buffer().parse(binary).expect(200);
  });

  test('over a draft what it was is kept; another person\'s is left alone when asked', async () => {
    expect(expectProblem(await bring(second, diagram.content, 'a.bpmn', '?over=false'), 409).detail).toContain('沈知行');
    await bring(second, diagram.content.replaceAll('信访办理', '信访事项办理'), 'a.bpmn').expect(201);
    expect((await draft('petition'))).toMatchObject({ name: '信访事项办理', files: expect.arrayContaining([expect.objectContaining({ name: 'petition-handle.form' })]) });
    const { snapshots } = (await policy.get('/api/procedures/petition').expect(200)).body;
    expect(snapshots.some(({ why }: any) => why === '导入 a.bpmn之前的草稿')).toBe(true);
  });

  test('what is refused leaves the draft untouched', async () => {
    const before = await draft('petition');
    const climbing = replaced(await zip([{ name: 'xxxxxxxxx', content: form.content }]), 'xxxxxxxxx', '../a.form');
    for (const [content, name] of [
      [climbing, 'a.zip'], [Buffer.from('PK\x03\x04'), 'a.zip'], [Buffer.from('<broken'), 'petition.bpmn'], [Buffer.from('{'), 'petition-handle.form'], [Buffer.from('x'), 'a.exe'], [Buffer.alloc(0), 'a.bpmn'],
      [await zip([{ name: 'petition.bpmn', content: diagram.content }, { name: 'b.form', content: '{ broken' }]), 'a.zip'],
    ] as [Buffer, string][]) expectProblem(await bring(policy, content, name, '?into=petition'), 422);
    expectProblem(await bring(policy, diagram.content.replaceAll('"petition"', '"other"'), 'a.bpmn', '?into=petition'), 422);
    expectProblem(await bring(policy, form.content, 'a.form'), 422);
    expectProblem(await bring(policy, form.content, 'a.form', '?into=nothing'), 404);
    expectProblem(await bring(policy, Buffer.alloc(20_000_000, ' '), 'a.bpmn', '?into=petition'), 413);
    expectProblem(await policy.post('/api/procedures/import').field('x', 'y'), 422);
    for (const who of [commander, caoba]) expectProblem(await bring(who, diagram.content, 'a.bpmn'), 403);
    expect(await draft('petition')).toEqual(before);
  });
});
