// The list of tasks kept current in a real browser: what others do appears by itself, what somebody types stays, and everything can be done with the keyboard alone.
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { ownWord } from '../support/reports.js';
import { theSystem, type System } from '../support/system.js';
import { overflow, seriousFindings, visit, type Visitor } from './visit.js';

let system: System;
let browser: Browser;
let one: Visitor;
let other: Visitor;

const GROUP = '/tasks?view=group';
const row = (title: string) => `[data-list] .ld-item:has-text("${title}")`;
const count = (page: Page, name: string): Promise<number> => page.locator('.ld-switch a', { hasText: name }).evaluate((tab) => Number(tab.querySelector('.ld-count')?.textContent ?? 0));
const hears = (page: Page): Promise<unknown> => page.waitForSelector('html[data-stream=open]', { state: 'attached' });
const report = async (title: string, urgency = '一般'): Promise<string> => {
  const caoba = await system.as('caoba');
  const { caseNo } = await caoba.post('/reports', { clientId: crypto.randomUUID(), title, category: 'D01', urgency, place: { text: '曹坝村村口' }, grid: 'by-jinghe-caoba-g1' }) as { caseNo: string };
  return caseNo;
};
const here = (page: Page): Promise<string | undefined> => page.evaluate(() => document.activeElement?.closest('.ld-item')?.querySelector('.ld-item-title')?.textContent?.trim());
/** Titles that no other test has. */
const mark = ownWord();
const [first, second, third] = [`甲${mark}`, `乙${mark}`, `丙${mark}`];

beforeAll(async () => {
  [system, browser] = await Promise.all([theSystem(), openBrowser()]);
  // one account at two desks: in the demo nobody else shares a group that gets its work without a dispatcher
  [one, other] = await Promise.all([visit(browser, system.url, 'desk', 'caobacun'), visit(browser, system.url, 'phone', 'caobacun')]);
  await Promise.all([one, other].map(async ({ page }) => { await page.goto(GROUP); await hears(page); }));
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 60_000);

test('a new task appears by itself, with the counts and the bell', async () => {
  const before = await count(one.page, '待认领');
  await report(first);
  await Promise.all([one, other].map(({ page }) => page.waitForSelector(row(first))));
  expect(await count(one.page, '待认领')).toBe(before + 1);
  await one.page.waitForFunction(() => Number(document.querySelector('.ld-bell [data-unread]')?.textContent) > 0);
});

test('what is claimed at one desk is gone at the other, and the counts follow', async () => {
  const [free, mine] = [await count(one.page, '待认领'), await count(one.page, '我的')];
  await other.page.click(`${row(first)} [data-claim]`);
  await other.page.waitForURL(/\/tasks\/\d+/);
  await one.page.waitForSelector(row(first), { state: 'detached' });
  expect([await count(one.page, '待认领'), await count(one.page, '我的')]).toEqual([free - 1, mine + 1]);
});

test('what somebody types stays while the list goes on', async () => {
  const { page } = one;
  await page.fill('#q', '还没打完');
  await report(second);
  await page.waitForSelector(row(second));
  expect(await page.inputValue('#q')).toBe('还没打完');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('q');
});

test('the keyboard alone is enough: down the list, claimed, opened, searched; and typing is only typing', async () => {
  const { page } = one;
  await page.fill('#q', '');
  await page.keyboard.press('Escape');
  await report(third);
  await page.waitForSelector(row(third));
  await page.keyboard.press('/');
  await page.keyboard.type(mark);
  await page.keyboard.press('Enter');
  await page.waitForURL(/q=/);
  await hears(page);
  await page.keyboard.press('j');
  const top = await here(page);
  await page.keyboard.press('j');
  const next = await here(page);
  expect([top, next].sort()).toEqual([second, third].sort());
  await page.keyboard.press('ArrowUp');
  expect(await here(page)).toBe(top);
  expect(await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle)).toBe('solid');
  // the list is drawn anew under the row that somebody stands on
  await report(`丁${mark}`, '特急');
  await page.waitForSelector(row(`丁${mark}`));
  expect(await here(page)).toBe(top);
  await page.keyboard.press('x');
  await page.waitForSelector('[data-bulk]:not([hidden])');
  await page.keyboard.press('x');
  await page.keyboard.press('c');
  await page.waitForURL(/\/tasks\/\d+/);
  await page.waitForSelector('.ld-form.is-ready');
  await page.keyboard.press('m');
  await page.keyboard.type('u?gt');
  expect(await page.inputValue('#comment')).toBe('u?gt');
  await page.fill('#comment', '');
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await page.waitForURL(/\/tasks$/);
});

test('the keys are shown by ?, stand well for axe, and can be switched off', async () => {
  const { page } = one;
  await page.keyboard.press('?');
  await page.waitForSelector('[data-dialog-of=keys][open]');
  expect(await seriousFindings(page)).toEqual([]);
  await page.uncheck('[data-keys-on]');
  await page.keyboard.press('Escape');
  await page.waitForSelector('[data-dialog-of=keys]', { state: 'hidden' });
  await page.keyboard.press('j');
  expect(await here(page)).toBeUndefined();
  await page.keyboard.press('?');
  await page.waitForSelector('[data-dialog-of=keys][open]');
  await page.check('[data-keys-on]');
  await page.click('[data-dialog-of=keys] [data-close]');
  await page.keyboard.press('j');
  expect(await here(page)).toBeDefined();
});

test('a task page says at once that it was given back elsewhere, and keeps what is typed', async () => {
  const { page } = one;
  await page.click(row(first));
  await page.waitForSelector('.ld-form.is-ready');
  await hears(page);
  const field = page.locator('.fjs-container textarea').first();
  if (await field.count()) await field.fill('写到一半');
  await other.page.waitForSelector('.ld-form.is-ready');
  await other.page.evaluate(async () => {
    const token = document.querySelector<HTMLMetaElement>('meta[name=csrf-token]')!.content;
    await fetch(`/api/tasks/${location.pathname.split('/').pop()}/release`, { method: 'POST', headers: { 'x-csrf-token': token } });
  });
  await page.waitForSelector('[data-problems]:not([hidden])');
  if (await field.count()) expect(await field.inputValue()).toBe('写到一半');
});

test('a lost connection is resumed, and what came meanwhile is there', async () => {
  const { page } = other;
  await page.goto(GROUP);
  await hears(page);
  await page.context().setOffline(true);
  await report(`戊${mark}`);
  await page.waitForTimeout(1_500);
  expect(await page.locator(row(`戊${mark}`)).count()).toBe(0);
  await page.context().setOffline(false);
  await page.waitForSelector(row(`戊${mark}`));
});

test('every tab stands at both sizes, and axe finds nothing serious', async () => {
  for (const { page } of [one, other]) {
    for (const view of ['mine', 'group', 'unit', 'done', 'sent']) {
      await page.goto(`/tasks?view=${view}`);
      const current = page.locator('.ld-switch [aria-current]');
      expect([view, await overflow(page), await seriousFindings(page), await current.isVisible()]).toEqual([view, 0, [], true]);
      const box = (await current.boundingBox())!;
      expect(box.x + box.width).toBeLessThanOrEqual(page.viewportSize()!.width);
    }
  }
  const went = [...one.wrong, ...other.wrong].filter((line) => !/ERR_INTERNET_DISCONNECTED|ERR_NETWORK|409/.test(line));
  expect(went).toEqual([]);
});
