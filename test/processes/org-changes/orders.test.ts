// Files of units and people: read in whatever encoding, refused with line and column, applied wholly and once, on their day.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadDemo } from '../../../processes/demo/load.js';
import { demoUnits } from '../../../processes/demo/units.js';
import { chain } from '../../../processes/organisation.js';
import { applyOrgChanges } from '../../../processes/org-changes/apply.js';
import { orderChanges, previewFile, turnOrder } from '../../../processes/org-changes/order.js';
import { readSheet } from '../../../processes/org-changes/sheet.js';
import type { OrgKind } from '../../../processes/org-changes/types.js';
import { writeUnits } from '../../../processes/org-changes/write-units.js';
import { writeXlsx } from '../../../processes/sheets/xlsx.js';
import type { Store } from '../../../processes/store/store.js';
import type { Person, Task } from '../../../processes/store/types.js';
import { closeTestStore, openTestStore } from '../../support/store.js';

let store: Store;
let admin: Person;
let security: Person;
let now = new Date('2026-11-10T04:00:00Z');
const clock = { now: () => now } as never;
const person = async (id: string) => (await store.people.findById(id).lean<Person>())!;
const byAccount = async (account: string) => (await store.people.findOne({ account }).lean<Person>())!;
beforeAll(async () => {
  store = await openTestStore();
  await loadDemo(store, { production: false });
  [admin, security] = [await person('guanli'), await person('anquan')];
});
afterAll(closeTestStore);

const UNITS = '编号,名称,级别,上级编号,网格种类,状态,生效日期';
const PEOPLE = '账号,姓名,电话,单位编号,岗位,状态,接替人账号,生效日期';
const file = (head: string, ...lines: string[]) => Buffer.from([head, ...lines].join('\r\n'));
const who = (kind: OrgKind) => (kind === 'units' ? admin : security);
const preview = (kind: OrgKind, bytes: Buffer) => previewFile(kind, bytes, who(kind), { store, clock });
const order = async (kind: OrgKind, bytes: Buffer, id: string = crypto.randomUUID()) => orderChanges({ id, kind, title: '文件', lines: await readSheet(kind, bytes) }, who(kind), { store, clock });
const problemsOf = async (kind: OrgKind, ...lines: string[]) => (await preview(kind, file(kind === 'units' ? UNITS : PEOPLE, ...lines))).problems.map(({ line, path, message }) => `${line} ${path}: ${message}`);
const apply = () => applyOrgChanges({ store, clock });

describe('what is wrong with units is said by line and column', () => {
  test.each([
    ['a missing parent', ['by-x-v,甲村,村,by-x'], [/2 上级编号: 没有上级「by-x」/]],
    ['a loop of two', ['by-m,甲镇,镇,by-m-n', 'by-m-n,乙村,村,by-m'], [/2 上级编号: 上级绕成了圈：by-m → by-m-n → by-m/, /3 上级编号: 上级绕成了圈/]],
    ['itself as parent', ['by-m,甲镇,镇,by-m'], [/2 上级编号: 上级绕成了圈：by-m → by-m/]],
    ['a duplicate', ['by-m,甲镇,镇,by', 'by-m,乙镇,镇,by'], [/3 编号: 和第 2 行重复/]],
    ['a name that is there', ['by-m,泾河镇,镇,by'], [/2 名称: 同一上级下「by-jinghe」已经叫「泾河镇」/]],
    ['a wrong level', ['by-m,甲村,村,by'], [/2 上级编号: 村（社区）的上级应是镇（街道）/]],
    ['an id that does not say where', ['other,甲镇,镇,by'], [/2 编号: 应以「by-」开头/]],
    ['words that nobody knows', ['by-m,甲镇,州,by,,停,明天'], [/2 级别/, /2 状态/, /2 生效日期: 「明天」不是日期/]],
    ['a day that is over', ['by-m,甲镇,镇,by,,,2026-11-09'], [/2 生效日期: 「2026-11-09」已经过去/]],
    ['another place for a unit that is there', ['by-jinghe-caoba,曹坝村,村,by-anyi'], [/2 上级编号: 上级「by-jinghe」不能改/]],
    ['somebody else\'s unit', ['yz,扬州,市,'], [/2 编号: 「yz」不在您的管理范围/]],
    ['ending what others lie in', ['by-jinghe-caoba,曹坝村,村,by-jinghe,,撤销'], [/2 状态: 下面还有 2 个单位在用/]],
    ['ending where people are posted', ['by-jinghe-caoba-g2,曹坝居民网格,网格,by-jinghe-caoba,,撤销'], [/2 并入网格: 登记册里还有 \d+ 项在册/, /2 状态: 还有 1 人在这里任职/]],
    ['a kind for what is no grid', ['by-m,甲镇,镇,by,专属网格'], [/2 网格种类: 只有网格才填种类/]],
  ])('%s', async (_, lines, expected) => {
    const problems = await problemsOf('units', ...lines);
    expect(problems).toHaveLength(expected.length);
    expected.forEach((one, n) => expect(problems[n]).toMatch(one));
  });
});

