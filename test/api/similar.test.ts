// Likely duplicates as each person is shown them: what they may see, and of their own grid the open cases without what would identify anybody.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { expectProblem, openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';

let api: Api;
let first: string;
const place = { text: '曹坝村村口', lng: 119.35, lat: 33.24 };
beforeAll(async () => {
  api = await openApi();
  first = await api.report({ place, reporter: { name: '王小二', phone: '13812345678', anonymous: false } });
});
afterAll(closeTestStore);

const ask = async (account: string, more: Record<string, string> = {}) => {
  const query = new URLSearchParams({ category: 'D01', grid: 'by-jinghe-caoba-g1', text: '村口垃圾桶满溢', lng: '119.35', lat: '33.2401', ...more });
  return (await api.as(account)).get(`/api/reports/similar?${query}`);
};
const close = (caseNo: string, set: object) => api.store.cases.updateOne({ _id: caseNo }, { $set: set });

describe('while a matter is being reported', () => {
  test('what is likely the same is shown with its reasons', async () => {
    const { body } = await ask('caoba');
    expect(body.items).toEqual([expect.objectContaining({ caseNo: first, title: '路面暴露垃圾', status: '待受理', very: true, distance: 11, reasons: ['同类别', '相距 11 米', '文字相似', '1 分钟前'] })]);
    expect(JSON.stringify(body)).not.toMatch(/王小二|13812345678/);
  });

  test('a department of the town sees that there is one, and neither its number nor its words', async () => {
    const { body } = await ask('lds');
    expect(body.items).toHaveLength(1);
    expect(Object.keys(body.items[0])).not.toEqual(expect.arrayContaining(['caseNo']));
    expect(JSON.stringify(body)).not.toMatch(new RegExp(`${first}|村口垃圾桶满溢|王小二`));
  });

  test('whoever works elsewhere learns nothing by asking for that grid', async () => {
    expect((await ask('chengbei')).body.items).toEqual([]);
    expect((await ask('anyi')).body.items).toEqual([]);
  });

  test('nothing is shown for another place, another matter, or what is over', async () => {
    expect((await ask('caoba', { lat: '33.25' })).body.items).toEqual([]);
    expect((await ask('caoba', { category: 'B01', text: '拖欠工资' })).body.items).toEqual([]);
    await close(first, { closing: { outcome: '已结案', at: new Date() } });
    expect((await ask('caoba')).body.items).toEqual([]);
    await api.store.cases.updateOne({ _id: first }, { $unset: { closing: 1 } });
  });

  test('a village operator also sees what a neighbouring grid reported', async () => {
    const other = await api.report({ place: { ...place, lat: 33.2402 }, grid: 'by-jinghe-caoba-g2', title: '村口垃圾满了' });
    const seen = (await ask('caobacun')).body.items.map((each: any) => each.caseNo);
    expect(seen.sort()).toEqual([first, other].sort());
    // its own report is known to whoever filed it, but that grid is not the one being looked at by caoba's post
    await close(other, { closing: { outcome: '作废', at: new Date() } });
  });

  test.each([['category', 'X99'], ['lng', '200'], ['lat', ''], ['text', 'x'.repeat(501)]])('a wrong %s is refused', async (name, value) => {
    expectProblem(await ask('caoba', { [name]: value }), 422);
  });
  test('half a position is refused, and so is a grid that is none', async () => {
    expectProblem(await (await api.as('caoba')).get('/api/reports/similar?category=D01&grid=by-jinghe-caoba-g1&lng=119.35'), 422);
    expectProblem(await ask('caoba', { grid: 'nowhere' }), 404);
  });
});

describe('at intake', () => {
  test('a case is compared with all others, not with itself', async () => {
    const second = await api.report({ place: { ...place, lat: 33.2403 }, title: '村口垃圾没人收' });
    const { body } = await (await api.as('caobacun')).get(`/api/cases/${second}/similar`);
    expect(body.items.map((each: any) => each.caseNo)).toEqual([first]);
    expect(body.items[0]).toMatchObject({ description: '村口垃圾桶满溢', photos: 0 });
  });

  test('of a case that one may not see nothing is told', async () => {
    expectProblem(await (await api.as('anyi')).get(`/api/cases/${first}/similar`), 404);
  });
});
