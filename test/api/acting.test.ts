// Acting on a task: given on, delegated and taken back, assigned, urged, many at once; never by whom it does not concern, never twice.
import { defaultCalendar } from '../../processes/calendar.js';
import { rebuild } from '../../processes/rebuild.js';
import { expectProblem, openApi, type Api, type OpenTask } from '../support/api.js';
import { closeTestStore } from '../support/store.js';

let api: Api;
beforeAll(async () => { api = await openApi(); });
afterAll(closeTestStore);

const LDS = ['by-jinghe.lds/officer', 'by-jinghe.lds/head'];
const open = (groups = LDS) => api.open('dept-handle', groups, { limit: '5 工作日' });
const post = async (account: string, task: OpenTask | { key: string }, what: string, body: object = {}) => (await api.as(account)).post(`/api/tasks/${task.key}/${what}`).send(body);
const get = async (account: string, path: string) => (await api.as(account)).get(`/api${path}`);
const kept = async (task: OpenTask) => (await api.store.tasks.findById(task.key).lean())!;
const entries = (task: OpenTask, action: string) => api.store.entries.find({ caseNo: task.caseNo, action }).lean();
const notices = (task: OpenTask, to: string, kind: string) => api.store.notices.find({ taskKey: task.key, to, kind }).lean();
const solved = { outcome: 'solved', summary: '已调解' };

describe('a transfer', () => {
  test('takes a task and its draft from one to another, with the reason, and tells both', async () => {
    const task = await open();
    await post('lds', task, 'claim');
    await (await api.as('lds')).put(`/api/tasks/${task.key}/draft`).send({ values: { summary: '问过厂里' } }).expect(204);
    const given = await post('lds', task, 'transfer', { to: 'ldssuozhang', reason: '需负责人出面' });
    expect(given).toMatchObject({ status: 200, body: { assignee: 'ldssuozhang' } });
    expect(await entries(task, '转派')).toMatchObject([{ who: { id: 'lds' }, text: '部门处置：转派给 罗家栋', why: '需负责人出面' }]);
    expect(await notices(task, 'ldssuozhang', 'task')).toHaveLength(1);
    const { body } = await get('ldssuozhang', `/tasks/${task.key}`);
    expect(body).toMatchObject({ can: { act: true, delegate: true }, draft: { values: { summary: '问过厂里' }, by: 'lds' } });
    // under the hands of whoever had it: a clear answer, and nothing of the other's is touched
    const late = await (await api.as('lds')).put(`/api/tasks/${task.key}/draft`).send({ values: { summary: '晚了一步' } });
    expect([403, 409]).toContain(late.status);
    expect((await kept(task)).draft!.values).toEqual({ summary: '问过厂里' });
    expect((await post('ldssuozhang', task, 'complete', { values: solved })).body).toEqual({ state: 'submitted' });
  });

  test('asked twice is one, and of two to different people at once one is refused', async () => {
    const task = await open();
    await post('lds', task, 'claim');
    for (let n = 0; n < 2; n += 1) expect((await post('lds', task, 'transfer', { to: 'ldssuozhang', reason: '换人办理' })).status).toBe(200);
    expect(await entries(task, '转派')).toHaveLength(1);
    expect((await kept(task)).moves).toHaveLength(1);
    const other = await open();
    const both = await Promise.all([post('ldssuozhang', other, 'assign', { to: 'lds' }), post('jinghezhiban', other, 'assign', { to: 'ldssuozhang' })]);
    const done = both.filter(({ status }) => status === 200).length;
    expect(done).toBeGreaterThan(0);
    expect((await kept(other)).moves).toHaveLength(done);
  });

  test('goes to nobody elsewhere, away or gone, needs a reason, and is not for whoever has nothing to do with it', async () => {
    const task = await open();
    await post('lds', task, 'claim');
    const before = await kept(task);
    for (const to of ['sfs', 'nobody', 'lds']) expect((await post('lds', task, 'transfer', { to, reason: '换人办理' })).status).toBeGreaterThanOrEqual(409);
    expectProblem(await post('lds', task, 'transfer', { to: 'ldssuozhang' }), 422);
    expectProblem(await post('caoba', task, 'transfer', { to: 'ldssuozhang', reason: '换人办理' }), 403);
    expectProblem(await post('anyi', task, 'transfer', { to: 'ldssuozhang', reason: '换人办理' }), 404);
    const now = api.deps.clock.now().getTime();
    await api.store.people.updateOne({ _id: 'ldssuozhang' }, { $set: { absence: { from: new Date(now - 1_000), until: new Date(now + 3_600_000), reason: '年假' } } });
    expect(expectProblem(await post('lds', task, 'transfer', { to: 'ldssuozhang', reason: '换人办理' }), 422).problems[0].message).toContain('请假');
    expect((await get('lds', `/tasks/${task.key}/people`)).body.items).toEqual([]);
    await api.store.people.updateOne({ _id: 'ldssuozhang' }, { $unset: { absence: '' } });
    expect((await get('lds', `/tasks/${task.key}/people`)).body.items).toMatchObject([{ id: 'ldssuozhang', name: '罗家栋', inGroup: true, load: expect.any(Number) }]);
    expectProblem(await get('caoba', `/tasks/${task.key}/people`), 403);
    expect(await kept(task)).toEqual(before);
  });

  test('outlives a rebuild of the read model, and the notice of its opening goes where it went', async () => {
    const task = await open();
    await post('ldssuozhang', task, 'assign', { to: 'lds' });
    // whether the outside was told of it is a thing of its own
    const opened = async () => (await api.store.notices.findById(`open:${task.key}`, { spread: 0 }).lean());
    const before = { task: await kept(task), opened: await opened() };
    await api.store.notices.collection.deleteOne({ _id: `open:${task.key}` as any });
    await rebuild(api.store, defaultCalendar());
    expect({ task: await kept(task), opened: await opened() }).toEqual(before);
    await post('lds', task, 'release');
    await rebuild(api.store, defaultCalendar());
    expect((await kept(task)).assignee).toBeUndefined();
    expect((await post('ldssuozhang', task, 'claim')).status).toBe(200);
  });
});

