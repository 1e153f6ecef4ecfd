// Outlines that an administrator brings: checked one by one, kept all or none, and never outside their own area.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { finishOutlines } from '../../processes/outline-import.js';
import { expectProblem, openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';

let api: Api;
beforeAll(async () => { api = await openApi(); });
afterAll(closeTestStore);

const square = (west = 119.35, south = 33.24, size = 0.01) => [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]];
const feature = (id: string, coordinates: unknown = [square()], more: object = {}) => ({ type: 'Feature', properties: { id }, geometry: { type: 'Polygon', coordinates }, ...more });
const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features });
const bring = async (body: object, query = '', account = 'guanli') => (await api.as(account)).post(`/api/grids/outlines${query}`).send(body);
const outlineOf = async (id: string) => (await api.store.units.findById(id).lean())!.outline!;

describe('bringing outlines', () => {
  test('keeps them and shows them at once', async () => {
    await (await api.as('jinghe')).get('/api/grids/outlines').expect(200);
    const answer = await bring({ ...collection(feature('by-jinghe-caoba-g2', [square(119.36)])), name: 'grids', crs: { type: 'name' } });
    expect([answer.status, answer.body]).toEqual([200, { brought: 1, replaced: 1 }]);
    const { body } = await (await api.as('jinghe')).get('/api/grids/outlines');
    expect(body.features.find((each: any) => each.properties.id === 'by-jinghe-caoba-g2').geometry.coordinates[0][0]).toEqual([119.36, 33.24]);
    expect(await api.store.audit.find({ action: '导入网格边界' }).lean()).toHaveLength(1);
  });

  test('turns what was drawn on 高德 into WGS 84', async () => {
    // 119.35, 33.24 is at 119.355522, 33.238504 there (gcoord, checked against the published formula)
    await bring(collection(feature('by-jinghe-caoba-g2', [square(119.355522, 33.238504)])), '?from=gcj02');
    const [lng, lat] = (await outlineOf('by-jinghe-caoba-g2')).coordinates[0]![0] as number[];
    expect(lng).toBeCloseTo(119.35, 5);
    expect(lat).toBeCloseTo(33.24, 5);
  });

  test('a check keeps nothing', async () => {
    const before = await outlineOf('by-jinghe-caoba-g1');
    expect((await bring(collection(feature('by-jinghe-caoba-g1')), '?check=true')).body).toEqual({ brought: 1, replaced: 1 });
    expect(await outlineOf('by-jinghe-caoba-g1')).toEqual(before);
  });

  const bad: [string, unknown, RegExp][] = [
    ['an open ring', feature('by-jinghe-caoba-g1', [square().slice(0, 4)]), /没有闭合/],
    ['three positions', feature('by-jinghe-caoba-g1', [square().slice(0, 3)]), /至少要有 4 个/],
    ['a ring without area', feature('by-jinghe-caoba-g1', [[[119, 33], [119.1, 33.1], [119.2, 33.2], [119, 33]]]), /没有围出面积/],
    ['latitude first', feature('by-jinghe-caoba-g1', [square(33.24, 119.35).map(([lng, lat]) => [lng, lat])]), /超出经纬度的范围|写反了/],
    ['a text for a number', feature('by-jinghe-caoba-g1', [[['119', 33], [119.1, 33], [119.1, 33.1], ['119', 33]]]), /两个数/],
    ['a point', feature('by-jinghe-caoba-g1', [], { geometry: { type: 'Point', coordinates: [119, 33] } }), /Polygon/],
    ['no geometry', feature('by-jinghe-caoba-g1', [], { geometry: null }), /Polygon/],
    ['no rings', feature('by-jinghe-caoba-g1', []), /没有坐标/],
    ['far too many corners', feature('by-jinghe-caoba-g1', [[...Array.from({ length: 5_001 }, (_, n) => [119 + n / 1e5, 33]), [119, 33]]]), /超过 5000 个/],
    ['no id', feature(''), /哪个网格/],
    ['a unit that is none', feature('by-jinghe-nowhere-g1'), /没有这个网格/],
    ['a unit above one\'s own', feature('yz'), /没有这个网格/],
    ['a department', feature('by-jinghe.lds'), /是部门/],
    ['no feature', 'x', /不是 Feature/],
  ];
  test.each(bad)('refuses %s, and with it everything beside it', async (_, wrong, said) => {
    const before = await outlineOf('by-jinghe-songzhu-g1');
    const body = expectProblem(await bring(collection(feature('by-jinghe-songzhu-g1', [square(119.4)]), wrong)), 422);
    expect(body.problems).toEqual([{ path: 'features.1', message: expect.stringMatching(said) }]);
    expect(await outlineOf('by-jinghe-songzhu-g1')).toEqual(before);
  });

  test('names every feature that is wrong, and a grid that comes twice', async () => {
    const body = expectProblem(await bring(collection(feature('by-jinghe-caoba-g1'), feature('by-jinghe-caoba-g1'), feature('nowhere'))), 422);
    expect(body.problems.map(({ path }: { path: string }) => path)).toEqual(['features.1', 'features.2']);
  });

  test('is for administrators alone, and takes no other shape', async () => {
    expect((await bring(collection(feature('by-jinghe-caoba-g1')), '', 'jinghezhiban')).status).toBe(403);
    expect((await bring({ type: 'Feature' })).status).toBe(422);
    expect((await bring(collection())).status).toBe(422);
    expect((await bring(collection(feature('by-jinghe-caoba-g1')), '?from=utm')).status).toBe(422);
  });

  test('one that broke off is finished later, and another one waits for it', async () => {
    const outline = { type: 'Polygon', coordinates: [square(119.45)] };
    await api.store.settings.collection.insertOne({ _id: 'outlines:under-way', value: { outlines: [{ id: 'by-jinghe-xiaohan-g1', outline }] } } as never);
    expect((await bring(collection(feature('by-jinghe-caoba-g1')))).status).toBe(409);
    await finishOutlines(api.store);
    await finishOutlines(api.store);
    expect(await outlineOf('by-jinghe-xiaohan-g1')).toEqual(outline);
    expect((await bring(collection(feature('by-jinghe-caoba-g1')))).status).toBe(200);
  });
});
