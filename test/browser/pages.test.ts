// A person's way through the pages, in a real browser on the real system.
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { theSystem, type System } from '../support/system.js';
import { isTopmost, overflow, seriousFindings, sizes, visit, type Size, type Visitor } from './visit.js';

let system: System;
let browser: Browser;
beforeAll(async () => {
  [system, browser] = await Promise.all([theSystem(), openBrowser()]);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 60_000);

/** A picture as a camera would give it, drawn by the browser itself. */
async function photo(visitor: Visitor): Promise<Buffer> {
  const encoded = await visitor.page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 800, height: 600 });
    const pen = canvas.getContext('2d')!;
    pen.fillStyle = '#8a6';
    pen.fillRect(0, 0, 800, 600);
    return canvas.toDataURL('image/jpeg').split(',')[1]!;
  });
  return Buffer.from(encoded, 'base64');
}

/** Reports rubbish at the village crossing, as its grid member would; answers the case number. */
async function report(visitor: Visitor, title: string): Promise<string> {
  const { page } = visitor;
  await page.goto('/report');
  await page.fill('[data-find]', '垃圾');
  await page.locator('.ld-chip', { hasText: '暴露垃圾' }).click();
  await page.locator('[data-pick]').first().setInputFiles({ name: '现场.jpg', mimeType: 'image/jpeg', buffer: await photo(visitor) });
  await page.waitForSelector('.ld-shot[data-id]');
  await page.fill('#title', title);
  await page.fill('#place', '曹坝村口');
  await page.dblclick('[data-send]');
  await page.waitForSelector('[data-sent]:not([hidden])');
  return (await page.textContent('[data-case-no]'))!;
}

/** Opens the task that waits for the village, claiming it first. */
async function takeTask({ page }: Visitor, caseNo: string): Promise<void> {
  for (let tries = 0; tries < 40; tries += 1) {
    await page.goto(`/tasks?view=group&q=${caseNo}`);
    if (await page.locator('[data-claim]').count()) break;
    await page.waitForTimeout(500);
  }
  await page.locator('[data-claim]').first().click();
  await page.waitForURL('**/tasks/*');
  await page.waitForSelector('.ld-form.is-ready');
}

describe('from the report to the next step', () => {
  let grid: Visitor;
  let village: Visitor;
  let caseNo: string;
  beforeAll(async () => {
    grid = await visit(browser, system.url, 'phone', 'caoba');
    village = await visit(browser, system.url, 'phone', 'caobacun');
  }, 60_000);
  afterAll(async () => {
    await grid?.leave();
    await village?.leave();
  });

  test('a report pressed twice is one case, with its photo', async () => {
    caseNo = await report(grid, `村口垃圾 ${Date.now()}`);
    await grid.page.goto(`/tasks?view=sent&q=${caseNo}`);
    expect(await grid.page.locator('.ld-item').count()).toBe(1);
    await grid.page.goto(`/cases/${caseNo}`);
    // the page draws itself anew when the case moves on: the picture is looked for each time
    await grid.page.waitForFunction(() => {
      const image = document.querySelector<HTMLImageElement>('.ld-photos img');
      image?.scrollIntoView();
      return (image?.naturalWidth ?? 0) > 0;
    });
  });

  test('a form that is not filled in says where, and a draft survives a reload', async () => {
    await takeTask(village, caseNo);
    const { page } = village;
    await page.click('[data-submit]');
    expect(await page.textContent('[data-problems]')).toContain('受理意见');
    await page.getByText('不予受理', { exact: true }).click();
    await page.locator('textarea').first().fill('写了一半的理由');
    await page.waitForFunction(() => document.querySelector('[data-draft]')?.textContent?.includes('草稿已保存'));
    await page.reload();
    await page.waitForSelector('.ld-form.is-ready');
    expect(await page.locator('textarea').first().inputValue()).toBe('写了一半的理由');
  });

  test('the mark of bpmn.io stands uncovered below the form', async () => {
    expect(await isTopmost(village.page, '.fjs-powered-by-link')).toBe(true);
  });

  test('a sent task says so, and the case shows who did it and where it stands', async () => {
    const { page } = village;
    await page.getByText('立案', { exact: true }).click();
    await page.click('[data-submit]');
    await page.waitForSelector('.ld-alert');
    await page.waitForSelector('text=这项任务已经办完');
    await page.waitForSelector('[data-live=onward] >> text=/已转 .+：村（网格）处置/');
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await page.goto(`/cases/${caseNo}`);
    await page.waitForSelector('.ld-canvas .is-active');
    await page.waitForSelector('.ld-canvas .is-done');
    await page.waitForFunction(() => document.querySelector('[data-where]')?.textContent?.includes('现在'));
    const timeline = await page.textContent('.ld-timeline');
    for (const word of ['上报', '周晓梅', '认领', '李秀兰', '受理核实']) expect(timeline).toContain(word);
  });

  test('the diagram keeps its zoom while it is refreshed, and its mark stands uncovered', async () => {
    const { page } = village;
    const zoom = () => page.evaluate(() => document.querySelector('.ld-canvas .viewport')!.getAttribute('transform'));
    await page.click('[data-zoom=in]');
    const before = await zoom();
    await page.waitForTimeout(6_000);
    expect(await zoom()).toBe(before);
    expect(await isTopmost(page, '.bjs-powered-by')).toBe(true);
  });

  test('nothing went wrong on the way and no request left the host', () => {
    expect([...grid.wrong, ...village.wrong]).toEqual([]);
  });
});

