// 会办: who is invited sees the case and answers it, once; who leads must have answered before the task ends, who helps is waited for or not.
import { defaultCalendar } from '../../processes/calendar.js';
import { sweepLapsed } from '../../processes/lapsed.js';
import { rebuild } from '../../processes/rebuild.js';
import { expectProblem, openApi, type Api, type OpenTask } from '../support/api.js';
import { closeTestStore } from '../support/store.js';

let api: Api;
beforeAll(async () => { api = await openApi(); });
afterAll(closeTestStore);

const held = async () => {
  const task = await api.open('dept-handle', ['by-jinghe.lds/officer', 'by-jinghe.lds/head'], { limit: '5 工作日' });
  await (await api.as('lds')).post(`/api/tasks/${task.key}/claim`).expect(200);
  return task;
};
const invite = async (task: OpenTask, body: object = {}, account = 'lds') =>
  (await api.as(account)).post(`/api/tasks/${task.key}/co-handlings`).send({ id: crypto.randomUUID(), unit: 'by-jinghe.pcs', part: '协办', asked: '协助查找负责人', ...body });
const does = async (account: string, id: string, what: string, body: object = {}) => (await api.as(account)).post(`/api/co-handlings/${id}/${what}`).send(body);
const complete = async (task: OpenTask, more: object = {}) => (await api.as('lds')).post(`/api/tasks/${task.key}/complete`).send({ values: { outcome: 'solved', summary: '已调解' }, ...more });
const sees = async (account: string, task: OpenTask) => (await Promise.all(['cases', 'tasks'].map(async (kind) => (await api.as(account)).get(`/api/${kind}/${kind === 'cases' ? task.caseNo : task.key}`)))).map(({ status }) => status);
const mine = async (account: string) => (await (await api.as(account)).get('/api/co-handlings')).body.items as any[];

