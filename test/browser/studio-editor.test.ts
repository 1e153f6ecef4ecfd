// The studio in a real browser on the real system: what is typed is saved, survives what may happen, and never takes another's away.
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { openStore } from '../../processes/store/store.js';
import { theSystem, type System } from '../support/system.js';
import type { Client } from '../../runtime/client.js';
import { isTopmost, overflow, seriousFindings, visit, type Visitor } from './visit.js';

const PROCEDURE = 'order-to-pay';
const FORM = 'apply-enforcement.form';
const TABLE = 'crime-transfer.dmn';

let system: System;
let browser: Browser;
let officer: Client;
let mine: Visitor;
beforeAll(async () => {
  [system, browser] = await Promise.all([theSystem(), openBrowser()]);
  officer = await system.as('liucheng');
  await officer.delete(`/drafts/${PROCEDURE}`).catch(() => undefined);
  mine = await visit(browser, system.url, 'desk', 'liucheng');
}, 240_000);
afterAll(async () => {
  await mine?.leave();
  await officer?.delete(`/drafts/${PROCEDURE}`).catch(() => undefined);
  await browser?.close();
  await system?.stop();
}, 60_000);

const path = (file: string): string => `/procedures/${PROCEDURE}/edit#${file}`;
async function openFile(page: Page, file: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(path(file));
  await page.waitForSelector(`[data-ready="${file}"]`);
}
const saved = (page: Page) => page.waitForSelector('[data-saving][data-state=saved]');
const stored = async (file: string): Promise<{ content: string; revision: number }> => (await officer.get(`/drafts/${PROCEDURE}`)).files.find((one: { name: string }) => one.name === file);
const labelOf = async (n = 1): Promise<string> => JSON.parse((await stored(FORM)).content).components[n].label;

/** Writes another label on the form's first field, in the panel. */
async function relabel(page: Page, label: string): Promise<void> {
  await page.locator('.ld-form-design .fjs-element .fjs-form-field-textfield').first().click();
  const general = page.locator('[data-group-id=group-general] .bio-properties-panel-group-header');
  await general.waitFor();
  if (!await general.evaluate((head) => head.classList.contains('open'))) await general.click();
  // A FEEL field: what is written in it is no ordinary input.
  const field = page.locator('[data-group-id=group-general] [data-entry-id=label]').locator('input, textarea, [contenteditable=true]').first();
  await field.fill(label);
  await page.waitForFunction((text) => document.querySelector('.fjs-form-field-textfield')?.textContent?.includes(text), label);
}

test('without a draft the version in force is shown, and a press begins the draft', async () => {
  const { page } = mine;
  await page.goto(path(`${PROCEDURE}.bpmn`));
  await page.waitForSelector('[data-ready]');
  expect(await page.locator('[data-submit]').count()).toBe(0);
  await page.click('[data-begin]');
  await page.waitForSelector('[data-submit]');
  await page.waitForSelector('[data-ready]');
  expect(await isTopmost(page, '.bjs-powered-by')).toBe(true);
  expect(await seriousFindings(page)).toEqual([]);
});

