// Notices in a real browser: the inbox with its counts, how one is reached outside, and what did not go out, shown to an administrator who sends it anew.
import type { Browser } from 'playwright-core';
import { doTask, until } from '../../runtime/client.js';
import { openBrowser } from '../support/browser.js';
import { fileReport } from '../support/reports.js';
import { theSystem, type System } from '../support/system.js';
import { overflow, seriousFindings, sizes, visit, type Size } from './visit.js';

let system: System;
let browser: Browser;
let caseNo: string;
const SONGZHU = 'songzhucun';

beforeAll(async () => {
  [system, browser] = await Promise.all([theSystem(), openBrowser()]);
  caseNo = await fileReport(await system.as('songzhu'), { grid: 'by-jinghe-songzhu-g1', title: `消防通道堵塞 ${Date.now()}` });
  const village = await system.as(SONGZHU);
  // the reporter is told of this one, by a channel that this installation has not
  const other = await fileReport(await system.as('songzhu'), { grid: 'by-jinghe-songzhu-g1', title: `楼道堆物 ${Date.now()}`, reporter: { name: '钱多多', phone: '13812345678', anonymous: false } });
  await doTask(village, other, 'intake', { outcome: 'accepted' });
  // whatever comes later would be counted, too: both steps of the other case are told first
  await until('the notices of new work', async () => {
    const { items } = await village.get('/notices?kind=task&size=100');
    return [[caseNo, 1], [other, 2]].every(([no, count]) => items.filter((one: any) => one.caseNo === no).length === count);
  });
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 60_000);

test('the inbox counts what is unread, of each kind, and what was read counts no more', async () => {
  const { page, wrong, leave } = await visit(browser, system.url, 'phone', SONGZHU);
  const count = async (name: string) => Number(await page.locator('[data-live=kinds] a', { hasText: name }).locator('.ld-count').textContent({ timeout: 1_000 }).catch(() => 0));
  await page.goto('/notices');
  const [unread, tasks] = [await count('未读'), await count('任务')];
  expect([unread > 0, tasks > 0, tasks <= unread]).toEqual([true, true, true]);
  await page.locator('[data-notice]', { hasText: caseNo }).locator('a').first().click();
  await page.waitForURL('**/tasks/*');
  await until('one less', async () => { await page.goto('/notices'); return await count('未读') === unread - 1 && await count('任务') === tasks - 1; });
  await Promise.all([page.waitForEvent('load'), page.click('[data-read-all]')]);
  expect([await count('未读'), await count('任务'), wrong]).toEqual([0, 0, []]);
  await page.goto('/notices?kind=talk');
  expect(await page.textContent('.ld-empty')).toContain('我的账号');
  await leave();
});

test('one says on one\'s own page how one is reached outside and when not; what is missing is said, what was set is still there later', async () => {
  const { page, wrong, leave } = await visit(browser, system.url, 'phone', SONGZHU);
  await page.goto('/notices');
  await page.click('text=怎么通知我');
  await page.waitForURL('**/me#reach');
  await page.waitForFunction(() => document.querySelector('[data-phone]')?.textContent !== '');
  await page.check('[name=mails]');
  await page.click('#reach [type=submit]');
  await page.waitForSelector('#reach [data-problems]:not([hidden])');
  expect(await page.textContent('#reach [data-problems]')).toContain('邮箱地址');
  await page.fill('#reach-mail', 'songzhu@example.cn');
  await page.check('[name=quiet]');
  await page.fill('#quiet-from', '21:30');
  await page.click('#reach [type=submit]');
  await page.waitForSelector('#reach [data-said] >> text=已保存');
  expect([await overflow(page), await seriousFindings(page)]).toEqual([0, []]);
  await page.reload();
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>('[name=mails]')?.checked);
  expect([await page.inputValue('#reach-mail'), await page.inputValue('#quiet-from'), await page.inputValue('#quiet-to')]).toEqual(['songzhu@example.cn', '21:30', '07:30']);
  await page.uncheck('[name=mails]');
  await page.uncheck('[name=quiet]');
  await page.click('#reach [type=submit]');
  await page.waitForSelector('#reach [data-said] >> text=已保存');
  expect(wrong.filter((line) => !line.includes('422'))).toEqual([]);
  await leave();
});

describe.each(Object.keys(sizes) as Size[])('to an administrator at the size of a %s', (size) => {
  test('what did not go out is shown with its reason and without whole numbers, and is sent anew', async () => {
    await until('the message that failed', async () => (await (await system.as('guanli')).get('/outgoing?state=failed')).total > 0);
    const { page, wrong, leave } = await visit(browser, system.url, size, 'guanli');
    await page.goto('/outgoing');
    const message = page.locator('[data-message]').first();
    const text = await message.textContent();
    expect(text).toMatch(/138\*\*\*\*5678/);
    expect(text).not.toContain('13812345678');
    expect(text).toContain('这个渠道还没有设置');
    expect([await overflow(page), await seriousFindings(page)]).toEqual([0, []]);
    await Promise.all([page.waitForEvent('load'), message.locator('[data-retry]').click()]);
    await page.goto('/outgoing?state=sent');
    expect(await page.locator('.ld-list, .ld-empty').count()).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
    await leave();
  });
});
