// Migrating over the API: who may, what is refused with its place, one first, pause and stop, and that two processes never move the same case.
import type { Move } from '../../processes/engine-migrate.js';
import { Conflict, Invalid, Unavailable } from '../../processes/errors.js';
import { runMigrations } from '../../processes/migration/run.js';
import { expectProblem, openApi, type Api, type OpenTask } from '../support/api.js';
import { diagram } from '../support/journey.js';
import { closeTestStore } from '../support/store.js';
import { aCase } from '../support/web.js';

const TO = '999';
const path = '/api/procedures/grid-event/migrations';
let api: Api;
let tasks: OpenTask[];
let moves: Move[] = [];
/** What the engine does with the next moves; absent: it takes them, and its records say so. */
let answers: ((move: Move) => Promise<void>)[] = [];

const post = async (account: string, url: string, body: object) => (await api.as(account)).post(url).send(body);
const begin = (body: object, account = 'liucheng') => post(account, path, { to: TO, reason: '时限缩短', ...body });
const work = async () => { while (await runMigrations(api.deps) > 0); };
const read = async (id: string) => (await (await api.as('liucheng')).get(`${path}/${id}`).expect(200)).body;

/** As the records of a finished migration would leave the read model. */
async function arrives({ instance }: Move): Promise<void> {
  await Promise.all([api.store.instances.updateOne({ _id: instance }, { $set: { definitionKey: TO, version: 2 } }), api.store.elements.updateMany({ instanceKey: instance, state: 'active' }, { $set: { definitionKey: TO } })]);
}

beforeAll(async () => {
  api = await openApi();
  tasks = [];
  for (let i = 0; i < 4; i += 1) tasks.push(await api.open('intake', ['by-jinghe-caoba/intake']));
  const [definition] = await api.store.definitions.find({ procedure: 'grid-event' }).lean();
  await api.store.definitions.collection.insertOne({ ...definition, _id: TO, version: 2, xml: diagram('grid-event').replace('name="受理核实"', 'name="受理"') } as any);
  await api.store.cases.collection.insertOne(aCase({ _id: 'GY-2026-000001', scope: ['gy'], county: 'gy' }) as any);
  const template = (await api.store.instances.findOne({ caseNo: tasks[0]!.caseNo }).lean())!;
  await api.store.instances.collection.insertOne({ ...template, _id: '4711', rootKey: '4711', caseNo: 'GY-2026-000001' } as any);
  Object.assign(api.deps.engine, {
    async migrate(move: Move) {
      moves.push(move);
      const answer = answers.shift();
      if (answer) return answer(move);
      if (move.to === TO) await arrives(move);
    },
  });
});
beforeEach(() => {
  moves = [];
  answers = [];
});
afterAll(() => closeTestStore());

describe('the pre-flight', () => {
  test('lists the cases that the person may see, with their place and verdict, and counts the others', async () => {
    const { body } = await post('liucheng', `${path}/preflight`, { to: TO });
    expect(body).toMatchObject({ total: 4, able: 4, hidden: 1, to: { version: 2 } });
    expect(body.items[0]).toMatchObject({ ok: true, places: ['受理核实'], version: 1 });
    expect(body.plans[0].unmapped).toEqual([]);
  });

  test('a mapping to nowhere says so for each case that stands there, and offers what can be done', async () => {
    const [plan] = (await post('liucheng', `${path}/preflight`, { to: TO })).body.plans;
    const { body } = await post('liucheng', `${path}/preflight`, { to: TO, mapping: [{ from: plan.from, element: 'intake', to: '' }] });
    expect(body).toMatchObject({ able: 0, plans: [{ unmapped: ['intake'] }] });
    expect(body.items[0].hindrances[0]).toMatchObject({ reason: 'unmapped', element: 'intake', offers: ['finish', 'move'] });
    expect(body.items[0].hindrances[0].ways.map(({ id }: any) => id)).toContain('village-handle');
  });
});

