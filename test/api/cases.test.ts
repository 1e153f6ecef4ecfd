// Cases: seen by whom they concern, found literally, withdrawn once, remarked on once.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resend } from '../../processes/resend.js';
import { root } from '../../processes/settings.js';
import type { Case, Person } from '../../processes/store/types.js';
import { withdrawCase } from '../../processes/withdrawal.js';
import { away, expectProblem, openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';

let api: Api;
beforeAll(async () => { api = await openApi(); });
afterAll(closeTestStore);
beforeEach(() => {
  api.engine.fails = undefined;
  api.engine.published.length = 0;
});

const get = async (account: string, path: string) => (await api.as(account)).get(path);
const withdraw = async (account: string, caseNo: string, reason = '报错了地方') => (await api.as(account)).post(`/api/cases/${caseNo}/withdraw`).send({ reason });
const open = () => api.open('village-handle', ['by-jinghe-caoba/intake']);

describe('a case', () => {
  test('is there for its reporter and its units, and not for others', async () => {
    const { caseNo } = await open();
    for (const account of ['caoba', 'caobacun', 'jinghe', 'baoying']) expect((await get(account, `/api/cases/${caseNo}`)).status).toBe(200);
    for (const account of ['lds', 'caoba2']) {
      expectProblem(await get(account, `/api/cases/${caseNo}`), 404);
      expect((await get(account, '/api/cases?size=100')).body.items.map((one: any) => one.caseNo)).not.toContain(caseNo);
      expectProblem(await withdraw(account, caseNo), 404);
    }
  });

  test('does not say who asked not to be named, except to the one who filed it', async () => {
    const told = { name: '张三', phone: '13800000000' };
    const caseNo = await api.report({ reporter: { ...told, anonymous: true } });
    expect((await get('jinghe', `/api/cases/${caseNo}`)).body.case.reporter).toEqual({ person: 'caoba', anonymous: true });
    expect((await get('jinghe', `/cases/${caseNo}`)).text).not.toMatch(/张三|13800000000/);
    expect((await get('caoba', `/api/cases/${caseNo}`)).body.case.reporter).toEqual({ person: 'caoba', anonymous: true, ...told });
    const named = await api.report({ reporter: told });
    expect((await get('jinghe', `/api/cases/${named}`)).body.case.reporter).toMatchObject({ name: '张*', phone: '138****0000' });
  });

  test('is not kept by a browser or a proxy', async () => {
    const { caseNo } = await open();
    for (const path of [`/api/cases/${caseNo}`, '/api/cases', '/api/tasks', '/api/session']) expect((await get('jinghe', path)).headers['cache-control']).toBe('no-store');
  });

  test('comes with its timeline, its tasks and its instances', async () => {
    const { caseNo, key } = await open();
    const { body } = await get('caobacun', `/api/cases/${caseNo}`);
    expect(body).toMatchObject({ case: { caseNo, standing: { status: '处置中', state: 'active' } }, tasks: [{ key, state: 'open' }], instances: [{ procedure: 'grid-event', state: 'active' }], can: { withdraw: expect.any(Boolean) } });
    expect(body.timeline.map(({ action }: any) => action)).toEqual(['上报']);
    expect(body.case).not.toHaveProperty('startSentAt');
  });

  test('is found by what it says, literally, with the exact number of all that match', async () => {
    const caseNo = await api.report({ title: '化粪池.*满溢(急)' });
    const search = async (q: string) => (await get('jinghe', `/api/cases?q=${encodeURIComponent(q)}`)).body;
    expect(await search('化粪池.*')).toMatchObject({ total: 1, items: [{ caseNo }] });
    expect(await search('(急')).toMatchObject({ total: 1 });
    expect(await search('化粪.*急')).toMatchObject({ total: 0, items: [] });
    const all = (await get('jinghe', '/api/cases?size=2&page=1')).body;
    expect(all.total).toBe(await api.store.cases.countDocuments({ town: 'by-jinghe' }));
    expect(all.items).toHaveLength(2);
  });
});

describe('withdrawing', () => {
  test('is kept, told to the engine, and done once, however often it is asked', async () => {
    const { caseNo } = await open();
    const answers = await Promise.all(Array.from({ length: 5 }, () => withdraw('caoba', caseNo)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409, 409, 409, 409]);
    for (const answer of answers.filter(({ status }) => status === 409)) expectProblem(answer, 409);
    expect(await api.store.entries.find({ caseNo, action: '撤回' }).lean()).toMatchObject([{ who: { id: 'caoba' }, why: '报错了地方' }]);
    expect(api.engine.published.filter(({ name }) => name === 'case.withdrawn')).toMatchObject([{ key: caseNo, variables: { reason: '报错了地方' } }]);
  });

  test('of a case that ended while somebody was asking is refused and leaves no word on it', async () => {
    const { caseNo } = await open();
    const read = (await api.store.cases.findById(caseNo).lean<Case>())!;
    await api.store.cases.updateOne({ _id: caseNo }, { $set: { 'standing.state': 'completed' } });
    const caoba = (await api.store.people.findById('caoba').lean<Person>())!;
    await expect(withdrawCase(read, '报错了地方', caoba, api.deps)).rejects.toThrow('办结');
    expect(await api.store.cases.findById(caseNo).lean()).not.toHaveProperty('withdrawal');
    expect(await api.store.entries.countDocuments({ caseNo, action: '撤回' })).toBe(0);
  });

  test('needs a reason, and somebody who may', async () => {
    const { caseNo } = await open();
    const before = await api.everything();
    expectProblem(await withdraw('caoba', caseNo, ''), 422);
    expectProblem(await withdraw('caobacun', caseNo), 403);
    expect(await api.everything()).toEqual(before);
  });

  test('while the engine is away is kept and told later; a crash after keeping it loses neither entry nor word', async () => {
    const { caseNo } = await open();
    api.engine.fails = away();
    expect((await withdraw('caoba', caseNo)).status).toBe(204);
    expect(await api.store.cases.findById(caseNo).lean()).toMatchObject({ withdrawal: { sent: false, reason: '报错了地方' } });
    await api.store.entries.deleteMany({ caseNo, action: '撤回' });
    api.engine.fails = undefined;
    for (let i = 0; i < 2; i += 1) await resend(api.deps);
    expect(api.engine.published.filter(({ name, key }) => name === 'case.withdrawn' && key === caseNo)).toHaveLength(1);
    expect(await api.store.entries.countDocuments({ caseNo, action: '撤回' })).toBe(1);
  });

  test('of a case that has not started reaches the instance that starts later', async () => {
    api.engine.fails = away();
    const caseNo = await api.report();
    await withdraw('caoba', caseNo);
    api.engine.fails = undefined;
    await resend(api.deps, Date.now() + 60_000);
    const told = () => api.engine.published.filter(({ key }) => key === caseNo).map(({ name }) => name);
    expect(told()).toEqual(['case.reported']);
    await api.store.cases.updateOne({ _id: caseNo }, { $set: { standing: { status: '待受理', instanceKey: '1', state: 'active', elements: [], at: new Date() } } });
    await resend(api.deps);
    expect(told()).toEqual(['case.reported', 'case.withdrawn']);
  });
});

describe('the timeline', () => {
  test('names the step of another procedure that told a case something, in the words of its newest diagram', async () => {
    const caseNo = await api.report();
    const xml = readFileSync(join(root, 'processes/diagrams/suggestion.bpmn'), 'utf8');
    for (const version of [2, 1]) await api.store.definitions.create({ _id: `s${version}`, partition: 1, pos: version, procedure: 'suggestion', version, resource: 'suggestion.bpmn', xml: version === 2 ? xml : xml.replace('告知相关案件', '旧名字'), at: new Date() });
    await api.store.entries.create({ _id: `told:${caseNo}`, caseNo, at: new Date(), who: { system: '自动反馈' }, action: '建议反馈', text: '建议已经落实', element: { id: 'tell-done', procedure: 'suggestion' } });
    const { body } = await (await api.as('caoba')).get(`/api/cases/${caseNo}`).expect(200);
    expect(body.timeline.find(({ action }: { action: string }) => action === '建议反馈').element.name).toBe('告知相关案件');
  });
});

describe('a remark', () => {
  test('sent twice with the same client id stands there once', async () => {
    const caseNo = await api.report();
    const clientId = crypto.randomUUID();
    const say = async (text: string) => (await api.as('caobacun')).post(`/api/cases/${caseNo}/comments`).send({ clientId, text });
    const answers = await Promise.all([say('请补充照片'), say('请补充照片'), say('请补充照片')]);
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    expect(await api.store.entries.find({ caseNo, action: '留言' }).lean()).toMatchObject([{ text: '请补充照片', who: { id: 'caobacun' } }]);
  });

  test('under an id that stands on another case, or is another person\'s, is not swallowed', async () => {
    const [first, second] = [await api.report(), await api.report()];
    const clientId = crypto.randomUUID();
    const say = async (account: string, caseNo: string) => (await api.as(account)).post(`/api/cases/${caseNo}/comments`).send({ clientId, text: '请补充照片' });
    expect((await say('caobacun', first)).status).toBe(204);
    expectProblem(await say('caobacun', second), 409);
    expectProblem(await say('caoba', first), 409);
  });

  test.each([[{ text: '' }, 'text'], [{ text: 'x'.repeat(2_501) }, 'text'], [{ clientId: '1' }, 'clientId'], [{ by: 'somebody' }, 'by']])('that is wrong (%j) is refused', async (wrong, path) => {
    const caseNo = await api.report();
    const response = await (await api.as('caobacun')).post(`/api/cases/${caseNo}/comments`).send({ clientId: crypto.randomUUID(), text: '好', ...wrong });
    expect(expectProblem(response, 422).problems.map((one: any) => one.path)).toContain(path);
  });
});
