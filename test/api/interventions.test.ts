// Intervening over HTTP: what is previewed, what is done, and every refusal; nothing is half done.
import { Conflict, Invalid, NotFound, Unavailable } from '../../processes/errors.js';
import { backgroundKinds } from '../../api/background-kinds.js';
import { runItems } from '../../processes/background/run.js';
import { sweepAnew } from '../../processes/interventions/restart.js';
import { expectProblem, openApi, type Api, type OpenTask } from '../support/api.js';
import type { Signed } from '../support/web.js';
import { closeTestStore } from '../support/store.js';

let api: Api;
let commander: Signed;
beforeAll(async () => {
  api = await openApi();
  commander = await api.as('baoyingzhihui');
});
afterAll(closeTestStore);
beforeEach(() => {
  api.engine.commands = [];
  api.engine.fails = undefined;
});

const reason = '派错了部门';
const handling = (): Promise<OpenTask> => api.open('dept-handle', ['by-jinghe.lds/officer', 'by-jinghe.lds/head'], { limit: '5 工作日', variables: { outcome: 'done', people: 3 } });
const path = ({ instance }: OpenTask) => `/api/instances/${instance.key}/interventions`;
const preview = (one: OpenTask, body: object, by = commander) => by.post(`${path(one)}/preview`).send(body);
const perform = (one: OpenTask, body: object, by = commander) => by.post(path(one)).send({ id: crypto.randomUUID(), reason, ...body });
const place = async (one: OpenTask) => (await commander.get(path(one)).expect(200)).body.leavings[0] as { key: string; targets: { id: string; name: string }[] };

describe('moving a token', () => {
  it('offers only what the engine takes: no start, no boundary event', async () => {
    const { targets } = await place(await handling());
    const ids = targets.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['dept-sign', 'town-dispatch', 'check', 'closed', 'joint-procedure']));
    for (const id of ['chain-start', 'town-start', 'dept-handle-overdue', 'withdrawn', 'reported']) expect(ids).not.toContain(id);
  });

  it('tells the engine which element ends and which begins, all in one', async () => {
    const one = await handling();
    const { key: leave } = await place(one);
    const moves = [{ leave, to: 'town-dispatch' }];
    const seen = (await preview(one, { kind: 'move', moves }).expect(200)).body;
    expect(seen.says.join('\n')).toMatch(/离开「部门处置」，改从「镇联动中心派遣」开始[\s\S]*收回 1 项任务[\s\S]*生成新任务/);
    await perform(one, { kind: 'move', moves, mark: seen.mark }).expect(200);
    expect(api.engine.commands).toEqual([{ name: 'modify', given: [{ instance: String(one.instance.key), activate: [{ element: 'town-dispatch' }], terminate: [leave] }] }]);
    const { timeline } = (await commander.get(`/api/cases/${one.caseNo}`).expect(200)).body;
    expect(timeline).toContainEqual(expect.objectContaining({ action: '移动环节', why: reason, text: '移动环节：从「部门处置」到「镇联动中心派遣」' }));
  });

  it('inside a multi-instance body, or to an element that is not there, is refused before the engine is asked', async () => {
    const one = await handling();
    const { key: leave } = await place(one);
    for (const to of ['chain-start', 'dept-handle-overdue', 'nowhere']) {
      expect(expectProblem(await preview(one, { kind: 'move', moves: [{ leave, to }] }), 422).problems).toEqual([expect.objectContaining({ path: 'moves[0].to' })]);
    }
    expectProblem(await preview(one, { kind: 'move', moves: [{ leave: '404', to: 'check' }] }), 409);
    expectProblem(await preview(one, { kind: 'move' }), 422);
  });

  it('that the engine refuses is said in plain words, and nothing is kept as done', async () => {
    const one = await handling();
    const { key: leave } = await place(one);
    for (const [fails, words] of [
      [new Invalid('Expected to modify instance of process \'x\' but it contains one or more activate instructions that require an ancestor'), /无法确定移到哪一份/],
      [new NotFound('Expected to modify process instance but no process instance found with key'), /刚刚往下走了/], [new Conflict('strange'), /引擎没有接受这次移动/],
    ] as const) {
      api.engine.fails = fails;
      expect(expectProblem(await perform(one, { kind: 'move', moves: [{ leave, to: 'check' }] }), 409).detail).toMatch(words);
    }
    const { done } = (await commander.get(path(one)).expect(200)).body;
    expect(done.map(({ state }: { state: string }) => state)).toEqual(['refused', 'refused', 'refused']);
  });
});