describe('what is wrong with people is said by line and column', () => {
  test.each([
    ['an account that cannot be', ['张三,张三,,by-jinghe,分流员'], [/2 账号: 「张三」不能作账号/]],
    ['a unit that is not there', ['zhangsan,张三,,by-x,分流员'], [/2 单位编号: 没有单位「by-x」/]],
    ['a role that is not there', ['zhangsan,张三,,by-jinghe,所长'], [/2 岗位: 「所长」不认识/]],
    ['two names of one account', ['zhangsan,张三,,by-jinghe,分流员', 'zhangsan,李四,,by-jinghe,回访员'], [/3 姓名: 和第 2 行的同一账号姓名不同/]],
    ['a post twice', ['zhangsan,张三,,by-jinghe,分流员', 'zhangsan,张三,,by-jinghe,分流员'], [/3 账号: 和第 2 行重复/]],
    ['two of the three offices', ['zhangsan,张三,,by,系统管理员', 'zhangsan,张三,,by,安全审计员'], [/2 岗位: .*三员分立/]],
    ['oneself', ['anquan,钟守诚,,by,分流员'], [/2 账号: 这是您自己的账号/, /2 账号: 这是最后一位安全管理员/]],
    ['somebody of another area', ['yangzhou,潘宏图,,by,分流员'], [/2 账号: 账号「yangzhou」不在您的管理范围/]],
    ['a successor who is nobody', ['caoba,周晓梅,,,,离岗,niemand'], [/2 接替人账号: 「niemand」没有这个账号/]],
    ['leaving the last of an office', ['guanli,曾一鸣,,,,离岗'], [/2 账号: 这是最后一位系统管理员/]],
  ])('%s', async (_, lines, expected) => {
    const problems = await problemsOf('people', ...lines);
    expect(problems).toHaveLength(expected.length);
    expected.forEach((one, n) => expect(problems[n]).toMatch(one));
  });
});

describe('a file is read as office programs write it', () => {
  const lines = [['编号', '名称', '级别', '上级编号'], ['by-jinghe-new', '镕基村', '村', 'by-jinghe']];
  // 镕 is in GBK and not in GB 2312
  const gbk = Buffer.from('b1e0bac52cc3fbb3c62cbcb6b1f02cc9cfbcb6b1e0bac50d0a62792d6a696e6768652d6e65772ce946bbf9b4e52cb4e52c62792d6a696e676865', 'hex');
  const collect = async (stream: AsyncIterable<Buffer>) => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    return Buffer.concat(chunks);
  };
  test('GBK, UTF-8 with a mark, UTF-16 and xlsx say the same', async () => {
    const text = lines.map((cells) => cells.join('\t')).join('\r\n');
    const rows = (async function* () { yield lines[1]!; })();
    const files = [gbk, Buffer.from(`\uFEFF${text}`), Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]), await collect(writeXlsx('单位', lines[0]!, rows))];
    for (const bytes of files) {
      const { rows: planned, problems } = await preview('units', bytes);
      expect(problems).toEqual([]);
      expect(planned).toMatchObject([{ action: 'add', about: 'by-jinghe-new', name: '镕基村' }]);
    }
  });
  test.each([
    ['a picture', Buffer.from('ffd8ffe000104a46494600010101', 'hex'), /编码读不出来/], ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /旧式的 xls/], ['a broken workbook', Buffer.from('PK\u0003\u0004nothing'), /完好的 xlsx/],
    ['a file without its columns', Buffer.from('编号,名称\nx,y'), /缺少「级别」「上级编号」/], ['an open quote', Buffer.from('编号,名称,级别,上级编号\n"x,y'), /引号没有配对/], ['a column that nobody knows', Buffer.from('编号,名称,级别,上级编号,备注\na,b,c,d,e'), /不认识的列「备注」/],
  ])('%s is refused with why', async (_, bytes, message) => {
    await expect(preview('units', bytes)).rejects.toMatchObject({ name: 'Invalid', message: expect.stringMatching(message) });
  });
});

