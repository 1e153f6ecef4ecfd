// What a whole city's partner writes: thousands of rows, taken from a file after they were looked at, wholly or not at all.
import { climbOrders } from '../../processes/partners/climb.js';
import { closeTestStore } from '../support/store.js';
import { expectProblem, openApi, type Api } from '../support/api.js';
import { signedMessage } from '../support/partner.js';
import supertest from 'supertest';

let api: Api;
let secret: string;
const CITY = '/api/partner-mappings/city';
beforeAll(async () => {
  api = await openApi();
  const { passwordHash } = (await api.store.people.findById('guanli').lean())!;
  for (const [id, role] of [['cityadmin', 'admin'], ['citypolicy', 'policy'], ['citydispatch', 'dispatcher']] as const) {
    await api.store.people.create({ _id: id, name: id, account: id, passwordHash, posts: [{ unit: 'yz', role }], groups: [`yz/${role}`], active: true, demo: true });
  }
  secret = (await (await api.as('cityadmin')).post('/api/partners').send({ id: 'city', name: '市数字城管', kind: 'city', unit: 'yz' }).expect(201)).body.secret;
}, 120_000);
afterAll(() => closeTestStore());

const policy = () => api.as('citypolicy');
const revision = async (): Promise<number> => (await (await policy()).get(CITY).expect(200)).body.revision;
const csv = (...rows: string[]) => Buffer.from(['对方的写法,本系统的编号,名称,状态', ...rows].join('\n'));
const file = async (table: string, content: Buffer, more: { check?: boolean; revision?: number; account?: string } = {}) => (await api.as(more.account ?? 'citypolicy'))
  .post(`${CITY}/files?table=${table}&revision=${more.revision ?? await revision()}${more.check ? '&check=true' : ''}`).attach('file', content, '对照.csv');
const kept = async () => (await (await policy()).get(CITY).expect(200)).body;

test('a partner may be the whole city\'s: what does not map is sorted at the city, by somebody who finds any grid of it', async () => {
  const order = { orderNo: 'C-1', title: '说不清的事', content: '在城里某处', address: '城里某处' };
  const { headers, text } = signedMessage('/api/intake/city/orders', order, secret);
  const { body } = await supertest(api.app).post('/api/intake/city/orders').set(headers).send(text).expect(201);
  expect(body.state).toBe('sorting');
  expect(await api.store.partnerOrders.findById('city:C-1').lean()).toMatchObject({ unit: 'yz' });
  expect(await api.store.notices.countDocuments({ title: /待分拣工单：说不清的事/ })).toBeGreaterThan(0);
  // what nobody of a county sorts comes back to the city, and stays there
  await api.store.partnerOrders.updateOne({ _id: 'city:C-1' }, { $set: { unit: 'by', sortBy: new Date(0) } });
  for (let round = 0; round < 2; round += 1) {
    await climbOrders(api.deps);
    expect(await api.store.partnerOrders.findById('city:C-1').lean()).toMatchObject({ unit: 'yz', state: 'sorting' });
    await api.store.partnerOrders.updateOne({ _id: 'city:C-1' }, { $set: { sortBy: new Date(0) } });
  }
  const sorted = await (await api.as('citydispatch')).post('/api/orders/city:C-1/sort').send({ category: 'D01', grid: 'by-anyi-chengbei-g1', urgency: '一般' }).expect(200);
  expect(sorted.body.caseNo).toMatch(/^BY/);
});

test('thousands of rows come from a file: first looked at, then taken over; what is not in it stays, what is to go goes', async () => {
  const rows = Array.from({ length: 3_000 }, (_, n) => `QY-${n},${n % 2 ? 'by-jinghe-caoba-g1' : '曹坝居民网格'},,`);
  const looked = (await file('units', csv(...rows), { check: true })).body;
  expect(looked).toMatchObject({ total: 3_000, same: 0, counts: { add: 3_000, change: 0, end: 0 }, problems: [] });
  expect(looked.items[0]).toMatchObject({ line: 2, about: 'QY-0', name: 'by-jinghe-caoba-g2', said: '曹坝居民网格', action: 'add' });
  expect((await kept()).units).toEqual([]);
  expect((await file('units', csv(...rows))).status).toBe(200);
  const now = await kept();
  expect([now.revision, now.units.length, now.units[0], now.unitNames['by-jinghe-caoba-g2']]).toEqual([1, 3_000, { theirs: 'QY-0', ours: 'by-jinghe-caoba-g2' }, '曹坝居民网格（宝应县 · 泾河镇 · 曹坝村）']);
  // as many can be saved from the page
  await (await policy()).put(CITY).send({ revision: 1, categories: now.categories, units: now.units, urgencies: [] }).expect(200);

  const second = csv('QY-0,by-jinghe-caoba-g2,,', 'QY-1,by-anyi,,', 'QY-2,,,删除', '新的,by-fanshui,,');
  expect((await file('units', second, { check: true })).body).toMatchObject({ total: 3, same: 1, counts: { add: 1, change: 1, end: 1 } });
  expect((await file('units', second)).status).toBe(200);
  const after = await kept();
  expect([after.units.length, after.units.find(({ theirs }: any) => theirs === 'QY-1').ours, after.units.some(({ theirs }: any) => theirs === 'QY-2')]).toEqual([3_000, 'by-anyi', false]);

  const { text } = await (await policy()).get(`${CITY}/file?table=units`).expect(200);
  expect([text.split('\r\n').length > 3_000, text]).toEqual([true, expect.stringContaining('QY-1,by-anyi,安宜镇')]);
});

