// Tasks: whose they are, done once however often they are sent, and safe while the engine is away.
import { Conflict, NotFound } from '../../processes/errors.js';
import { resend } from '../../processes/resend.js';
import { away, expectProblem, openApi, type Api, type OpenTask } from '../support/api.js';
import { closeTestStore } from '../support/store.js';

let api: Api;
beforeAll(async () => { api = await openApi(); });
afterAll(closeTestStore);
afterEach(() => {
  api.engine.fails = undefined;
  api.engine.completed.length = 0;
});

const VILLAGE = 'by-jinghe-caoba/intake';
const solved = { outcome: 'solved', summary: '已清运' };
const handle = () => api.open('village-handle', [VILLAGE], { limit: '1 工作日' });
const post = async (account: string, task: OpenTask, what: string, body: object = {}) => (await api.as(account)).post(`/api/tasks/${task.key}/${what}`).send(body);
const complete = (account: string, task: OpenTask, values: object = solved) => post(account, task, 'complete', { values });
const entries = (caseNo: string, action: string) => api.store.entries.find({ caseNo, action }).lean();
const kept = (task: OpenTask) => api.store.tasks.findById(task.key).lean();
const later = () => resend(api.deps, Date.now() + 60_000);

describe('a task of another unit', () => {
  test('is not there for whoever may not see it, and closed to whoever may only see it', async () => {
    const task = await handle();
    // signing in is written down with the person
    await Promise.all(['lds', 'caoba2', 'sifa', 'caoba', 'caobacun'].map((account) => api.as(account)));
    const before = await api.everything();
    for (const account of ['lds', 'caoba2', 'sifa']) {
      expectProblem(await (await api.as(account)).get(`/api/tasks/${task.key}`), 404);
      for (const what of ['claim', 'release']) expectProblem(await post(account, task, what), 404);
      expectProblem(await complete(account, task), 404);
    }
    // whoever reported the matter sees how it stands
    await (await api.as('caoba')).get(`/api/tasks/${task.key}`).expect(200);
    expectProblem(await complete('caoba', task), 403);
    expectProblem(await post('caoba', task, 'claim'), 403);
    expectProblem(await post('caobacun', task, 'pause', { reason: '等待鉴定' }), 403);
    expect(await api.everything()).toEqual(before);
  });
});

