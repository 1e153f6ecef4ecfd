// Somebody without an account on a phone: finds their matter by its code, rates it, has it done again; and the page says so in plain words.
import type { Browser } from 'playwright-core';
import { until } from '../../runtime/client.js';
import { openBrowser } from '../support/browser.js';
import { theSystem, type System } from '../support/system.js';
import { peopleOf } from '../support/ways.js';
import { overflow, seriousFindings, sizes, visit, type Size, type Visitor } from './visit.js';

let system: System;
let browser: Browser;
let phone: Visitor;
let caseNo: string;
let side: { code: string; path: string };

beforeAll(async () => {
  [system, browser] = await Promise.all([theSystem(), openBrowser()]);
  const people = peopleOf(system);
  caseNo = await people.report('caoba', { title: `路边渣土 ${Date.now()}`, category: 'D02', reporter: { name: '钱多多', phone: '13812345678', anonymous: false } });
  await people.does('caobacun', caseNo, 'intake', { outcome: 'accepted' });
  await people.does('caobacun', caseNo, 'village-handle', { outcome: 'solved', summary: '已清运' });
  await people.does('jinghe', caseNo, 'check', { outcome: 'pass' });
  await people.does('jinghehuifang', caseNo, 'follow-up', { rating: '无法联系' });
  await people.end(caseNo);
  const caoba = await system.as('caoba');
  side = await until('the window', async () => { const found = await caoba.get(`/cases/${caseNo}/reporter`); return found.may?.reopen && found; });
  phone = await visit(browser, system.url, 'phone');
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 60_000);

test('a wrong code is answered in plain words and what was typed stays; the right one leads to the matter', async () => {
  const { page } = phone;
  await page.goto('/r');
  await page.fill('#code', side.code.toLowerCase());
  await page.fill('#digits', '0000');
  await page.click('[type=submit]');
  await page.waitForSelector('[data-problems]:not([hidden])');
  expect([await page.textContent('[data-problems]'), await page.inputValue('#code')]).toEqual([expect.stringContaining('没有找到'), side.code.toLowerCase()]);
  await page.fill('#digits', '5678');
  await page.click('[type=submit]');
  await page.waitForURL('**/r/*');
  const said = await page.textContent('main');
  for (const words of ['已办结。', '已清运', '您满意吗？', '可以申请重新办理']) expect(said).toContain(words);
  expect(said).not.toMatch(/李秀兰|周晓梅|孙海燕|caoba/);
});

describe.each(Object.keys(sizes) as Size[])('at the size of a %s', (size) => {
  test('the page and the page for codes fit and read well aloud, and on the phone nothing to press is smaller than a finger', async () => {
    const visitor = await visit(browser, system.url, size);
    for (const path of ['/r', side.path]) {
      await visitor.page.goto(path, { waitUntil: 'load' });
      const small = await visitor.page.evaluate(() => [...document.querySelectorAll<HTMLElement>('main a, main button, main .ld-rate span, main input:not([type=radio])')].filter((one) => one.offsetHeight > 0 && one.offsetHeight < 43).map((one) => one.outerHTML.slice(0, 80)));
      expect([path, await overflow(visitor.page), await seriousFindings(visitor.page), size === 'phone' ? small : [], visitor.wrong]).toEqual([path, 0, [], [], []]);
    }
    await visitor.leave();
  });
});

test('deletion is asked for in one dialog that reads well aloud, and the page says that it waits; a leader finds it and refuses, and the reason stands there', async () => {
  const { page } = phone;
  await page.click('[data-erasure]');
  expect([await page.textContent('[data-dialog-of=erasure]'), await overflow(page), await seriousFindings(page)]).toEqual([expect.stringMatching(/会删除[\s\S]*会保留[\s\S]*要多久/), 0, []]);
  await Promise.all([page.waitForEvent('load'), page.click('[data-dialog-of=erasure] [data-confirm]')]);
  expect([await page.textContent('main'), await page.locator('[data-erasure]').count()]).toEqual([expect.stringContaining('已申请删除'), 0]);
  const leader = await visit(browser, system.url, 'phone', 'jinghezhiban');
  await leader.page.goto('/supervision');
  expect([await overflow(leader.page), await seriousFindings(leader.page)]).toEqual([0, []]);
  await Promise.all([leader.page.waitForEvent('load'), leader.page.click(`a[href^="/cases/${caseNo}#"]`)]);
  await leader.page.click('[data-retain=refuse]');
  await leader.page.click('[data-dialog-of=retain] [data-confirm]');
  expect(await leader.page.textContent('[data-dialog-of=retain] [data-problem]')).toContain('请写明原因');
  await leader.page.fill('#retain-reason', '正在行政复议');
  await Promise.all([leader.page.waitForEvent('load'), leader.page.click('[data-dialog-of=retain] [data-confirm]')]);
  await page.reload();
  expect([await page.textContent('main'), leader.wrong]).toEqual([expect.stringMatching(/没有同意删除[\s\S]*正在行政复议[\s\S]*再次申请删除/), []]);
  await leader.leave();
});

test('it is rated, done again within its window, and neither is offered twice', async () => {
  const { page } = phone;
  await page.click('[data-rate] [type=submit]');
  expect(await page.textContent('[data-rate] [data-problem]')).toContain('先选');
  await page.locator('.ld-rate label', { hasText: '2 星' }).click();
  await page.fill('#rating-text', '只清了一半');
  await Promise.all([page.waitForEvent('load'), page.click('[data-rate] [type=submit]')]);
  expect([await page.inputValue('#rating-text'), await page.isChecked('[name=stars][value="2"]')]).toEqual(['只清了一半', true]);
  await page.fill('#reopen-reason', '路边还有');
  await Promise.all([page.waitForEvent('load'), page.dblclick('[data-reopen] [type=submit]')]);
  expect(await page.textContent('main')).toMatch(/已收到您重新办理的申请[\s\S]*您申请过的重新办理[\s\S]*路边还有/);
  expect([await page.locator('[data-reopen]').count(), await page.locator('[data-rate]').count()]).toEqual([0, 0]);
  const village = await visit(browser, system.url, 'phone', 'caobacun');
  await until('the intake of the second run', async () => {
    await village.page.goto(`/tasks?view=group&q=${caseNo}`);
    return (await village.page.locator('.ld-item').count()) === 1;
  });
  await village.page.goto(`/cases/${caseNo}`);
  expect(await village.page.textContent('.ld-timeline')).toMatch(/重新办理[\s\S]*路边还有/);
  // the answers that were refused on purpose
  expect([...phone.wrong, ...village.wrong].filter((line) => !line.includes('404'))).toEqual([]);
});
