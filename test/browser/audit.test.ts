// The audit in a real browser: found by who, what and which day, taken along as a file, and a chain that somebody changed is told with its entry.
import { readFileSync } from 'node:fs';
import { MongoClient } from 'mongodb';
import type { Browser } from 'playwright-core';
import { shanghaiDay } from '../../processes/shanghai.js';
import { openBrowser } from '../support/browser.js';
import { theSystem, type System } from '../support/system.js';
import { peopleOf } from '../support/ways.js';
import { overflow, seriousFindings, visit, type Size, type Visitor } from './visit.js';

let system: System;
let browser: Browser;
let auditor: Visitor;
let caseNo: string;

beforeAll(async () => {
  [system, browser] = await Promise.all([theSystem(), openBrowser()]);
  const people = peopleOf(system);
  caseNo = await people.report('caoba');
  await people.does('caobacun', caseNo, 'intake', { outcome: 'accepted' });
  auditor = await visit(browser, system.url, 'desk', 'shenji');
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

const DAY = 86_400_000;
const entries = '.ld-list .ld-item';
const whose = (): Promise<string[]> => auditor.page.locator(`${entries} .ld-item-head b`).allTextContents();

test('what was done is found by the case, by who did it, by the kind and by the day', async () => {
  const { page } = auditor;
  await page.goto('/audit');
  await page.fill('#about', caseNo);
  await Promise.all([page.waitForURL('**about=**'), page.click('.ld-filters button[type=submit]')]);
  expect(await page.locator(entries).count()).toBeGreaterThan(0);
  const names = [...new Set(await whose())];
  await page.fill('#about', '');
  await page.fill('#who', names[0]!);
  await Promise.all([page.waitForURL('**who=**'), page.click('.ld-filters button[type=submit]')]);
  expect([...new Set(await whose())]).toEqual([names[0]]);
  // the audit's days are those of the clock on the wall, wherever the engine's was moved to
  const [today, tomorrow] = [shanghaiDay(new Date()), shanghaiDay(new Date(Date.now() + DAY))];
  await page.goto(`/audit?who=${encodeURIComponent(names[0]!)}&from=${today}&until=${tomorrow}`);
  expect(await page.locator(entries).count()).toBeGreaterThan(0);
  await page.goto(`/audit?who=${encodeURIComponent(names[0]!)}&from=${shanghaiDay(new Date(Date.now() + 2 * DAY))}`);
  expect([await page.locator(entries).count(), await page.locator('main').innerText()]).toEqual([0, expect.stringContaining('没有符合条件的记录')]);
  expect(auditor.wrong).toEqual([]);
}, 120_000);

test('it is taken along as a file, which is itself an entry of a kind of its own', async () => {
  const { page } = auditor;
  await page.goto(`/audit?about=${caseNo}`);
  const shown = await page.locator(entries).count();
  await page.click('.ld-export > summary');
  await Promise.all([page.waitForURL('**/background'), page.click('[data-format=csv]')]);
  const link = page.locator('[data-live=jobs] li').first().locator('a[download]');
  await link.waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const [head, ...rows] = readFileSync(await download.path(), 'utf8').replace(/^\uFEFF/, '').trimEnd().split('\r\n');
  expect(head).toMatch(/^序号,时间,谁/);
  expect([rows.length, rows.every((row) => row.includes(caseNo))]).toEqual([shown, true]);
  await page.goto('/audit?kind=export');
  expect(await page.locator(entries).first().innerText()).toMatch(/导出审计（CSV）/);
}, 120_000);

test('an entry that somebody changed behind our back is named, and put right again the chain is whole', async () => {
  const { page } = auditor;
  const client = await MongoClient.connect(system.mongoUri);
  const audit = client.db().collection<{ _id: string; text: string }>('audit');
  const verify = async (): Promise<string> => {
    await page.goto('/audit');
    const before = await page.locator('.ld-chain-state').innerText();
    await page.click('[data-send="POST /audit/verify"] button');
    await page.waitForFunction((was) => !document.querySelector('[data-verifying]') && document.querySelector<HTMLElement>('.ld-chain-state')?.innerText !== was, before, { timeout: 60_000 });
    return page.locator('.ld-chain-state').innerText();
  };
  const changed = (await audit.find({ 'about.id': caseNo } as never).toArray())[0]!;
  try {
    await audit.updateOne({ _id: changed._id }, { $set: { text: `${changed.text}！` } });
    expect(await verify()).toMatch(new RegExp(`有问题[\\s\\S]*第 ${Number(changed._id)} 条`));
    expect(await seriousFindings(page)).toEqual([]);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/audit-broken.png` });
  } finally {
    await audit.updateOne({ _id: changed._id }, { $set: { text: changed.text } });
    await client.close();
  }
  expect(await verify()).toContain('完好');
}, 180_000);

test.each<Size>(['phone', 'desk'])('the page fits a %s and reads well', async (size) => {
  const { page, wrong, leave } = await visit(browser, system.url, size, 'shenji');
  await page.goto('/audit');
  expect([await overflow(page), await seriousFindings(page), wrong]).toEqual([0, [], []]);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/audit-${size}.png` });
  await leave();
}, 60_000);