describe('moving several tokens in one', () => {
  it('tells the engine all of it in one command, with the variables of what begins first', async () => {
    const one = await handling();
    const { leavings, begins } = (await commander.get(path(one)).expect(200)).body;
    expect(begins.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(['town-dispatch', 'check']));
    const body = { kind: 'move', moves: [{ leave: leavings[0].key, to: 'check' }, { to: 'town-dispatch' }, { to: 'town-dispatch' }], variables: [{ name: 'outcome', value: '"up"' }] };
    const seen = (await preview(one, body).expect(200)).body;
    expect(seen.says.join('\n')).toMatch(/离开「部门处置」，改从「核查」开始[\s\S]*另外从「镇联动中心派遣」开始 2 路[\s\S]*变量 outcome 设为 "up"[\s\S]*收回 1 项任务/);
    expect(seen.warns.join('\n')).toContain('同时进行');
    await perform(one, { ...body, mark: seen.mark }).expect(200);
    expect(api.engine.commands).toEqual([{ name: 'modify', given: [{ instance: String(one.instance.key), activate: [{ element: 'check' }, { element: 'town-dispatch' }, { element: 'town-dispatch' }], terminate: [leavings[0].key], variables: { outcome: 'up' } }] }]);
    const { timeline } = (await commander.get(`/api/cases/${one.caseNo}`).expect(200)).body;
    expect(timeline).toContainEqual(expect.objectContaining({ text: '移动环节：从「部门处置」到「核查」；另外开始「镇联动中心派遣」；另外开始「镇联动中心派遣」；设置变量 outcome' }));
  });

  it('ends one of several, but never the last: that is what ending the case is for', async () => {
    const one = await handling();
    const { key: leave } = await place(one);
    expect(expectProblem(await perform(one, { kind: 'move', moves: [{ leave }] }), 409).detail).toContain('终止流程');
    one.instance.task('check', { groups: ['by-jinghe/dispatcher'] });
    await one.tell();
    expect((await preview(one, { kind: 'move', moves: [{ leave }] }).expect(200)).body.says[0]).toBe('结束「部门处置」，不再往下走。');
    await perform(one, { kind: 'move', moves: [{ leave }] }).expect(200);
    expect(api.engine.commands).toEqual([{ name: 'modify', given: [{ instance: String(one.instance.key), activate: [], terminate: [leave] }] }]);
  });

  it('with a wrong part is refused whole, and says which', async () => {
    const one = await handling();
    const { key: leave } = await place(one);
    const wrong = async (body: object, status = 422) => expectProblem(await perform(one, { kind: 'move', ...body }), status).problems;
    expect(await wrong({ moves: [{ leave, to: 'check' }, { to: 'nowhere' }] })).toEqual([expect.objectContaining({ path: 'moves[1].to' })]);
    expect(await wrong({ moves: [{ leave, to: 'check' }, { leave }] })).toEqual([expect.objectContaining({ path: 'moves' })]);
    expect(await wrong({ moves: [{ leave, to: 'check' }, {}] })).toEqual([expect.objectContaining({ path: 'moves[1].to' })]);
    expect(await wrong({ moves: [{ leave, to: 'check' }], variables: [{ name: 'a-b', value: '1' }] })).toEqual([expect.objectContaining({ path: 'variables[0].name' })]);
    expect(await wrong({ moves: [{ leave, to: 'check' }], variables: [{ name: 'outcome', value: 'up' }] }, 400)).toEqual([expect.objectContaining({ path: 'variables[0].value' })]);
    await wrong({ moves: [{ leave, to: 'check' }], variables: [{ name: 'caseNo', value: '"X"' }] }, 403);
    expect(api.engine.commands).toEqual([]);
  });
});