test('one row that is wrong and nothing is taken over; each is said with its line; who saved meanwhile is not written over', async () => {
  const before = await kept();
  const wrong = csv('区一,by-nowhere,,', ',by-anyi,,', '区二,by-anyi,,', '区二,by-anyi,,', '没有的,,,删除', '区三,by-jinghe.lds,,', '区四,,,', '区五,by-anyi,,改');
  const { problems } = (await file('units', wrong, { check: true })).body;
  expect(problems.map(({ line, path }: any) => [line, path])).toEqual([[2, '本系统的编号'], [3, '对方的写法'], [5, '对方的写法'], [6, '对方的写法'], [7, '本系统的编号'], [8, '本系统的编号'], [9, '状态']]);
  const refused = expectProblem(await file('units', wrong), 422);
  expect(refused.problems[0].path).toBe('第 2 行 本系统的编号');
  expect(expectProblem(await file('categories', csv('甲,Z99,,')), 422).problems[0].message).toContain('没有这个事件小类');
  expectProblem(await file('units', Buffer.from('别的,表头\n1,2'), { check: true }), 422);
  expectProblem(await file('units', csv('区六,by-anyi,,'), { revision: before.revision - 1 }), 409);
  // policy staff of a county have no say in the city's
  expectProblem(await file('units', csv('区六,by-anyi,,'), { account: 'liucheng', revision: before.revision }), 404);
  expect(await kept()).toEqual(before);
});

test('a row that went wrong meanwhile keeps nobody from changing others; written anew it is refused', async () => {
  const before = await kept();
  await api.store.partnerMappings.updateOne({ _id: 'city' }, { $push: { units: { theirs: '并掉的村', ours: 'by-gone' } } } as never);
  const looked = (await file('categories', csv('垃圾,D01,,'), { check: true })).body;
  expect(looked.problems).toEqual([]);
  expect((await file('categories', csv('垃圾,D01,,'))).status).toBe(200);
  const now = await kept();
  expect([now.categories.at(-1), now.units.at(-1)]).toEqual([{ theirs: '垃圾', ours: 'D01' }, { theirs: '并掉的村', ours: 'by-gone' }]);
  const { categories, units, urgencies } = now;
  expect(expectProblem(await (await policy()).put(CITY).send({ revision: now.revision, categories, urgencies, units: [...units, { theirs: '另一个', ours: 'by-gone' }] }), 422).problems).toEqual([{ path: `units.${units.length}.ours`, message: expect.stringContaining('没有这个网格') }]);
  await (await policy()).put(CITY).send({ revision: now.revision, categories: before.categories, units: before.units, urgencies }).expect(200);
});

test('the pages hold no list of units, and the file\'s page knows which table it is for', async () => {
  const page = async (path: string, account = 'citypolicy') => (await (await api.as(account)).get(path).set('accept', 'text/html').expect(200)).text;
  const tables = await page('/partners/mappings?partner=city');
  expect(Buffer.byteLength(tables)).toBeLessThan(60_000);
  expect(tables).not.toContain('by-jinghe-caoba-g1');
  expect(tables).toContain('/partners/mappings/import?partner=city&amp;table=units');
  expect(await page('/partners/mappings/import?partner=city&table=units')).toMatch(/data-path="\/partner-mappings\/city\/files\?table&#x3D;units&amp;revision&#x3D;\d+"/);
  expect(await page('/partners', 'cityadmin')).toMatch(/data-unit-find[^>]*data-where="manage-settings"/);
});
