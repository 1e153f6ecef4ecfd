// A grid member where there is no network: what is reported survives the page, the tab and the browser, and arrives once, whatever is lost on the way.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import { openBrowser, openPhone } from '../support/browser.js';
import { ownWord } from '../support/reports.js';
import { DEMO_PASSWORD, theSystem, type System } from '../support/system.js';
import { filed, fillIn, isReadyForOffline, reaches, stateOf, takePhoto, unexpected } from './phone.js';
import { overflow, seriousFindings, sizes, visit, type Visitor } from './visit.js';

let system: System;
let browser: Browser;
let member: Visitor;
let context: BrowserContext;
beforeAll(async () => { [system, browser] = await Promise.all([theSystem(), openBrowser()]); }, 240_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 60_000);
beforeEach(async () => {
  member = await visit(browser, system.url, 'phone', 'caoba');
  context = member.page.context();
  await isReadyForOffline(member.page);
}, 60_000);
afterEach(async () => { await member.leave(); });

const aTitle = (what: string): string => `${what} ${ownWord()}`;
const signIn = async (page: Page, account: string): Promise<void> => {
  await page.fill('#account', account);
  await page.fill('#password', DEMO_PASSWORD);
  await page.click('button[type=submit]');
};
/** Lets requests through to the server and throws the answers away, so many times. */
const loseAnswers = async (pattern: string, times: number): Promise<{ lost(): number }> => {
  let lost = 0;
  await context.route(pattern, async (route: Route) => {
    if (lost >= times || route.request().method() !== 'POST') return route.continue();
    lost += 1;
    // the page may be gone, or the route taken away, meanwhile
    await route.fetch().catch(() => undefined);
    await route.abort().catch(() => undefined);
  });
  return { lost: () => lost };
};