describe('beginning anew', () => {
  const stand = async (type: string) => {
    const instance = (await api.store.instances.findOne({ caseNo: tasks[0]!.caseNo }).lean())!._id;
    return (await api.store.elements.findOne({ instanceKey: instance, state: 'active', ...(type === 'PROCESS' ? { type } : { elementId: type }) }).lean())!;
  };
  const anew = (element: string, instance: string) => post('liucheng', '/api/procedures/grid-event/anew', { instance, element, at: 'village-handle', to: TO, reason: '张三家门口' });

  test('the process itself cannot be left', async () => {
    const { _id, instanceKey } = await stand('intake');
    await api.store.elements.collection.insertOne({ ...await stand('intake'), _id: '4712', elementId: 'grid-event', type: 'PROCESS' } as any);
    expect(expectProblem(await anew('4712', instanceKey), 422).problems[0].path).toBe('element');
    await api.store.elements.deleteOne({ _id: '4712' });
    expect(_id).not.toBe('4712');
  });

  test('the history of the procedure names neither the case nor the reason, that of the case both', async () => {
    const { _id, instanceKey } = await stand('intake');
    Object.assign(api.deps.engine, { modify: async () => undefined });
    expect((await anew(_id, instanceKey)).status).toBeLessThan(300);
    const log = JSON.stringify(await api.store.procedureEntries.find({ action: '调整环节' }).lean());
    expect([log.includes('在办案件'), log.includes(tasks[0]!.caseNo), log.includes('张三')]).toEqual([true, false, false]);
    expect(await api.store.entries.findOne({ caseNo: tasks[0]!.caseNo, action: '调整环节' }).lean()).toMatchObject({ why: '张三家门口' });
  });
});

describe('what is refused', () => {
  test.each(['caoba', 'jinghe', 'baoyingzhihui'])('%s may not migrate', async (account) => {
    for (const url of [path, `${path}/preflight`]) expectProblem(await post(account, url, { mode: 'dry', reason: 'x' }), 403);
    expectProblem(await (await api.as(account)).get(path), 403);
  });

  test.each([
    ['an unknown version', { to: '12345' }, 'to'], ['an unknown old version', { from: ['12345'] }, 'from'], ['the same version twice', { from: [TO] }, 'from'], ['a missing reason', { reason: ' ' }, 'reason'],
    ['a case of another county', { cases: ['GY-2026-000001'] }, 'cases'], ['a case that is not there', { cases: ['nothing'] }, 'cases'], ['an unknown mode', { mode: 'all' }, 'mode'],
    ['a mapping of a version that is not among them', { mapping: [{ from: '12345', element: 'intake', to: 'intake' }] }, 'mapping.intake'],
  ])('%s, with its place, and nothing is begun', async (_what, given, place) => {
    const { problems } = expectProblem(await begin({ mode: 'dry', ...given }), 422);
    expect(problems.map((one: any) => one.path)).toContain(place);
    expect(await api.store.migrations.countDocuments()).toBe(0);
  });

  test('a mapping to an element that is not there or of another type', async () => {
    const from = (await api.store.instances.findOne({ caseNo: tasks[0]!.caseNo }).lean())!.definitionKey;
    for (const to of ['nothing', 'classify']) expectProblem(await begin({ mode: 'dry', mapping: [{ from, element: 'intake', to }] }), 422);
  });

  test('the rest, before one was tried', async () => { expectProblem(await begin({ mode: 'rest' }), 409); });

  test('a procedure or a migration that is not there', async () => {
    expectProblem(await post('liucheng', '/api/procedures/nothing/migrations', { mode: 'dry', reason: 'x' }), 404);
    expectProblem(await (await api.as('liucheng')).get(`${path}/nothing`), 404);
    expectProblem(await post('liucheng', `${path}/nothing/pause`, {}), 404);
  });
});

