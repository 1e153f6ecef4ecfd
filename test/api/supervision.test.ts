// Supervision over HTTP: the board counts exactly what lies in one's units, acts are written and told once, questions are answered, and only by whom they were put to.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openTasks } from '../../processes/open-tasks.js';
import { openApi, type Api, type OpenTask } from '../support/api.js';
import { closeTestStore } from '../support/store.js';
import type { Signed } from '../support/web.js';

let api: Api;
let county: Signed;
let town: Signed;
const groups = ['by-jinghe.lds/officer'];
beforeAll(async () => {
  api = await openApi();
  county = await api.as('ducha');
  town = await api.as('jinghezhiban');
});
afterAll(closeTestStore);

const hours = (count: number) => new Date(api.deps.clock.now().getTime() + count * 3_600_000);
const open = async (set: object = {}): Promise<OpenTask> => {
  const task = await api.open('dept-handle', groups, { limit: '5 工作日' });
  await api.store.tasks.updateOne({ _id: task.key }, { $set: set });
  return task;
};
const card = (agent: Signed, key: string, type: string, id: string = crypto.randomUUID(), text = '请今天办结') => agent.post(`/api/supervision/tasks/${key}/cards`).send({ id, type, text });
const board = async (agent: Signed, query = '') => (await agent.get(`/api/supervision${query}`).expect(200)).body;
const stand = async (agent: Signed, key: string) => (await agent.get(`/api/supervision/tasks/${key}`).expect(200)).body;

