// The map on a phone and at a desk, without tiles: outlines with their names, heaps that open, the list of the same points, filters, and the way to a case.
import type { Browser } from 'playwright-core';
import { until } from '../../runtime/client.js';
import { openBrowser } from '../support/browser.js';
import { fileReport, ownWord } from '../support/reports.js';
import { theSystem, type System } from '../support/system.js';
import { overflow, seriousFindings, sizes, visit, type Size, type Visitor } from './visit.js';

let system: System;
let browser: Browser;
const mark = `地图${ownWord()}`;
const cases: string[] = [];

beforeAll(async () => {
  [system, browser] = await Promise.all([theSystem(), openBrowser()]);
  const caoba = await system.as('caoba');
  for (const [n, [lng, lat]] of [[119.344, 33.236], [119.3441, 33.2361], [119.356, 33.246]].entries()) {
    cases.push(await fileReport(caoba, { title: `${mark} 第${n + 1}处`, category: n === 2 ? 'E01' : 'D01', place: { text: `曹坝园区 ${n + 1} 号`, lng, lat } }));
  }
  cases.push(await fileReport(caoba, { title: `${mark} 没有定位`, place: { text: '曹坝园区某处' } }));
  await until('their tasks', async () => (await (await system.as('jinghe')).get(`/map/points?q=${encodeURIComponent(mark)}`)).rows.length === 4);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 60_000);

const ready = async ({ page }: Visitor, path: string): Promise<void> => {
  await page.goto(path);
  await page.waitForSelector('.ld-map[data-ready]');
};

describe.each(Object.keys(sizes) as Size[])('at the size of a %s', (size) => {
  let visitor: Visitor;
  beforeAll(async () => { visitor = await visit(browser, system.url, size, 'jinghe'); }, 60_000);
  afterAll(async () => { await visitor?.leave(); });

  test('outlines and their names are the map, it fits, reads well aloud, and asks nobody else for pictures', async () => {
    const { page, wrong } = visitor;
    await ready(visitor, `/map?q=${mark}`);
    expect((await page.textContent('#map'))!).toMatch(/曹坝/);
    expect(await page.locator('.leaflet-tile').count()).toBe(0);
    expect([await overflow(page), await seriousFindings(page), wrong]).toEqual([0, [], []]);
  });

  test('the same points are a list; from there one gets to the point on the map and on to the case', async () => {
    const { page } = visitor;
    await ready(visitor, `/map?q=${mark}`);
    const handle = page.locator('[data-sheet]');
    if (size === 'phone') await handle.click();
    expect(await page.locator('.ld-point').count()).toBe(4);
    expect(await page.textContent('[data-points]')).toContain('标在网格中心');
    await page.locator('.ld-point', { hasText: '第3处' }).locator('button').click();
    await page.waitForSelector('.ld-popup');
    expect(await page.textContent('.ld-popup')).toContain('第3处');
    await page.click('.ld-popup a');
    await page.waitForURL(new RegExp(`/(cases/${cases[2]}|tasks/)`));
  });

  test('near points are a heap that says how many they are and opens, also by keyboard', async () => {
    const { page } = visitor;
    await ready(visitor, `/map?q=${mark}`);
    const heap = page.locator('.ld-heap').first();
    await heap.waitFor();
    expect(await heap.textContent()).toMatch(/\d 件/);
    await heap.focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelectorAll('.ld-pin').length > 0);
    expect(await page.locator('.ld-pin').first().getAttribute('tabindex')).toBe('0');
  });

  test('filters narrow it and stand in its address; nothing found says what to do', async () => {
    const { page, wrong } = visitor;
    await ready(visitor, `/map?q=${mark}`);
    if (size === 'phone' && !(await page.locator('#category').isVisible())) await page.click('.ld-map-filters summary');
    await page.selectOption('#category', 'E');
    await page.waitForFunction(() => document.querySelectorAll('.ld-point').length === 1);
    expect(new URL(page.url()).searchParams.get('category')).toBe('E');
    await page.selectOption('#unit', 'by-jinghe-songzhu');
    await page.waitForFunction(() => document.querySelectorAll('.ld-point').length === 0);
    if (size === 'phone') {
      await page.click('[data-filters] [type=submit]');
      expect(await page.textContent('[data-chosen]')).toBe('已选 3 项');
      await page.click('.ld-map-filters summary');
    }
    await page.fill('#q', '没有这样的案件');
    await page.press('#q', 'Enter');
    await page.waitForSelector('[data-empty]:not([hidden])', { state: 'attached' });
    expect(await page.textContent('[data-empty]')).toContain('清空筛选');
    expect(wrong).toEqual([]);
  });
});