describe('correcting a variable', () => {
  it('is set in its own scope alone, as the value that was written', async () => {
    const one = await handling();
    const body = { kind: 'variable', name: 'outcome', value: '"up"' };
    const seen = (await preview(one, body).expect(200)).body;
    expect(seen.says[0]).toBe('整个流程的变量 outcome：由 "done" 改为 "up"。');
    await perform(one, { ...body, mark: seen.mark }).expect(200);
    expect(api.engine.commands).toEqual([{ name: 'setVariables', given: [String(one.instance.key), { outcome: 'up' }] }]);
  });

  it('that is no JSON is refused with the place', async () => {
    const one = await handling();
    expect(expectProblem(await preview(one, { kind: 'variable', name: 'outcome', value: '{\n "a": up}' }), 400).problems).toEqual([{ path: 'value', message: expect.stringContaining('第 2 行第 7 个字符') }]);
    expectProblem(await perform(one, { kind: 'variable', name: 'outcome', value: 'up' }), 400);
    expect(api.engine.commands).toEqual([]);
  });

  it('is refused for the case number, a bad name, an unknown scope, and what is shown masked', async () => {
    const one = await handling();
    one.instance.variable('payee', { name: '张三丰', phone: '13800000000' });
    await one.tell();
    expectProblem(await preview(one, { kind: 'variable', name: 'caseNo', value: '"X"' }), 403);
    expectProblem(await preview(one, { kind: 'variable', name: 'a-b', value: '1' }), 422);
    expectProblem(await preview(one, { kind: 'variable', name: 'outcome', value: '1', scope: '404' }), 404);
    expectProblem(await preview(one, { kind: 'variable', name: 'payee', value: '{}' }), 403);
    const { variables } = (await commander.get(`/api/instances/${one.instance.key}`).expect(200)).body;
    expect(variables.find(({ name }: { name: string }) => name === 'payee')).toMatchObject({ masked: true, editable: false });
  });

  it('that is itself a name is masked; the name of a category is no person and can be corrected', async () => {
    const one = await handling();
    one.instance.variable('worker', '张三丰');
    one.instance.variable('classification', { code: 'A01', name: '邻里' });
    await one.tell();
    expectProblem(await preview(one, { kind: 'variable', name: 'worker', value: '"李四"' }), 403);
    await preview(one, { kind: 'variable', name: 'classification', value: '{"code":"A02","name":"婚姻家庭"}' }).expect(200);
    const { variables } = (await commander.get(`/api/instances/${one.instance.key}`).expect(200)).body;
    const shown = (wanted: string) => variables.find(({ name }: { name: string }) => name === wanted);
    expect([shown('worker'), shown('classification')]).toMatchObject([{ value: '张**', masked: true, editable: false }, { value: { name: '邻里' }, masked: false, editable: true }]);
  });

  it('another edit in between is not written over', async () => {
    const one = await handling();
    const body = { kind: 'variable', name: 'outcome', value: '"up"' };
    const { mark } = (await preview(one, body).expect(200)).body;
    await perform(one, { kind: 'variable', name: 'outcome', value: '"late"' }).expect(200);
    expect(expectProblem(await perform(one, { ...body, mark }), 409).detail).toContain('预览之后');
    expect(api.engine.commands).toHaveLength(1);
  });
});

describe('a due time', () => {
  it('is moved with a reason, told to whoever has it, and survives a pause', async () => {
    const one = await handling();
    const at = new Date(api.deps.clock.now().getTime() + 30 * 86_400_000).toISOString();
    const seen = (await preview(one, { kind: 'due', task: one.key, at }).expect(200)).body;
    expect(seen.says.join('\n')).toMatch(/的时限由「.+」改为「.+」，比原来晚/);
    await perform(one, { kind: 'due', task: one.key, at, mark: seen.mark }).expect(200);
    expect((await api.store.tasks.findById(one.key).lean())?.dueAt?.toISOString()).toBe(at);
    expect(await api.store.notices.countDocuments({ kind: 'due-moved', taskKey: one.key })).toBe(1);
    const head = await api.as('ldssuozhang');
    await head.post(`/api/tasks/${one.key}/pause`).send({ reason: '等鉴定' }).expect(200);
    expect((await api.store.tasks.findById(one.key).lean())?.dueAt).toBeNull();
    await head.post(`/api/tasks/${one.key}/resume`).send({ reason: '鉴定已出' }).expect(200);
    expect((await api.store.tasks.findById(one.key).lean())?.dueAt?.getTime()).toBeGreaterThan(Date.parse(at) - 3 * 86_400_000);
  });

  it('in the past, of a task that is not there or has ended, is refused', async () => {
    const one = await handling();
    const later = new Date(Date.now() + 86_400_000).toISOString();
    expectProblem(await preview(one, { kind: 'due', task: one.key, at: '2020-01-01T00:00:00Z' }), 422);
    expectProblem(await preview(one, { kind: 'due', task: '404', at: later }), 404);
    await one.end('COMPLETED');
    expectProblem(await preview(one, { kind: 'due', task: one.key, at: later }), 409);
  });
});

