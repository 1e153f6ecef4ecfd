// One instance in a real browser, on a desk and on a phone: reading it, previews, a token moved by clicking the diagram; without the ability no buttons.
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { theSystem, type System } from '../support/system.js';
import { peopleOf } from '../support/ways.js';
import { isTopmost, overflow, seriousFindings, visit, type Size } from './visit.js';

let system: System;
let browser: Browser;
let people: ReturnType<typeof peopleOf>;

beforeAll(async () => {
  system = await theSystem();
  people = peopleOf(system);
  browser = await openBrowser();
}, 240_000);
afterAll(async () => {
  await browser.close();
  await system.stop();
});

async function atVillage(): Promise<{ caseNo: string; key: string }> {
  const caseNo = await people.report('caoba');
  await people.does('caobacun', caseNo, 'intake', { outcome: 'accepted' });
  await people.has('caobacun', caseNo, 'village-handle');
  return { caseNo, key: (await people.read(caseNo)).case.standing.instanceKey };
}

const says = '[data-says] li';

describe.each<Size>(['desk', 'phone'])('on the %s', (size) => {
  test('an instance is read, an intervention previewed, and a token moved by clicking the diagram', async () => {
    const { caseNo, key } = await atVillage();
    const { page, wrong, leave } = await visit(browser, system.url, size, 'baoyingzhihui');
    await page.goto(`/instances/${key}`);
    await page.waitForSelector('.ld-canvas .is-active');
    expect(await page.locator('.ld-canvas .is-skipped').count()).toBeGreaterThan(0);
    expect(await page.locator('[data-live=history]').innerText()).toMatch(/受理核实[\s\S]*李秀兰/);
    expect(await page.locator('[data-live=variables]').innerText()).toContain('handler');
    expect(await overflow(page)).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    for (const what of ['move', 'cancel', 'reassign', 'due']) expect([what, await isTopmost(page, `[data-intervene=${what}]`)]).toEqual([what, true]);

    await page.click('[data-intervene=cancel]');
    await page.waitForFunction((selector) => document.querySelectorAll(selector).length > 2, says);
    expect(await page.locator('[data-says]').innerText()).toMatch(/以下环节不再办理：「村（网格）处置」/);
    await page.click('dialog[open] [data-confirm]');
    expect(await page.locator('dialog[open] [data-problem]').innerText()).toContain('请写明理由');
    expect(await seriousFindings(page)).toEqual([]);
    await page.click('dialog[open] [data-close]');

    await page.click('[data-intervene=move]');
    await page.waitForSelector('#move-to option[value=check]', { state: 'attached' });
    await page.click('[data-on-diagram]');
    await page.waitForSelector('.ld-canvas.is-choosing');
    await page.click('[data-zoom=fit]');
    // what it shows is found by its id, wherever it lies
    await page.locator('.djs-element[data-element-id="check"] .djs-hit').first().click({ force: true });
    await page.waitForSelector('dialog[open]');
    await page.waitForFunction((selector) => document.querySelectorAll(selector).length > 2, says);
    expect(await page.inputValue('#move-to')).toBe('check');
    await page.fill('#intervene-reason', '村里已经清运，直接核查');
    await page.click('dialog[open] [data-confirm]');
    await page.waitForSelector('dialog[open]', { state: 'detached' }).catch(() => undefined);
    await people.has('jinghe', caseNo, 'check');
    await page.waitForSelector('.djs-element.is-active[data-element-id="check"]');
    await page.waitForFunction(() => document.querySelector('[data-live=done]')?.textContent?.includes('直接核查') === true);
    expect(wrong).toEqual([]);
    await leave();
  }, 120_000);
});

test('several tokens are moved in one dialog: one goes on, one is added, with a variable; the preview says all of it', async () => {
  const { caseNo, key } = await atVillage();
  const { page, wrong, leave } = await visit(browser, system.url, 'phone', 'baoyingzhihui');
  await page.goto(`/instances/${key}`);
  await page.click('[data-intervene=move]');
  await page.selectOption('#move-to', 'check');
  await page.click('[data-more-moves]');
  expect(await page.inputValue('#move-from-2')).not.toBe(await page.inputValue('#move-from'));
  await page.selectOption('#move-from-2', '');
  await page.selectOption('#move-to-2', 'town-dispatch');
  await page.click('[data-set-variable]');
  await page.waitForFunction(() => document.querySelector('[data-says]')?.textContent?.includes('请写变量的名字和值'));
  await page.fill('.ld-set input >> nth=0', 'visited');
  await page.fill('.ld-set input >> nth=1', '一组');
  await page.waitForFunction(() => document.querySelector('[data-says]')?.textContent?.includes('不是 JSON'));
  await page.fill('.ld-set input >> nth=1', '"一组"');
  await page.waitForFunction((selector) => document.querySelectorAll(selector).length > 3, says);
  expect(await page.locator('[data-says]').innerText()).toMatch(/离开「村（网格）处置」，改从「核查」开始[\s\S]*另外从「镇联动中心派遣」开始一路[\s\S]*变量 visited 设为 "一组"/);
  expect(await overflow(page)).toBe(0);
  expect(await seriousFindings(page)).toEqual([]);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/moves-phone.png` });
  await page.fill('#intervene-reason', '镇里一并派遣');
  await page.click('dialog[open] [data-confirm]');
  await page.waitForSelector('dialog[open]', { state: 'detached' });
  await people.has('jinghe', caseNo, 'check');
  await people.has('jinghe', caseNo, 'town-dispatch');
  await page.waitForFunction(() => document.querySelector('[data-live=done]')?.textContent?.includes('镇里一并派遣') === true);
  // a value that is no JSON was answered with 400, on purpose
  expect(wrong.filter((said) => !/status of 400.*\/interventions\/preview$/.test(said))).toEqual([]);
  await leave();
}, 120_000);

test('whoever only sees it has no buttons', async () => {
  const { key } = await atVillage();
  const { page, wrong, leave } = await visit(browser, system.url, 'phone', 'ducha');
  await page.goto(`/instances/${key}`);
  await page.waitForSelector('.ld-canvas .is-active');
  expect(await page.locator('[data-intervene]').count()).toBe(0);
  expect(wrong).toEqual([]);
  await leave();
}, 120_000);
