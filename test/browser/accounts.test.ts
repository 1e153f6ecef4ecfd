// An account's life in a real browser: made by an administrator, entered with a password that must be changed, a second factor, sessions seen and ended, disabled; and what is looked at behind a mask.
import type { Browser, Page } from 'playwright-core';
import { Secret, TOTP } from 'otpauth';
import { openBrowser } from '../support/browser.js';
import { theSystem, type System } from '../support/system.js';
import { overflow, seriousFindings, sizes, visit, type Visitor } from './visit.js';

const FIRST = '河边 的 柳树 发芽了 2026';
const ACCOUNT = `new${Date.now().toString(36)}`;

let system: System;
let browser: Browser;
let admin: Visitor;
let auditor: Visitor;
beforeAll(async () => {
  [system, browser] = await Promise.all([theSystem(), openBrowser()]);
  [admin, auditor] = await Promise.all([visit(browser, system.url, 'desk', 'anquan'), visit(browser, system.url, 'desk', 'shenji')]);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 60_000);

async function signIn({ page }: Visitor, password: string): Promise<void> {
  await page.goto('/login');
  await page.fill('#account', ACCOUNT);
  await page.fill('#password', password);
  await page.click('button[type=submit]');
}

/** What is wrong with the page that is open: wider than the window, or a serious finding of axe. */
async function faults({ page }: Visitor): Promise<unknown[]> {
  const wide = await overflow(page);
  return [...(wide > 0 ? [`${page.url()} is ${wide} px too wide`] : []), ...(await seriousFindings(page)).map((finding) => `${page.url()}: ${finding}`)];
}

/** The engine's day, or one so many days later: journeys move its clock. */
async function engineDay(page: Page, later = 0): Promise<string> {
  const now = await page.getAttribute('meta[name=now]', 'content');
  return new Date(Date.parse(now!) + later * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);
}

describe('an account', () => {
  let once: string;
  let secret: string;
  let theirs: Visitor;

  test('is made by an administrator, with a password that is shown once', async () => {
    const { page } = admin;
    await page.goto('/people');
    await page.click('[data-open="#new-person"]');
    await page.fill('#new-person #name', '新管理员');
    await page.fill('#new-person #account', ACCOUNT);
    await page.fill('#post-unit', '宝应县');
    await page.click('#new-person [role=option]:has-text("宝应县")');
    await page.selectOption('#post-role', 'admin');
    await page.click('#new-person [data-step="begin"] button[type=submit]');
    await page.waitForSelector('#new-person [data-answer="password"]:not(:empty)');
    once = (await page.textContent('#new-person [data-answer="password"]'))!;
    expect(once).toMatch(/^[\w]{4}-[\w]{4}-[\w]{4}$/);
  });

  test('at the first sign-in leads to a change of the password and nowhere else', async () => {
    theirs = await visit(browser, system.url, 'phone');
    const { page } = theirs;
    await signIn(theirs, once);
    await page.waitForURL('**/password**');
    expect(await faults(theirs)).toEqual([]);
    await page.goto('/cases');
    await page.waitForURL('**/password**');
    await page.fill('#old', once);
    await page.fill('#new', '12345678');
    await page.fill('#again', '12345678');
    await page.click('button[type=submit]');
    await page.waitForSelector('[data-for="password"]:not(:empty)');
    await page.fill('#new', FIRST);
    await page.fill('#again', FIRST);
    await page.click('button[type=submit]');
    await page.waitForURL('**/cases');
  });

  test('gets a second factor by a code that a device reads; from then on the password alone is not enough', async () => {
    const { page } = theirs;
    await page.goto('/second-factor');
    await page.fill('#password', FIRST);
    await page.click('[data-step="begin"] button[type=submit]');
    await page.waitForSelector('[data-answer-src="picture"][src^="data:image/svg"]');
    expect(await page.locator('[data-answer-src="picture"]').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(20);
    expect(await faults(theirs)).toEqual([]);
    secret = (await page.textContent('[data-answer="secret"]'))!.trim();
    const device = new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 });
    await page.fill('#code', device.generate());
    await page.click('[data-step="scan"] button[type=submit]');
    await page.waitForSelector('[data-answer-list="recovery"] li');
    const written = await page.locator('[data-answer-list="recovery"] li').allTextContents();
    expect(written).toHaveLength(8);
    const second = await visit(browser, system.url, 'desk');
    await signIn(second, FIRST);
    await second.page.waitForSelector('#code', { state: 'visible' });
    await second.page.fill('#code', '000000');
    await second.page.click('button[type=submit]:visible');
    await second.page.waitForSelector('[role=alert]:not(:empty)');
    await second.page.fill('#code', written[0]!);
    await second.page.click('button[type=submit]:visible');
    await second.page.waitForURL('**/tasks');
    await page.goto('/me');
    expect(await page.locator('#sessions-title ~ ul > li').count()).toBe(2);
    expect(await faults(theirs)).toEqual([]);
    await page.click('#sessions-title ~ ul form[data-send^="DELETE /me/sessions/"] button');
    await page.waitForFunction(() => document.querySelectorAll('#sessions-title ~ ul > li').length === 1);
    await second.page.goto('/tasks');
    await second.page.waitForURL('**/login**');
    await second.leave();
  }, 60_000);

  test('takes a copy of its data', async () => {
    const [download] = await Promise.all([theirs.page.waitForEvent('download'), theirs.page.click('a[href="/api/me/export"]')]);
    expect(download.suggestedFilename()).toMatch(new RegExp(`^个人数据-${ACCOUNT}-.*\\.json$`));
  });

  test('is disabled, and its session ends', async () => {
    const { page } = admin;
    await page.goto(`/people?q=${ACCOUNT}`);
    await page.click('.ld-list a.ld-item-main');
    await page.click('[data-open="#disable"]');
    await page.fill('#disable #reason', '试完了');
    await page.click('#disable button[type=submit]');
    await page.waitForSelector('text=已停用');
    await theirs.page.goto('/tasks');
    await theirs.page.waitForURL('**/login**');
    await auditor.page.goto(`/audit?about=${ACCOUNT}`);
    await auditor.page.waitForSelector('text=停用账号');
    expect([...theirs.wrong.filter((each) => !/40[0-9]|422/.test(each)), ...admin.wrong.filter((each) => !/40[0-9]|422/.test(each))]).toEqual([]);
    await theirs.leave();
  }, 40_000);
});