describe('restarting', () => {
  it('of a cancelled case sends the start message with its data until another run is seen', async () => {
    const one = await handling();
    expectProblem(await preview(one, { kind: 'restart' }), 409);
    one.instance.end('TERMINATED');
    await one.tell();
    api.engine.published = [];
    const { mark } = (await preview(one, { kind: 'restart' }).expect(200)).body;
    await perform(one, { kind: 'restart', mark }).expect(200);
    await sweepAnew(api.deps, Date.now() + 60_000);
    const sent = api.engine.published.filter(({ key }) => key === one.caseNo);
    expect(sent).toHaveLength(2);
    expect(sent[0]).toMatchObject({ name: 'case.reported', id: `${one.caseNo}:anew:1`, ttl: 0, variables: { caseNo: one.caseNo, category: 'D01', grid: 'by-jinghe-caoba-g1', returns: 0 } });
    expectProblem(await preview(one, { kind: 'restart' }), 409);
    const next = one.instance.log.start('grid-event', 1n);
    next.variable('caseNo', one.caseNo);
    await one.tell();
    await sweepAnew(api.deps, Date.now() + 120_000);
    expect((await api.store.cases.findById(one.caseNo).lean())?.anew).toMatchObject({ open: false, from: String(one.instance.key) });
    expect(api.engine.published.filter(({ key }) => key === one.caseNo)).toHaveLength(2);
  });

  it('of a case that was withdrawn or closed goes another way', async () => {
    const one = await handling();
    one.instance.end('TERMINATED');
    await one.tell();
    await api.store.cases.updateOne({ _id: one.caseNo }, { $set: { closing: { outcome: '已结案', at: new Date() } } });
    expect(expectProblem(await preview(one, { kind: 'restart' }), 409).detail).toContain('重新办理');
  });
});

describe('one cause', () => {
  it('is retried in the background for every instance that has it, each with its own answer, and nothing else of it', async () => {
    const broken = async () => {
      const one = await handling();
      const [element, job, incident] = [one.instance.enter('register-plan', 'SERVICE_TASK'), one.instance.log.key(), one.instance.log.key()];
      one.instance.incident('CREATED', incident, 'register-plan', element, job);
      await one.tell();
      return String(incident);
    };
    const keys = [await broken(), await broken()];
    const { instanceKey } = (await api.store.incidents.findById(keys[0]!).lean())!;
    // another cause in the same case is left alone
    await api.store.incidents.collection.insertOne({ ...(await api.store.incidents.findById(keys[0]!).lean())!, _id: 'other', elementId: 'notify', instanceKey } as never);
    const { items } = (await commander.get(`/api/incidents/${keys[0]}/alike`).expect(200)).body;
    expect(items.map(({ key }: { key: string }) => key)).toEqual(keys);
    const id = crypto.randomUUID();
    // pressed twice it is one
    for (let times = 0; times < 2; times += 1) expect((await commander.post(`/api/incidents/${keys[0]}/alike/retry`).send({ id, reason }).expect(202)).body).toEqual({ id });
    while (await runItems(backgroundKinds, api.deps) > 0);
    const { job, items: results } = (await commander.get(`/api/background/${id}`).expect(200)).body;
    expect([job.title, job.said, results.map(({ said }: { said: string }) => said)]).toEqual(['重试同一原因的异常（2 个）', '全部办成', Array(2).fill(expect.stringMatching(/^重试 .* 的 1 个异常$/))]);
    expect(api.engine.commands.map(({ name }) => name)).toEqual(['resolveIncident', 'resolveIncident']);
    expectProblem(await commander.get('/api/incidents/404/alike'), 404);
    expectProblem(await (await api.as('ducha')).get(`/api/incidents/${keys[0]}/alike`), 403);
  });
});

describe('whoever', () => {
  it('only sees an instance gets no way in; of another unit it is not there', async () => {
    const one = await handling();
    expect((await (await api.as('ducha')).get(path(one)).expect(200)).body).toMatchObject({ may: false, leavings: [] });
    expectProblem(await preview(one, { kind: 'cancel' }, await api.as('jinghezhiban')), 403);
    expectProblem(await preview(one, { kind: 'cancel' }, await api.as('anyi')), 404);
    expectProblem(await commander.post('/api/instances/404/interventions/preview').send({ kind: 'cancel' }), 404);
    expectProblem(await preview(one, { kind: 'explode' }), 422);
    expect(expectProblem(await perform(one, { kind: 'cancel', reason: '' }), 422).problems).toEqual([expect.objectContaining({ path: 'reason' })]);
  });

  it('gets no answer from the engine is told that it is unknown, and where it stands', async () => {
    const one = await handling();
    api.engine.fails = new Unavailable('the engine does not answer');
    const { detail } = expectProblem(await perform(one, { kind: 'cancel' }), 503);
    expect(detail).toMatch(/不知道是否已经执行.*「部门处置」/);
  });
});

it('the history tells who did each element, and how long it took', async () => {
  const one = await handling();
  await (await api.as('lds')).post(`/api/tasks/${one.key}/claim`).send({}).expect(200);
  const { items, total } = (await commander.get(`/api/instances/${one.instance.key}/history?size=5`).expect(200)).body;
  expect(total).toBe(1);
  expect(items[0]).toMatchObject({ elementId: 'dept-handle', name: '部门处置', state: 'active', has: expect.any(String) });
});
