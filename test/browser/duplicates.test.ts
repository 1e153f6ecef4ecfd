// One matter reported by two: the second is shown the first while reporting, the intake sees both side by side and joins them, and both reporters are told.
import type { Browser } from 'playwright-core';
import { until } from '../../runtime/client.js';
import { openBrowser } from '../support/browser.js';
import { fileReport } from '../support/reports.js';
import { theSystem, type System } from '../support/system.js';
import { overflow, seriousFindings, visit, type Visitor } from './visit.js';

const HERE = { lng: 119.3502, lat: 33.2401 };
const NEAR = { lng: 119.3505, lat: 33.2403 };
let system: System;
let browser: Browser;
let intake: Visitor;
let title: string;
let first: string;
let second: string;

beforeAll(async () => {
  [system, browser] = await Promise.all([theSystem(), openBrowser()]);
  intake = await visit(browser, system.url, 'phone', 'caobacun');
  title = `曹坝小学东门井盖塌陷 ${Date.now()}`;
  const caoba = await system.as('caoba');
  const picture = await caoba.upload(new Blob([new Uint8Array(await intake.page.screenshot())], { type: 'image/png' }), '现场.png');
  first = await fileReport(caoba, { title, description: '井盖塌了一半，已经有人绊倒', category: 'D04', place: { text: '曹坝小学东门', ...HERE }, attachments: [picture.id] });
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 60_000);

test('whoever reports the same is shown under their words what is known, with its picture and how far it is, and may go on', async () => {
  const member = await visit(browser, system.url, 'phone', 'caoba');
  const { page } = member;
  await page.context().grantPermissions(['geolocation']);
  await page.context().setGeolocation({ longitude: NEAR.lng, latitude: NEAR.lat });
  await page.goto('/report');
  await page.fill('[data-find]', '小广告');
  await page.locator('.ld-chip:visible', { hasText: '非法小广告' }).click();
  await page.fill('#title', title);
  await page.fill('#place', '曹坝小学门口');
  const card = page.locator('[data-similar] li', { hasText: title });
  await card.waitFor();
  expect(await card.textContent()).toMatch(/待受理[\s\S]*曹坝小学东门[\s\S]*同类别/);
  await card.locator('img').scrollIntoViewIfNeeded();
  await page.waitForFunction(() => (document.querySelector<HTMLImageElement>('[data-similar] img')?.naturalWidth ?? 0) > 0);
  expect(await card.locator('a').getAttribute('href')).toBe(`/cases/${first}`);
  expect([await overflow(page), await seriousFindings(page), member.wrong]).toEqual([0, [], []]);
  await member.leave();
});

test('the intake sees both side by side, with picture and distance; one press fills the form, and the case is joined', async () => {
  second = await fileReport(await system.as('caoba2'), { title: `${title}，危险`, description: '路人差点掉下去', category: 'D04', place: { text: '曹坝小学', ...NEAR }, reporter: { anonymous: true } });
  const { page } = intake;
  const task = await until('the intake', async () => (await (await system.as('caobacun')).get(`/tasks?view=group&q=${second}`)).items[0]);
  await page.goto(`/tasks/${task.key}`);
  await page.click('[data-claim]');
  const card = page.locator('[data-duplicates] details', { hasText: first });
  await card.waitFor();
  expect(await card.textContent()).toMatch(/很可能重复[\s\S]*相距 \d+ 米[\s\S]*本案[\s\S]*没有照片[\s\S]*曹坝小学东门/);
  await page.waitForFunction(() => (document.querySelector<HTMLImageElement>('[data-duplicates] img')?.naturalWidth ?? 0) > 0);
  expect([await overflow(page), await seriousFindings(page)]).toEqual([0, []]);
  await card.locator('[data-merge]').click();
  await page.waitForSelector(`text=已填好并入 ${first}`);
  await page.click('[data-submit]');
  await page.waitForSelector('text=这项任务已经办完');
  expect(intake.wrong).toEqual([]);
});

test('both reporters find it in their inbox: one that somebody joined, the other that their case was joined; neither learns who', async () => {
  const inbox = async (account: string, caseNo: string, words: RegExp) => until(`what <${account}> is told`, async () => {
    const { items } = await (await system.as(account)).get('/notices?kind=feedback');
    return items.find((one: any) => one.caseNo === caseNo && words.test(`${one.title}${one.text}`));
  });
  const [one, other] = await Promise.all([inbox('caoba', first, /又有人反映/), inbox('caoba2', second, /合并|并案/)]);
  expect(`${one.text}${other.text}`).not.toMatch(/周晓梅|陈志强/);
  const member = await visit(browser, system.url, 'phone', 'caoba');
  await member.page.goto('/notices?kind=feedback');
  expect(await member.page.textContent('main')).toContain('又有人反映同一事项');
  await member.leave();
});