describe('a migration', () => {
  test('a dry run keeps what the pre-flight said and moves nothing', async () => {
    const { body } = await begin({ mode: 'dry' });
    await work();
    expect(moves).toEqual([]);
    expect(await read(body.id)).toMatchObject({ migration: { state: 'dry', counts: { ready: 4 } }, total: 4 });
  });

  test('one case crosses the bridge where it waits for a message before and after, and its timeline says who and why', async () => {
    const { body } = await begin({ mode: 'one', cases: [tasks[0]!.caseNo] });
    await work();
    expect(moves.map(({ to, mapping }) => [to === TO, mapping.intake ?? mapping['intake--bridge']])).toEqual([[false, 'intake--bridge'], [true, 'intake']]);
    expect(await read(body.id)).toMatchObject({ migration: { state: 'done', counts: { moved: 1 } } });
    const entry = await api.store.entries.findOne({ caseNo: tasks[0]!.caseNo, action: '迁移' }).lean();
    expect(entry).toMatchObject({ why: '时限缩短', who: { id: 'liucheng' } });
    expect((await api.store.procedureEntries.find({ action: '迁移' }).lean()).map(({ text }) => text)).toContain('迁移结束：迁到第 2 版 1 件');
  });

  test('two processes never move the same case, a second one is refused meanwhile, and a paused one waits', async () => {
    const { body } = await begin({ mode: 'rest', cases: [tasks[1]!.caseNo] });
    expectProblem(await begin({ mode: 'rest' }), 409);
    expect((await post('liucheng', `${path}/${body.id}/pause`, {})).body.state).toBe('paused');
    await work();
    expect(moves).toEqual([]);
    expectProblem(await post('liucheng', `${path}/${body.id}/pause`, {}).then((again) => (again.status === 200 ? post('liucheng', `${path}/nothing/pause`, {}) : again)), 409);
    await post('liucheng', `${path}/${body.id}/resume`, {});
    await Promise.all([work(), work()]);
    expect(moves).toHaveLength(2);
    expectProblem(await post('liucheng', `${path}/${body.id}/stop`, {}), 409);
  });

  test('whoever was killed on the bridge is brought across by the next, though the migration was stopped', async () => {
    const { body } = await begin({ mode: 'rest', cases: [tasks[2]!.caseNo] });
    // the answer of the second half never came
    answers = [async () => undefined, async () => { throw new Unavailable('no answer'); }];
    await runMigrations(api.deps).catch(() => undefined);
    await post('liucheng', `${path}/${body.id}/stop`, {});
    await api.store.migrationItems.updateMany({ migration: body.id }, { $set: { nextAt: 0 } });
    moves = [];
    await work();
    expect(moves.map(({ to }) => to)).toEqual([TO]);
    expect(await read(body.id)).toMatchObject({ migration: { state: 'stopped', counts: { moved: 1, left: 0 } } });
  });

  test('an instance that its records show on the new version is moved, whatever became of the answer', async () => {
    const { body } = await begin({ mode: 'rest', cases: [tasks[3]!.caseNo] });
    answers = [async () => undefined, async (move) => { await arrives(move); throw new Unavailable('no answer'); }, async () => { throw new Invalid('not on the bridge'); }];
    await runMigrations(api.deps).catch(() => undefined);
    await api.store.migrationItems.updateMany({ migration: body.id }, { $set: { nextAt: 0 } });
    await work();
    expect(await read(body.id)).toMatchObject({ migration: { counts: { moved: 1 } } });
  });

  test('what the engine refuses again and again is told in Chinese, and the others go on', async () => {
    const fresh = [await api.open('intake', ['by-jinghe-caoba/intake']), await api.open('intake', ['by-jinghe-caoba/intake'])];
    const { body } = await begin({ mode: 'rest', cases: fresh.map(({ caseNo }) => caseNo) });
    const refused = (await api.store.instances.findOne({ caseNo: fresh[0]!.caseNo }).lean())!._id;
    const no = async (move: Move) => {
      if (move.instance === refused) throw move.to === TO ? new Invalid('not on the bridge') : new Conflict('a concurrent command was executed');
      if (move.to === TO) await arrives(move);
    };
    answers = Array.from({ length: 40 }, () => no);
    for (let i = 0; i < 8; i += 1) {
      await api.store.migrationItems.updateMany({ migration: body.id }, { $set: { nextAt: 0 } });
      await work();
    }
    const { migration, items } = await read(body.id);
    expect(migration).toMatchObject({ state: 'done', counts: { moved: 1, refused: 1 } });
    expect(items[0]).toMatchObject({ state: 'refused', said: expect.stringContaining('请稍后再迁移') });
  });

  test('of several begun at once one goes on, and one that was left starting hinders nobody', async () => {
    const fresh = [await api.open('intake', ['by-jinghe-caoba/intake']), await api.open('intake', ['by-jinghe-caoba/intake'])];
    const old = (await api.store.migrations.findOne({ mode: 'rest' }).lean())!;
    await api.store.migrations.collection.insertOne({ ...old, _id: 'left', state: 'starting', at: new Date(0) } as any);
    const all = await Promise.all([0, 1, 2].map((n) => begin({ mode: 'rest', cases: [fresh[n % 2]!.caseNo] })));
    expect(all.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(await api.store.migrations.countDocuments({ state: { $in: ['starting', 'running'] } })).toBe(1);
    await work();
  });

  test('a result whose lease was lost does not count, and what comes back waiting after a stop is left', async () => {
    const { caseNo } = await api.open('intake', ['by-jinghe-caoba/intake']);
    const { body } = await begin({ mode: 'rest', cases: [caseNo] });
    const other = Date.now() + 60_000;
    answers = [async () => {
      await api.store.migrationItems.updateOne({ migration: body.id }, { $set: { lease: other } });
      throw new Conflict('a concurrent command was executed');
    }];
    await work();
    expect(await api.store.migrationItems.findOne({ migration: body.id }).lean()).toMatchObject({ state: 'moving', lease: other });
    await api.store.migrationItems.updateOne({ migration: body.id }, { $set: { state: 'waiting', lease: 0, tries: 0 } });
    answers = [async () => {
      await post('liucheng', `${path}/${body.id}/stop`, {});
      throw new Conflict('a concurrent command was executed');
    }];
    await work();
    expect(await read(body.id)).toMatchObject({ migration: { state: 'stopped', counts: { left: 1, waiting: 0 } } });
  });
});
