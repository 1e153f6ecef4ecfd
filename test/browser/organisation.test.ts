// The organisation in a real browser: a file with mistakes is refused line by line, a right one is confirmed and holds, one change waits for its day and is undone, first passwords are told once.
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { theSystem, type System } from '../support/system.js';
import { overflow, seriousFindings, sizes, visit, type Visitor } from './visit.js';

const MARK = `n${Date.now().toString(36)}`;
const VILLAGE = `by-anyi-${MARK}`;

let system: System;
let browser: Browser;
let admin: Visitor;
let security: Visitor;
beforeAll(async () => {
  [system, browser] = await Promise.all([theSystem(), openBrowser()]);
  [admin, security] = await Promise.all([visit(browser, system.url, 'desk', 'guanli'), visit(browser, system.url, 'desk', 'anquan')]);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 60_000);

const csv = (...lines: string[]) => ({ name: '单位.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\r\n')) });
const UNITS = '编号,名称,级别,上级编号,网格种类,状态,生效日期';
async function choose(page: Page, kind: string, ...lines: string[]): Promise<void> {
  await page.goto(`/organisation/import?kind=${kind}`);
  await page.setInputFiles('[data-file]', csv(...lines));
}
async function confirm(page: Page): Promise<void> {
  await page.click('[data-send]:not([disabled])');
  await page.waitForURL('**/organisation/changes/*');
  await page.waitForSelector('.ld-tag:has-text("已生效")');
}

test('a file with mistakes says them by line and cannot be sent; a right one is shown, confirmed and holds', async () => {
  const { page } = admin;
  await choose(page, 'units', UNITS, `${VILLAGE},新设${MARK}村,村,by-anyi`, 'by-x-v,甲村,村,by-x');
  await page.waitForSelector('[data-bad] td:has-text("没有上级")');
  expect(await page.isDisabled('[data-send]')).toBe(true);
  await choose(page, 'units', UNITS, `${VILLAGE}-g1,新设${MARK}第一网格,网格,${VILLAGE}`, `${VILLAGE},新设${MARK}村,村,by-anyi`, `${VILLAGE}-g9,新设${MARK}第九网格,网格,${VILLAGE}`);
  await page.waitForSelector('[data-good] td:has-text("新增")');
  await confirm(page);
  await page.goto(`/organisation?unit=${VILLAGE}`);
  await page.waitForSelector(`a:has-text("新设${MARK}第一网格")`);
}, 90_000);

test('one change of a later day waits and is undone before it', async () => {
  const { page } = admin;
  const now = await page.getAttribute('meta[name=now]', 'content');
  const later = new Date(Date.parse(now!) + 40 * 86_400_000).toISOString().slice(0, 10);
  await page.click('[data-open="#add"]');
  await page.fill('#add-name', '以后的网格');
  await page.fill('#add-id', `${VILLAGE}-g2`);
  await page.fill('#add-day', later);
  await page.click('#add button[type=submit]');
  await page.click(`.ld-org-orders a:has-text("新设${MARK}村：加下级单位")`);
  await page.waitForSelector('.ld-tag:has-text("等待生效")');
  await page.click('button:has-text("取消")');
  await page.waitForSelector('.ld-tag:has-text("已取消")');
}, 60_000);

test('a grid that ends says in its page which grid goes on with its registers', async () => {
  const { page } = admin;
  await page.goto(`/organisation?unit=${VILLAGE}-g9`);
  await page.click('[data-open="#end"]');
  await page.fill('#end-successor', `${MARK}第一`);
  await page.click(`#end [role=option]:has-text("新设${MARK}第一网格")`);
  expect(await seriousFindings(page)).toEqual([]);
  await page.click('#end button[type=submit]');
  await page.waitForSelector('[role=status]:has-text("撤销，只为以前的案件保留")');
  await page.click(`.ld-org-orders a:has-text("撤销 新设${MARK}第九网格")`);
  await page.waitForSelector(`td:has-text("并入「${VILLAGE}-g1」")`);
}, 60_000);

test('a unit is found by what somebody types, and gives its people their first passwords once', async () => {
  const { page } = security;
  await choose(page, 'people', '账号,姓名,单位编号,岗位', `${MARK},新网格员,${VILLAGE}-g1,网格员`);
  await confirm(page);
  await page.goto('/people');
  await page.fill('#unit', MARK);
  await page.click(`[role=option]:has-text("新设${MARK}村")`);
  await page.waitForURL(`**/people?*unit=${VILLAGE}*`);
  await page.click('[data-open="#first"]');
  await page.click('#first [type=submit]');
  await page.waitForSelector('[data-first-rows] td:has-text("新网格员")');
  const [file] = await Promise.all([page.waitForEvent('download'), page.click('[data-first-file]')]);
  expect(file.suggestedFilename()).toBe('初始密码.csv');
  await page.click('#first [data-reload]');
  await page.waitForSelector('.ld-item:has-text("新网格员")');
}, 90_000);

test.each(Object.keys(sizes) as (keyof typeof sizes)[])('its pages fit a %s, and axe finds nothing serious', async (size) => {
  const [units, people] = await Promise.all([visit(browser, system.url, size, 'guanli'), visit(browser, system.url, size, 'anquan')]);
  const wrong: string[] = [];
  const look = async ({ page }: Visitor) => {
    const wide = await overflow(page);
    wrong.push(...(wide > 0 ? [`${page.url()} is ${wide} px too wide`] : []), ...(await seriousFindings(page)).map((finding) => `${page.url()}: ${finding}`));
  };
  for (const address of ['/organisation', `/organisation?unit=${VILLAGE}`, '/organisation/import']) { await units.page.goto(address); await look(units); }
  await units.page.goto('/organisation');
  await units.page.click('.ld-org-orders a');
  await look(units);
  await units.page.goto('/organisation');
  await units.page.fill('#find', '曹坝');
  await units.page.waitForSelector('[role=option]:has-text("曹坝村")');
  await look(units);
  for (const address of ['/people', '/people/caoba', '/organisation/import?kind=people']) { await people.page.goto(address); await look(people); }
  expect([...wrong, ...units.wrong, ...people.wrong]).toEqual([]);
  await Promise.all([units.leave(), people.leave()]);
}, 90_000);