describe.each(Object.keys(sizes) as Size[])('every page at the size of a %s', (size) => {
  let manager: Visitor;
  beforeAll(async () => { manager = await visit(browser, system.url, size, 'baoyingzhihui'); }, 60_000);
  afterAll(async () => { await manager?.leave(); });

  test.each(['/tasks', '/tasks?view=group', '/tasks?view=sent', '/report', '/cases', '/map', '/instances', '/notices', '/me', '/procedures', '/procedures/grid-event', '/docs'])('%s fits, reads well aloud and is quiet', async (path) => {
    const { page, wrong } = manager;
    await page.goto(path, { waitUntil: 'load' });
    // its heaps come after it, fade in, and are judged too
    if (path === '/map') await page.waitForSelector('.ld-map[data-ready] .leaflet-map-pane:not(.leaflet-cluster-anim)', { state: 'attached' });
    expect([await overflow(page), await seriousFindings(page), wrong]).toEqual([0, [], []]);
  });

  test('a case and its instance fit, read well aloud and are quiet', async () => {
    const { page, wrong } = manager;
    for (const list of ['/cases', '/instances']) {
      await page.goto(list);
      const first = await page.evaluate((start) => [...document.querySelectorAll('main a')].map((link) => link.getAttribute('href')!).find((href) => href.startsWith(`${start}/`)), list);
      expect(first).toBeDefined();
      await page.goto(first!);
      await page.waitForSelector('.ld-canvas .djs-element');
      await page.waitForSelector('.ld-canvas .is-active, .ld-canvas .is-done');
      expect([first, await overflow(page), await seriousFindings(page), wrong]).toEqual([first, 0, [], []]);
    }
  });

  test('the sign-in page says that a password is wrong and keeps the account', async () => {
    const visitor = await visit(browser, system.url, size);
    const { page } = visitor;
    await page.goto('/cases');
    expect(new URL(page.url()).pathname).toBe('/login');
    await page.fill('#account', 'nobody-of-that-name');
    await page.fill('#password', 'wrong');
    await page.click('button[type=submit]');
    await page.waitForSelector('[data-problem]:not([hidden])');
    expect(await page.inputValue('#account')).toBe('nobody-of-that-name');
    expect([await overflow(page), await seriousFindings(page)]).toEqual([0, []]);
    await visitor.leave();
  });
});
