// Comparing over the API: any two versions or files, and who may see what is not in force yet.
import type { Express } from 'express';
import supertest from 'supertest';
import { createApp } from '../../api/app.js';
import { shipped, edited } from '../processes/compare/files.js';
import { closeTestStore } from '../support/store.js';
import { openWeb, signIn, type Signed, type Web } from '../support/web.js';

const grid = shipped('grid-event.bpmn');
const changed = edited(grid, [/(<bpmn:userTask id="check"[\s\S]*?key="limit" value=")1 工作日/, '$112 工作时']);
const procedure = 'grid-event';

describe('comparing versions', () => {
  let web: Web;
  let app: Express;
  let policy: Signed;
  let grids: Signed;
  beforeAll(async () => {
    web = await openWeb();
    app = createApp(web.deps, { ready: async () => true });
    const at = new Date('2026-06-01T00:00:00Z');
    const actor = { id: 'liucheng', name: '沈知行' };
    for (const [number, file] of [[1, grid], [2, changed]] as const) {
      await web.store.releases.create({ _id: `${procedure}/${number}`, procedure, number, name: '网格事件全链条办理', files: [file], state: 'published', at, origin: 'draft', by: actor, reason: '测试', changes: [], definitionKey: String(number), hash: String(number) } as never);
    }
    await web.store.snapshots.create({ _id: 'kept', procedure, at, by: actor, why: '恢复前', files: [grid] } as never);
    [policy, grids] = await Promise.all([signIn(app, 'liucheng'), signIn(app, 'caoba')]);
    await policy.post('/api/drafts').send({ procedure }).expect(200);
  });
  afterAll(() => closeTestStore());

  const body = (left: string, right: string) => ({ left: { procedure, version: left }, right: { procedure, version: right } });

  test('two releases differ by the sentence of what was changed', async () => {
    const { body: difference } = await policy.post('/api/compare').send(body('1', 'newest')).expect(200);
    expect(difference).toMatchObject({ equal: false, changes: [{ file: 'grid-event.bpmn', element: 'check', kind: 'changed', text: '「核查」的时限：1 工作日 → 12 工作时' }], files: [{ file: 'grid-event.bpmn', title: '流程图「网格事件全链条办理」' }] });
  });

  test('departments are called by the names that the organisation gives them', async () => {
    const named = edited(grid, ['=[town + &quot;/dispatcher&quot;]', '=[town + &quot;.lds/head&quot;, county + &quot;.lds/head&quot;]']);
    const { body: difference } = await policy.post('/api/compare').send({ left: { files: [grid] }, right: { files: [named] } }).expect(200);
    expect(difference.changes[0].text).toMatch(/^「镇联动中心派遣」的办理人：镇·联动中心分流员 → 镇劳动所·部门负责人、县劳动监察大队.*·部门负责人$/);
  });

  test('whoever is signed in compares releases; files of one’s own only who may approve, and only readable ones', async () => {
    await grids.post('/api/compare').send(body('1', '2')).expect(200);
    const own = { left: { files: [grid] }, right: { procedure, version: '2' } };
    expect((await grids.post('/api/compare').send(own).expect(403)).body.detail).toContain('请选择已发布的版本');
    await policy.post('/api/compare').send(own).expect(200);
    await policy.post('/api/compare').send({ ...own, left: { files: [{ ...grid, content: '<a' }] } }).expect(422);
    await grids.get(`/api/procedures/${procedure}/files?version=1`).expect(200);
  });

  test.each(['draft', 'snapshot:kept'])('%s is closed to who may not approve, on both routes and either side', async (version) => {
    for (const given of [body('1', version), body(version, '1')]) {
      const { body: problem } = await grids.post('/api/compare').send(given).expect(403);
      expect(problem.detail).toContain('请选择已发布的版本');
    }
    await grids.get(`/api/procedures/${procedure}/files?version=${version}`).expect(403);
    await policy.post('/api/compare').send(body('1', version)).expect(200);
    await policy.get(`/api/procedures/${procedure}/files?version=${version}`).expect(200);
  });

  test('a version that does not exist and two empty sides are refused in words', async () => {
    await policy.post('/api/compare').send(body('1', '9')).expect(404);
    await policy.post('/api/compare').send({ left: { files: [] }, right: { files: [] } }).expect(422);
  });

  test('a large body is read only from who is signed in', async () => {
    const large = { ...body('1', '2'), padding: 'x'.repeat(1_000_000) };
    await supertest(app).post('/api/compare').send(large).expect(413);
    await policy.post('/api/compare').send(large).expect(422);
    await supertest(app).post('/api/compare').send(body('1', '2')).expect(401);
  });

  test('the page offers drafts and snapshots only to who may see them', async () => {
    const theirs = await grids.get(`/compare?procedure=${procedure}`).expect(200);
    expect(theirs.text).toContain('<option value="2"');
    expect(theirs.text).not.toMatch(/value="draft"|snapshot:/);
    const ours = await policy.get(`/compare?procedure=${procedure}&left=1&right=draft`).expect(200);
    expect(ours.text).toMatch(/value="draft" selected/);
    expect(ours.text).toContain('value="snapshot:kept"');
    expect(ours.text).toContain('"left":{"procedure":"grid-event","version":"1"');
  });
});
