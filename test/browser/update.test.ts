// A phone that has one build of the site meets the next one: pages and bundles are never of two builds, and the old ones go.
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { DEMO_PASSWORD, theSystem, type System } from '../support/system.js';
import { fillIn, isReadyForOffline } from './phone.js';
import { sizes } from './visit.js';

const NEXT = 'ffffffffffff';
let system: System;
let browser: Browser;
let front: Server;
let url: string;
/** What stands in answers for the name of the build. */
let shown: (built: string) => string = (built) => built;

beforeAll(async () => {
  [system, browser] = await Promise.all([theSystem(), openBrowser()]);
  const built = /app\.js\?([0-9a-f]{12})/.exec(await (await fetch(`${system.url}/login`)).text())![1]!;
  const { hostname, port } = new URL(system.url);
  // the same system as its next build would answer: every bundle has another address
  front = createServer((asked, answer) => {
    const passed = request({ hostname, port, path: asked.url, method: asked.method, headers: { ...asked.headers, 'accept-encoding': 'identity' } }, (given) => {
      const pieces: Buffer[] = [];
      given.on('data', (piece: Buffer) => pieces.push(piece));
      given.on('end', () => {
        const whole = Buffer.concat(pieces);
        const text = /text|json/.test(given.headers['content-type'] ?? '');
        const body = text ? Buffer.from(whole.toString('utf8').replaceAll(built, shown(built))) : whole;
        const { 'content-length': _length, 'transfer-encoding': _encoding, etag: _etag, 'last-modified': _modified, ...headers } = given.headers;
        answer.writeHead(given.statusCode!, headers).end(body);
      });
    });
    asked.pipe(passed);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => { front.once('listening', resolve); });
  url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
}, 240_000);
afterAll(async () => {
  await browser?.close();
  front?.close();
  await system?.stop();
}, 60_000);

test('the next build takes over whole, with what was being written', async () => {
  const context = await browser.newContext({ baseURL: url, viewport: sizes.phone, locale: 'zh-CN' });
  await context.request.post('/api/session', { data: { account: 'caoba', password: DEMO_PASSWORD } });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const caches_ = () => page.evaluate(() => caches.keys());
  const bundles = () => page.evaluate(() => [...document.querySelectorAll('script[src], link[rel=stylesheet]')].map((each) => (each.getAttribute('src') ?? each.getAttribute('href'))!.split('?')[1]));
  await page.goto('/report');
  await isReadyForOffline(page);
  const old = await caches_();
  expect(old).toHaveLength(2);
  await fillIn(page, '更新前写的');

  shown = () => NEXT;
  await page.goto('/report');
  expect(new Set(await bundles())).toEqual(new Set([NEXT]));
  for (let tries = 0; tries < 100 && (await caches_()).some((name) => !name.endsWith(NEXT)); tries += 1) await page.waitForTimeout(100);
  expect((await caches_()).sort()).toEqual([`liandong-bundles-${NEXT}`, `liandong-pages-${NEXT}`]);

  await context.setOffline(true);
  await page.goto('/report');
  expect(new Set(await bundles())).toEqual(new Set([NEXT]));
  await page.waitForSelector('[data-offline]:not([hidden])');
  await page.waitForSelector('.ld-shot[data-id]');
  expect(await page.inputValue('#title')).toBe('更新前写的');
  await context.close();
});