describe('an order', () => {
  test('is refused as a whole when one line is wrong, and nothing is written', async () => {
    await expect(order('units', file(UNITS, 'by-jinghe-a,甲村,村,by-jinghe', 'by-jinghe-b,乙村,村,by-nowhere'))).rejects.toMatchObject({ problems: [{ path: '第 3 行·上级编号' }] });
    expect(await store.orgChanges.countDocuments()).toBe(0);
    expect(await store.units.countDocuments()).toBe(demoUnits.length);
  });

  test('makes parents and children in whatever order they stand, once, also when it is given twice', async () => {
    const id = crypto.randomUUID();
    const bytes = file(UNITS, 'by-jinghe-a-g1,甲第一网格,网格,by-jinghe-a', 'by-jinghe-a-z1,甲小学专属网格,网格,by-jinghe-a,专属网格', 'by-jinghe-a,甲村,村,by-jinghe');
    await order('units', bytes, id);
    await order('units', bytes, id);
    await apply();
    await apply();
    expect(await chain(store, 'by-jinghe-a-g1')).toEqual({ grid: 'by-jinghe-a-g1', village: 'by-jinghe-a', town: 'by-jinghe', county: 'by', city: 'yz' });
    expect(await store.units.findById('by-jinghe-a-z1').lean()).toMatchObject({ kind: 'dedicated', path: ['yz', 'by', 'by-jinghe', 'by-jinghe-a', 'by-jinghe-a-z1'] });
    expect(await store.orgChanges.findById(id).lean()).toMatchObject({ state: 'done', done: 3 });
    expect((await preview('units', bytes))).toMatchObject({ rows: [], same: 3, problems: [] });
  });

  test('that comes again with other lines is refused, and what was ordered first stays', async () => {
    const id = crypto.randomUUID();
    await order('units', file(UNITS, 'by-jinghe-k,壬村,村,by-jinghe'), id);
    const other = order('units', file(UNITS, 'by-jinghe-l,癸村,村,by-jinghe'), id);
    await expect(other).rejects.toMatchObject({ name: 'Conflict', message: expect.stringContaining('「文件」先前已经收到并安排，这次的内容和它不同') });
    await expect(order('units', file(UNITS, 'by-jinghe-k,壬村,村,by-jinghe,,撤销'), id)).rejects.toMatchObject({ name: 'Conflict' });
    expect(await store.orgChanges.findById(id).lean()).toMatchObject({ rows: [{ about: 'by-jinghe-k' }] });
    await order('units', file(UNITS, 'by-jinghe-k,壬村,村,by-jinghe'), id);
    await turnOrder(id, 'cancel', admin, { store, clock });
  });

  test('that was broken off half way is finished by whoever comes next', async () => {
    const { _id } = await order('units', file(UNITS, 'by-jinghe-b,乙村,村,by-jinghe', 'by-jinghe-b-g1,乙第一网格,网格,by-jinghe-b'));
    // as a kill leaves it: taken, begun, one of the two written, the lease run out
    await store.orgChanges.updateOne({ _id }, { $set: { applying: '2026-11-10', tries: 1, lease: 1 } });
    await store.units.collection.insertOne({ _id: 'by-jinghe-b', name: '乙村', level: 'village', parent: 'by-jinghe', path: ['yz', 'by', 'by-jinghe', 'by-jinghe-b'] } as never);
    await apply();
    expect(await store.units.findById('by-jinghe-b-g1').lean()).toMatchObject({ path: ['yz', 'by', 'by-jinghe', 'by-jinghe-b', 'by-jinghe-b-g1'] });
    expect(await store.orgChanges.findById(_id).lean()).toMatchObject({ state: 'done' });
  });

  test('that builds on another one waits until that one is carried out, and does not wait when it was called off', async () => {
    const { _id: first } = await order('units', file(UNITS, 'by-jinghe-f,己村,村,by-jinghe'));
    const { _id: second } = await order('units', file(UNITS, 'by-jinghe-f-g1,己第一网格,网格,by-jinghe-f'));
    const lease = (id: string, until: number) => store.orgChanges.updateOne({ _id: id }, { $set: { lease: until } });
    // another process has the first one in its hands
    await lease(first, Date.now() + 60_000);
    for (let round = 0; round < 25; round++) { await lease(second, 0); await apply(); }
    expect(await store.units.findById('by-jinghe-f-g1').lean()).toBeNull();
    expect(await store.orgChanges.findById(second).lean()).toMatchObject({ state: 'open', applied: [], tries: 0 });
    await lease(first, 0);
    // ordered at one moment: whichever comes first in a round
    for (let round = 0; round < 2; round++) { await lease(second, 0); await apply(); }
    expect(await store.units.findById('by-jinghe-f-g1').lean()).toMatchObject({ path: ['yz', 'by', 'by-jinghe', 'by-jinghe-f', 'by-jinghe-f-g1'] });
    const { _id: never } = await order('units', file(UNITS, 'by-jinghe-h,庚村,村,by-jinghe'));
    const { _id: alone } = await order('units', file(UNITS, 'by-jinghe-h-g1,庚第一网格,网格,by-jinghe-h'));
    await turnOrder(never, 'cancel', admin, { store, clock });
    await apply();
    expect(await store.orgChanges.findById(alone).lean()).toMatchObject({ state: 'stuck', problems: [{ path: '上级编号' }] });
    await turnOrder(alone, 'cancel', admin, { store, clock });
  });

  test('is never written under a parent that is not there', async () => {
    const row = { line: 2, day: '2026-11-10', action: 'add' as const, about: 'by-jinghe-i-g1', name: '辛第一网格', said: '', unit: { name: '辛第一网格', level: 'grid' as const, parent: 'by-jinghe-i' } };
    await expect(writeUnits({ by: { system: '测试' } }, [row], async () => {}, { store, clock })).rejects.toThrow('no unit <by-jinghe-i> above <by-jinghe-i-g1>');
    expect(await store.units.findById('by-jinghe-i-g1').lean()).toBeNull();
  });

  test('holds from its day in Shanghai and not before', async () => {
    await order('units', file(UNITS, 'by-jinghe-c,丙村,村,by-jinghe,,,2026-11-12'));
    now = new Date('2026-11-11T15:59:00Z');
    expect(await apply()).toBe(0);
    now = new Date('2026-11-11T16:00:00Z');
    await apply();
    expect(await store.units.findById('by-jinghe-c').lean()).toMatchObject({ name: '丙村' });
  });

  test('that can no longer be on its day changes nothing, tells who gave it, and can be tried again', async () => {
    const { _id } = await order('units', file(UNITS, 'by-jinghe-c,丙村,村,by-jinghe,,撤销,2026-11-14', 'by-jinghe-d,丁村,村,by-jinghe,,,2026-11-14'));
    await order('people', file(PEOPLE, 'bing,丙一,,by-jinghe-c,网格长'));
    await apply();
    now = new Date('2026-11-14T01:00:00Z');
    await apply();
    expect(await store.orgChanges.findById(_id).lean()).toMatchObject({ state: 'stuck', problems: [{ path: '状态', message: expect.stringMatching(/还有 1 人/) }] });
    expect(await store.units.findById('by-jinghe-d').lean()).toBeNull();
    expect(await store.notices.find({ to: 'guanli', kind: 'organisation' }).lean()).toContainEqual(expect.objectContaining({ title: expect.stringMatching(/没有生效/) }));
    await order('people', file(PEOPLE, 'bing,丙一,,by-jinghe,分流员'));
    await apply();
    await turnOrder(_id, 'retry', admin, { store, clock });
    await apply();
    expect(await store.units.findById('by-jinghe-c').lean()).toMatchObject({ endedOn: '2026-11-14' });
    expect(await store.units.findById('by-jinghe-d').lean()).toMatchObject({ name: '丁村' });
  });

  test('can be called off before its day, and only by who looks after it', async () => {
    const { _id } = await order('units', file(UNITS, 'by-jinghe-e,戊村,村,by-jinghe,,,2026-12-01'));
    await expect(turnOrder(_id, 'cancel', security, { store, clock })).rejects.toMatchObject({ name: 'NotFound' });
    await turnOrder(_id, 'cancel', admin, { store, clock });
    now = new Date('2026-12-01T04:00:00Z');
    await apply();
    expect(await store.units.findById('by-jinghe-e').lean()).toBeNull();
  });

  test('of accounts is the security administrator\'s, of units the system administrator\'s', async () => {
    await expect(previewFile('people', file(PEOPLE, 'x1,甲,,by,分流员'), admin, { store, clock })).rejects.toMatchObject({ name: 'Forbidden' });
    await expect(previewFile('units', file(UNITS, 'by-q,甲,镇,by'), security, { store, clock })).rejects.toMatchObject({ name: 'Forbidden' });
  });
});

