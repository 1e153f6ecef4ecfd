// The map's points: only what a person may see, narrowed like the lists, in the box that was asked for.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mapSettings, tileOrigin } from '../../processes/map-settings.js';
import { openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';

let api: Api;
let placed: string;
let bare: string;
let elsewhere: string;
beforeAll(async () => {
  api = await openApi();
  placed = await api.report({ title: '井盖破损', category: 'E01', urgency: '紧急', place: { text: '曹坝园区门口', lng: 119.3505, lat: 33.2405 } });
  bare = await api.report({ title: '垃圾满溢' });
  elsewhere = await api.report({ title: '城北的事', grid: 'by-anyi-chengbei-g1', place: { text: '城北', lng: 119.4, lat: 33.28 } });
});
afterAll(closeTestStore);

const ask = async (account: string, query = '') => (await api.as(account)).get(`/api/map/points${query}`);
const seen = async (account: string, query = '') => {
  const { body } = await ask(account, query);
  return body.rows.map((row: unknown[]) => Object.fromEntries(body.columns.map((name: string, n: number) => [name, row[n]])));
};
const numbers = async (account: string, query = '') => (await seen(account, query)).map((one: any) => one.caseNo).sort();

describe('the points of a map', () => {
  test('are those of one\'s area, and of nobody else\'s', async () => {
    expect(await numbers('jinghe')).toEqual([placed, bare].sort());
    expect(await numbers('anyi')).toEqual([elsewhere]);
    expect(await numbers('lds')).toEqual([]);
    expect(await numbers('guanli')).toEqual([placed, bare, elsewhere].sort());
    // what was reported is its reporter's to see, wherever it lies
    expect(await numbers('caoba', '?view=sent')).toEqual([placed, bare, elsewhere].sort());
  });

  test('without a position stand in the middle of their grid, marked', async () => {
    const points = await seen('jinghe');
    expect(points.find((one: any) => one.caseNo === placed)).toMatchObject({ lng: 119.3505, lat: 33.2405, approximate: 0, title: '井盖破损', due: 'none', dueAt: null });
    const centre = points.find((one: any) => one.caseNo === bare);
    expect(centre.approximate).toBe(1);
    expect((await (await api.as('jinghe')).get(`/api/grids/locate?lng=${centre.lng}&lat=${centre.lat}`)).body.found).toMatchObject({ grid: 'by-jinghe-caoba-g1', inside: true });
  });

  test('of a unit without any outline are listed, but on no map', async () => {
    await api.store.units.updateMany({ _id: { $in: ['by-anyi-chengbei-g1', 'by-anyi-chengbei', 'by-anyi', 'by', 'yz'] } }, { $unset: { outline: 1 } });
    const nowhere = await api.report({ title: '没有位置', grid: 'by-anyi-chengbei-g1' });
    expect((await seen('anyi')).find((one: any) => one.caseNo === nowhere)).toMatchObject({ lng: null, lat: null });
    expect(await numbers('anyi', '?bbox=119,33,120,34')).toEqual([elsewhere]);
    await api.store.cases.updateOne({ _id: nowhere }, { $set: { closing: { outcome: '作废', at: new Date() } } });
    expect(await numbers('anyi')).toEqual([elsewhere]);
  });

  test('are narrowed by box, number, text, category, urgency, due state, unit and level', async () => {
    expect(await numbers('jinghe', '?bbox=119.3503,33.2403,119.351,33.241')).toEqual([placed]);
    const { body } = await ask('jinghe', '?limit=1');
    expect([body.total, body.rows.length]).toEqual([2, 1]);
    expect(await numbers('jinghe', `?q=${encodeURIComponent('井盖')}`)).toEqual([placed]);
    expect(await numbers('jinghe', '?category=D')).toEqual([bare]);
    expect(await numbers('jinghe', `?urgency=${encodeURIComponent('紧急')}`)).toEqual([placed]);
    expect(await numbers('jinghe', '?due=overdue')).toEqual([]);
    expect([await numbers('jinghe', '?unit=by-jinghe-caoba'), await numbers('jinghe', '?unit=by-jinghe-songzhu'), await numbers('jinghe', '?unit=by-anyi')]).toEqual([[placed, bare].sort(), [], []]);
    await api.store.cases.updateOne({ _id: placed }, { $set: { level: 'town' } });
    expect([await numbers('jinghe', '?level=town'), await numbers('jinghe', '?level=city')]).toEqual([[placed], []]);
  });

  test('of tasks are those of one\'s own lists, with what is left of their time', async () => {
    const task = await api.open('village-handle', ['by-jinghe-caoba/intake'], { limit: '1 工作时' });
    expect((await seen('caobacun', '?view=group')).map(({ task: key, caseNo }: any) => [key, caseNo])).toEqual([[task.key, task.caseNo]]);
    expect(await numbers('caobacun', '?view=mine')).toEqual([]);
    expect(await numbers('songzhucun', '?view=group')).toEqual([]);
    const point = (await seen('jinghe')).find((one: any) => one.caseNo === task.caseNo);
    expect([point.task, typeof point.dueAt, point.due]).toEqual([null, 'number', expect.stringMatching(/overdue|soon|calm/)]);
    expect(await numbers('jinghe', `?due=${point.due}`)).toEqual([task.caseNo]);
  });

  test.each(['?bbox=1,2,3', '?bbox=120,33,119,34', '?bbox=a,b,c,d', '?limit=0', '?limit=10001', '?view=all', '?category=.*', '?urgency=x', '?due=late', '?page=2'])('are refused for %s', async (query) => {
    expect((await ask('jinghe', query)).status).toBe(422);
  });
});

describe('map tiles', () => {
  test('are asked of nobody unless the installation names somebody', async () => {
    const { headers } = await (await api.as('jinghe')).get('/map').expect(200);
    expect(headers['content-security-policy']).toContain("img-src 'self' data: blob:;");
    expect(mapSettings({})).toEqual({ crs: 'wgs84' });
  });

  test.each([
    ['https://tiles.example/{z}/{x}/{y}.png', ['https://tiles.example']], ['http://10.0.0.5:8080/wmts/{z}/{x}/{y}', ['http://10.0.0.5:8080']],
    ['https://t{s}.tianditu.gov.cn/vec_w/wmts?x={x}&y={y}&l={z}', ['https://*.tianditu.gov.cn']], ['/tiles/{z}/{x}/{y}.png', []],
  ])('from %s open the page to that origin alone', (tiles, origins) => {
    expect(tileOrigin(mapSettings({ MAP_TILES: tiles }))).toEqual(origins);
  });

  test.each([{ MAP_TILES: 'https://tiles.example/' }, { MAP_TILES: 'javascript:{z}{x}{y}' }, { MAP_TILES: "https://a.example 'unsafe-inline'/{z}/{x}/{y}" }, { MAP_CRS: 'utm' }])('a wrong setting is said at the start', (env) => {
    expect(() => mapSettings(env)).toThrow(/^setting <MAP_/);
  });
});