describe('the board', () => {
  test('puts each task where it stands, counts exactly, and shows the first of each column', async () => {
    const near = await open({ warnAt: hours(-1), dueAt: hours(2) });
    const late = [await open({ warnAt: hours(-9), dueAt: hours(-2) }), await open({ warnAt: hours(-9), dueAt: hours(-3) })];
    const calm = await open({ warnAt: hours(9), dueAt: hours(12) });
    const paused = await open({ warnAt: null, dueAt: null });
    const [yellow, red] = [await open({ warnAt: hours(-9), dueAt: hours(-4) }), await open()];
    await card(county, yellow.key, 'yellow').expect(200);
    await card(county, red.key, 'red').expect(200);
    await card(county, near.key, 'press').expect(200);
    const { counts, columns } = await board(county);
    expect(counts).toEqual({ near: 1, overdue: 2, yellow: 1, red: 1, pressed: 1, paused: 1 });
    const keys = (name: string) => columns.find(({ column }: any) => column === name).items.map(({ key }: any) => key);
    expect([keys('near'), keys('overdue'), keys('yellow'), keys('red'), keys('pressed'), keys('paused')]).toEqual([[near.key], [late[1]!.key, late[0]!.key], [yellow.key], [red.key], [near.key], [paused.key]]);
    expect(JSON.stringify(columns)).not.toMatch(`"${calm.key}"`);
    const one = await board(county, '?column=overdue&size=1&page=2');
    expect([one.total, one.columns]).toEqual([2, [{ column: 'overdue', items: [expect.objectContaining({ key: late[0]!.key, level: 'none', unitName: '泾河镇劳动所' })] }]]);
  });

  test('is narrowed by unit, category and level, and shows nothing of other towns', async () => {
    const total = async (query: string) => Object.values((await board(county, query)).counts as Record<string, number>).reduce((sum, n) => sum + n, 0);
    expect(await total('')).toBe(7);
    expect([await total('?unit=by-jinghe.lds'), await total('?unit=by-jinghe.sfs'), await total('?category=D'), await total('?category=A'), await total('?level=department'), await total('?level=village')]).toEqual([7, 0, 7, 0, 7, 0]);
    await api.store.tasks.updateMany({}, { $set: { 'about.town': 'by-anyi', 'about.village': 'by-anyi-x', 'about.grid': 'by-anyi-x-g1' } });
    expect(Object.values((await board(town)).counts)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(await total('')).toBe(7);
    await api.store.tasks.deleteMany({});
    (openTasks(api.store) as any).loadedAt = -Infinity;
  });

  test('is for those who supervise', async () => {
    for (const account of ['caoba', 'lds', 'jinghe', 'guanli']) await (await api.as(account)).get('/api/supervision').expect(403);
  });
});

describe('a card', () => {
  test('is on the timeline, in the inbox of whoever has the task, and there once however often it is sent', async () => {
    const task = await open();
    const id = crypto.randomUUID();
    const sent = await Promise.all([1, 2, 3].map(() => card(town, task.key, 'yellow', id)));
    expect(sent.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await api.store.entries.find({ caseNo: task.caseNo, action: '黄牌督办' }).lean()).toMatchObject([{ text: expect.stringMatching('请今天办结'), who: { name: expect.any(String) } }]);
    expect(await api.store.notices.find({ taskKey: task.key, kind: 'supervision' }).lean()).toMatchObject([{ to: groups, urgent: true, title: expect.stringMatching('黄牌督办') }]);
    expect((await stand(town, task.key)).acts).toMatchObject([{ type: 'yellow', label: '黄牌督办' }]);
  });

  test('that is lesser is refused after a red one, until it is cancelled', async () => {
    const task = await open();
    await card(county, task.key, 'red').expect(200);
    expect((await card(county, task.key, 'yellow').expect(409)).body.detail).toMatch('红牌');
    await card(county, task.key, 'red').expect(409);
    await card(county, task.key, 'unpress').expect(409);
    await card(county, task.key, 'cancel').expect(200);
    await card(county, task.key, 'cancel').expect(409);
    expect((await card(county, task.key, 'yellow').expect(200)).body).toEqual({ level: 'yellow', pressed: false });
    expect((await stand(county, task.key)).acts.map(({ type }: any) => type)).toEqual(['red', 'cancel', 'yellow']);
  });

  test('is refused for what has ended, without a reason, and from whoever does not supervise there', async () => {
    const task = await open();
    await card(county, task.key, 'yellow', crypto.randomUUID(), ' ').expect(422);
    await card(await api.as('lds'), task.key, 'yellow').expect(403);
    await card(county, '999', 'yellow').expect(404);
    await task.end('COMPLETED');
    expect((await card(county, task.key, 'yellow').expect(409)).body.detail).toMatch('已经办结');
  });

  test('shows on the task\'s page and in its list', async () => {
    const task = await open();
    await card(county, task.key, 'red').expect(200);
    const page = async (address: string) => (await (await api.as('lds')).get(address).set('accept', 'text/html').expect(200)).text;
    expect(await page(`/tasks/${task.key}`)).toMatch('ld-red">红牌');
    expect(await page('/tasks?view=group')).toMatch('ld-red">红牌');
  });
});

describe('words', () => {
  test('a remark reaches those who were chosen, and nobody who is not offered can be chosen', async () => {
    const task = await open();
    const { audiences } = await stand(town, task.key);
    expect(audiences.map(({ id }: any) => id)).toEqual(expect.arrayContaining(['by-jinghe.lds/officer', 'by-jinghe.lds/head', 'by-jinghe/dispatcher', 'by/commander']));
    const send = (to: string[], id: string = crypto.randomUUID()) => town.post(`/api/supervision/tasks/${task.key}/remarks`).send({ id, text: '请所长今天到现场', to });
    await send(['by-anyi/dispatcher']).expect(422);
    await send([]).expect(422);
    const id = crypto.randomUUID();
    await send(['by-jinghe.lds/head'], id).expect(201);
    await send(['by-jinghe.lds/head'], id).expect(201);
    expect(await api.store.notices.find({ taskKey: task.key, title: /批示/ }).lean()).toMatchObject([{ to: ['by-jinghe.lds/head'] }]);
    expect(await api.store.entries.countDocuments({ caseNo: task.caseNo, action: '领导批示' })).toBe(1);
  });

  test('a question is answered by whom it was put to, once, and whoever asked is told', async () => {
    const task = await open();
    const id = crypto.randomUUID();
    const ask = (dueAt: Date) => town.post(`/api/supervision/tasks/${task.key}/questions`).send({ id, text: '为什么还没有到场', to: 'by-jinghe.lds/head', dueAt: dueAt.toISOString() });
    await ask(hours(-1)).expect(422);
    await ask(hours(2)).expect(201);
    const [head, officer] = [await api.as('ldssuozhang'), await api.as('lds')];
    const asked = async (agent: Signed) => (await agent.get('/api/asked').expect(200)).body.questions.map((one: any) => one.id);
    expect([await asked(head), await asked(officer)]).toEqual([[id], []]);
    const say = (agent: Signed, text: string) => agent.post(`/api/questions/${id}/answer`).send({ text });
    await say(officer, '人手不够').expect(404);
    const { body } = await say(head, '下午两点到场').expect(200);
    expect(body.reply).toMatchObject({ text: '下午两点到场', late: false, by: { name: expect.any(String) } });
    await say(head, '下午两点到场').expect(200);
    await say(head, '改到三点').expect(409);
    expect(await asked(head)).toEqual([]);
    expect(await api.store.notices.find({ _id: `answer:${id}` }).lean()).toMatchObject([{ to: ['jinghezhiban'], title: expect.stringMatching('已答复') }]);
    expect(await api.store.entries.countDocuments({ _id: `answer:${id}` })).toBe(1);
  });

  test('an answer that comes late is taken and says so; one that does not come is late on the page', async () => {
    const task = await open();
    const id = crypto.randomUUID();
    await town.post(`/api/supervision/tasks/${task.key}/questions`).send({ id, text: '请说明进展', to: 'by-jinghe.lds/officer', dueAt: hours(1).toISOString() }).expect(201);
    await api.store.supervisions.updateOne({ _id: id }, { $set: { dueAt: hours(-1) } });
    expect((await stand(town, task.key)).acts).toMatchObject([{ late: true }]);
    const officer = await api.as('lds');
    expect((await officer.get(`/tasks/${task.key}`).set('accept', 'text/html')).text).toMatch('逾期未答');
    expect((await officer.post(`/api/questions/${id}/answer`).send({ text: '今天办' }).expect(200)).body.reply.late).toBe(true);
    expect((await stand(town, task.key)).acts).toMatchObject([{ late: false, reply: { late: true } }]);
  });
});

test('the history holds everything that was done in one\'s units, urging included, and is narrowed by kind', async () => {
  const task = await open();
  await town.post(`/api/tasks/${task.key}/urge`).send({ text: '请马上办理' }).expect(200);
  const history = async (agent: Signed, query = '') => (await agent.get(`/api/supervision/history${query}`).expect(200)).body;
  const { total, items } = await history(county, '?size=100');
  expect(total).toBe(await api.store.supervisions.countDocuments());
  expect(items[0]).toMatchObject({ type: 'urge', text: '请马上办理', taskKey: task.key });
  expect((await history(county, '?type=question')).total).toBe(2);
  await api.store.supervisions.updateOne({ _id: items[0].id }, { $set: { scope: ['by-anyi', 'by'] } });
  expect((await history(town)).items.map(({ id }: any) => id)).not.toContain(items[0].id);
});

test('the page shows the board, a column, the history and the ladder in words', async () => {
  const text = async (address: string) => (await county.get(address).set('accept', 'text/html').expect(200)).text;
  expect(await text('/supervision')).toMatch('时限用了 80%，还没超期');
  expect(await text('/supervision?column=red')).toMatch('ld-one-column');
  expect(await text('/supervision?view=history')).toMatch('领导批示');
});