describe('a delegated task', () => {
  test('is done by the delegate on behalf of its owner, who may take it back while it is open', async () => {
    const task = await open();
    await post('lds', task, 'claim');
    expect((await post('lds', task, 'delegate', { to: 'ldssuozhang', reason: '外出取证' })).body.holder).toMatchObject({ person: 'ldssuozhang', for: 'lds' });
    expectProblem(await post('lds', task, 'complete', { values: solved }), 409);
    expectProblem(await post('ldssuozhang', task, 'delegate', { to: 'lds' }), 403);
    expectProblem(await post('ldssuozhang', task, 'take-back'), 403);
    for (let n = 0; n < 2; n += 1) expect((await post('lds', task, 'take-back')).body.holder).toMatchObject({ person: 'lds' });
    expect(await entries(task, '收回委托')).toHaveLength(1);
    await post('lds', task, 'delegate', { to: 'ldssuozhang', reason: '外出取证' });
    // given back by the delegate it is its owner's again, not the group's
    expect((await post('ldssuozhang', task, 'release')).status).toBe(204);
    expect((await kept(task)).holder).toMatchObject({ person: 'lds' });
    await post('lds', task, 'delegate', { to: 'ldssuozhang', reason: '外出取证' });
    await post('ldssuozhang', task, 'complete', { values: solved });
    await task.end('COMPLETED');
    expect((await kept(task)).submission).toMatchObject({ by: { id: 'ldssuozhang' }, for: { id: 'lds', name: '林静怡' } });
    expect((await entries(task, '完成'))[0]!.text).toContain('受林静怡委托');
    expectProblem(await post('lds', task, 'take-back'), 409);
  });
});

describe('an assignment', () => {
  test('is a leader\'s: before anybody claimed without a reason, from whoever has it with one', async () => {
    const task = await open();
    expectProblem(await post('lds', task, 'assign', { to: 'ldssuozhang' }), 403);
    expectProblem(await post('sfssuozhang', task, 'assign', { to: 'lds' }), 404);
    expect((await post('jinghezhiban', task, 'assign', { to: 'lds' })).body).toMatchObject({ assignee: 'lds' });
    await post('lds', task, 'claim');
    await api.store.tasks.updateOne({ _id: task.key }, { $set: { dueAt: new Date(0) } });
    expectProblem(await post('ldssuozhang', task, 'assign', { to: 'ldssuozhang' }), 422);
    expect((await post('ldssuozhang', task, 'assign', { to: 'ldssuozhang', reason: '已超时，我来办' })).body.assignee).toBe('ldssuozhang');
    expect(await notices(task, 'lds', 'moved')).toHaveLength(1);
    await task.end('CANCELED');
    expectProblem(await post('ldssuozhang', task, 'assign', { to: 'lds', reason: '再交办' }), 409);
  });
});