describe('a form', () => {
  test('whose label is changed is saved by itself, and a reload shows it', async () => {
    const { page } = mine;
    await openFile(page, FORM);
    await relabel(page, '强制执行申请书文号');
    await page.waitForSelector('[data-saving]:not([data-state=saved])');
    await saved(page);
    expect(await labelOf()).toBe('强制执行申请书文号');
    expect(JSON.parse((await stored(FORM)).content)).toMatchObject({ id: 'apply-enforcement', schemaVersion: 16 });
    await openFile(page, FORM);
    await page.getByText('强制执行申请书文号').first().waitFor();
  });

  test('that is changed while the network is away is there after a reload and then saved', async () => {
    const { page } = mine;
    await openFile(page, FORM);
    await page.context().setOffline(true);
    await relabel(page, '断网时写的');
    await page.waitForSelector('[data-saving][data-state=offline]');
    await page.context().setOffline(false);
    // Closed before it could be sent: what another window left is what counts.
    await page.route('**/api/drafts/*/files/*', (route) => route.abort());
    await page.reload();
    await page.waitForSelector(`[data-ready="${FORM}"]`);
    await page.getByText('断网时写的').first().waitFor();
    await page.unroute('**/api/drafts/*/files/*');
    await page.keyboard.press('Control+s');
    await saved(page);
    expect(await labelOf()).toBe('断网时写的');
    mine.wrong.splice(0);
  });

  test('offers only components that the server can read, under Chinese names, and shows the real thing in the preview', async () => {
    const { page } = mine;
    await openFile(page, FORM);
    await page.locator('.ld-form-design .fjs-element .fjs-form-field-textfield').first().click();
    await page.locator('[data-group-id=group-general]').waitFor();
    await page.evaluate(() => document.querySelectorAll<HTMLElement>('.bio-properties-panel-group-header:not(.open)').forEach((head) => head.click()));
    await page.locator('[data-group-id=group-validation] .bio-properties-panel-entry').first().waitFor();
    const english = await page.evaluate(() => {
      const found: string[] = [];
      const walker = document.createTreeWalker(document.querySelector('.ld-editor')!, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement!;
        if (!parent.closest('style, script, .cm-editor, pre, code, svg, textarea') && parent.getClientRects().length && /[A-Za-z]{3}/.test(node.nodeValue!)) found.push(node.nodeValue!.trim());
      }
      const titles = [...document.querySelectorAll('.ld-editor [title], .ld-editor [placeholder]')].flatMap((one) => [one.getAttribute('title'), one.getAttribute('placeholder')]);
      return [...found, ...titles].filter((text) => text && /[A-Za-z]{3}/.test(text) && !/\p{Script=Han}|^(yyyy|FEEL|hh)/u.test(text));
    });
    expect(english).toEqual([]);
    expect(await isTopmost(page, '.ld-form-design .fjs-powered-by-link')).toBe(true);
    const offered = await page.locator('.fjs-palette-field:visible').evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.fieldType));
    expect(offered).toEqual(expect.arrayContaining(['textfield', 'number', 'select', 'dynamiclist']));
    for (const type of ['iframe', 'documentPreview', 'button']) expect(offered).not.toContain(type);
    await page.click('[data-view=preview]');
    await page.locator('.ld-form-preview .fjs-form-field-label').first().waitFor();
    expect(await isTopmost(page, '.ld-form-preview .fjs-powered-by-link')).toBe(true);
    expect([await seriousFindings(page), mine.wrong]).toEqual([[], []]);
  });
});

describe('two who change one form', () => {
  let other: Visitor;
  beforeAll(async () => { other = await visit(browser, system.url, 'desk', 'liucheng2'); }, 60_000);
  afterAll(() => other?.leave());

  test('are shown that they did; the one chosen goes on and the other is kept', async () => {
    await openFile(mine.page, FORM);
    await openFile(other.page, FORM);
    await relabel(other.page, '第二个人写的');
    await saved(other.page);
    await relabel(mine.page, '第一个人写的');
    const dialog = mine.page.locator('[data-conflict-dialog]');
    await dialog.waitFor();
    expect(await dialog.textContent()).toContain('顾思远');
    await dialog.locator('[data-look]').click();
    await dialog.locator('.ld-changes li').first().waitFor();
    expect(await labelOf()).toBe('第二个人写的');
    await dialog.locator('[data-choose=mine]').click();
    await saved(mine.page);
    expect(await labelOf()).toBe('第一个人写的');
    const { snapshots } = await officer.get(`/procedures/${PROCEDURE}`);
    const { files } = await officer.get(`/procedures/${PROCEDURE}/files?version=${snapshots[0].version}`);
    expect(files.find((one: { name: string }) => one.name === FORM).content).toContain('第二个人写的');
    mine.wrong.splice(0);
  });

  test('may take what the other wrote: it stands in the editor, and their own is kept as a copy', async () => {
    await openFile(mine.page, FORM);
    await openFile(other.page, FORM);
    await relabel(other.page, '采用的一份');
    await saved(other.page);
    await relabel(mine.page, '留作副本的一份');
    await mine.page.locator('[data-conflict-dialog] [data-choose=theirs]').click();
    await mine.page.locator('.fjs-form-field-textfield', { hasText: '采用的一份' }).first().waitFor();
    await saved(mine.page);
    expect(await labelOf()).toBe('采用的一份');
    const { snapshots } = await officer.get(`/procedures/${PROCEDURE}`);
    const { files } = await officer.get(`/procedures/${PROCEDURE}/files?version=${snapshots[0].version}`);
    expect(files.find((one: { name: string }) => one.name === FORM).content).toContain('留作副本的一份');
    mine.wrong.splice(0);
  });
});

describe('a file from the disk', () => {
  const choose = (page: Page, name: string, content: string) => page.locator('[data-import]').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) });

  test('stands in the draft at once, or is refused with the reason while the draft stays', async () => {
    const { page } = mine;
    await openFile(page, FORM);
    await choose(page, FORM, '{ 这不是表单');
    await page.locator('[data-problems]', { hasText: `「${FORM}」没有导入，草稿没有变。` }).waitFor();
    const form = JSON.parse((await stored(FORM)).content);
    form.components[1].label = '从文件来的';
    await choose(page, FORM, JSON.stringify(form));
    await page.locator('.fjs-form-field-textfield', { hasText: '从文件来的' }).first().waitFor();
    expect(await labelOf()).toBe('从文件来的');
    mine.wrong.splice(0);
  });
});

