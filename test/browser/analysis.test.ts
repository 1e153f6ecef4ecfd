// The heat map in a real browser: it agrees with durations counted by hand, two periods stand side by side, and the export carries colours and numbers.
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { openStore, type Store } from '../../processes/store/store.js';
import { until } from '../../runtime/client.js';
import { defaultCalendar } from '../../processes/calendar.js';
import { applyRecords } from '../../processes/projection/apply.js';
import { parseBulk } from '../../processes/projection/record.js';
import { storeShelf } from '../../processes/projection/working-set.js';
import { DAYS } from '../../processes/figures/element-cells.js';
import { markStale } from '../../processes/figures/stale.js';
import { openBrowser } from '../support/browser.js';
import { RecordLog } from '../support/records.js';
import { theSystem, type System } from '../support/system.js';
import { aCase } from '../support/web.js';
import { overflow, seriousFindings, sizes, visit, type Size } from './visit.js';

// years ago and in a unit of its own: nothing else in the shared system ends there
const [PROCEDURE, YEAR] = ['order-to-pay', '2019'];
const CASE = 'BY20190601901';
const period = `procedure=${PROCEDURE}&period=own&from=${YEAR}-07-01&to=${YEAR}-07-31`;
const before = `&compare=period&otherFrom=${YEAR}-06-01&otherTo=${YEAR}-06-30`;
let system: System;
let browser: Browser;
let store: Store;

beforeAll(async () => {
  [system, browser] = await Promise.all([theSystem(), openBrowser()]);
  store = await openStore(system.mongoUri);
  const xml = await until('the diagram', async () => (await store.definitions.findOne({ procedure: PROCEDURE }).lean()) ?? undefined);
  await store.cases.insertMany([aCase({ _id: CASE, clientId: crypto.randomUUID(), standing: { state: 'completed', status: '已结案', instanceKey: '1', elements: [], at: new Date() } })]);
  const log = new RecordLog(3, `${YEAR}-06-10T01:00:00Z`);
  // hours: once in June, three times in July
  for (const [day, hours] of [['06-10', 8], ['07-10', 2], ['07-11', 3], ['07-12', 10]] as const) {
    log.at(`${YEAR}-${day}T00:00:00Z`);
    const instance = log.start(PROCEDURE, BigInt(xml._id));
    instance.variable('caseNo', CASE);
    const task = instance.task('issue-order', { groups: ['by.lds/officer'], limit: '4 小时' });
    log.at(new Date(Date.parse(`${YEAR}-${day}T00:00:00Z`) + hours * 3_600_000).toISOString());
    instance.endTask('issue-order', task, 'COMPLETED');
    instance.end();
  }
  const { cells } = await applyRecords(parseBulk(log.body()).records, storeShelf(store), defaultCalendar());
  await markStale(store, DAYS, cells);
  await until('the figures', async () => (await store.elementCells.exists({ at: `${PROCEDURE}|by|${YEAR}`, period: `${YEAR}-07` })) && await store.staleFigures.countDocuments({ kind: /^element/ }) === 0);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  const own = { startedAt: { $lt: new Date(`${YEAR}-12-31`) } };
  await Promise.all([store?.cases.deleteOne({ _id: CASE }), store?.tasks.deleteMany({ caseNo: CASE }), store?.instances.deleteMany(own), store?.elements.deleteMany(own), store?.elementCells.deleteMany({ period: new RegExp(`^${YEAR}`) })]);
  await store?.close();
  await system?.stop();
}, 60_000);

describe.each(Object.keys(sizes) as Size[])('at the size of a %s', (size) => {
  test('the figures are those counted by hand, on the drawing and in the table; two periods are compared and one is exported', async () => {
    const { page, wrong, leave } = await visit(browser, system.url, size, 'baoyingzhihui');
    await page.goto(`/analysis?${period}`);
    await page.waitForSelector('[data-pane][data-painted=runs]');
    const row = page.locator('tr[data-element=issue-order]');
    const cell = (name: string) => row.first().locator(`[data-figure=${name}]`).textContent();
    expect(await Promise.all(['runs', 'mean', 'median', 'p90', 'late'].map(cell))).toEqual(['3', '5 小时', '3 小时', '10 小时', '33.3%1/3']);
    expect(await page.locator('[data-bottlenecks]').textContent()).toMatch(/「.*」33% 超期：有时限的 3 次里 1 次/);
    const shape = page.locator('[data-element-id=issue-order] .ld-heat-number');
    for (const [measure, text] of [['runs', '3 次'], ['mean', '5 小时'], ['median', '3 小时'], ['p90', '10 小时'], ['late', '33.3%']] as const) {
      await page.selectOption('[data-measure]', measure);
      await page.waitForSelector(`[data-pane][data-painted=${measure}]`);
      expect(await shape.textContent()).toBe(text);
    }
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/analysis-${size}.png`, fullPage: true });
    expect([await overflow(page), await seriousFindings(page)]).toEqual([0, []]);

    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-export-svg]').click()]);
    const svg = readFileSync(await download.path(), 'utf8');
    expect(svg).toMatch(/^<\?xml|^<svg/);
    expect([svg.includes('33.3%'), svg.includes('ld-heat-legend'), /fill: ?(#ff7875|rgb\(255, 120, 117\))/.test(svg)]).toEqual([true, true, true]);
    const opened = await page.context().newPage();
    await opened.setContent(`<img src="data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}">`);
    expect(await opened.locator('img').evaluate(async (image: HTMLImageElement) => { await image.decode(); return image.naturalWidth; })).toBeGreaterThan(300);
    if (process.env.SHOTS) await opened.locator('img').screenshot({ path: `${process.env.SHOTS}/export-${size}.png` });
    await opened.close();

    await page.goto(`/analysis?${period}${before}`);
    await page.waitForSelector('[data-pane][data-painted] ~ [data-pane][data-painted]');
    await page.selectOption('[data-measure]', 'mean');
    expect(await page.locator('[data-element-id=issue-order] .ld-heat-number').allTextContents()).toEqual(['5 小时', '8 小时']);
    expect(await row.locator('[data-figure=mean]').allTextContents()).toEqual(['5 小时', '8 小时']);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/compare-${size}.png`, fullPage: true });
    expect([await overflow(page), await seriousFindings(page), wrong]).toEqual([0, [], []]);
    await leave();
  }, 120_000);
});