describe('without a connection', () => {
  test('a report with its photo survives a reload and a killed tab, waits, and arrives once with the time at which it was seen', async () => {
    const title = aTitle('断网上报');
    let { page } = member;
    await context.setOffline(true);
    await page.goto('/report');
    await page.waitForSelector('[data-offline]:not([hidden])');
    expect([await overflow(page), await seriousFindings(page)]).toEqual([0, []]);
    await fillIn(page, title);
    await page.reload();
    await page.waitForSelector('.ld-shot[data-id]');
    expect(await page.inputValue('#title')).toBe(title);
    await page.close();
    page = await context.newPage();
    await page.goto('/report');
    await page.waitForSelector('.ld-shot[data-id]');
    expect([await page.inputValue('#title'), await page.inputValue('#place'), await page.isChecked('[name=category][value=D01]')]).toEqual([title, '曹坝村口', true]);
    await page.click('[data-send]');
    await page.waitForSelector('[data-kept]:not([hidden])');
    const sentAt = Date.now();
    await page.close();
    page = await context.newPage();
    await page.goto('/outbox');
    await reaches(page, title, '等待网络');
    expect([await overflow(page), await seriousFindings(page), await page.textContent('[data-waits] b')]).toEqual([0, [], '1']);
    expect(await filed(system, title)).toEqual([]);
    await context.setOffline(false);
    await reaches(page, title, '已送达');
    const cases = await filed(system, title);
    expect(cases.map(({ attachments }) => attachments.length)).toEqual([1]);
    expect(Date.parse(cases[0]!.seenAt!)).toBeLessThan(sentAt);
    await page.waitForSelector('[data-waits]', { state: 'hidden' });
    expect(unexpected(member)).toEqual([]);
  });

  test('a tab that is killed in the very moment of a keystroke loses none of it, and a report that was sent does not come back', async () => {
    const title = aTitle('打字时被杀');
    let { page } = member;
    await page.goto('/report');
    await fillIn(page, title);
    const debug = await context.newCDPSession(page);
    // nothing that takes its time gets a turn after the key: the page hangs, then its process is gone
    void page.evaluate(() => {
      const field = document.querySelector<HTMLTextAreaElement>('#description')!;
      for (const letter of '门口堆了三袋') {
        field.value += letter;
        field.dispatchEvent(new Event('input', { bubbles: true }));
      }
      for (;;);
    }).catch(() => undefined);
    await page.waitForTimeout(500);
    const gone = page.waitForEvent('crash');
    // what is killed gives no answer
    void debug.send('Page.crash').catch(() => undefined);
    await gone;
    page = await context.newPage();
    await page.goto('/report');
    await page.waitForSelector('.ld-shot[data-id]');
    expect([await page.inputValue('#title'), await page.inputValue('#description'), await page.inputValue('#place')]).toEqual([title, '门口堆了三袋', '曹坝村口']);
    await page.click('[data-send]');
    await page.waitForSelector('[data-sent]:not([hidden])');
    expect((await filed(system, title)).map(({ description }) => description)).toEqual(['门口堆了三袋']);
    await page.goto('/report');
    await page.waitForTimeout(500);
    expect(await page.inputValue('#title')).toBe('');
    expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('typed')))).toEqual([]);
  });

  test('a photo is on the device before it is made small: a tab that ends meanwhile does not take it along', async () => {
    const [title, { page }] = [aTitle('照片还没缩小'), member];
    await page.goto('/report');
    await fillIn(page, title, { photo: false });
    await page.evaluate(() => { window.createImageBitmap = () => new Promise<never>(() => undefined); });
    await takePhoto(page);
    await page.waitForTimeout(500);
    await page.reload();
    await page.waitForSelector('.ld-shot[data-id]');
    await page.click('[data-send]');
    await page.waitForSelector('[data-sent]:not([hidden])');
    expect((await filed(system, title)).map(({ attachments }) => attachments.length)).toEqual([1]);
  });

  test('the grid in which somebody stands is found, and is chosen unless they chose one by hand', async () => {
    const { page } = member;
    const { features } = await (await system.as('caoba')).get<{ features: { geometry: { coordinates: [number, number][][] } }[] }>('/grids/outlines');
    const ring = features[0]!.geometry.coordinates[0]!.slice(1);
    const middle = (n: 0 | 1): number => ring.reduce((sum, corner) => sum + corner[n], 0) / ring.length;
    await context.grantPermissions(['geolocation']);
    await context.setGeolocation({ longitude: middle(0), latitude: middle(1) });
    const outlines = page.waitForResponse('**/api/grids/outlines');
    await page.goto('/report');
    await outlines;
    await page.waitForTimeout(300);
    await context.setOffline(true);
    await page.reload();
    await page.selectOption('#grid', '');
    await page.locator('#grid').evaluate((select) => { delete select.dataset.byHand; });
    await page.click('[data-locate]');
    await page.waitForSelector('[data-located] >> text=在「曹坝园区网格」内，已选为所属网格');
    expect(await page.inputValue('#grid')).toBe('by-jinghe-caoba-g1');
    await page.selectOption('#grid', '');
    await page.click('[data-locate]');
    await page.waitForSelector('[data-located] >> text=和您选的不同');
  });

  test('a report whose page is gone leaves when the browser asks for it, or at the latest when a page of ours is opened again; it is there once', async () => {
    const title = aTitle('后台发送');
    const { page } = member;
    await context.setOffline(true);
    await page.goto('/report');
    await fillIn(page, title);
    await page.click('[data-send]');
    await page.waitForSelector('[data-kept]:not([hidden])');
    await page.goto('about:blank');
    await context.setOffline(false);
    const other = await context.newPage();
    const debug = await context.newCDPSession(other);
    const registration = new Promise<string>((resolve) => {
      debug.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => { if (registrations[0]) resolve(registrations[0].registrationId); });
    });
    // the worker's scope is seen from a page of the same place only
    await other.goto('/manifest.webmanifest');
    await debug.send('ServiceWorker.enable');
    await debug.send('ServiceWorker.dispatchSyncEvent', { origin: system.url, registrationId: await registration, tag: 'liandong-outbox', lastChance: false }).catch(() => undefined);
    await filed(system, title);
    // whichever of the two sends it, the other must not send it again
    await other.goto('/outbox');
    await reaches(other, title, '已送达');
    expect((await filed(system, title)).map(({ attachments }) => attachments.length)).toEqual([1]);
  });

  test('another page says what still works, and nothing about people or cases is kept', async () => {
    const { page } = member;
    await page.goto('/cases');
    await context.setOffline(true);
    await page.goto('/cases');
    expect(await page.textContent('h1')).toBe('没有网络');
    await page.click('text=待发');
    await page.waitForURL('**/outbox');
    const kept = await page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)))).flat());
    expect(kept.filter((path) => !path.startsWith('/assets/')).sort()).toEqual(['/outbox', '/report']);
  });

  test('a report outlives the browser itself', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'liandong-phone-'));
    const given = { baseURL: system.url, viewport: sizes.phone, hasTouch: true, isMobile: true, locale: 'zh-CN' };
    const title = aTitle('浏览器重启');
    let phone = await openPhone(folder, given);
    try {
      let page = await phone.newPage();
      await page.goto('/login');
      await signIn(page, 'caoba');
      await page.waitForURL('**/tasks');
      await isReadyForOffline(page);
      await phone.setOffline(true);
      await page.goto('/report');
      await fillIn(page, title);
      await page.click('[data-send]');
      await page.waitForSelector('[data-kept]:not([hidden])');
      await phone.close();
      phone = await openPhone(folder, given);
      await phone.setOffline(true);
      page = await phone.newPage();
      await page.goto('/outbox');
      // it waits, unless the worker was quicker: the browser wakes it as soon as it starts
      await page.locator('[data-item]', { hasText: title }).waitFor();
      await phone.setOffline(false);
      await reaches(page, title, '已送达');
      expect((await filed(system, title)).map(({ attachments }) => attachments.length)).toEqual([1]);
    } finally {
      await phone.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('when the answer is lost after the server has stored it', () => {
  test('the photo and the report are sent again and are one photo and one case', async () => {
    const title = aTitle('回执丢失');
    const { page } = member;
    const photos = await loseAnswers('**/api/attachments?*', 1);
    const reports = await loseAnswers('**/api/reports', 2);
    await page.goto('/report');
    await fillIn(page, title);
    await page.click('[data-send]');
    await page.waitForSelector('[data-kept]:not([hidden])');
    await page.goto('/outbox');
    for (let tries = 0; tries < 6 && await stateOf(page, title) !== '已送达'; tries += 1) {
      await page.locator('[data-item]', { hasText: title }).locator('text=现在发送').click({ timeout: 3_000 }).catch(() => undefined);
      await page.waitForTimeout(500);
    }
    await reaches(page, title, '已送达');
    expect([photos.lost(), reports.lost()]).toEqual([1, 2]);
    const cases = await filed(system, title);
    expect(cases.map(({ attachments }) => attachments.length)).toEqual([1]);
    expect(await page.locator('[data-item]', { hasText: title }).textContent()).toContain(cases[0]!.caseNo);
  });

  /** A report that the server has under its first title, while the phone goes on with a second one. */
  async function conflict(): Promise<{ first: string; second: string }> {
    const [first, second] = [aTitle('第一份'), aTitle('改过的第二份')];
    const { page } = member;
    // every answer until it is offline: a second try would bring it home
    await loseAnswers('**/api/reports', 99);
    await page.goto('/report');
    await fillIn(page, first);
    await page.click('[data-send]');
    await page.waitForSelector('[data-kept]:not([hidden])');
    await context.setOffline(true);
    await context.unroute('**/api/reports');
    await page.goto('/outbox');
    await page.locator('[data-item]', { hasText: first }).locator('a', { hasText: '改' }).click();
    await page.waitForSelector('.ld-shot[data-id]');
    await page.fill('#title', second);
    await page.fill('#description', '又有两家反映');
    await context.setOffline(false);
    await page.click('[data-send]');
    await page.waitForURL('**/outbox/conflict/*');
    await page.waitForSelector('[data-choices]:not([hidden])');
    return { first, second };
  }

  test('what was changed meanwhile stands beside what the server has, and can be added to that case', async () => {
    const { first, second } = await conflict();
    const { page } = member;
    expect([await page.textContent('[data-mine]'), await page.textContent('[data-theirs]')]).toEqual([expect.stringContaining(second), expect.stringContaining(first)]);
    expect(await page.locator('[data-mine] .is-other dt').allTextContents()).toEqual(['一句话说明', '详细情况']);
    expect([await overflow(page), await seriousFindings(page)]).toEqual([0, []]);
    await page.click('[data-add]');
    await page.waitForURL('**/outbox');
    await reaches(page, second, '已送达');
    const [one, ...others] = await filed(system, first);
    expect([others, await filed(system, second)]).toEqual([[], []]);
    const { timeline } = await (await system.as('caoba')).get<{ timeline: { action: string; text: string }[] }>(`/cases/${one!.caseNo}`);
    expect(timeline.filter(({ action }) => action === '留言').map(({ text }) => text)).toEqual([expect.stringContaining('又有两家反映')]);
    expect(unexpected(member)).toEqual([]);
  });

  test('it can be another matter, or go', async () => {
    const { page } = member;
    const kept = await conflict();
    await page.click('[data-anew]');
    await page.waitForURL('**/outbox');
    await reaches(page, kept.second, '已送达');
    expect([await filed(system, kept.first), await filed(system, kept.second)].map(({ length }) => length)).toEqual([1, 1]);
    const dropped = await conflict();
    await page.click('[data-drop]');
    await page.click('text=确定删掉手机上的这份');
    await page.waitForURL('**/cases/*');
    expect([await filed(system, dropped.first), await filed(system, dropped.second)].map(({ length }) => length)).toEqual([1, 0]);
    await page.goto('/outbox');
    expect(await page.locator('[data-item]', { hasText: dropped.second }).count()).toBe(0);
  });
});

test('two tabs that send the same draft at once make one case', async () => {
  const title = aTitle('两个窗口');
  const { page } = member;
  await page.goto('/report');
  await fillIn(page, title);
  const second = await context.newPage();
  await second.goto('/report');
  await second.waitForSelector('.ld-shot[data-id]');
  await Promise.all([page.click('[data-send]'), second.click('[data-send]')]);
  await Promise.all([page, second].map((one) => one.waitForSelector('[data-sent]:not([hidden])')));
  expect(await second.textContent('[data-case-no]')).toBe(await page.textContent('[data-case-no]'));
  expect((await filed(system, title)).map(({ attachments }) => attachments.length)).toEqual([1]);
});

test('what the server refuses says why, and goes when it is mended', async () => {
  const title = aTitle('网格撤并');
  const { page } = member;
  await context.setOffline(true);
  await page.goto('/report');
  await fillIn(page, title, { photo: false });
  await page.locator('#grid option:checked').evaluate((option: HTMLOptionElement) => { option.value = 'by-jinghe-gone-g9'; });
  await page.click('[data-send]');
  await page.waitForSelector('[data-kept]:not([hidden])');
  await context.setOffline(false);
  await page.goto('/outbox');
  await reaches(page, title, '需要处理');
  expect(await page.locator('[data-item]', { hasText: title }).locator('[data-text]').textContent()).toContain('没有这个网格');
  await page.locator('[data-item]', { hasText: title }).locator('a', { hasText: '改' }).click();
  await page.waitForSelector('[data-field=grid] .ld-field-problem');
  await page.selectOption('#grid', 'by-jinghe-caoba-g1');
  await page.click('[data-send]');
  await page.waitForSelector('[data-sent]:not([hidden])');
  expect(await filed(system, title)).toHaveLength(1);
});

describe('on a phone that several people use', () => {
  test('a report waits for its owner to sign in again; nobody else sees it or sends it', async () => {
    const title = aTitle('登录过期');
    const { page } = member;
    await page.goto('/report');
    await fillIn(page, title);
    await context.clearCookies();
    await page.click('[data-send]');
    await page.waitForSelector('[data-kept]:not([hidden]) >> text=请重新登录后自动发送');
    await page.goto('/login');
    await signIn(page, 'caoba2');
    await page.waitForURL('**/tasks');
    await page.goto('/outbox');
    await page.waitForSelector('[data-empty]:not([hidden])');
    expect(await page.locator('[data-item]').count()).toBe(0);
    await isReadyForOffline(page);
    await context.setOffline(true);
    await page.goto('/report');
    expect(await page.getAttribute('#report', 'data-person')).toBe('caoba2');
    expect(await page.inputValue('#title')).toBe('');
    await context.setOffline(false);
    await context.clearCookies();
    await page.goto('/login?next=/outbox');
    await signIn(page, 'caoba');
    await page.waitForURL('**/outbox');
    await reaches(page, title, '已送达');
    expect((await filed(system, title)).map(({ attachments }) => attachments.length)).toEqual([1]);
  });

  test('signing out asks when something waits, keeps that, and takes everything else off the device', async () => {
    const title = aTitle('退出前');
    const { page } = member;
    await context.setOffline(true);
    await page.goto('/report');
    await fillIn(page, title);
    await page.click('[data-send]');
    await page.waitForSelector('[data-kept]:not([hidden])');
    await context.route('**/api/reports', (route) => route.abort());
    await context.setOffline(false);
    await page.goto('/tasks');
    const out = async () => {
      await page.click('.ld-who summary');
      await page.click('[data-sign-out]');
      await page.waitForSelector('[data-leaving] >> text=还有 1 件没有送达');
    };
    await out();
    expect(await seriousFindings(page)).toEqual([]);
    await page.click('text=先不退出');
    expect(new URL(page.url()).pathname).toBe('/tasks');
    await page.keyboard.press('Escape');
    await page.reload();
    await out();
    await page.click('[data-leaving] .btn-danger');
    await page.waitForURL('**/login');
    const left = await page.evaluate(async () => ({ pages: (await caches.keys()).filter((name) => name.startsWith('liandong-pages-')), texts: Object.keys(localStorage) }));
    expect(left).toEqual({ pages: [], texts: [] });
    await context.unroute('**/api/reports');
    await signIn(page, 'caoba');
    await page.waitForURL('**/tasks');
    await page.goto('/outbox');
    await reaches(page, title, '已送达');
    expect(await filed(system, title)).toHaveLength(1);
  });
});