describe('a task', () => {
  test('that is sent twice is done once: one entry, one word to the engine, and the second is told by whom', async () => {
    const task = await handle();
    expect((await complete('caobacun', task)).body).toEqual({ state: 'submitted' });
    expect(expectProblem(await complete('caobacun', task, { outcome: 'cannot', reason: '别的' }), 409).detail).toContain('李秀兰');
    await task.end('COMPLETED');
    expectProblem(await complete('caobacun', task), 409);
    expect(api.engine.completed).toMatchObject([{ key: task.key, variables: solved }]);
    const done = await entries(task.caseNo, '完成');
    expect(done).toHaveLength(1);
    expect(done[0]).toMatchObject({ who: { id: 'caobacun', name: '李秀兰' }, data: solved });
    expect(await kept(task)).toMatchObject({ state: 'completed', submission: { values: solved } });
  });

  test('that ten people send at once is one person\'s', async () => {
    const task = await api.open('village-handle', [VILLAGE, 'by-jinghe-caoba-g1/grid-member']);
    const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => complete(i % 2 ? 'caobacun' : 'caoba', task, { outcome: 'solved', summary: `第 ${i} 个` })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
    const won = answers.findIndex(({ status }) => status === 200);
    expect(await kept(task)).toMatchObject({ submission: { values: { summary: `第 ${won} 个` }, by: { id: won % 2 ? 'caobacun' : 'caoba' } } });
    expect(api.engine.completed).toHaveLength(1);
  });

  test('that two take at once is one\'s, and the other is told who has it', async () => {
    const task = await api.open('village-handle', [VILLAGE, 'by-jinghe-caoba-g1/grid-member']);
    const answers = await Promise.all([post('caobacun', task, 'claim'), post('caoba', task, 'claim')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const first = answers[0]!.status === 200;
    expect(expectProblem(answers[first ? 1 : 0]!, 409).detail).toContain(first ? '李秀兰' : '周晓梅');
    const other = first ? 'caoba' : 'caobacun';
    for (const answer of [await complete(other, task), await post(other, task, 'claim'), await post(other, task, 'release')]) expectProblem(answer, 409);
    expect(await entries(task.caseNo, '认领')).toHaveLength(1);
    expect(await kept(task)).toMatchObject({ state: 'open', holder: { person: first ? 'caobacun' : 'caoba' } });
  });

  test('that is taken again by whoever has it stays as it is, with the one entry, also when a crash had swallowed that', async () => {
    const task = await handle();
    await post('caobacun', task, 'claim');
    const [entry] = await entries(task.caseNo, '认领');
    await api.store.entries.deleteOne({ _id: entry!._id });
    for (let i = 0; i < 2; i += 1) expect((await post('caobacun', task, 'claim')).status).toBe(200);
    expect(await entries(task.caseNo, '认领')).toEqual([entry]);
  });

  test('that was given back can be taken by another', async () => {
    const task = await api.open('village-handle', [VILLAGE, 'by-jinghe-caoba-g1/grid-member']);
    await post('caoba', task, 'claim');
    expect((await post('caoba', task, 'release')).status).toBe(204);
    expect((await post('caobacun', task, 'claim')).status).toBe(200);
    expect((await entries(task.caseNo, '退回认领'))).toHaveLength(1);
  });

  test('that somebody has begun to fill in shows that to nobody else', async () => {
    const task = await handle();
    const draft = { summary: '还没想好' };
    await (await api.as('caobacun')).put(`/api/tasks/${task.key}/draft`).send({ values: draft }).expect(204);
    expect((await (await api.as('caobacun')).get(`/api/tasks/${task.key}`)).body.draft).toMatchObject({ values: draft, by: 'caobacun' });
    for (const account of ['caoba', 'jinghe']) expect((await (await api.as(account)).get(`/api/tasks/${task.key}`).expect(200)).body).not.toHaveProperty('draft');
  });

  test('that somebody has begun is not written over by a colleague who has not taken it', async () => {
    const task = await api.open('village-handle', [VILLAGE, 'by-jinghe-caoba-g1/grid-member']);
    const draft = async (account: string, summary: string) => (await api.as(account)).put(`/api/tasks/${task.key}/draft`).send({ values: { summary } });
    expect((await draft('caobacun', '写到一半')).status).toBe(204);
    expectProblem(await draft('caoba', '另写'), 409);
    expect((await draft('caobacun', '写完了')).status).toBe(204);
    expect((await kept(task))!.draft).toMatchObject({ values: { summary: '写完了' }, by: 'caobacun' });
    await post('caoba', task, 'claim');
    expect((await draft('caoba', '我来写')).status).toBe(204);
    expectProblem(await draft('caobacun', '再写'), 409);
  });

  test('that was taken back cannot be sent, and the draft that was begun stays readable', async () => {
    const task = await handle();
    const draft = { summary: '写到一半', nobody: 'checks a draft' };
    await (await api.as('caobacun')).put(`/api/tasks/${task.key}/draft`).send({ values: draft }).expect(204);
    await task.end('CANCELED');
    expect(expectProblem(await complete('caobacun', task), 409).detail).toContain('收回');
    expectProblem(await (await api.as('caobacun')).put(`/api/tasks/${task.key}/draft`).send({ values: {} }), 409);
    const { body } = await (await api.as('caobacun')).get(`/api/tasks/${task.key}`).expect(200);
    expect(body).toMatchObject({ task: { state: 'withdrawn' }, draft: { values: draft } });
    expect(await api.store.notices.find({ caseNo: task.caseNo, kind: 'withdrawn' }).lean()).toMatchObject([{ to: ['caobacun'] }]);
  });
});

describe('the clock of a task', () => {
  test('is extended once, by who may assign; a second time, and a second pause, are refused', async () => {
    const task = await handle();
    const was = await kept(task);
    const extended = await post('jinghe', task, 'extend', { limit: '1 工作日', reason: '等待材料' });
    expect(extended.status).toBe(200);
    expect(new Date(extended.body.dueAt).getTime()).toBeGreaterThan(was!.dueAt!.getTime());
    expectProblem(await post('jinghe', task, 'extend', { limit: '1 工作日', reason: '再等等' }), 409);
    expect((await post('jinghe', task, 'pause', { reason: '等待鉴定' })).body).toMatchObject({ paused: true, dueAt: null });
    expectProblem(await post('jinghe', task, 'pause', { reason: '等待鉴定' }), 409);
    expect((await post('jinghe', task, 'resume', { reason: '鉴定已到' })).body.dueAt).not.toBeNull();
    expectProblem(await post('jinghe', task, 'resume', { reason: '鉴定已到' }), 409);
    for (const action of ['延期', '暂停计时', '恢复计时']) expect(await entries(task.caseNo, action)).toHaveLength(1);
  });

  test('that is paused by several at once is paused once', async () => {
    const task = await handle();
    const answers = await Promise.all(Array.from({ length: 5 }, () => post('jinghe', task, 'pause', { reason: '等待鉴定' })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await kept(task))!.clock).toHaveLength(1);
    expect(await entries(task.caseNo, '暂停计时')).toHaveLength(1);
  });
});

describe('while the engine is away', () => {
  test('a task that is sent is kept, shows as sent, and reaches the engine later, once its record says so', async () => {
    const task = await handle();
    api.engine.fails = away();
    expect((await complete('caobacun', task)).body).toEqual({ state: 'submitted' });
    const { body } = await (await api.as('caobacun')).get('/api/tasks?view=mine');
    expect(body.items.map(({ key }: any) => key)).not.toContain(task.key);
    await expect(later()).rejects.toThrow('does not answer');
    expect(await kept(task)).toMatchObject({ state: 'submitted', submission: { values: solved } });
    expect(await entries(task.caseNo, '完成')).toEqual([]);

    api.engine.fails = undefined;
    await later();
    expect(api.engine.completed.find(({ key }) => key === task.key)).toMatchObject({ variables: solved });
    await task.end('COMPLETED');
    api.engine.completed.length = 0;
    await later();
    expect(api.engine.completed).toEqual([]);
    expect(await entries(task.caseNo, '完成')).toHaveLength(1);
  });

  test.each([
    ['does not know the task any more', new NotFound('no job'), false], ['refuses it', new Conflict('in state FAILED'), true],
  ])('or %s, the submission stays, and those behind it are sent', async (_what, fails, told) => {
    const [one, two] = [await handle(), await handle()];
    api.engine.fails = fails;
    for (const task of [one, two]) expect((await complete('caobacun', task)).status).toBe(200);
    const round = later();
    if (told) await expect(round).rejects.toThrow('the engine refused task');
    else await round;
    const sent = await Promise.all([one, two].map(kept));
    for (const task of sent) expect(task).toMatchObject({ state: 'submitted', submission: { values: solved, sentAt: expect.any(Number) } });
    expect(sent[0]!.submission!.sentAt).toBeGreaterThan(Date.now());
    expect(sent[1]!.submission!.sentAt).toBeGreaterThan(Date.now());
    api.engine.fails = undefined;
    await one.end('CANCELED');
    await two.end('COMPLETED');
    expect(await kept(one)).toMatchObject({ state: 'withdrawn', submission: { values: solved } });
    expect(await kept(two)).toMatchObject({ state: 'completed' });
  });
});

describe('the lists', () => {
  test('show what is free to my groups, what I hold and what I sent, each with its exact number', async () => {
    const [free, held, done] = [await handle(), await handle(), await handle()];
    await post('caobacun', held, 'claim');
    await complete('caobacun', done);
    const list = async (view: string) => (await (await api.as('caobacun')).get(`/api/tasks?view=${view}&size=100`)).body;
    const [group, mine, sent] = [await list('group'), await list('mine'), await list('done')];
    const keys = (body: any) => body.items.map(({ key }: any) => key);
    expect([keys(group).includes(free.key), keys(group).includes(held.key), keys(group).includes(done.key)]).toEqual([true, false, false]);
    expect([keys(mine).includes(free.key), keys(mine).includes(held.key), keys(mine).includes(done.key)]).toEqual([false, true, false]);
    expect(keys(sent)).toContain(done.key);
    for (const body of [group, mine, sent]) expect(body.total).toBe(body.items.length);
    const found = await (await api.as('caobacun')).get(`/api/tasks?view=group&q=${free.caseNo}`);
    expect(keys(found.body)).toEqual([free.key]);
    expect((await (await api.as('caobacun')).get('/api/tasks?view=group&q=.*')).body.items).toEqual([]);
  });
});
