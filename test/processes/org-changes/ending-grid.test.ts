// A grid that ends takes nobody's household out of the registers: it is refused until it says which grid goes on with them, and they go over wholly, also after a kill.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { loadDemo } from '../../../processes/demo/load.js';
import { addItem } from '../../../processes/grid/registers.js';
import { householdsOf } from '../../../processes/aid/households.js';
import { applyOrgChanges } from '../../../processes/org-changes/apply.js';
import { orderChanges, previewFile } from '../../../processes/org-changes/order.js';
import { readSheet } from '../../../processes/org-changes/sheet.js';
import type { Store } from '../../../processes/store/store.js';
import type { Person, RegisterItem } from '../../../processes/store/types.js';
import { closeTestStore, openTestStore } from '../../support/store.js';

let store: Store;
let admin: Person;
let now = new Date('2026-11-10T04:00:00Z');
const clock = { now: () => now } as never;
beforeAll(async () => {
  store = await openTestStore();
  await loadDemo(store, { production: false });
  admin = (await store.people.findById('guanli').lean<Person>())!;
});
afterAll(closeTestStore);

const [A, B] = ['by-jinghe-caoba-m1', 'by-jinghe-caoba-m2'];
const HEAD = '编号,名称,级别,上级编号,状态,并入网格,生效日期';
const file = (...lines: string[]) => Buffer.from([HEAD, ...lines].join('\r\n'));
const end = (successor = '', day = '') => `${A},第一合并网格,网格,by-jinghe-caoba,撤销,${successor},${day}`;
const preview = (...lines: string[]) => previewFile('units', file(...lines), admin, { store, clock });
const problems = async (...lines: string[]) => (await preview(...lines)).problems.map(({ line, path, message }) => `${line} ${path}: ${message}`);
const order = async (...lines: string[]) => orderChanges({ id: crypto.randomUUID(), kind: 'units', title: '并网格', lines: await readSheet('units', file(...lines)) }, admin, { store, clock });
const apply = () => applyOrgChanges({ store, clock });
const path = (grid: string) => ['yz', 'by', 'by-jinghe', 'by-jinghe-caoba', grid];
const item = (_id: string, given: Partial<RegisterItem> = {}): RegisterItem => ({
  _id, kind: 'household', grid: A, scope: path(A), name: `户主 ${_id}`, categories: [], place: { text: '一组' }, facts: {}, state: 'current', revision: 1, history: [], createdAt: now, createdBy: { system: 'x' }, updatedAt: now, updatedBy: { system: 'x' }, ...given,
} as RegisterItem);
const inGrid = (grid: string) => store.registers.countDocuments({ grid });

beforeEach(async () => {
  await store.units.deleteMany({ _id: { $in: [A, B] } });
  await store.registers.deleteMany({});
  await store.orgChanges.deleteMany({});
  await store.units.insertMany([A, B].map((_id, n) => ({ _id, name: `第${'一二'[n]}合并网格`, level: 'grid', parent: 'by-jinghe-caoba', path: path(_id) })));
  await store.registers.insertMany([item('h1'), item('p1', { kind: 'resident', household: 'h1', categories: ['独居老人'] }), item('old', { state: 'gone' })]);
});

