// What a first view costs on a phone with nothing kept: every byte that the server sends is counted on its way, the worker's own included.
import { createServer, connect, type AddressInfo, type Server } from 'node:net';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { DEMO_PASSWORD, theSystem, type System } from '../support/system.js';
import { isReadyForOffline } from './phone.js';
import { sizes } from './visit.js';

const MOST = 300_000;
let system: System;
let browser: Browser;
let counter: Server;
let sent = 0;
let url: string;
beforeAll(async () => {
  [system, browser] = await Promise.all([theSystem(), openBrowser()]);
  const { hostname, port } = new URL(system.url);
  counter = createServer((phone) => {
    const server = connect(Number(port), hostname);
    server.on('data', (piece) => { sent += piece.length; });
    phone.pipe(server).pipe(phone);
    for (const end of [phone, server]) end.on('error', () => { phone.destroy(); server.destroy(); });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => { counter.once('listening', resolve); });
  url = `http://127.0.0.1:${(counter.address() as AddressInfo).port}`;
}, 240_000);
afterAll(async () => {
  await browser?.close();
  counter?.close();
  await system?.stop();
}, 60_000);

/** A phone that has never been here; whoever is named has a session already. */
async function phone(account?: string) {
  const context = await browser.newContext({ baseURL: url, viewport: sizes.phone, hasTouch: true, isMobile: true, locale: 'zh-CN' });
  if (account) await context.request.post('/api/session', { data: { account, password: DEMO_PASSWORD } });
  return context;
}

test.each([['/login', undefined], ['/tasks', 'caoba'], ['/tasks', 'jinghe'], ['/report', 'caoba'], ['/outbox', 'caoba'], ['/grid', 'caoba'], ['/cases', 'caoba']])('%s for %s is under 300 kB', async (path, account) => {
  const context = await phone(account);
  const page = await context.newPage();
  sent = 0;
  await page.goto(path, { waitUntil: 'networkidle' });
  const seen = sent;
  // with all that the phone needs to report without a connection
  if (account) await isReadyForOffline(page);
  await context.close();
  expect(seen).toBeGreaterThan(20_000);
  expect(sent).toBeLessThan(MOST);
  if (process.env.LIANDONG_TEST_VERBOSE) console.log(`${path} for ${account}: ${seen} bytes, ${sent} with the worker`);
});

test('a second view takes the bundles from the phone', async () => {
  const context = await phone('caoba');
  const page = await context.newPage();
  await page.goto('/report', { waitUntil: 'networkidle' });
  await isReadyForOffline(page);
  sent = 0;
  await page.goto('/report', { waitUntil: 'networkidle' });
  expect(sent).toBeLessThan(30_000);
  await context.close();
});
