// The indicators of a county in a browser: it starts its own from the city's, with a pilot beside them, and a ranking says by whose indicators it came about; a computing that is stopped is begun again where it is shown.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { backgroundKinds } from '../../api/background-kinds.js';
import { runWhole } from '../../processes/background/whole.js';
import { forgetUnits } from '../../processes/units.js';
import { openApi, type Api } from '../support/api.js';
import { openBrowser } from '../support/browser.js';
import { closeTestStore } from '../support/store.js';
import { overflow, seriousFindings, sizes, visit, type Size, type Visitor } from './visit.js';

let api: Api;
let site: Server;
let url: string;
let browser: Browser;
const look = async ({ page, wrong }: Visitor): Promise<void> => { expect([page.url(), await overflow(page), await seriousFindings(page), wrong]).toEqual([page.url(), 0, [], []]); };

beforeAll(async () => {
  api = await openApi();
  api.deps.clock.now = () => new Date('2026-11-10T04:00:00Z');
  for (const [at, onTime] of [['by-jinghe-caoba', 4], ['by-jinghe-songzhu', 2]] as const) await api.store.caseCells.collection.insertOne({ _id: `${at}/2026-10`, unit: at, month: '2026-10', figures: { D01: { new: 4, closed: 4, timed: 4, onTime } } } as never);
  // the city assesses, too: its ranking has two sheets
  await api.store.people.updateOne({ _id: 'liucheng' }, { $push: { posts: { $each: ['yz', 'by'].map((unit) => ({ unit, role: 'assessor' })) } } } as never);
  await api.store.units.create([{ _id: 'gy', name: '高邮市', level: 'county', parent: 'yz', path: ['yz', 'gy'] }, { _id: 'gy-dachang', name: '大昌村', level: 'village', parent: 'gy', path: ['yz', 'gy', 'gy-dachang'] }]);
  forgetUnits(api.store);
  site = createServer(api.app);
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  browser = await openBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  site?.closeAllConnections();
  site?.close();
  await closeTestStore();
});

test('a county goes by the city\'s indicators until it saves its own, which begin as the city\'s', async () => {
  const visitor = await visit(browser, url, 'desk', 'kaohe');
  const { page } = visitor;
  await page.goto('/assessment/indicators?subject=village&unit=yz');
  expect([await page.textContent('h1 + .ld-head-side'), await page.locator('[data-save]').count()]).toEqual([expect.stringContaining('市级'), 0]);
  await page.selectOption('#unit', 'by');
  await page.click('.ld-filters button[type=submit]');
  expect(await page.textContent('main')).toContain('宝应县还没有自己的指标，沿用市级');
  await look(visitor);
  const rows = page.locator('[data-row]');
  const before = await rows.count();
  const weight = rows.first().locator('[data-field=weight]');
  await weight.fill(String(Number(await weight.inputValue()) - 5));
  await page.click('[data-add]');
  const added = rows.nth(before);
  expect(await added.locator('[data-field=group]').inputValue()).toBe('县区试点指标');
  await added.locator('[data-field=name]').fill('矛盾就地化解');
  await added.locator('[data-field=numerator]').selectOption('onTime');
  await added.locator('[data-field=denominator]').selectOption('closed');
  await added.locator('[data-field=weight]').fill('5');
  expect(await page.textContent('[data-sum]')).toBe('100');
  await page.click('[data-preview]');
  expect(await page.locator('[data-result] .card').first().textContent()).toContain('矛盾就地化解 4 ÷ 4 = 5');
  await page.click('[data-save]');
  await page.fill('dialog[open] #from', '2026-10');
  await page.fill('dialog[open] #reason', '县里试点');
  await look(visitor);
  await Promise.all([page.waitForURL('**/assessment/indicators?unit=by&subject=village&cycle=month&from=2026-10'), page.click('dialog[open] [data-confirm]')]);
  expect(await page.textContent('h1 + .ld-head-side')).toContain('宝应县的指标');
  expect(await page.locator('nav[aria-label=版本] a').allTextContents()).toEqual(['自 2026-10 起', '随软件提供（沿用市级）']);
  await look(visitor);
  await visitor.leave();
}, 120_000);

test('a computing that is stopped is found again from its job, and begun again on its period', async () => {
  const visitor = await visit(browser, url, 'desk', 'kaohe');
  const { page } = visitor;
  await page.goto('/assessment');
  await page.click('[data-compute]');
  await page.selectOption('dialog[open] #subject', 'village');
  await Promise.all([page.waitForURL('**/background?job=*'), page.click('dialog[open] [data-confirm]')]);
  await page.click('[data-stop-job]');
  await page.getByText('已停止').waitFor();
  await page.click('a:has-text("去看这一期考核")');
  expect(await page.textContent('#ranking-title')).toContain('计算被停止');
  await look(visitor);
  await Promise.all([page.waitForURL('**/background?job=*'), page.click('[data-again]')]);
  await runWhole(backgroundKinds, api.deps);
  await page.goto('/assessment');
  expect([await page.textContent('#ranking-title'), await page.textContent('main')]).toEqual([expect.stringContaining('公示中'), expect.stringContaining('按宝应县的指标（自 2026-10 起）')]);
  await visitor.leave();
}, 120_000);

test('whoever assesses the city and a county chooses which', async () => {
  const visitor = await visit(browser, url, 'phone', 'liucheng');
  const { page } = visitor;
  await page.goto('/assessment');
  await page.click('[data-compute]');
  await page.selectOption('dialog[open] #unit', 'yz');
  await page.selectOption('dialog[open] #subject', 'village');
  await look(visitor);
  await Promise.all([page.waitForURL('**/background?job=*'), page.click('dialog[open] [data-confirm]')]);
  await look(visitor);
  await runWhole(backgroundKinds, api.deps);
  await visitor.leave();
}, 120_000);

test.each(Object.keys(sizes) as Size[])('the city\'s ranking says by whose indicators each is assessed, at the size of a %s', async (size) => {
  const visitor = await visit(browser, url, size, 'liucheng');
  const { page } = visitor;
  await page.goto('/assessment?id=yz:village:2026-10');
  expect(await page.textContent('main')).toContain('这一期用了 2 套指标，只在同一套指标内排名：按随软件提供的指标 1 个；按宝应县的指标');
  expect(await page.locator('.ld-ranking li').filter({ hasText: '曹坝村' }).textContent()).toContain('按宝应县的指标');
  await look(visitor);
  await page.click('.ld-ranking li:has-text("曹坝村") a');
  await page.waitForURL('**/assessment/scores/**');
  expect(await page.textContent('main')).toContain('按宝应县的指标计分');
  await look(visitor);
  await page.goto('/assessment/indicators?subject=village&unit=by');
  await look(visitor);
  await visitor.leave();
}, 120_000);
