// Comparing two versions in a real browser: the sentences, the marks on both diagrams, and what a phone shows.
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { theSystem, type System } from '../support/system.js';
import { isTopmost, overflow, seriousFindings, visit, type Size, type Visitor } from './visit.js';

const procedure = 'order-to-pay';
const address = `/compare?procedure=${procedure}&left=newest&right=draft`;
let system: System;
let browser: Browser;
beforeAll(async () => {
  [system, browser] = await Promise.all([theSystem(), openBrowser()]);
  const policy = await system.as('liucheng');
  await policy.post('/drafts', { procedure });
  const { files } = await policy.get<{ files: { name: string; content: string; revision: number }[] }>(`/drafts/${procedure}`);
  const change = async (name: string, edit: (content: string) => string) => {
    const { content, revision } = files.find((file) => file.name === name)!;
    expect(edit(content)).not.toBe(content);
    await policy.put(`/drafts/${procedure}/files/${name}`, { content: edit(content), revision });
  };
  await change(`${procedure}.bpmn`, (content) => content.replace('name="登记移送"', 'name="登记移送情况"').replace(/(<bpmn:userTask id="check-order"[\s\S]*?key="limit" value=")1 工作日/, '$12 工作日')
    .replace(/(bpmnElement="order-start"[\s\S]*?\bx=")72/, '$166').replace(/(<bpmn:userTask id="issue-order"[\s\S]*?)\.lds\/officer/, '$1.lds/head'));
  await change('check-order.form', (content) => { const form = JSON.parse(content); form.components.push({ type: 'textfield', id: 'more', key: 'more', label: '补充说明' }); return JSON.stringify(form); });
}, 240_000);
afterAll(async () => {
  await (await system?.as('liucheng'))?.delete(`/drafts/${procedure}`).catch(() => undefined);
  await browser?.close();
  await system?.stop();
}, 60_000);

async function open(size: Size): Promise<Visitor> {
  const visitor = await visit(browser, system.url, size, 'liucheng');
  await visitor.page.goto(address);
  await visitor.page.waitForSelector('[data-pane=right] .is-changed');
  return visitor;
}
/** How a drawing is moved and zoomed, to a tenth. */
const zoomOf = async (visitor: Visitor, side: string) => (await visitor.page.locator(`[data-pane=${side}] .viewport`).getAttribute('transform'))?.match(/-?[\d.]+/g)?.map((one) => Math.round(Number(one) * 10) / 10);

describe('on the desk', () => {
  let visitor: Visitor;
  beforeAll(async () => { visitor = await open('desk'); }, 60_000);
  afterAll(() => visitor?.leave());

  test('what was changed is said in words, file by file', async () => {
    const said = await visitor.page.locator('.ld-change > span').allTextContents();
    expect(said).toEqual(expect.arrayContaining(['「登记移送」改名为「登记移送情况」', '「到期核查支付」的时限：1 工作日 → 2 工作日', '「需要责令支付」只移动了位置或改了外观', expect.stringContaining('新增文本框「补充说明」'), expect.stringMatching(/^「下达责令支付决定」的办理人：县.*部门承办人 → 县.*部门负责人$/)]));
    expect(await visitor.page.locator('.ld-compare-file h3').allTextContents()).toEqual([expect.stringContaining('流程图「责令支付」'), expect.stringContaining('表单「check-order」')]);
  });

  test('both diagrams bear the marks', async () => {
    for (const side of ['left', 'right']) {
      const marks = await visitor.page.locator(`[data-pane=${side}] .is-changed`).evaluateAll((all) => all.map((one) => one.getAttribute('data-element-id')));
      expect(marks).toEqual(expect.arrayContaining(['check-order', 'record-transfer', 'issue-order']));
      expect(await visitor.page.locator(`[data-pane=${side}] .is-moved`).getAttribute('data-element-id')).toBe('order-start');
    }
  });

  test('a sentence brings both drawings to its element, and they stay together when one is zoomed', async () => {
    await visitor.page.locator('.ld-change', { hasText: '到期核查支付' }).click();
    await visitor.page.waitForFunction(() => document.querySelectorAll('.djs-element.is-chosen[data-element-id=check-order]').length === 2);
    const before = await zoomOf(visitor, 'right');
    await visitor.page.click('[data-zoom=out]');
    await visitor.page.waitForTimeout(200);
    const after = await zoomOf(visitor, 'right');
    expect(after).not.toEqual(before);
    expect(await zoomOf(visitor, 'left')).toEqual(after);
  });

  test('a click on a marked element shows its sentence, and N goes on to the next', async () => {
    await visitor.page.click('[data-zoom=fit]');
    await visitor.page.locator('[data-pane=right] [data-element-id=record-transfer] .djs-hit').first().click();
    expect(await visitor.page.locator('.ld-change[aria-current] > span').allTextContents()).toEqual(['「登记移送」改名为「登记移送情况」']);
    const place = await visitor.page.locator('[data-steps] [data-place]').textContent();
    await visitor.page.keyboard.press('n');
    await visitor.page.waitForFunction((was) => document.querySelector('[data-steps] [data-place]')?.textContent !== was, place);
  });

  test('a form is shown as before and after', async () => {
    await visitor.page.locator('.ld-change', { hasText: '补充说明' }).click();
    await visitor.page.waitForSelector('[data-table]:not([hidden]) td.is-after');
    await visitor.page.locator('.ld-change', { hasText: '登记移送情况' }).click();
    await visitor.page.waitForSelector('[data-pane=right] .is-changed');
  });

  test('the marks of bpmn.io stay free, nothing is wider than the window, nothing serious is found', async () => {
    expect(await isTopmost(visitor.page, '[data-pane=left] .bjs-powered-by')).toBe(true);
    expect(await isTopmost(visitor.page, '[data-pane=right] .bjs-powered-by')).toBe(true);
    expect(await overflow(visitor.page)).toBe(0);
    expect(await seriousFindings(visitor.page)).toEqual([]);
    expect(visitor.wrong).toEqual([]);
  });

  test('a file from the disk is compared with a version', async () => {
    const xml = await (await system.as('liucheng')).get<string>(`/procedures/${procedure}/xml`);
    await visitor.page.setInputFiles('[data-upload=right]', { name: '我的流程.bpmn', mimeType: 'application/xml', buffer: Buffer.from(xml.replace('name="移送公安"', 'name="移送公安机关"')) });
    await visitor.page.locator('.ld-change', { hasText: '「移送公安」改名为「移送公安机关」' }).waitFor();
    expect(await visitor.page.textContent('[data-own=right]')).toContain('我的流程.bpmn');
    await visitor.page.click('[data-drop=right]');
    await visitor.page.locator('.ld-change', { hasText: '登记移送情况' }).waitFor();
  });
});

test('on a phone the sentences come first, one drawing is seen at a time, and nothing overflows', async () => {
  const { page, wrong, leave } = await open('phone');
  const top = (selector: string) => page.locator(selector).evaluate((one) => one.getBoundingClientRect().top);
  expect(await top('[data-sentences]')).toBeLessThan(await top('[data-view]'));
  expect(await page.locator('[data-pane=left]').isVisible()).toBe(false);
  await page.locator('.ld-change', { hasText: '到期核查支付' }).click();
  await page.waitForSelector('[data-pane=right] .djs-element.is-chosen');
  await page.click('[data-which=left]');
  expect([await page.locator('[data-pane=left]').isVisible(), await page.locator('[data-pane=right]').isVisible()]).toEqual([true, false]);
  expect(await isTopmost(page, '[data-pane=left] .bjs-powered-by')).toBe(true);
  expect(await overflow(page)).toBe(0);
  expect(await seriousFindings(page)).toEqual([]);
  expect(wrong).toEqual([]);
  await leave();
}, 60_000);

test('two versions that are the same are said to be the same', async () => {
  const { page, wrong, leave } = await visit(browser, system.url, 'desk', 'baoyingzhihui');
  await page.goto(`/compare?procedure=${procedure}&left=1&right=newest`);
  await page.locator('[data-summary]', { hasText: '两边完全一样' }).waitFor();
  expect(wrong).toEqual([]);
  await leave();
}, 60_000);
