// A procedure's draft over the API: who may, two editors at once, a second person's approval, and what goes to the engine.
import { Invalid, Unavailable } from '../../processes/errors.js';
import { settlePublications } from '../../processes/review.js';
import { expectProblem, openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';

let api: Api;
beforeAll(async () => { api = await openApi(); });
afterAll(closeTestStore);
afterEach(async () => {
  api.engine.fails = undefined;
  await api.store.drafts.deleteMany({});
});

const policy = () => api.as('liucheng');
const second = () => api.as('liucheng2');
const FILE = '/api/drafts/instalment/files/instalment.bpmn';

/** Opens the draft and gives its diagram with one limit changed. */
async function opened(account = 'liucheng') {
  const { body } = await (await api.as(account)).post('/api/drafts').send({ procedure: 'instalment' }).expect(200);
  const file = body.files.find(({ name }: { name: string }) => name === 'instalment.bpmn');
  return { draft: body, file, changed: (to: string) => file.content.replace(/name="[^"]*"(?= isExecutable)/, `name="${to}"`) as string };
}

/** Takes a change all the way to submission. @returns the revision that was submitted */
async function submitted(name: string): Promise<number> {
  const { file, changed } = await opened();
  const { body } = await (await policy()).put(FILE).send({ content: changed(name), revision: file.revision }).expect(200);
  return (await (await policy()).post('/api/drafts/instalment/submit').send({ reason: '更名', revision: body.draft.revision }).expect(200)).body.revision;
}

describe('who may', () => {
  test.each([
    ['post', '/api/drafts', { procedure: 'instalment' }], ['put', FILE, { content: 'x', revision: 1 }], ['post', '/api/drafts/instalment/submit', { reason: 'x', revision: 1 }],
    ['post', '/api/drafts/instalment/restore', { version: '1' }], ['delete', '/api/drafts/instalment', {}], ['post', '/api/drafts/instalment/withdraw', {}],
  ] as const)('only policy staff change a draft: %s %s', async (method, path, body) => {
    for (const account of ['caoba', 'jinghe', 'guanli', 'baoyingzhihui']) expectProblem(await (await api.as(account))[method](path).send(body), 403);
  });

  test('who neither draws nor approves reads no draft, and nobody unknown reads anything', async () => {
    await opened();
    for (const path of ['/api/drafts/instalment', '/api/drafts/instalment/difference', '/api/procedures/instalment/impact']) {
      expectProblem(await (await api.as('jinghe')).get(path), 403);
      await (await api.as('baoyingzhihui')).get(path).expect(200);
    }
    const { body } = await (await api.as('jinghe')).get('/api/procedures/instalment').expect(200);
    expect([body.log, body.snapshots]).toEqual([[], []]);
  });
});

describe('two who edit at once', () => {
  test('the second to save the same file is told by whom they were overtaken, and overwrites nothing', async () => {
    const { file, changed } = await opened();
    await (await policy()).put(FILE).send({ content: changed('甲的'), revision: file.revision }).expect(200);
    const problem = expectProblem(await (await second()).put(FILE).send({ content: changed('乙的'), revision: file.revision }), 409);
    expect(problem.detail).toContain('沈知行');
    const { body } = await (await second()).get('/api/drafts/instalment');
    expect(body.name).toBe('甲的');
    const { body: copy } = await (await second()).post('/api/drafts/instalment/copies').send({ name: 'instalment.bpmn', content: changed('乙的') }).expect(201);
    const kept = await (await second()).get(`/api/procedures/instalment/files?version=snapshot:${copy.id}`).expect(200);
    expect(kept.body.files.find(({ name }: { name: string }) => name === 'instalment.bpmn').content).toContain('乙的');
  });

  test('changes of different files both stand', async () => {
    const { file, draft, changed } = await opened();
    const form = draft.files.find(({ name }: { name: string }) => name.endsWith('.form'));
    const content = JSON.stringify({ ...JSON.parse(form.content), exporter: { name: 'x', version: '1' } });
    const saves = await Promise.all([
      (await policy()).put(FILE).send({ content: changed('并行'), revision: file.revision }), (await second()).put(`/api/drafts/instalment/files/${form.name}`).send({ content, revision: form.revision }),
    ]);
    expect(saves.map(({ status }) => status)).toEqual([200, 200]);
    const { body } = await (await policy()).get('/api/drafts/instalment');
    expect([body.name, body.revision]).toEqual(['并行', draft.revision + 2]);
  });

  test('opening twice at once is one draft', async () => {
    const [one, two] = await Promise.all([opened(), opened('liucheng2')]);
    expect(one.draft.createdAt).toBe(two.draft.createdAt);
    expect(await api.store.drafts.countDocuments({})).toBe(1);
  });
});

describe('a second person', () => {
  test('nobody approves what they submitted or had a hand in, and what was not read is not approved', async () => {
    const revision = await submitted('审批试');
    const [{ content }] = (await (await policy()).get('/api/drafts/instalment')).body.files;
    expectProblem(await (await policy()).post('/api/drafts/instalment/approve').send({ revision }), 403);
    expectProblem(await (await second()).post('/api/drafts/instalment/approve').send({ revision: revision - 1 }), 409);
    expectProblem(await (await policy()).put(FILE).send({ content, revision: revision }), 409);
  });

  test('an editor is no approver, even when another person submitted and changed the same file after them', async () => {
    const { file, changed } = await opened();
    await (await second()).put(FILE).send({ content: changed('先改'), revision: file.revision }).expect(200);
    const first = (await (await policy()).get('/api/drafts/instalment')).body.files.find(({ name }: { name: string }) => name === 'instalment.bpmn');
    const { body } = await (await policy()).put(FILE).send({ content: changed('后改'), revision: first.revision }).expect(200);
    const { body: draft } = await (await policy()).post('/api/drafts/instalment/submit').send({ reason: '更名', revision: body.draft.revision }).expect(200);
    expectProblem(await (await second()).post('/api/drafts/instalment/approve').send({ revision: draft.revision }), 403);
    await (await api.as('baoyingzhihui')).post('/api/drafts/instalment/return').send({ reason: '名称不妥' }).expect(200);
    const after = (await (await policy()).get('/api/drafts/instalment')).body;
    expect([after.state, after.returned.reason, after.submission]).toEqual(['editing', '名称不妥', undefined]);
  });

  test('what is approved is in force with who, why and the difference; the draft is gone', async () => {
    const revision = await submitted('分期还款二版');
    const { body } = await (await second()).post('/api/drafts/instalment/approve').send({ revision }).expect(200);
    const about = (await (await policy()).get('/api/procedures/instalment')).body;
    expect([about.version, about.draft]).toEqual([body.number, undefined]);
    expect(about.releases[0]).toMatchObject({ number: body.number, by: '沈知行', approvedBy: '顾思远', reason: '更名', origin: 'draft' });
    expect(about.releases[0].changes.length).toBeGreaterThan(0);
    expect(about.log[0]).toMatchObject({ action: '批准发布', why: '更名', release: body.number });
  });

  test('the old content is published again as a new version', async () => {
    const before = (await (await policy()).get('/api/procedures/instalment')).body.version;
    await (await policy()).post('/api/drafts/instalment/restore').send({ version: '1' }).expect(200);
    const { body: draft } = await (await policy()).get('/api/drafts/instalment');
    const { body } = await (await policy()).post('/api/drafts/instalment/submit').send({ reason: '回退', revision: draft.revision }).expect(200);
    const { body: release } = await (await second()).post('/api/drafts/instalment/approve').send({ revision: body.revision }).expect(200);
    expect(release.number).toBe(before + 1);
    const files = async (version: string) => (await (await policy()).get(`/api/procedures/instalment/files?version=${version}`)).body.files;
    expect(await files(String(release.number))).toEqual(await files('1'));
  });
});

describe('what came before', () => {
  test('a window that still holds an earlier draft overwrites nothing of the next one', async () => {
    const old = await opened();
    await (await policy()).delete('/api/drafts/instalment').expect(204);
    const { file } = await opened('liucheng2');
    expect(file.revision).not.toBe(old.file.revision);
    expectProblem(await (await policy()).put(FILE).send({ content: old.changed('旧窗口'), revision: old.file.revision }), 409);
  });

  test('a draft that a newer version has overtaken is not published unseen', async () => {
    const { draft, file, changed } = await opened();
    const { body } = await (await policy()).put(FILE).send({ content: changed('被赶上的'), revision: file.revision }).expect(200);
    await api.store.drafts.updateOne({ _id: 'instalment' }, { $set: { base: draft.base - 1 } });
    const submit = async (revision: number) => (await policy()).post('/api/drafts/instalment/submit').send({ reason: '更名', revision });
    expect(expectProblem(await submit(body.draft.revision), 409).detail).toContain(`第 ${draft.base} 版`);
    const { body: rebased } = await (await policy()).post('/api/drafts/instalment/rebase').send({ base: draft.base }).expect(200);
    expect((await submit(rebased.revision)).status).toBe(200);
  });

  test('a name that is none of ours comes into no draft, by no way', async () => {
    await opened();
    for (const name of ['../../evil.form', 'grid-event.bpmn', 'x.exe']) expectProblem(await (await policy()).post('/api/drafts/instalment/copies').send({ name, content: 'x' }), 422);
  });
});

describe('when it goes wrong', () => {
  test('a draft with an error is not submitted, and says where it is', async () => {
    const { file } = await opened();
    const content = file.content.replace(/<zeebe:assignmentDefinition [^>]*\/>/, '');
    const { body } = await (await policy()).put(FILE).send({ content, revision: file.revision }).expect(200);
    expect(body.findings[0]).toMatchObject({ severity: 'error', file: 'instalment.bpmn', rule: 'human-task-group', element: expect.any(String) });
    const problem = expectProblem(await (await policy()).post('/api/drafts/instalment/submit').send({ reason: 'x', revision: body.draft.revision }), 422);
    expect(problem.problems[0].path).toMatch(/^instalment\.bpmn#/);
  });

  test('one without a change is not submitted', async () => {
    const { draft } = await opened();
    expectProblem(await (await policy()).post('/api/drafts/instalment/submit').send({ reason: 'x', revision: draft.revision }), 422);
  });

  test('what the engine refuses is not in force, and the draft stays submitted', async () => {
    const revision = await submitted('引擎拒绝');
    const before = (await (await policy()).get('/api/procedures/instalment')).body.version;
    api.engine.fails = new Invalid('Element: x - ERROR: no');
    expectProblem(await (await second()).post('/api/drafts/instalment/approve').send({ revision }), 422);
    api.engine.fails = undefined;
    const about = (await (await policy()).get('/api/procedures/instalment')).body;
    expect([about.version, about.draft.state]).toEqual([before, 'submitted']);
  });

  test('an engine that is away does not lose an approval: it goes into force once the engine answers', async () => {
    const revision = await submitted('引擎不在');
    api.engine.fails = new Unavailable('away');
    expectProblem(await (await second()).post('/api/drafts/instalment/approve').send({ revision }), 503);
    expectProblem(await (await policy()).post('/api/drafts/instalment/withdraw'), 409);
    api.engine.fails = undefined;
    await settlePublications(api.deps, 0);
    const about = (await (await policy()).get('/api/procedures/instalment')).body;
    expect([about.draft, about.releases[0].state, about.releases[0].reason]).toEqual([undefined, 'published', '更名']);
  });
});

test('the list of procedures says what is in force, what is drawn and what was done last', async () => {
  await opened();
  const { body } = await (await policy()).get('/api/procedures').expect(200);
  const one = body.items.find(({ id }: { id: string }) => id === 'instalment');
  expect(one).toMatchObject({ running: 0, byVersion: [], draft: { state: 'editing' }, last: { action: '新建草稿' } });
  expect(body.items.map(({ id }: { id: string }) => id)).toEqual(['emergency-aid', 'grid-event', 'hard-issues', 'hard-issues-month', 'instalment', 'joint-enforcement', 'mediation', 'order-to-pay', 'policy-pilot', 'recurring-search', 'suggestion', 'supervision', 'wage-arrears']);
  expect(JSON.stringify(body).length).toBeLessThan(6_000);
});
