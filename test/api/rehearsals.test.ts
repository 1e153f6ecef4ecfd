// Rehearsals over the API: who may, what is refused and in which words, and what is said where there can be none. The engine itself is in the journey.
import { Conflict, Invalid, NotFound } from '../../processes/errors.js';
import type { RehearsalCommand, Rehearsals, RehearsalState, RehearsalWish } from '../../processes/rehearsal/types.js';
import { expectProblem, openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';

let api: Api;
let told: RehearsalCommand[];
let wishes: RehearsalWish[];
let state: RehearsalState | undefined;
let refusal: Error | undefined;

/** Rehearsals whose case waits at the intake for ever. */
const rehearsals = (): Rehearsals => ({
  current: () => state,
  async start(wish, by) {
    if (state && state.state !== 'ended') throw new Conflict('另一位同事正在演练');
    wishes.push(wish);
    return state = {
      id: 'r1', procedure: wish.procedure, name: '网格事件', version: wish.version, label: '草稿', by, state: 'waiting', startedAt: new Date(), case: wish.case, steps: wish.steps ?? [], caseNo: 'BY-2026-000001', status: '待立案',
      tasks: [], way: { elements: ['intake'], flows: [] }, counts: {}, incidents: [], log: [], findings: [], coverage: { covered: 1, total: 198, missing: [] }, ...(wish.script ? { script: wish.script } : {}),
    };
  },
  get(id) {
    if (state?.id !== id) throw new NotFound('这次演练已经不在了');
    return state;
  },
  xml: () => '<bpmn/>',
  async tell(_id, command) {
    if (refusal) throw refusal;
    told.push(command);
    return state!;
  },
  async end() { return state = { ...state!, state: 'ended' }; },
  close: async () => undefined,
});

const aCase = { category: 'D01', grid: 'by-jinghe-caoba-g1' };

beforeAll(async () => { api = await openApi(); }, 60_000);
beforeEach(() => {
  [told, wishes, state, refusal] = [[], [], undefined, undefined];
  api.deps.rehearsals = rehearsals();
});
afterAll(() => closeTestStore());

test('policy staff and commanders rehearse, nobody else', async () => {
  for (const [account, status] of [['liucheng', 200], ['baoyingzhihui', 200], ['jinghe', 403], ['caoba', 403], ['guanli', 403]] as const) {
    expect([account, (await (await api.as(account)).get('/api/rehearsals?procedure=grid-event')).status]).toEqual([account, status]);
  }
  expectProblem(await (await api.as('caoba')).post('/api/rehearsals').send({ procedure: 'grid-event', case: aCase }), 403);
});

test('what can be rehearsed is told: how the procedure begins, what waits to be walked, that nothing is kept yet', async () => {
  const { body } = await (await api.as('liucheng')).get('/api/rehearsals?procedure=grid-event').expect(200);
  expect(body).toMatchObject({ version: 'newest', label: '第 1 版', beginning: { start: 'report' }, scripts: [], coverage: { covered: 0 } });
  expect(body.coverage.total).toBeGreaterThan(100);
  expect(body.unavailable).toBeUndefined();
  expectProblem(await (await api.as('liucheng')).get('/api/rehearsals?procedure=no-such'), 404);
});

test('a case that cannot be and a limit that nobody can read are refused by name, and nothing starts', async () => {
  const policy = await api.as('liucheng');
  const start = (body: object) => policy.post('/api/rehearsals').send({ procedure: 'grid-event', version: 'newest', case: aCase, ...body });
  expect(expectProblem(await start({ case: { ...aCase, category: 'X99' } }), 422).problems[0].path).toBe('case.category');
  expect(expectProblem(await start({ case: { ...aCase, people: -1 } }), 422).problems[0].path).toBe('case.people');
  expect(expectProblem(await start({ steps: [{ kind: 'time', limit: '三天' }] }), 422).problems[0].path).toBe('steps[0].limit');
  expect(expectProblem(await start({ steps: Array.from({ length: 201 }, () => ({ kind: 'time', limit: '1 工作日' })) }), 422).problems[0].path).toBe('steps');
  expect(wishes).toEqual([]);
});

test('one at a time; who did not begin it may watch and end it, but not play', async () => {
  const [policy, other] = [await api.as('liucheng'), await api.as('liucheng2')];
  await policy.post('/api/rehearsals').send({ procedure: 'grid-event', version: 'newest', case: aCase }).expect(201);
  expectProblem(await other.post('/api/rehearsals').send({ procedure: 'grid-event', case: aCase }), 409);
  await other.get('/api/rehearsals/r1').expect(200);
  expect(expectProblem(await other.post('/api/rehearsals/r1/answers').send({ element: 'intake', values: {} }), 403).detail).toContain('沈知行');
  expectProblem(await other.post('/api/rehearsals/r1/time').send({ limit: '1 工作日' }), 403);
  await policy.post('/api/rehearsals/r1/time').send({ limit: 'deadline' }).expect(200);
  expect(told).toEqual([{ do: 'time', limit: 'deadline' }]);
  expect((await other.delete('/api/rehearsals/r1').expect(200)).body.state).toBe('ended');
});

test('what the form of a rehearsed task does not take is named field by field', async () => {
  const policy = await api.as('liucheng');
  await policy.post('/api/rehearsals').send({ procedure: 'grid-event', version: 'newest', case: aCase }).expect(201);
  refusal = new Invalid('invalid form values', [{ path: 'outcome', message: '「受理意见」必填' }]);
  expect(expectProblem(await policy.post('/api/rehearsals/r1/answers').send({ element: 'intake', values: {} }), 422).problems).toEqual([{ path: 'outcome', message: '「受理意见」必填' }]);
  expectProblem(await policy.post('/api/rehearsals/r1/answers').send({ element: 'intake', values: {}, key: 'no key' }), 422);
  expectProblem(await policy.get('/api/rehearsals/r2'), 404);
});

test('a rehearsal is kept as a script under its name, replaced under the same name, played again with what it ended in, and given up', async () => {
  const policy = await api.as('liucheng');
  await policy.post('/api/rehearsals').send({ procedure: 'grid-event', version: 'newest', case: aCase, steps: [{ kind: 'time', limit: 'deadline' }] }).expect(201);
  const { body: kept } = await policy.post('/api/rehearsals/r1/script').send({ name: '村里逾期' }).expect(201);
  expect((await policy.post('/api/rehearsals/r1/script').send({ name: '村里逾期' }).expect(201)).body._id).toBe(kept._id);
  const { body } = await policy.get('/api/rehearsals?procedure=grid-event').expect(200);
  expect(body.scripts).toHaveLength(1);
  expect(body.scripts[0]).toMatchObject({ name: '村里逾期', expect: '待立案', steps: [{ kind: 'time', limit: 'deadline' }], last: { verdict: 'passed', way: { elements: ['intake'] } } });
  expect(body.coverage.covered).toBe(1);
  await policy.delete('/api/rehearsals/r1').expect(200);
  await policy.post(`/api/rehearsal-scripts/${kept._id}/run`).send({}).expect(201);
  expect(wishes.at(-1)).toMatchObject({ version: 'newest', expect: '待立案', steps: [{ kind: 'time', limit: 'deadline' }], script: { id: kept._id, name: '村里逾期' } });
  expectProblem(await (await api.as('baoyingzhihui')).delete(`/api/rehearsal-scripts/${kept._id}`), 403);
  await policy.delete(`/api/rehearsal-scripts/${kept._id}`).expect(204);
  expectProblem(await policy.post(`/api/rehearsal-scripts/${kept._id}/run`).send({}), 404);
});

test('where there is no engine for it the page says so, and why', async () => {
  const policy = await api.as('liucheng');
  api.deps.rehearsals = { ...rehearsals(), unavailable: '这台服务器没有演练引擎。可以用「令牌模拟」看走向' };
  const { text } = await policy.get('/procedures/grid-event/rehearse').set('accept', 'text/html').expect(200);
  expect(text).toContain('这里不能演练');
  expect(text).toContain('令牌模拟');
  delete api.deps.rehearsals;
  expectProblem(await policy.post('/api/rehearsals').send({ procedure: 'grid-event', case: aCase }), 503);
});

test('the page belongs to those who may, and shows a name of a procedure as text', async () => {
  expect((await (await api.as('caoba')).get('/procedures/grid-event/rehearse').set('accept', 'text/html')).status).toBe(403);
  const { text } = await (await api.as('liucheng')).get('/procedures/instalment/rehearse').set('accept', 'text/html').expect(200);
  expect(text).toContain('直接开始这个流程');
  expect(text).toContain('/assets/rehearse.js');
  expect(text).toContain('&quot;instalment&quot;');
});
