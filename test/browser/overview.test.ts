// The overview in a real browser: a report makes the numbers grow by themselves, and every number leads to a list with that many rows.
import type { Browser } from 'playwright-core';
import { until } from '../../runtime/client.js';
import { openBrowser } from '../support/browser.js';
import { fileReport, ownWord } from '../support/reports.js';
import { theSystem, type System } from '../support/system.js';
import { overflow, seriousFindings, sizes, visit, type Size, type Visitor } from './visit.js';

let system: System;
let browser: Browser;
const mark = `总览${ownWord()}`;
const report = async (name: string) => fileReport(await system.as('caoba'), { title: `${mark}${name}`, category: 'D01', place: { text: '曹坝园区' } });
/** Numbers of the system do not stand still while another test runs beside this one: they are read from one village. */
const UNIT = 'by-jinghe-caoba';

beforeAll(async () => {
  [system, browser] = await Promise.all([theSystem(), openBrowser()]);
  await report('甲');
  await until('its task', async () => (await (await system.as('jinghe')).get(`/map/points?q=${encodeURIComponent(mark)}`)).rows.length === 1);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 60_000);

describe.each(Object.keys(sizes) as Size[])('at the size of a %s', (size) => {
  let visitor: Visitor;
  beforeAll(async () => { visitor = await visit(browser, system.url, size, 'baoyingzhihui'); }, 60_000);
  afterAll(async () => { await visitor?.leave(); });
  const amount = async (id: string): Promise<number> => Number(await visitor.page.textContent(`[data-figure=${id}] b`));

  test('it fits, reads well aloud, and draws trend and map', async () => {
    const { page, wrong } = visitor;
    await page.goto('/overview');
    for (const part of ['[data-chart]', '[data-map]']) {
      await page.locator(part).scrollIntoViewIfNeeded();
      await page.waitForSelector(`${part}[data-ready]`);
    }
    expect([await overflow(page), await seriousFindings(page), wrong]).toEqual([0, [], []]);
  });

  test('a case that is reported counts by itself', async () => {
    const { page } = visitor;
    await page.goto(`/overview?unit=${UNIT}`);
    const before = await amount('todayNew');
    await report(size === 'phone' ? '乙' : '丙');
    await page.waitForFunction((at) => Number(document.querySelector('[data-figure=todayNew] b')?.textContent) > at, before);
  });

  test('every number of the unit leads to a list with that many cases', async () => {
    const { page } = visitor;
    await page.goto(`/overview?unit=${UNIT}`);
    const links = await page.$$eval('.ld-nows a[href^="/cases"], .ld-rates a[href^="/cases"]', (all) => all.map((link) => ({ href: link.getAttribute('href')!, told: Number(/(\d+)\s*$/.exec(link.textContent!)?.[1] ?? Number.NaN) })));
    expect(links.length).toBeGreaterThan(12);
    for (const { href, told } of links.filter((one) => !Number.isNaN(one.told))) {
      await page.goto(href);
      expect([href, Number(/(\d+) 件/.exec((await page.textContent('[data-behind] b'))!)![1])]).toEqual([href, told]);
      expect([href, await page.locator(size === 'phone' ? '.ld-phone > .ld-item' : 'tbody tr').count()]).toEqual([href, Math.min(20, told)]);
    }
  });
});
