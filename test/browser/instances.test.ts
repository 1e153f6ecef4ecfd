// The list of instances in a real browser on the real engine: looked for and kept as a view, cancelled and reassigned many at once with a result for each, taken along as files.
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { theSystem, type System } from '../support/system.js';
import { peopleOf } from '../support/ways.js';
import { overflow, seriousFindings, visit, type Size } from './visit.js';

let system: System;
let browser: Browser;
beforeAll(async () => { [system, browser] = await Promise.all([theSystem(), openBrowser()]); }, 240_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 60_000);

async function sound(page: Page): Promise<void> {
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  expect(await seriousFindings(page)).toEqual([]);
}

/** Begins the export of the page's list, waits in the background until it is made, and downloads it. */
async function takeAlong(page: Page, path: string, format: 'csv' | 'xlsx'): Promise<Buffer> {
  await page.goto(path);
  await page.click('.ld-export > summary');
  await sound(page);
  await Promise.all([page.waitForURL('**/background'), page.click(`[data-format=${format}]`)]);
  // nobody loads the page anew: it tells by itself when the file is there
  const first = page.locator('[data-live=jobs] li').first();
  await first.locator('a[download]').waitFor();
  await sound(page);
  const [download] = await Promise.all([page.waitForEvent('download'), first.locator('a[download]').click()]);
  expect(download.suggestedFilename()).toMatch(new RegExp(`^[^-]+-\\d{4}-\\d\\d-\\d\\d\\.${format}$`));
  return readFileSync(await download.path());
}

function unzipped(file: Buffer, wanted: string): string {
  for (let at = file.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; at = file.indexOf('PK\x01\x02', at + 4, 'latin1')) {
    const [size, name, offset] = [file.readUInt32LE(at + 20), file.subarray(at + 46, at + 46 + file.readUInt16LE(at + 28)).toString(), file.readUInt32LE(at + 42)];
    const from = offset + 30 + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28);
    if (name === wanted) return inflateRawSync(file.subarray(from, from + size)).toString('utf8');
  }
  throw new Error(`no <${wanted}> in the file`);
}

describe.each<Size>(['desk', 'phone'])('on the %s', (size) => {
  test('instances are looked for and kept as a view, many are acted on in the background, and lists are taken along', async () => {
    const people = peopleOf(system);
    const title = size === 'desk' ? '同一批取消' : '同一批改派';
    // by this number of people no other test's case is found
    const concerned = size === 'desk' ? 5 : 6;
    const cases = await Promise.all([people.report('caoba', { title, people: concerned }), people.report('caoba', { title, people: concerned })]);
    for (const caseNo of cases) await people.has('caobacun', caseNo, 'intake');
    const { page, wrong, leave } = await visit(browser, system.url, size, 'baoyingzhihui');

    await page.goto('/instances');
    await page.click('.ld-more-filters > summary');
    await page.click('.ld-looked > summary');
    await sound(page);
    await page.fill('[name=variable]', 'people');
    await page.fill('[name=value]', String(concerned));
    await page.fill('[name=variable2]', 'grid');
    await page.selectOption('[name=op2]', 'contains');
    await page.fill('[name=value2]', 'caoba');
    await Promise.all([page.waitForURL('**value=**'), page.click('.ld-looked button')]);
    expect((await page.locator('[data-live=instances] .ld-mono').allTextContents()).sort()).toEqual([...cases].sort());
    expect(await page.locator('.ld-applied').innerText()).toMatch(new RegExp(`变量 people 等于 ${concerned}[\\s\\S]*变量 grid 包含 caoba`));
    await page.click('[data-keep-filter]');
    await page.fill('#keep-name', title);
    await page.click('[data-dialog-of=keep-filter] [data-confirm]');
    await page.waitForSelector('.ld-kept.is-here');
    await page.goto('/instances');
    await page.click(`.ld-kept a:has-text("${title}")`);
    await page.waitForSelector('.ld-kept.is-here');
    await sound(page);

    if (size === 'phone') await page.click('[data-many]');
    for (const box of await page.locator('input[data-select]').all()) await box.check();
    const act = size === 'desk' ? 'cancel' : 'reassign';
    await page.click(`[data-act=${act}]`);
    await page.waitForSelector('.ld-looks li');
    expect(await page.locator('[data-looks]').innerText()).toContain('将处理 2 个');
    if (act === 'reassign') await page.locator('[data-people] input').first().check();
    await sound(page);
    await page.fill('#bulk-why', '县里统一安排');
    await Promise.all([page.waitForURL('**/background?job=*'), page.click('[data-dialog-of=bulk-instances] [data-confirm]')]);
    await page.waitForFunction(() => [...document.querySelectorAll('[data-live=jobs] li .ld-done')].length === 2);
    await page.waitForFunction(() => document.querySelector('[data-live=jobs]')?.textContent?.includes('已完成'));
    expect((await page.locator('[data-live=jobs] li b').allTextContents()).sort()).toEqual([...cases].sort());
    expect(await page.locator('[data-live=jobs]').innerText()).toMatch(/2 \/ 2[\s\S]*县里统一安排/);
    await sound(page);
    if (act === 'cancel') for (const caseNo of cases) await people.once(caseNo, 'the end', ({ case: { standing } }) => standing.state === 'terminated');

    const csv = (await takeAlong(page, '/cases', 'csv')).toString('utf8');
    expect(csv).toMatch(/^\uFEFF案件号,标题,类别,/);
    expect(csv).toContain(cases[0]);
    const sheet = unzipped(await takeAlong(page, '/instances', 'xlsx'), 'xl/worksheets/sheet1.xml');
    expect(sheet).toMatch(/实例[\s\S]*流程[\s\S]*版本[\s\S]*案件号/);
    expect(sheet).toContain(cases[1]);
    expect(wrong).toEqual([]);
    await leave();
  }, 240_000);
});
