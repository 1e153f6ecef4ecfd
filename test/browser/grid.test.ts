// A grid member in the rain: checks in with and without a connection, turns a check-in into a report, and two people change one item.
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { theSystem, type System } from '../support/system.js';
import { overflow, seriousFindings, sizes, visit, type Size, type Visitor } from './visit.js';

let system: System;
let browser: Browser;
beforeAll(async () => { [system, browser] = await Promise.all([theSystem(), openBrowser()]); }, 240_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 60_000);

const HOUSEHOLD = '00000000-0000-4000-8000-000000000500';
const GRID = 'by-jinghe-xiaohan-g1';
interface Log { total: number; items: { id: string; text: string; caseNo?: string; attachments: string[] }[] }
const log = async (): Promise<Log> => (await system.as('xiaohancun')).get<Log>(`/visits?unit=${GRID}`);

describe('a check-in on the phone', () => {
  let member: Visitor;
  beforeAll(async () => { member = await visit(browser, system.url, 'phone', 'xiaohancun'); }, 60_000);
  afterAll(async () => { await member?.leave(); });

  test('typed without a connection survives the page and is sent once when the connection is back', async () => {
    const { page } = member;
    const words = `雨天看房 ${Date.now()}`;
    await page.goto(`/grid/visit?grid=${GRID}&items=${HOUSEHOLD}`);
    expect(await page.inputValue('#place')).toBe('小涵村一组 1 号');
    await page.fill('#text', words);
    await page.locator('[data-pick]').first().setInputFiles({ name: '现场.png', mimeType: 'image/png', buffer: await page.screenshot() });
    await page.waitForSelector('.ld-shot');
    await page.route('**/api/**', (route) => route.abort());
    await page.click('[data-send]');
    await page.waitForSelector('[data-sent=kept]:not([hidden])');
    await page.goto('/grid');
    await page.waitForSelector('[data-unsent] >> text=还没发出');
    expect((await log()).items.filter(({ text }) => text === words)).toHaveLength(0);
    await page.unroute('**/api/**');
    await page.click('[data-again]');
    await page.waitForSelector('[data-unsent]', { state: 'hidden' });
    const kept = (await log()).items.filter(({ text }) => text === words);
    expect(kept.map(({ attachments }) => attachments.length)).toEqual([1]);
  });

  test('becomes a report with what is known filled in, and each names the other', async () => {
    const { page } = member;
    const words = `排涝站水泵不转 ${Date.now()}`;
    await page.goto(`/grid/visit?grid=${GRID}`);
    await page.fill('#place', '小涵排涝站');
    await page.fill('#text', words);
    await page.dblclick('[data-send]');
    await page.waitForSelector('[data-sent=sent]:not([hidden])');
    await page.click('[data-report]');
    await page.waitForURL('**/report?from=*');
    await page.waitForFunction((said) => document.querySelector<HTMLInputElement>('#title')?.value === said, words);
    expect([await page.inputValue('#place'), await page.inputValue('#grid')]).toEqual(['小涵排涝站', GRID]);
    await page.fill('[data-find]', '积水');
    await page.locator('.ld-chip:visible', { hasText: '道路塌陷积水' }).click();
    await page.click('[data-send]');
    await page.waitForSelector('[data-sent]:not([hidden])');
    const caseNo = await page.textContent('[data-case-no]');
    expect((await log()).items.filter(({ text }) => text === words).map((one) => one.caseNo)).toEqual([caseNo]);
    await page.goto(`/cases/${caseNo}`);
    await page.waitForSelector('.ld-timeline >> text=走访发现');
  });
});

test('a report about a household takes its telephone over with one press, as the reporter\'s, and the look is written down', async () => {
  const member = await visit(browser, system.url, 'phone', 'caoba');
  const { page } = member;
  const keeper = await system.as('caoba');
  const { id } = await keeper.post<{ id: string }>('/registers', { clientId: crypto.randomUUID(), kind: 'household', grid: 'by-jinghe-caoba-g1', name: '电话户', categories: [], place: { text: '曹坝园区 8 号' }, phone: '12000007008', facts: {} });
  await page.goto(`/report?about=${id}`);
  await page.waitForSelector('[data-concerns] li:has-text("家庭情况")');
  await page.click('.ld-fold > summary');
  await page.click('button:has-text("用这一户的电话")');
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>('#reporter-phone')!.value !== '');
  expect([await page.inputValue('#reporter-name'), await page.inputValue('#reporter-phone')]).toEqual(['电话户', '12000007008']);
  await page.click('[data-concerns] [data-chosen] .ld-x');
  await page.waitForSelector('[data-household-phone]', { state: 'hidden' });
  const audited = await (await system.as('shenji')).get<{ items: { action: string }[] }>(`/audit?about=${id}`);
  expect(audited.items.some(({ action }) => action === 'reveal')).toBe(true);
  await member.leave();
});

test('the second of two who change an item sees what the first changed, and what was typed is still there', async () => {
  const second = await visit(browser, system.url, 'desk', 'xiaohancun');
  const { page } = second;
  await page.goto(`/grid/items/${HOUSEHOLD}`);
  await page.click('[data-edit] > summary');
  await page.fill('[name="备注"]', '我写的备注');
  const first = await system.as('xiaohancun');
  const item = await first.get<{ revision: number; name: string; place: object; facts: object }>(`/registers/${HOUSEHOLD}`);
  const { revision, name, place, facts } = item;
  await page.evaluate(async ({ id, body }) => {
    await fetch(`/api/registers/${id}`, { method: 'PUT', headers: { 'content-type': 'application/json', 'x-csrf-token': document.querySelector<HTMLMetaElement>('meta[name=csrf-token]')!.content }, body: JSON.stringify(body) });
  }, { id: HOUSEHOLD, body: { revision, name, place, facts: { ...facts, 住房情况: `新楼 ${Date.now()}` } } });
  await page.click('[data-send]');
  await page.waitForSelector('[data-changed]:not([hidden]) >> text=住房情况');
  expect(await page.inputValue('[name="备注"]')).toBe('我写的备注');
  expect(await page.inputValue('[name="住房情况"]')).toContain('新楼');
  await Promise.all([page.waitForEvent('load'), page.click('[data-send]')]);
  expect(await page.textContent('.ld-facts')).toContain('我写的备注');
  await second.leave();
});

describe.each(Object.keys(sizes) as Size[])('the grid\'s pages at the size of a %s', (size) => {
  test('fit, read well aloud and are quiet', async () => {
    const member = await visit(browser, system.url, size, 'caobazhang');
    const { page, wrong } = member;
    for (const path of ['/grid', '/grid?view=resident', '/grid/visit', '/grid/items/00000000-0000-4000-8000-000000000104', '/grid/items/00000000-0000-4000-8000-000000000106', '/grid/log', '/grid/import', '/grid/lists']) {
      await page.goto(path, { waitUntil: 'load' });
      expect([path, await overflow(page), await seriousFindings(page), wrong]).toEqual([path, 0, [], []]);
    }
    await member.leave();
  });
});