test('a draft that a newer version overtook says so, and goes on from it once somebody has looked', async () => {
  const { page } = mine;
  const store = await openStore(system.mongoUri);
  try {
    await store.drafts.updateOne({ _id: PROCEDURE }, { $set: { base: 0 } });
    await openFile(page, FORM);
    await page.locator('.ld-studio-notes', { hasText: '这份草稿是从第 0 版开始改的' }).waitFor();
    expect([await overflow(page), await seriousFindings(page)]).toEqual([0, []]);
    await page.click('[data-rebase]');
    await page.locator('[data-rebase]').waitFor({ state: 'detached' });
    await page.waitForSelector('[data-ready]');
    expect((await store.drafts.findById(PROCEDURE).lean())!.base).toBeGreaterThan(0);
  } finally {
    await store.close();
  }
});

describe('a decision table', () => {
  test('is tried on the engine with sample input, and says which row matched', async () => {
    const { page } = mine;
    await openFile(page, TABLE);
    await page.locator('[data-input=workers]').fill('12');
    await page.locator('[data-input=owed]').fill('200000');
    await page.click('.ld-tryout-form button');
    await page.waitForSelector('.ld-tryout-result.is-fine');
    expect(await page.textContent('.ld-tryout-result')).toMatch(/transfer[\s\S]*符合第 1 行/);
    expect(await isTopmost(page, '.bjs-powered-by')).toBe(true);
    expect([await seriousFindings(page), mine.wrong]).toEqual([[], []]);
  });

  test('opens at the longest table of its file', async () => {
    const { page } = mine;
    await page.goto('about:blank');
    await page.goto('/procedures/grid-event/edit#event-classification.dmn');
    await page.waitForSelector('[data-ready="event-classification.dmn"]');
    expect(await page.textContent('.ld-views [aria-pressed=true]')).toBe('事项标准');
  });

  test('that is new begins with what can be published, is saved and can be taken out again', async () => {
    const { page } = mine;
    await openFile(page, TABLE);
    await page.click('[data-new=dmn]');
    await page.fill('#new-name', '村级时限');
    await page.fill('#new-id', 'crime-transfer');
    await page.click('[data-new-dialog] [data-confirm]');
    await page.locator('[data-new-dialog] [data-problem]:not(:empty)').waitFor();
    await page.fill('#new-id', 'village_limit');
    await page.click('[data-new-dialog] [data-confirm]');
    await page.waitForSelector('[data-ready="village_limit.dmn"]');
    await saved(page);
    expect((await stored('village_limit.dmn')).content).toContain('name="村级时限"');
    await page.hover('[data-name="village_limit.dmn"]');
    await page.click('[data-name="village_limit.dmn"] [data-remove]');
    await page.click('[data-remove-dialog] [data-confirm]');
    await page.waitForSelector('[data-name="village_limit.dmn"]', { state: 'detached' });
    expect(await stored('village_limit.dmn')).toBeUndefined();
  });
});

test('a submission needs a reason, shows what would change, and leads to the procedure', async () => {
  const { page } = mine;
  await openFile(page, FORM);
  await page.click('[data-submit]');
  const dialog = page.locator('[data-submit-dialog]');
  await dialog.locator('.ld-changes li', { hasNotText: '正在比较' }).first().waitFor();
  expect(await dialog.locator('[data-confirm]').isDisabled()).toBe(true);
  await dialog.locator('#reason').fill('申请书文号改名');
  await dialog.locator('[data-confirm]').click();
  await page.waitForURL(`**/procedures/${PROCEDURE}`);
  await page.goto(path(FORM));
  await page.waitForSelector('[data-ready]');
  expect([await page.textContent('.ld-studio-notes'), await page.locator('[data-submit]').count()]).toEqual([expect.stringContaining('申请书文号改名'), 0]);
  await officer.post(`/drafts/${PROCEDURE}/withdraw`);
});

test.each([FORM, TABLE, `${PROCEDURE}.bpmn`])('on a phone %s fits, with its mark uncovered and nothing serious to hear', async (file) => {
  const phone = await visit(browser, system.url, 'phone', 'liucheng');
  await openFile(phone.page, file);
  expect([await overflow(phone.page), await seriousFindings(phone.page), phone.wrong]).toEqual([0, [], []]);
  expect(await isTopmost(phone.page, file === FORM ? '.ld-form-design .fjs-powered-by-link' : '.bjs-powered-by')).toBe(true);
  await phone.leave();
}, 30_000);