test('a department that is invited sees the case and the task, answers with a file, and whoever asked is told', async () => {
  const task = await held();
  expect(await sees('pcs', task)).toEqual([404, 404]);
  const id = crypto.randomUUID();
  for (let n = 0; n < 2; n += 1) expect(await invite(task, { id })).toMatchObject({ status: 201, body: { id, unitName: '泾河镇派出所', state: 'open' } });
  expect(expectProblem(await invite(task), 409).detail).toContain('已受邀');
  expect(await sees('pcs', task)).toEqual([200, 200]);
  expect(await api.store.notices.find({ taskKey: task.key, to: 'by-jinghe.pcs/officer' }).lean()).toHaveLength(1);
  expect(await mine('pcs')).toMatchObject([{ id, canClaim: true, canReply: true, asked: '协助查找负责人' }]);
  expect((await does('pcs', id, 'claim')).status).toBe(200);
  expect(expectProblem(await does('pcssuozhang', id, 'reply', { text: '已找到' }), 409).detail).toContain('何俊杰');
  const file = await (await api.as('pcs')).post('/api/attachments').attach('file', Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'), { filename: 'a.png', contentType: 'image/png' });
  for (let n = 0; n < 2; n += 1) expect((await does('pcs', id, 'reply', { text: '已联系到负责人', attachments: [file.body.id] })).body).toMatchObject({ state: 'answered', reply: { by: { id: 'pcs' } } });
  expectProblem(await does('pcs', id, 'reply', { text: '改个说法' }), 409);
  expect((await (await api.as('lds')).get(`/api/attachments/${file.body.id}`)).status).toBe(200);
  expect(await api.store.entries.find({ caseNo: task.caseNo, action: '会办反馈' }).lean()).toMatchObject([{ text: '泾河镇派出所（协办）：已联系到负责人' }]);
  expect(await api.store.notices.find({ taskKey: task.key, to: 'lds', kind: 'co-reply' }).lean()).toHaveLength(1);
  expect(await mine('pcs')).toEqual([]);
  await rebuild(api.store, defaultCalendar());
  expect(await sees('pcs', task)).toEqual([200, 200]);
});

test('only whoever has the task invites, and only another department of the county, by a time to come', async () => {
  const task = await held();
  expectProblem(await invite(task, {}, 'ldssuozhang'), 403);
  expectProblem(await invite(task, {}, 'zzb'), 404);
  for (const body of [{ unit: 'by-jinghe.lds' }, { unit: 'by-jinghe' }, { unit: 'nowhere' }, { part: '旁听' }, { asked: ' ' }, { dueAt: '2020-01-01T00:00:00Z' }]) expectProblem(await invite(task, body), 422);
  const { body } = await (await api.as('lds')).get(`/api/tasks/${task.key}/departments`);
  expect(body.items.map(({ id }: any) => id)).toEqual(expect.arrayContaining(['by-jinghe.pcs', 'by.lds']));
  expect((await api.store.cases.findById(task.caseNo).lean())!.scope).not.toContain('by-jinghe.pcs');
});

test('a lead without an answer holds the task, a helper only until it is said that nobody waits', async () => {
  const task = await held();
  const lead = (await invite(task, { part: '主办' })).body.id;
  await invite(task, { unit: 'by-jinghe.sfs' });
  expect(expectProblem(await complete(task, { withoutReplies: true }), 422).detail).toContain('派出所');
  await does('pcs', lead, 'reply', { text: '同意' });
  expect(expectProblem(await complete(task), 422).problems).toMatchObject([{ path: 'coHandlings', message: expect.stringContaining('司法所') }]);
  expect((await complete(task, { withoutReplies: true })).body).toEqual({ state: 'submitted' });
  await task.end('COMPLETED');
  expect(await sweepLapsed(api.deps)).toBe(1);
  expect(await mine('sfs')).toEqual([]);
});

test('an invitation is withdrawn by who made it or leads, and then the case is closed to the unit again', async () => {
  const task = await held();
  const { body: { id } } = await invite(task, { unit: 'by-jinghe.zfj' });
  expect(await sees('zfj', task)).toEqual([200, 200]);
  expectProblem(await does('zfj', id, 'withdraw'), 403);
  expectProblem(await does('sfssuozhang', id, 'withdraw'), 404);
  for (let n = 0; n < 2; n += 1) expect((await does('lds', id, 'withdraw')).status).toBe(204);
  expect(await sees('zfj', task)).toEqual([404, 404]);
  expectProblem(await does('zfj', id, 'reply', { text: '晚到的回复' }), 404);
  expect(await api.store.entries.find({ caseNo: task.caseNo, action: '撤回会办' }).lean()).toHaveLength(1);
  // a unit whose own task it is keeps the case
  const other = await held();
  const own = (await invite(other)).body.id;
  await api.store.tasks.updateOne({ _id: other.key }, { $push: { candidateGroups: 'by-jinghe.pcs/officer' } });
  await does('lds', own, 'withdraw');
  expect(await sees('pcs', other)).toEqual([200, 200]);
});

test('of two who answer at once one is heard', async () => {
  const task = await held();
  const { body: { id } } = await invite(task);
  const both = await Promise.all([does('pcs', id, 'reply', { text: '甲的回复' }), does('pcssuozhang', id, 'reply', { text: '乙的回复' })]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
});

describe('a remark', () => {
  const remark = async (account: string, caseNo: string, body: object) => (await api.as(account)).post(`/api/cases/${caseNo}/comments`).send({ clientId: crypto.randomUUID(), text: '@林静怡 请看一下', ...body });

  test('calls people who may see the case, once, and carries files', async () => {
    const task = await held();
    const { body } = await (await api.as('jinghe')).get(`/api/cases/${task.caseNo}/people`).query({ q: '林' });
    expect(body.items).toEqual([{ id: 'lds', name: '林静怡', post: '泾河镇劳动所 部门承办人' }]);
    const clientId = crypto.randomUUID();
    for (let n = 0; n < 2; n += 1) expect((await remark('jinghe', task.caseNo, { clientId, mentions: ['lds'], task: task.key })).status).toBe(204);
    expect(await api.store.notices.find({ kind: 'mention', to: 'lds', caseNo: task.caseNo }).lean()).toMatchObject([{ taskKey: task.key }]);
    const page = (await (await api.as('lds')).get(`/api/tasks/${task.key}`)).body;
    expect(page.comments).toMatchObject([{ text: '@林静怡 请看一下', data: { mentions: [{ id: 'lds', name: '林静怡' }] } }]);
  });

  test('calls nobody who may not see the case, and names no file that is not there', async () => {
    const task = await held();
    expectProblem(await remark('jinghe', task.caseNo, { mentions: ['chengbei'] }), 422);
    expectProblem(await remark('jinghe', task.caseNo, { attachments: [crypto.randomUUID()] }), 422);
    expectProblem(await remark('jinghe', task.caseNo, { attachments: Array.from({ length: 10 }, () => crypto.randomUUID()) }), 422);
    expectProblem(await remark('chengbei', task.caseNo, {}), 404);
    expectProblem(await (await api.as('chengbei')).get(`/api/cases/${task.caseNo}/people`), 404);
    expect(await api.store.entries.countDocuments({ caseNo: task.caseNo, action: '留言' })).toBe(0);
  });
});