describe('the settings and the audit', () => {
  test.each(Object.keys(sizes) as (keyof typeof sizes)[])('fit a %s and have no serious finding; a wrong value is said beside its field, a right one is kept', async (size) => {
    const visitor = await visit(browser, system.url, size, 'guanli');
    const { page } = visitor;
    await page.goto('/settings');
    expect(await faults(visitor)).toEqual([]);
    await page.fill('[name="password.noticeDays"]', '61');
    await page.click('form[data-settings] button[type=submit]');
    await page.waitForSelector('[data-for="password.noticeDays"]:has-text("0 到 60")');
    await page.fill('[name="password.noticeDays"]', size === 'phone' ? '8' : '7');
    await page.click('form[data-settings] button[type=submit]');
    await page.waitForSelector('[data-said]:has-text("已保存")');
    await visitor.leave();
    const reader = await visit(browser, system.url, size, 'shenji');
    await reader.page.goto('/audit?kind=change');
    await reader.page.waitForSelector('text=到期前几天提醒');
    expect(await faults(reader)).toEqual([]);
    await reader.leave();
  }, 60_000);
});

describe('who brought a matter up', () => {
  test('is masked on the page, shown to whoever handles it after they said why, and the look stands in the audit', async () => {
    const caoba = await system.as('caoba');
    const { caseNo } = await caoba.post('/reports', {
      clientId: crypto.randomUUID(), title: '路灯不亮', description: '找张师傅 13800001111', category: 'E02', place: { text: '曹坝村村口' }, grid: 'by-jinghe-caoba-g1', reporter: { name: '钱多多', phone: '13812345678' },
    }) as { caseNo: string };
    const visitor = await visit(browser, system.url, 'phone', 'jinghe');
    const { page } = visitor;
    const shown = async () => (await page.textContent('main'))!;
    await page.goto(`/cases/${caseNo}`);
    // the task that makes it theirs comes from the engine
    for (let n = 0; n < 60 && !(await page.locator('[data-reveal="reporter"]').count()); n++) {
      await page.waitForTimeout(500);
      await page.reload();
    }
    expect(await shown()).toContain('钱** 138****5678');
    expect(await shown()).not.toMatch(/13812345678|13800001111/);
    await page.click('[data-reveal="reporter"]');
    await page.click('[data-dialog-of="reveal"] [data-confirm]');
    await page.waitForSelector('[data-dialog-of="reveal"] [data-problem]:not(:empty)');
    expect(await faults(visitor)).toEqual([]);
    await page.fill('#reveal-reason', '电话核实');
    await page.click('[data-dialog-of="reveal"] [data-confirm]');
    await page.waitForSelector('[data-hidden="reporter"]:has-text("钱多多 13812345678")');
    await auditor.page.goto(`/audit?about=${caseNo}&kind=reveal`);
    await auditor.page.waitForSelector('text=查看案件反映人：电话核实');
    await visitor.leave();
  }, 90_000);
});

