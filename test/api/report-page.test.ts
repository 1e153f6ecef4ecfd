// The page for reporting stays small in a city of thousands of grids, and whoever has few has them in the page, as they need without a connection.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { closeTestStore } from '../support/store.js';
import { openApi, type Api } from '../support/api.js';
import { forgetUnits } from '../../processes/units.js';

let api: Api;
beforeAll(async () => {
  api = await openApi();
  await api.store.units.collection.insertMany(Array.from({ length: 3_000 }, (_, n) => ({ _id: `by-jinghe-v1-g${n}`, name: `第${n}综合网格`, level: 'grid', parent: 'by-jinghe', path: ['yz', 'by', 'by-jinghe', `by-jinghe-v1-g${n}`] })) as never);
  forgetUnits(api.store);
}, 60_000);
afterAll(closeTestStore);

const page = async (account: string, path = '/report'): Promise<string> => (await (await api.as(account)).get(path).set('accept', 'text/html').expect(200)).text;

test.each(['/report', '/initiate'])('%s holds no list of three thousand grids but a field that finds them', async (path) => {
  const text = await page('jinghe', path);
  expect(Buffer.byteLength(text)).toBeLessThan(60_000);
  expect(text).toMatch(/data-unit-find[^>]*data-level="grid"[^>]*data-under="by-jinghe"/);
  expect(text).not.toContain('by-jinghe-v1-g1');
});

test('a grid member has their own grid in the page, chosen', async () => {
  expect(await page('caoba')).toMatch(/<select[^>]*name="grid"[^>]*>.*<option value="by-jinghe-caoba-g1" selected>/);
});

test('few letters find one, among what lies below', async () => {
  const { body } = await (await api.as('jinghe')).get('/api/organisation/search?q=第2718&level=grid&under=by-jinghe').expect(200);
  expect(body.items).toEqual([expect.objectContaining({ id: 'by-jinghe-v1-g2718' })]);
});
