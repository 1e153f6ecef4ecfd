// Acting on a task in a real browser: whoever holds it asks, invites and returns on the phone; a leader urges, decides and gives it to another at the desk.
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { theSystem, type System } from '../support/system.js';
import { act, ask, openTask, taskAt } from './at-work.js';
import { overflow, seriousFindings, visit, type Visitor } from './visit.js';

let system: System;
let browser: Browser;
let officer: Visitor;
let head: Visitor;
let police: Visitor;
let town: Visitor;
let key: string;
let caseNo: string;

beforeAll(async () => {
  [system, browser] = await Promise.all([theSystem(), openBrowser()]);
  [officer, head, police, town] = await Promise.all([
    visit(browser, system.url, 'phone', 'lds'), visit(browser, system.url, 'desk', 'ldssuozhang'), visit(browser, system.url, 'phone', 'pcs'), visit(browser, system.url, 'desk', 'jinghe'),
  ]);
  const report = { clientId: crypto.randomUUID(), title: '园区路灯不亮', category: 'E02', place: { text: '曹坝园区南路' }, grid: 'by-jinghe-caoba-g1' };
  caseNo = (await ask(town, 'POST', '/reports', report)).caseNo;
  await ask(town, 'POST', `/tasks/${await taskAt(town, caseNo, 'intake')}/complete`, { values: { outcome: 'accepted' } });
  await ask(town, 'POST', `/tasks/${await taskAt(town, caseNo, 'town-dispatch')}/complete`, { values: { outcome: 'department', lead: 'lds' } });
  key = await taskAt(town, caseNo, 'dept-sign');
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 60_000);

test('the officer asks for time and invites the police, who answer on their phone', async () => {
  const { page } = officer;
  await openTask(officer, key);
  await act(page, 'ask-extend', { limit: '2', reason: '配件明天到' });
  await act(page, 'invite', { unit: 'by-jinghe.pcs', asked: '协助调取监控' });
  await police.page.goto('/tasks');
  await police.page.click('[data-co=reply]');
  await police.page.fill('dialog[open] [name=text]', '无人为破坏');
  await Promise.all([police.page.waitForEvent('load'), police.page.click('dialog[open] [data-confirm]')]);
  await openTask(officer, key);
  expect(await page.textContent('[data-live=co]')).toContain('无人为破坏');
});

test('the leader grants the request from the list, urges, and calls the officer in a remark', async () => {
  const { page } = head;
  await page.goto('/tasks');
  await page.click('[data-decide=grant]');
  await Promise.all([page.waitForEvent('load'), page.click('dialog[open] [data-confirm]')]);
  await openTask(head, key);
  await act(page, 'urge', { text: '今晚要亮' });
  await page.locator('#comment').pressSequentially('@林');
  await page.click('[role=option]');
  await page.locator('#comment').pressSequentially('几点能好？');
  await page.click('[data-comment] [type=submit]');
  await page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('#comment')!.value === '');
  await openTask(officer, key);
  expect(await officer.page.textContent('main')).toMatch(/催办[\s\S]*今晚要亮[\s\S]*已批准[\s\S]*@林静怡 几点能好？/);
});

test('what the officer types is there still when the leader gives the task to another under their hands', async () => {
  const { page } = officer;
  await page.click('[data-acts] summary');
  await page.click('[data-act=return]');
  await page.fill('.fjs-container textarea', '路灯不归劳动所');
  await openTask(head, key);
  await head.page.click('[data-act=assign]');
  await head.page.locator('dialog[open] [name=to]').first().check();
  await head.page.fill('dialog[open] [name=reason]', '我来处理');
  await Promise.all([head.page.waitForEvent('load'), head.page.click('dialog[open] [data-confirm]')]);
  await page.waitForSelector('[data-problems]:not([hidden])');
  expect(await page.textContent('[data-problems]')).toContain('罗家栋');
  expect(await page.inputValue('.fjs-container textarea')).toBe('路灯不归劳动所');
  await openTask(head, key);
  await head.page.click('[data-act=return]');
  await head.page.fill('.fjs-container textarea', '路灯属住建职责');
  await head.page.click('[data-submit]');
  key = await taskAt(town, caseNo, 'town-dispatch');
});

test('the pages stand on a phone and at a desk, and axe finds nothing serious', async () => {
  key = await taskAt(town, caseNo, 'town-dispatch');
  for (const visitor of [officer, town]) {
    for (const path of [`/tasks/${key}`, `/tasks/${key}/order`, '/tasks', `/cases/${caseNo}`]) {
      if (visitor === officer && path.includes('/order')) continue;
      await visitor.page.goto(path);
      if (path === `/tasks/${key}`) await visitor.page.waitForSelector('.ld-form.is-ready');
      expect([path, await overflow(visitor.page), await seriousFindings(visitor.page)]).toEqual([path, 0, []]);
    }
  }
  await town.page.goto(`/tasks/${key}`);
  await town.page.waitForSelector('.ld-form.is-ready');
  for (const name of ['invite', 'ask-extend']) if (await town.page.locator(`[data-act=${name}]`).count()) {
    await town.page.click(`[data-act=${name}]`);
    expect(await seriousFindings(town.page)).toEqual([]);
    await town.page.click('dialog[open] [data-close]');
  }
  // the draft that came after the task had changed hands was refused, as it should be
  expect([officer, head, police, town].flatMap(({ wrong }) => wrong).filter((line) => !line.includes('409'))).toEqual([]);
});
