// One matter as its people live it, on the phone and at the desk: reported with no connection, taken on, 会办, more time, a wrong dispatch that comes back, rated and reopened by who reported it.
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { ownWord } from '../support/reports.js';
import { theSystem, type System } from '../support/system.js';
import { act, ask, does, openTask, taskAt } from './at-work.js';
import { filed, isReadyForOffline, reaches, unexpected } from './phone.js';
import { overflow, seriousFindings, visit, type Visitor } from './visit.js';

let system: System;
let browser: Browser;
const people: Record<string, Visitor> = {};
const title = `园区路灯不亮 ${ownWord()}`;
let caseNo: string;
let dispatching: string;
/** Sees every case of the town, and stays on their page: one that moves on loses the answer it asked for. */
const watcher = (): Visitor => people.ducha!;

beforeAll(async () => {
  [system, browser] = await Promise.all([theSystem(), openBrowser()]);
  for (const [account, size] of [['caoba', 'phone'], ['jinghe', 'desk'], ['jinghezhiban', 'phone'], ['lds', 'phone'], ['pcs', 'phone'], ['zfj', 'desk'], ['cgb', 'desk'], ['jinghehuifang', 'desk'], ['ducha', 'desk']] as const) people[account] = await visit(browser, system.url, size, account);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 60_000);

/** The page stands at its size and axe finds nothing serious. */
async function stands({ page }: Visitor): Promise<void> {
  expect([page.url(), await overflow(page), await seriousFindings(page)]).toEqual([page.url(), 0, []]);
}

test('the grid member reports with no connection, comes back, and the case is there once', async () => {
  // the town's list stands open meanwhile, and nobody touches it
  await people.jinghe!.page.goto(`/tasks?view=group&q=${encodeURIComponent(title)}`);
  await people.jinghe!.page.waitForSelector('.ld-empty');
  const { page } = people.caoba!;
  await isReadyForOffline(page);
  await page.context().setOffline(true);
  await page.goto('/report');
  await page.fill('[data-find]', '路灯');
  await page.locator('.ld-chip', { hasText: '路灯' }).first().click();
  await page.fill('#title', title);
  await page.fill('#place', '曹坝园区南路');
  await page.click('.ld-fold summary');
  await page.fill('#reporter-name', '王大力');
  await page.fill('#reporter-phone', '13812345678');
  await stands(people.caoba!);
  await page.click('[data-send]');
  await page.waitForSelector('[data-kept]:not([hidden])');
  expect(await filed(system, title)).toEqual([]);
  await page.goto('/outbox');
  await reaches(page, title, '等待网络');
  await page.context().setOffline(false);
  await reaches(page, title, '已送达');
  const cases = await filed(system, title);
  expect(cases).toHaveLength(1);
  caseNo = cases[0]!.caseNo;
});

test('the town operator sees it come without a reload, claims it from the list and takes it on', async () => {
  const { page } = people.jinghe!;
  await page.waitForSelector('[data-claim]');
  await stands(people.jinghe!);
  await page.click('[data-claim]');
  await page.waitForSelector('.ld-form.is-ready');
  await page.getByLabel('立案', { exact: true }).check();
  await page.click('[data-submit]');
  await page.waitForSelector('text=这项任务已经办完');
  dispatching = await taskAt(watcher(), caseNo, 'town-dispatch');
});

test('two departments are invited and answer, and the leader grants the time that was asked for', async () => {
  const { page } = people.jinghe!;
  await openTask(people.jinghe!, dispatching);
  if (await page.locator('[data-claim]').count()) await Promise.all([page.waitForEvent('load'), page.click('[data-claim]')]);
  await act(page, 'invite', { unit: 'by-jinghe.pcs', asked: '看看是不是有人破坏' });
  await act(page, 'invite', { unit: 'by-jinghe.zfj', asked: '占道的摊位先移开' });
  await act(page, 'ask-extend', { limit: '1', reason: '两家还没有答复' });
  const { task: { dueAt: before } } = await ask(people.jinghe!, 'GET', `/tasks/${dispatching}`);
  for (const [account, text] of [['pcs', '无人为破坏'], ['zfj', '摊位已移开']] as const) {
    const other = people[account]!.page;
    await other.goto('/tasks');
    const row = other.locator('.ld-co > li', { hasText: caseNo });
    await row.locator('[data-co=reply]').click();
    await other.fill('dialog[open] [name=text]', text);
    await Promise.all([other.waitForEvent('load'), other.click('dialog[open] [data-confirm]')]);
  }
  const leader = people.jinghezhiban!.page;
  await leader.goto('/tasks');
  await stands(people.jinghezhiban!);
  await leader.locator('li', { hasText: caseNo }).locator('[data-decide=grant]').click();
  await Promise.all([leader.waitForEvent('load'), leader.click('dialog[open] [data-confirm]')]);
  await openTask(people.jinghe!, dispatching);
  expect(await page.textContent('[data-live=co]')).toMatch(/无人为破坏[\s\S]*摊位已移开|摊位已移开[\s\S]*无人为破坏/);
  expect(await page.textContent('[data-live=requests]')).toContain('已批准');
  const { task: { dueAt: after } } = await ask(people.jinghe!, 'GET', `/tasks/${dispatching}`);
  expect(Date.parse(after)).toBeGreaterThan(Date.parse(before));
  await stands(people.jinghe!);
});

test('a wrong dispatch comes back with its reason, and the right department gets it', async () => {
  await does(watcher(), people.jinghe!, caseNo, 'town-dispatch', { outcome: 'department', lead: 'lds' });
  const signing = await taskAt(watcher(), caseNo, 'dept-sign');
  const { page } = people.lds!;
  await openTask(people.lds!, signing);
  if (!(await page.locator('[data-act=return]').isVisible())) await page.click('[data-acts] summary');
  await page.click('[data-act=return]');
  await page.fill('.fjs-container textarea', '路灯由城管住建负责');
  await stands(people.lds!);
  await page.click('[data-submit]');
  const again = await taskAt(watcher(), caseNo, 'town-dispatch', dispatching);
  await openTask(people.jinghe!, again);
  await people.jinghe!.page.waitForSelector('text=路灯由城管住建负责');
  await does(watcher(), people.jinghe!, caseNo, 'town-dispatch', { outcome: 'department', lead: 'cgb' });
  await does(watcher(), people.cgb!, caseNo, 'dept-sign', { outcome: 'sign' });
  await does(watcher(), people.cgb!, caseNo, 'dept-handle', { outcome: 'solved', summary: '已换灯' });
});

test('who reported it rates it, has it done again, and the town sees it once more', async () => {
  await does(watcher(), people.jinghe!, caseNo, 'check', { outcome: 'pass' });
  await does(watcher(), people.jinghehuifang!, caseNo, 'follow-up', { rating: '满意' });
  const mine = people.caoba!.page;
  for (let tries = 0; tries < 60 && (await ask(people.caoba!, 'GET', `/cases/${caseNo}`)).case.status !== '已结案'; tries += 1) await mine.waitForTimeout(300);
  await mine.goto(`/cases/${caseNo}`);
  const code = (await mine.textContent('[data-reporter-side] .ld-mono'))!.trim();

  const reporter = await visit(browser, system.url, 'phone');
  const { page } = reporter;
  await page.goto('/r');
  await page.fill('#code', code);
  await page.fill('#digits', '5678');
  await page.click('button[type=submit]');
  await page.waitForSelector('[data-rate]');
  await stands(reporter);
  expect(await page.textContent('main')).not.toContain('13812345678');
  await page.locator('[data-rate] label', { hasText: '2 星' }).click();
  await Promise.all([page.waitForEvent('load'), page.click('[data-rate] [type=submit]')]);
  await page.fill('#reopen-reason', '只亮了一晚，又不亮了');
  await Promise.all([page.waitForEvent('load'), page.click('[data-reopen] [type=submit]')]);
  await page.waitForSelector('text=只亮了一晚，又不亮了');
  await stands(reporter);

  const town = people.jinghe!.page;
  await town.goto(`/tasks?view=group&q=${encodeURIComponent(title)}`);
  await town.waitForSelector('[data-claim]');
  expect((await ask(people.jinghe!, 'GET', `/cases?q=${encodeURIComponent(title)}`)).total).toBe(1);
  expect([...Object.values(people), reporter].flatMap(unexpected)).toEqual([]);
});