describe('urging', () => {
  test('is for whoever sees below or leads, once an hour each, and presses on whoever has the task', async () => {
    const task = await open();
    await post('lds', task, 'claim');
    expectProblem(await post('lds', task, 'urge', { text: '快' }), 403);
    expectProblem(await post('zzb', task, 'urge', { text: '请抓紧' }), 404);
    const both = await Promise.all([post('jinghezhiban', task, 'urge', { text: '工人在门口等' }), post('jinghezhiban', task, 'urge', { text: '工人在门口等' })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await post('ldssuozhang', task, 'urge', { text: '今天给我结果' })).status).toBe(200);
    expect((await kept(task)).urged).toHaveLength(2);
    expect(await notices(task, 'lds', 'urge')).toMatchObject([{ urgent: true }, { urgent: true }]);
    await api.store.tasks.updateOne({ _id: task.key }, { $set: { 'urged.0.at': new Date(api.deps.clock.now().getTime() - 3_600_000) } });
    expect((await post('jinghezhiban', task, 'urge', { text: '还没有结果' })).status).toBe(200);
  });
});

describe('one action on many tasks', () => {
  const bulk = async (account: string, body: object) => (await api.as(account)).post('/api/tasks/bulk').send(body);

  test('answers for each by itself, and asked again does nothing twice', async () => {
    const tasks = [await open(), await open(), await open(['by-jinghe.sfs/officer'])];
    const keys = [...tasks.map(({ key }) => key), '999', tasks[0]!.key];
    for (let n = 0; n < 2; n += 1) {
      const { body } = await bulk('lds', { action: 'claim', keys });
      expect(body.results).toEqual([{ key: keys[0], done: true }, { key: keys[1], done: true }, { key: keys[2], done: false, said: expect.stringContaining('不能看到') }, { key: '999', done: false, said: expect.any(String) }]);
    }
    expect(await entries(tasks[0]!, '认领')).toHaveLength(1);
    const own = { keys: keys.slice(0, 2) };
    expect((await bulk('jinghezhiban', { action: 'urge', reason: '请抓紧办', ...own })).body.results.map(({ done }: any) => done)).toEqual([true, true]);
    for (let n = 0; n < 2; n += 1) expect((await bulk('lds', { action: 'transfer', to: 'ldssuozhang', reason: '统一由所长办', ...own })).body.results.map(({ done }: any) => done)).toEqual([true, true]);
    expect((await bulk('jinghezhiban', { action: 'assign', to: 'lds', reason: '改由经办人办', ...own })).body.results.map(({ done }: any) => done)).toEqual([true, true]);
    expect((await bulk('lds', { action: 'release', ...own })).body.results.map(({ done }: any) => done)).toEqual([true, true]);
    expect((await kept(tasks[0]!)).moves!.map(({ type }) => type)).toEqual(['transfer', 'assign', 'release']);
  });

  test('names at most 100 tasks, and says what it needs', async () => {
    expectProblem(await bulk('lds', { action: 'claim', keys: Array.from({ length: 101 }, (_, n) => String(n)) }), 422);
    expect(expectProblem(await bulk('lds', { action: 'transfer', keys: ['1'] }), 422).problems.map(({ path }: any) => path)).toEqual(['to', 'reason']);
    expectProblem(await bulk('lds', { action: 'complete', keys: ['1'] }), 422);
  });
});

test('a value that the form does not allow is refused, and the task stays as it was', async () => {
  const task = await open();
  await post('lds', task, 'claim');
  const before = await kept(task);
  for (const values of [{ outcome: 'whatever', summary: '办了' }, { outcome: ['solved'], summary: '办了' }, { outcome: 'solved', summary: 'x'.repeat(5_000) }, { outcome: 'solved', summary: { $gt: '' } }, {}]) {
    expectProblem(await post('lds', task, 'complete', { values }), 422);
  }
  expect(await kept(task)).toEqual(before);
});