describe('people', () => {
  const task = (_id: string, given: Partial<Task>): Task => ({
    _id, caseNo: 'BY-1', instanceKey: '1', elementKey: _id, elementId: 'x', name: '办理', procedure: 'p', definitionKey: '1', formKey: 'f', candidateGroups: ['by-jinghe-caoba-g1/grid-member'], headers: {}, createdAt: now, state: 'open', partition: 1, pos: 1, ...given,
  }) as Task;

  test('come with all their posts and no password that anybody could guess', async () => {
    await order('people', file(PEOPLE, 'jiayi,贾一,12000000999,by-jinghe-caoba-g1,网格员', 'jiayi,贾一,12000000999,by-jinghe-caoba-g2,网格员'));
    await apply();
    expect(await byAccount('jiayi')).toMatchObject({ name: '贾一', groups: ['by-jinghe-caoba-g1/grid-member', 'by-jinghe-caoba-g2/grid-member'], passwordHash: '!', mustChange: true, active: true });
  });

  test('who leave hand their open tasks to the successor; without one the tasks go back to their groups', async () => {
    await store.tasks.insertMany([task('t1', { holder: { person: 'caoba', at: now } }), task('t2', { assignee: 'caoba' }), task('t3', { holder: { person: 'caoba2', at: now } })]);
    await order('people', file(PEOPLE, 'caoba,周晓梅,,,,离岗,jiayi', 'caoba2,陈志强,,,,离岗'));
    await apply();
    const jiayi = await byAccount('jiayi');
    expect(await person('caoba')).toMatchObject({ active: false });
    expect((await store.tasks.find({ assignee: jiayi._id }).lean<Task[]>()).map(({ _id }) => _id).sort()).toEqual(['t1', 't2']);
    expect(await store.tasks.findById('t3').lean()).toMatchObject({ state: 'open', holder: null });
    expect(await store.entries.find({ caseNo: 'BY-1' }).lean()).toContainEqual(expect.objectContaining({ why: expect.stringMatching(/已离岗，由贾一接替/) }));
  });

  test('an ended grid takes no report and no post', async () => {
    await order('units', file(UNITS, 'by-jinghe-a-z1,甲小学专属网格,网格,by-jinghe-a,,撤销'));
    await apply();
    await expect(chain(store, 'by-jinghe-a-z1')).rejects.toMatchObject({ name: 'Invalid' });
    expect(await problemsOf('people', 'yi,乙一,,by-jinghe-a-z1,网格员')).toEqual(['2 单位编号: 「甲小学专属网格」已撤销']);
  });
});