describe('a grid with registers', () => {
  test('does not end, today or later, before it says where they go, and how many there are is said', async () => {
    for (const day of ['', '2026-11-20']) expect(await problems(end('', day))).toEqual(['2 并入网格: 登记册里还有 2 项在册，请填写并入哪个网格，生效时一起移过去']);
    await store.registers.deleteMany({ state: 'current' });
    expect(await problems(end())).toEqual([]);
  });

  test.each([
    ['itself', [end(A)], '2 并入网格: 不能并入自己'],
    ['a grid that is not there', [end('by-jinghe-caoba-x')], '2 并入网格: 没有网格「by-jinghe-caoba-x」'],
    ['a village', [end('by-jinghe-caoba')], '2 并入网格: 「by-jinghe-caoba」不是网格'],
    ['one that ends, too', [end(B), `${B},第二合并网格,网格,by-jinghe-caoba,撤销,,`], '2 并入网格: 「' + B + '」也要撤销'],
    ['one that comes later', [end('by-jinghe-caoba-m3'), 'by-jinghe-caoba-m3,第三合并网格,网格,by-jinghe-caoba,,,2026-11-20'], '2 并入网格: 「by-jinghe-caoba-m3」从 2026-11-20 起才有'],
    ['a grid although it goes on', [`${A},第一合并网格,网格,by-jinghe-caoba,,${B},`], '2 并入网格: 只有撤销网格时才填'],
  ])('is not made part of %s', async (_, lines, said) => {
    expect(await problems(...lines)).toEqual([expect.stringContaining(said)]);
  });

  test('gives all of them over on its day, with a line in the history of each, and takes none afterwards', async () => {
    expect((await preview(end(B))).rows).toMatchObject([{ action: 'end', said: `撤销，登记册 2 项并入「${B}」` }]);
    const { _id } = await order(end(B));
    await apply();
    expect(await store.orgChanges.findById(_id).lean()).toMatchObject({ state: 'done' });
    expect([await inGrid(A), await inGrid(B)]).toEqual([0, 3]);
    expect(await store.registers.findById('p1').lean()).toMatchObject({ grid: B, scope: path(B), household: 'h1', revision: 2, updatedBy: { system: 'x' }, updatedAt: now, history: [{ revision: 2, action: '并入网格', why: '「第一合并网格」撤销，并入「第二合并网格」' }] });
    // a warning finds the household where it is now
    expect(await householdsOf({ areas: ['by-jinghe-caoba'], categories: ['独居老人'] } as never, { store } as never)).toMatchObject([{ item: 'h1', grid: B }]);
    const caoba = (await store.people.findById('caobacun').lean<Person>())!;
    await expect(addItem({ clientId: crypto.randomUUID(), kind: 'household', grid: A, name: '新户', categories: [], place: { text: '一组' }, facts: {} } as never, caoba, { store, clock })).rejects.toMatchObject({ name: 'Invalid', problems: [{ path: 'grid' }] });
  });

  test('that was killed half way through gives the rest over by whoever comes next', async () => {
    await store.registers.insertMany(Array.from({ length: 1_100 }, (_, n) => item(`many${n}`)));
    const { _id } = await order(end(B));
    // ended, some of them moved, the lease run out
    await store.orgChanges.updateOne({ _id }, { $set: { applying: '2026-11-10', tries: 1, lease: 1 } });
    await store.units.updateOne({ _id: A }, { $set: { endedOn: '2026-11-10' } });
    await store.registers.updateMany({ _id: { $in: ['h1', 'many1', 'many2'] } }, { $set: { grid: B, scope: path(B), revision: 2 } });
    await apply();
    expect([await inGrid(A), await inGrid(B), await store.registers.countDocuments({ revision: { $gt: 2 } })]).toEqual([0, 1_103, 0]);
    expect(await store.orgChanges.findById(_id).lean()).toMatchObject({ state: 'done', done: 1 });
  });

  test('goes over to a grid that the same file makes', async () => {
    await order(end('by-jinghe-caoba-m4'), 'by-jinghe-caoba-m4,第四合并网格,网格,by-jinghe-caoba,,,');
    await apply();
    expect(await inGrid('by-jinghe-caoba-m4')).toBe(3);
  });

  test('that somebody fills before its day does not end without saying where they go; whoever ordered it is told', async () => {
    await store.registers.deleteMany({});
    const { _id } = await order(end('', '2026-11-12'));
    await store.registers.insertMany([item('h2')]);
    now = new Date('2026-11-12T04:00:00Z');
    await apply();
    now = new Date('2026-11-10T04:00:00Z');
    expect(await store.orgChanges.findById(_id).lean()).toMatchObject({ state: 'stuck', problems: [{ path: '并入网格', message: expect.stringContaining('1 项在册') }] });
    expect((await store.units.findById(A).lean())!.endedOn).toBeUndefined();
  });

  test('that ended before this was asked can still give them away', async () => {
    await store.units.updateOne({ _id: A }, { $set: { endedOn: '2026-10-01' } });
    expect(await preview(end())).toMatchObject({ rows: [], problems: [] });
    await order(end(B));
    await apply();
    expect(await inGrid(B)).toBe(3);
    expect((await store.units.findById(A).lean())!.endedOn).toBe('2026-10-01');
  });
});
