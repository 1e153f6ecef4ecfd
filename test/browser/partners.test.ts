// Partners and what a matter is about, in a real browser: a partner's unit is found by a few letters, its table of many rows comes from a file, is searched and changed, and a case is linked and suggested from.
import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { theSystem, type System } from '../support/system.js';
import { overflow, seriousFindings, visit, type Visitor } from './visit.js';

const MARK = `p${Date.now().toString(36)}`;
let system: System;
let browser: Browser;
let admin: Visitor;
let policy: Visitor;
let member: Visitor;
let dispatcher: Visitor;
beforeAll(async () => {
  [system, browser] = await Promise.all([theSystem(), openBrowser()]);
  [admin, policy, member, dispatcher] = await Promise.all([visit(browser, system.url, 'desk', 'guanli'), visit(browser, system.url, 'desk', 'liucheng'), visit(browser, system.url, 'phone', 'caoba'), visit(browser, system.url, 'desk', 'jinghe')]);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 60_000);

/** Writes a few letters into a finder and takes the first that is offered. */
async function findIn(page: Page, field: string, words: string): Promise<void> {
  await page.click(field);
  await page.fill(field, words);
  await page.click(`.ld-unit-list li[role=option]:has-text("${words}")`);
}

test('a partner is added with its unit found, and a file of many rows is looked at, refused and taken over', async () => {
  const { page } = admin;
  await page.goto('/partners');
  await page.click('[data-add]');
  await page.fill('#partner-id', MARK);
  await page.fill('#partner-name', `热线 ${MARK}`);
  await findIn(page, '#partner-unit', '宝应县');
  await page.click('dialog[open] [data-confirm]');
  await page.click('[data-secret-dialog] [data-done]');
  await page.waitForSelector(`[data-partner="${MARK}"]`);
  const rows = (n: number, ours: string) => Array.from({ length: n }, (_, row) => `QY-${row},${ours},,`);
  const choose = async (lines: string[]) => {
    await policy.page.goto(`/partners/mappings/import?partner=${MARK}&table=units`);
    await policy.page.setInputFiles('[data-file]', { name: '对照.csv', mimeType: 'text/csv', buffer: Buffer.from(['对方的写法,本系统的编号,名称,状态', ...lines].join('\r\n')) });
  };
  await choose(['甲,没有的地方,,']);
  await policy.page.waitForSelector('[data-bad] td:has-text("没有这个网格、村、镇或县")');
  expect(await policy.page.isDisabled('[data-send]')).toBe(true);
  await choose(rows(120, 'by-jinghe-caoba-g1'));
  await policy.page.waitForSelector('[data-good] td:has-text("新增")');
  await policy.page.click('[data-send]:not([disabled])');
  await policy.page.waitForSelector('[data-table=units] [data-place]:has-text("第 1–50 行，共 120 行")');
}, 90_000);

test('the table is paged and searched, one row is given another unit, another is wrong and shown, and it is saved', async () => {
  const { page } = policy;
  const table = '[data-table=units]';
  await page.click(`${table} [data-after]`);
  await page.waitForSelector(`${table} [data-place]:has-text("第 51–100 行")`);
  await page.fill(`${table} [data-find-rows] input`, 'QY-77');
  await page.waitForFunction(() => document.querySelectorAll('[data-table=units] [data-row]').length === 1);
  expect(await page.inputValue(`${table} [data-row] .ld-unit-find input[type=text]`)).toContain('曹坝园区网格');
  await findIn(page, `${table} [data-row] .ld-unit-find input[type=text]`, '城北第一网格');
  await page.click(`${table} [data-add]`);
  await page.locator(`${table} [data-row]`).last().locator('input').first().fill('没有单位的');
  await page.click('[data-mapping] [type=submit]');
  await page.waitForSelector('[data-mapping] > .ld-actions [data-problem]:has-text("第 121 行")');
  await page.waitForSelector(`${table} [data-row] [data-wrong]:has-text("没有这个网格")`);
  expect(await overflow(page)).toBe(0);
  expect(await seriousFindings(page)).toEqual([]);
  await page.locator(`${table} [data-row]`).last().locator('button').click();
  await page.click('[data-mapping] [type=submit]');
  await page.waitForSelector('[data-said]:has-text("已保存")');
  await page.reload();
  await page.waitForSelector(`${table} [data-place]:has-text("共 120 行")`);
  await page.fill(`${table} [data-find-rows] input`, '城北');
  await page.waitForFunction(() => document.querySelectorAll('[data-table=units] [data-row]').length === 1);
}, 90_000);

test('a case is linked by whoever handles it, and suggested from together with another', async () => {
  const client = await system.as('caoba');
  const title = `门前积水 ${MARK}`;
  const report = async (more: string): Promise<string> => (await client.post('/reports', { clientId: randomUUID(), title: `${title}${more}`, category: 'A01', grid: 'by-jinghe-caoba-g1', place: { text: `丰产组小路 ${MARK}` } })).caseNo;
  const [first, second] = [await report('一'), await report('二')];
  await client.post('/registers', { clientId: randomUUID(), kind: 'employer', grid: 'by-jinghe-caoba-g1', name: `水泵厂 ${MARK}`, categories: [], place: { text: '曹坝园区' }, facts: {} });
  const { page } = dispatcher;
  await page.goto(`/cases/${first}`);
  // it comes with the case's first task
  await page.click('[data-link-concern]');
  await page.fill('dialog[open] #concern', MARK);
  await page.click(`dialog[open] .ld-pick:has-text("水泵厂 ${MARK}")`);
  await Promise.all([page.waitForEvent('load'), page.click('dialog[open] [data-confirm]')]);
  await page.waitForSelector(`.ld-concerned:has-text("水泵厂 ${MARK}")`);

  const phone = member.page;
  await phone.goto(`/cases/${first}`);
  await phone.click('[data-suggest]');
  await phone.click('dialog[open] #suggest-more');
  await phone.click(`dialog[open] .ld-pick:has-text("${title}二")`);
  await phone.selectOption('dialog[open] [name=to]', 'by-jinghe.cgb');
  await phone.fill('dialog[open] [name=title]', `修路 ${MARK}`);
  await phone.fill('dialog[open] [name=text]', '路面破损积水');
  expect(await overflow(phone)).toBe(0);
  await phone.click('dialog[open] [data-confirm]');
  await phone.waitForSelector(`h1:has-text("修路 ${MARK}")`);
  await phone.waitForSelector(`a[href="/cases/${second}"]`);
}, 90_000);
