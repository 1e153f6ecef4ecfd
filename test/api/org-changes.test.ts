// The organisation over HTTP: files looked at and ordered wholly or not at all, single changes with their day, undone before it, handed over, first passwords once.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { applyOrgChanges } from '../../processes/org-changes/apply.js';
import { DAY, shanghaiDay } from '../../processes/shanghai.js';
import type { AuditEntry, Person, Task } from '../../processes/store/types.js';
import { expectProblem, openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';
import type { Signed } from '../support/web.js';

let api: Api;
let admin: Signed;
let security: Signed;
beforeAll(async () => {
  api = await openApi();
  [admin, security] = [await api.as('guanli'), await api.as('anquan')];
}, 60_000);
afterAll(closeTestStore);

const UNITS = '编号,名称,级别,上级编号,网格种类,状态,生效日期';
const PEOPLE = '账号,姓名,电话,单位编号,岗位,状态,接替人账号,生效日期';
const file = (head: string, ...lines: string[]) => Buffer.from([head, ...lines].join('\r\n'));
const send = (agent: Signed, kind: string, bytes: Buffer, { check = false, id = crypto.randomUUID() as string, name = '单位.csv' } = {}) =>
  agent.post(`/api/organisation/files?kind=${kind}&id=${id}${check ? '&check=true' : ''}`).attach('file', bytes, { filename: name, contentType: 'text/csv' });
const change = (agent: Signed, fields: object, { id = crypto.randomUUID() as string, kind = 'units' } = {}) => agent.post('/api/organisation/changes').send({ id, kind, title: '一项变更', fields });
const apply = (days = 0) => applyOrgChanges({ store: api.store, clock: { now: () => new Date(api.deps.clock.now().getTime() + days * DAY) } as never });
const dayIn = (days: number) => shanghaiDay(new Date(api.deps.clock.now().getTime() + days * DAY));
const unit = (id: string) => api.store.units.findById(id).lean();
const byAccount = async (account: string) => (await api.store.people.findOne({ account }).lean<Person>())!;
const about = async (id: string) => (await api.store.audit.find({ 'about.id': id, status: null }).sort({ _id: 1 }).lean<AuditEntry[]>()).map(({ action }) => action);
/** Units and people as they are: what a refused file must leave alone. */
const asItIs = async () => JSON.stringify([await api.store.units.find().sort({ _id: 1 }).lean(), (await api.store.people.find({}, { account: 1, posts: 1, active: 1 }).sort({ _id: 1 }).lean()), await api.store.orgChanges.countDocuments()]);

describe('a file of units', () => {
  test('is looked at first: what it would add and change, and nothing is written', async () => {
    const before = await asItIs();
    const { body } = await send(admin, 'units', file(UNITS, 'by-jinghe-new,新设村,村,by-jinghe', 'by-jinghe-new-g1,新设村第一网格,网格,by-jinghe-new', 'by-jinghe-caoba,曹坝新村,村,by-jinghe', 'by-jinghe,泾河镇,镇,by'), { check: true }).expect(200);
    expect(body).toMatchObject({ total: 3, same: 1, counts: { add: 2, change: 1, end: 0 }, problems: [] });
    expect(body.items.map(({ said }: { said: string }) => said)).toContain('名称 曹坝村 → 曹坝新村');
    expect(await asItIs()).toBe(before);
  });

  test('with missing parents, loops and duplicates says so by line, is refused, and nothing of it is done', async () => {
    const before = await asItIs();
    const bad = file(UNITS, 'by-jinghe-ok,好村,村,by-jinghe', 'by-x-v,甲村,村,by-x', 'by-m,乙镇,镇,by-m-n', 'by-m-n,丙村,村,by-m', 'by-jinghe-ok,好村,村,by-jinghe');
    const { body } = await send(admin, 'units', bad, { check: true }).expect(200);
    expect(body.problems.map(({ line, path }: any) => `${line} ${path}`)).toEqual(['3 上级编号', '4 上级编号', '5 上级编号', '6 编号']);
    expect(expectProblem(await send(admin, 'units', bad), 422).problems.map(({ path }: any) => path)).toEqual(['第 3 行·上级编号', '第 4 行·上级编号', '第 5 行·上级编号', '第 6 行·编号']);
    await apply();
    expect(await asItIs()).toBe(before);
  });

  test('in GBK is read; what is no table is refused with why', async () => {
    // 编号,名称,级别,上级编号 / by-jinghe-rong,镕基村,村,by-jinghe
    const gbk = Buffer.from('b1e0bac52cc3fbb3c62cbcb6b1f02cc9cfbcb6b1e0bac50d0a62792d6a696e6768652d726f6e672ce946bbf9b4e52cb4e52c62792d6a696e676865', 'hex');
    expect((await send(admin, 'units', gbk, { check: true }).expect(200)).body.items).toMatchObject([{ about: 'by-jinghe-rong', name: '镕基村' }]);
    expect(expectProblem(await send(admin, 'units', Buffer.from('ffd8ffe000104a46494600010101', 'hex'), { check: true, name: 'x.jpg' }), 422).problems[0]).toMatchObject({ path: '文件', message: expect.stringContaining('编码读不出来') });
    expectProblem(await send(admin, 'units', Buffer.from(''), { check: true }), 422);
    expectProblem(await send(admin, 'units', Buffer.alloc(8_000_001, 97), { check: true }), 413);
  });

  test('holds once it is applied, sent twice is one, and stands in the audit', async () => {
    const id = crypto.randomUUID();
    const bytes = file(UNITS, 'by-jinghe-new-g1,新设村第一网格,网格,by-jinghe-new', 'by-jinghe-new-z1,新设小学专属网格,网格,by-jinghe-new,专属网格', 'by-jinghe-new,新设村,村,by-jinghe');
    await Promise.all([send(admin, 'units', bytes, { id }).expect(200), send(admin, 'units', bytes, { id }).expect(200)]);
    await apply();
    expect(await unit('by-jinghe-new-z1')).toMatchObject({ kind: 'dedicated', path: ['yz', 'by', 'by-jinghe', 'by-jinghe-new', 'by-jinghe-new-z1'] });
    const { body } = await admin.get(`/api/organisation/changes/${id}`).expect(200);
    expect(body).toMatchObject({ total: 3, order: { state: 'done', counts: { add: 3 } } });
    expect(body.items.every(({ applied }: any) => applied)).toBe(true);
    expect(await about(id)).toEqual(expect.arrayContaining(['安排单位变更', '变更生效']));
    expect((await admin.get('/api/organisation/below?unit=by-jinghe-new').expect(200)).body.items.map(({ id: child }: any) => child)).toEqual(['by-jinghe-new-g1', 'by-jinghe-new-z1']);
    await admin.get(`/organisation/changes/${id}`).expect(200);
  });
});

describe('a change with its day', () => {
  test('of today is done at once; of a later day by itself on its day', async () => {
    await change(admin, { id: 'by-jinghe-new-g2', name: '第二网格', level: '网格', parent: 'by-jinghe-new' }).expect(201);
    expect(await unit('by-jinghe-new-g2')).toMatchObject({ name: '第二网格' });
    expect((await change(admin, { id: 'by-jinghe-new-g3', name: '第三网格', level: '网格', parent: 'by-jinghe-new', day: dayIn(5) }).expect(201)).body.day).toBe(dayIn(5));
    await apply(4);
    expect(await unit('by-jinghe-new-g3')).toBeNull();
    await apply(5);
    expect(await unit('by-jinghe-new-g3')).toMatchObject({ name: '第三网格' });
  });

  test('is undone before its day, once, and then never happens', async () => {
    const id = crypto.randomUUID();
    await change(admin, { id: 'by-jinghe-new-g4', name: '第四网格', level: '网格', parent: 'by-jinghe-new', day: dayIn(6) }, { id }).expect(201);
    expectProblem(await security.post(`/api/organisation/changes/${id}/cancel`).send({}), 404);
    await admin.post(`/api/organisation/changes/${id}/cancel`).send({}).expect(204);
    expectProblem(await admin.post(`/api/organisation/changes/${id}/cancel`).send({}), 409);
    await apply(7);
    expect(await unit('by-jinghe-new-g4')).toBeNull();
  });

  test('that is wrong says so at its field', async () => {
    const { problems } = expectProblem(await change(admin, { id: 'elsewhere', name: '', level: '网格', parent: 'by-jinghe-new', day: '2020-01-01' }), 422);
    expect(problems.map(({ path }: any) => path)).toEqual(expect.arrayContaining(['fields.id', 'fields.name', 'fields.day']));
    expectProblem(await change(admin, { account: 'x1', name: '甲', unit: 'by', role: '回访员' }, { kind: 'people' }), 403);
  });
});

describe('the end of a grid in the page', () => {
  test('asks where its registers go and says how many; without that it is refused at its field, with it they are there at once', async () => {
    for (const [id, name] of [['by-jinghe-new-m1', '合并一网格'], ['by-jinghe-new-m2', '合并二网格']]) await change(admin, { id, name, level: '网格', parent: 'by-jinghe-new' }).expect(201);
    const at = new Date();
    const grid = 'by-jinghe-new-m1';
    await api.store.registers.create({ _id: crypto.randomUUID(), kind: 'household', grid, scope: ['yz', 'by', 'by-jinghe', 'by-jinghe-new', grid], name: '户主', categories: [], place: { text: '一组' }, facts: {}, state: 'current', revision: 1, history: [], createdAt: at, createdBy: { system: 'x' }, updatedAt: at, updatedBy: { system: 'x' } } as never);
    const { text } = await admin.get(`/organisation?unit=${grid}`).expect(200);
    expect(text).toContain('name="fields.successor"');
    expect(text).toContain('登记册里有 1 项在册，生效时整册移到那个网格');
    const ended = { id: grid, name: '合并一网格', level: '网格', parent: 'by-jinghe-new', state: '撤销' };
    expect(expectProblem(await change(admin, { ...ended, successor: '' }), 422).problems).toEqual([{ path: 'fields.successor', message: expect.stringContaining('1 项在册') }]);
    await change(admin, { ...ended, successor: 'by-jinghe-new-m2' }).expect(201);
    expect([await api.store.registers.countDocuments({ grid }), await api.store.registers.countDocuments({ grid: 'by-jinghe-new-m2' })]).toEqual([0, 1]);
    expect((await admin.get(`/organisation?unit=${grid}`).expect(200)).text).not.toContain('留在这里');
  });
});

describe('people from a file', () => {
  test('have no password until one is given out, which is told once and has to be changed', async () => {
    await send(security, 'people', file(PEOPLE, 'jiayi,贾一,12000000999,by-jinghe-new-g1,网格员', 'jiaer,贾二,,by-jinghe-new-g2,网格员'), { name: '人员.csv' }).expect(200);
    await apply();
    expect((await supertest(api.app).post('/api/session').send({ account: 'jiayi', password: '!' })).status).toBe(401);
    expect((await security.get('/api/people?q=jia').expect(200)).body.unset).toBe(2);
    expectProblem(await admin.post('/api/people/first-passwords').send({ unit: 'by' }), 403);
    const { body } = await security.post('/api/people/first-passwords').send({ unit: 'by-jinghe-new' }).expect(200);
    expect(body).toMatchObject({ items: [{ account: 'jiaer' }, { account: 'jiayi' }], more: 0 });
    expect(body.csv).toBe(`\uFEFF账号,姓名,初始密码\r\njiaer,贾二,${body.items[0].password}\r\njiayi,贾一,${body.items[1].password}\r\n`);
    expect((await security.post('/api/people/first-passwords').send({ unit: 'by-jinghe-new' }).expect(200)).body).toMatchObject({ items: [], more: 0 });
    const fresh = supertest.agent(api.app);
    await fresh.post('/api/session').send({ account: 'jiayi', password: body.items[1].password }).expect(200);
    expect((await fresh.get('/api/session').expect(200)).body.hurdle).toBe('password');
    expect(JSON.stringify(await api.everything())).not.toContain(body.items[1].password);
    expect(await about('by-jinghe-new')).toContain('发放初始密码');
  });

  test('who leave hand over what they had in hand; broken off half way, the next one finishes it', async () => {
    const { key } = await api.open('grid-verify', ['by-jinghe-new-g1/grid-member', 'by-jinghe-new-g2/grid-member']);
    const [jiayi, jiaer] = [await byAccount('jiayi'), await byAccount('jiaer')];
    await api.store.tasks.updateOne({ _id: key }, { $set: { holder: { person: jiayi._id, at: new Date() } } });
    const id = crypto.randomUUID();
    await send(security, 'people', file(PEOPLE, 'jiayi,贾一,,,,离岗,jiaer'), { id, name: '离岗.csv' }).expect(200);
    // as a kill leaves it: begun, the account already closed, the task not yet handed over
    await api.store.orgChanges.updateOne({ _id: id }, { $set: { applying: dayIn(0), lease: 1, tries: 1 } });
    await api.store.people.updateOne({ _id: jiayi._id }, { $set: { active: false } });
    await apply();
    await apply();
    expect(await api.store.tasks.findById(key).lean<Task>()).toMatchObject({ state: 'open', assignee: jiaer._id });
    expect(await byAccount('jiayi')).toMatchObject({ active: false });
    expect((await about(jiayi._id)).filter((action) => action === '停用账号')).toHaveLength(1);
    expect((await security.get(`/api/organisation/changes/${id}`).expect(200)).body.order.state).toBe('done');
  });
});

test('units are found by a few letters, at most twenty at once, and never one that has ended', async () => {
  const find = async (query: string) => (await admin.get(`/api/organisation/search?${query}`).expect(200)).body;
  expect((await find(`q=${encodeURIComponent('泾河 曹坝 网格')}`)).items.map(({ id }: any) => id).sort()).toEqual(['by-jinghe-caoba-g1', 'by-jinghe-caoba-g2']);
  expect((await find('q=by-&grids=no')).items.some(({ level }: any) => level === 'grid')).toBe(false);
  expect((await find('')).items.length).toBe(20);
  await change(admin, { id: 'by-jinghe-new-g3', name: '第三网格', level: '网格', parent: 'by-jinghe-new', state: '撤销' }).expect(201);
  expect((await find('q=by-jinghe-new-g3')).total).toBe(0);
});

test('what is found lies in one\'s own village first, then in the town, then in the county, then elsewhere', async () => {
  const grids = async (account: string) => (await (await api.as(account)).get(`/api/organisation/search?level=grid&q=${encodeURIComponent('网格')}`).expect(200)).body.items.map(({ id }: any) => id) as string[];
  const nearness = (own: string[]) => (id: string) => own.findIndex((start) => id.startsWith(start));
  for (const [account, own] of [['chengbei', ['by-anyi-chengbei-g1', 'by-anyi-chengbei', 'by-anyi', 'by-', '']], ['songzhu', ['by-jinghe-songzhu', 'by-jinghe', 'by-', '']], ['jinghe', ['by-jinghe', 'by-', '']]] as const) {
    const found = await grids(account);
    const steps = found.map(nearness([...own]));
    expect([account, found[0]!.startsWith(own[0]), steps]).toEqual([account, true, [...steps].sort((a, b) => a - b)]);
    expect(new Set(steps).size).toBeGreaterThan(1);
  }
});