describe('the roster', () => {
  test.each(Object.keys(sizes) as (keyof typeof sizes)[])('of a centre is planned on a %s, and shows the hours that nobody covers', async (size) => {
    const visitor = await visit(browser, system.url, size, 'jinghezhiban');
    const { page } = visitor;
    await page.goto('/duty?unit=by-jinghe&role=dispatcher');
    await page.click('[data-open="#plan"]');
    const day = await engineDay(page);
    const hour = size === 'phone' ? '08' : '10';
    await page.selectOption('#plan select[name=person]', 'jinghe');
    await page.fill('#plan [name=from]', `${day}T${hour}:00`);
    await page.fill('#plan [name=until]', `${day}T${hour}:30`);
    await page.click('#plan button[type=submit]');
    await page.waitForSelector(`.ld-shift:has-text("${hour}:00")`);
    await page.waitForSelector('.ld-gap');
    expect(await faults(visitor)).toEqual([]);
    await visitor.leave();
  }, 60_000);

  test('has a deputy; somebody enters that they are away with a substitute, and comes back early', async () => {
    const visitor = await visit(browser, system.url, 'phone', 'jinghezhiban');
    const { page } = visitor;
    await page.goto('/duty?unit=by-jinghe&role=dispatcher');
    await page.click('[data-open="#deputy"]');
    await page.selectOption('#deputy-person', 'jinghe2');
    await page.click('#deputy button[type=submit]');
    await page.waitForSelector('text=副手：吴建军');
    const away = page.locator('section[aria-labelledby="own-title"]');
    await away.locator('[name=from]').fill(`${await engineDay(page, 30)}T08:00`);
    await away.locator('[name=until]').fill(`${await engineDay(page, 29)}T08:00`);
    await away.locator('[name=reason]').fill('培训');
    await away.locator('[name=substitute]').selectOption('jinghe');
    await away.locator('button[type=submit]').click();
    await away.locator('[data-for="until"]:not(:empty)').waitFor();
    await away.locator('[name=until]').fill(`${await engineDay(page, 31)}T08:00`);
    await away.locator('button[type=submit]').click();
    await page.waitForSelector('text=由 孙海燕 代办');
    expect(await faults(visitor)).toEqual([]);
    await away.locator('button:has-text("取消请假")').click();
    await away.locator('[name=reason]').waitFor();
    await visitor.leave();
  }, 60_000);
});
