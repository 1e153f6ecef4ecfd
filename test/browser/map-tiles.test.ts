// An installation with map tiles of its own: they are really shown, on the map and on a case's own, and pictures of no other host are.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { openApi, type Api } from '../support/api.js';
import { openBrowser } from '../support/browser.js';
import { closeTestStore } from '../support/store.js';
import { overflow, sizes, visit, type Size } from './visit.js';

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');
const listening = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const asked: string[] = [];
const pictures = () => createServer(({ url }, response) => {
  asked.push(url!);
  response.writeHead(200, { 'content-type': 'image/png' }).end(PIXEL);
});
const [tiles, others] = [pictures(), pictures()];
let tilesAt: string;
let othersAt: string;
let site: Server;
let url: string;
let api: Api;
let caseNo: string;
let browser: Browser;
beforeAll(async () => {
  [tilesAt, othersAt] = [await listening(tiles), await listening(others)];
  api = await openApi({ map: { tiles: `${tilesAt}/t/{z}/{x}/{y}.png`, attribution: '某图', crs: 'wgs84' } });
  caseNo = await api.report({ place: { text: '曹坝村村口', lng: 119.344, lat: 33.236 } });
  site = createServer(api.app);
  url = await listening(site);
  browser = await openBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  for (const server of [tiles, others, site]) {
    server?.closeAllConnections();
    server?.close();
  }
  await closeTestStore();
});

describe.each(Object.keys(sizes) as Size[])('at the size of a %s', (size) => {
  test.each([['/map', '#map'], ['a case', '[data-case-map]']])('%s shows them, and where they come from', async (what, holder) => {
    const { page, leave } = await visit(browser, url, size, 'jinghe');
    asked.length = 0;
    await page.goto(what === '/map' ? what : `/cases/${caseNo}`);
    await page.locator('.leaflet-tile-loaded').first().waitFor({ state: 'attached' });
    const shown = await page.locator(`${holder} .leaflet-tile-loaded`).evaluateAll((all) => all.map((one) => { const { src, naturalWidth, clientWidth } = one as HTMLImageElement; return { src, naturalWidth, clientWidth }; }));
    expect(shown.length).toBeGreaterThan(0);
    for (const one of shown) expect(one).toEqual({ src: expect.stringMatching(new RegExp(`^${tilesAt}/t/\\d+/\\d+/\\d+\\.png$`)), naturalWidth: 1, clientWidth: 256 });
    expect(asked.length).toBeGreaterThan(0);
    expect(await page.textContent('.leaflet-control-attribution')).toContain('某图');
    expect(await overflow(page)).toBe(0);
    await leave();
  });
});

test('a picture of another host is not even asked for', async () => {
  const { page, leave } = await visit(browser, url, 'desk', 'jinghe');
  await page.goto('/map');
  const loads = (from: string) => page.evaluate((src) => new Promise<boolean>((resolve) => {
    const image = new Image();
    image.onload = () => resolve(true);
    image.onerror = () => resolve(false);
    image.src = src;
  }), from);
  asked.length = 0;
  expect([await loads(`${othersAt}/other.png`), asked.includes('/other.png')]).toEqual([false, false]);
  expect([await loads(`${tilesAt}/own.png`), asked.includes('/own.png')]).toEqual([true, true]);
  await leave();
});
