// Asking for time: by whoever has the task, decided by another, within the clock rules, and void when it comes too late.
import { sweepLapsed } from '../../processes/lapsed.js';
import { expectProblem, openApi, type Api, type OpenTask } from '../support/api.js';
import { closeTestStore } from '../support/store.js';

let api: Api;
beforeAll(async () => { api = await openApi(); });
afterAll(closeTestStore);

const held = async (limit = '5 工作日') => {
  const task = await api.open('dept-handle', ['by-jinghe.lds/officer', 'by-jinghe.lds/head'], { limit });
  await (await api.as('lds')).post(`/api/tasks/${task.key}/claim`).expect(200);
  return task;
};
const ask = async (account: string, task: OpenTask, body: object = {}) =>
  (await api.as(account)).post(`/api/tasks/${task.key}/clock-requests`).send({ id: crypto.randomUUID(), type: 'extend', limit: '2 工作日', reason: '等待账目', ...body });
const decide = async (account: string, id: string, body: object) => (await api.as(account)).post(`/api/clock-requests/${id}/decide`).send(body);
const kept = async (task: OpenTask) => (await api.store.tasks.findById(task.key).lean())!;
const state = async (id: string) => (await api.store.clockRequests.findById(id).lean())!.state;
const told = (to: string, kind: string, task: OpenTask) => api.store.notices.find({ to, kind, taskKey: task.key }).lean();

test('a request is asked once, waits for the leader, and granted moves the limit once', async () => {
  const task = await held();
  const before = await kept(task);
  const id = crypto.randomUUID();
  for (let n = 0; n < 2; n += 1) expect(await ask('lds', task, { id })).toMatchObject({ status: 201, body: { id, words: '延期 2 工作日', state: 'open', canDecide: false } });
  expect(await told('ldssuozhang', 'clock-request', task)).toHaveLength(1);
  expect(expectProblem(await ask('lds', task), 409).detail).toContain('等待审批');
  expect((await (await api.as('ldssuozhang')).get('/api/clock-requests')).body.items).toMatchObject([{ id, canDecide: true }]);
  expect((await (await api.as('lds')).get('/api/clock-requests')).body.items).toEqual([]);
  expectProblem(await decide('lds', id, { granted: true }), 403);
  expectProblem(await decide('sfssuozhang', id, { granted: true }), 404);
  for (let n = 0; n < 2; n += 1) expect((await decide('ldssuozhang', id, { granted: true })).status).toBe(200);
  const after = await kept(task);
  expect(after.clock).toMatchObject([{ type: 'extend', limit: '2 工作日', request: id, by: { id: 'ldssuozhang' }, why: '等待账目' }]);
  expect(after.dueAt!.getTime()).toBeGreaterThan(before.dueAt!.getTime());
  expect(await told('lds', 'clock-decided', task)).toMatchObject([{ title: expect.stringContaining('已批准') }]);
  expect(expectProblem(await decide('jinghezhiban', id, { granted: false, text: '不同意' }), 409).detail).toContain('罗家栋');
  expect(expectProblem(await ask('lds', task), 409).detail).toContain('只能延期一次');
});

test('a refusal needs words, which the asker reads; of two decisions at once one counts', async () => {
  const task = await held();
  const { body: { id } } = await ask('lds', task, { type: 'pause', limit: undefined });
  expectProblem(await decide('ldssuozhang', id, { granted: false }), 422);
  const both = await Promise.all([decide('ldssuozhang', id, { granted: false, text: '不需要等' }), decide('jinghezhiban', id, { granted: true })]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  const granted = both[1]!.status === 200;
  expect(await state(id)).toBe(granted ? 'granted' : 'refused');
  expect((await kept(task)).clock ?? []).toHaveLength(granted ? 1 : 0);
  expect(await told('lds', 'clock-decided', task)).toHaveLength(1);
});

test('what the rules do not allow cannot be asked: longer, another unit, too late, or by somebody else', async () => {
  const task = await held();
  for (const limit of ['6 工作日', '2 小时', '两天', undefined]) expectProblem(await ask('lds', task, { limit }), 422);
  expectProblem(await ask('lds', task, { reason: '' }), 422);
  expectProblem(await ask('ldssuozhang', task), 403);
  expectProblem(await ask('zzb', task), 404);
  await api.store.tasks.updateOne({ _id: task.key }, { $set: { dueAt: new Date(0) } });
  expectProblem(await ask('lds', task), 409);
  expect(await api.store.clockRequests.countDocuments({ taskKey: task.key })).toBe(0);
});

test('a request comes to nothing when the limit has passed or the task has ended, and the asker is told', async () => {
  const [late, ended] = [await held(), await held()];
  const ids = [(await ask('lds', late)).body.id, (await ask('lds', ended)).body.id];
  await api.store.tasks.updateOne({ _id: late.key }, { $set: { dueAt: new Date(0) } });
  expect(expectProblem(await decide('ldssuozhang', ids[0], { granted: true }), 409).detail).toContain('失效');
  await ended.end('CANCELED');
  expect(await sweepLapsed(api.deps)).toBe(1);
  expect(await sweepLapsed(api.deps)).toBe(0);
  expect([await state(ids[0]), await state(ids[1])]).toEqual(['void', 'void']);
  for (const task of [late, ended]) expect(await told('lds', 'clock-decided', task)).toHaveLength(1);
});

test('what was granted before a crash takes its effect afterwards, once', async () => {
  const task = await held();
  const { body: { id } } = await ask('lds', task);
  await api.store.clockRequests.updateOne({ _id: id }, { $set: { state: 'granted', decided: { by: { id: 'ldssuozhang', name: '罗家栋' }, at: api.deps.clock.now() } } });
  await sweepLapsed(api.deps);
  await sweepLapsed(api.deps);
  expect((await kept(task)).clock).toMatchObject([{ request: id }]);
});

test('the head of a unit asks those above, not themselves', async () => {
  const task = await api.open('dept-handle', ['by-jinghe.lds/head'], { limit: '5 工作日' });
  await (await api.as('ldssuozhang')).post(`/api/tasks/${task.key}/claim`).expect(200);
  const { body: { id } } = await ask('ldssuozhang', task);
  expect(await told('ldssuozhang', 'clock-request', task)).toEqual([]);
  expect(await told('jinghezhiban', 'clock-request', task)).toHaveLength(1);
  expectProblem(await decide('ldssuozhang', id, { granted: true }), 403);
});
