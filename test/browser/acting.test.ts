// Acting on a task in a real browser: whoever holds it asks, invites and returns on the phone; a leader urges, decides and gives it to another at the desk.
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { theSystem, type System } from '../support/system.js';
import { overflow, seriousFindings, visit, type Visitor } from './visit.js';

let system: System;
let browser: Browser;
let officer: Visitor;
let head: Visitor;
let police: Visitor;
let town: Visitor;
let key: string;
let caseNo: string;

const api = <T = any>({ page }: Visitor, method: string, path: string, body?: object): Promise<T> => page.evaluate(async ([how, where, given]) => {
  const token = document.querySelector<HTMLMetaElement>('meta[name=csrf-token]')!.content;
  const answer = await fetch(`/api${where}`, { method: how as string, headers: { 'content-type': 'application/json', 'x-csrf-token': token }, ...(given ? { body: JSON.stringify(given) } : {}) });
  return answer.json();
}, [method, path, body] as const);

async function taskAt(visitor: Visitor, element: string): Promise<string> {
  for (let tries = 0; tries < 80; tries += 1) {
    const { tasks = [] } = await api(visitor, 'GET', `/cases/${caseNo}`);
    const found = tasks.find((task: any) => task.elementId === element && task.state === 'open');
    if (found) return found.key;
    await visitor.page.waitForTimeout(300);
  }
  throw new Error(`no task <${element}>`);
}

const openTask = async ({ page }: Visitor): Promise<void> => {
  await page.goto(`/tasks/${key}`);
  await page.waitForSelector('.ld-form.is-ready');
};
/** Opens the actions where they are folded, presses one, fills its dialog in, and sends it. */
async function act(page: Page, name: string, fill: Record<string, string>): Promise<void> {
  const button = page.locator(`[data-act=${name}]`);
  if (!(await button.isVisible())) await page.click('[data-acts] summary');
  await button.click();
  for (const [field, value] of Object.entries(fill)) {
    const input = page.locator(`dialog[open] [name=${field}]`).first();
    if (await input.evaluate((element) => element.tagName === 'SELECT')) {
      await page.waitForSelector(`dialog[open] option[value="${value}"]`, { state: 'attached' });
      await input.selectOption(value);
    } else await input.fill(value);
  }
  await Promise.all([page.waitForEvent('load'), page.click('dialog[open] [data-confirm]')]);
  await page.waitForSelector('.ld-form.is-ready');
}

beforeAll(async () => {
  [system, browser] = await Promise.all([theSystem(), openBrowser()]);
  [officer, head, police, town] = await Promise.all([
    visit(browser, system.url, 'phone', 'lds'), visit(browser, system.url, 'desk', 'ldssuozhang'), visit(browser, system.url, 'phone', 'pcs'), visit(browser, system.url, 'desk', 'jinghe'),
  ]);
  const report = { clientId: crypto.randomUUID(), title: '园区路灯不亮', category: 'E02', place: { text: '曹坝园区南路' }, grid: 'by-jinghe-caoba-g1' };
  caseNo = (await api(town, 'POST', '/reports', report)).caseNo;
  await api(town, 'POST', `/tasks/${await taskAt(town, 'intake')}/complete`, { values: { outcome: 'accepted' } });
  await api(town, 'POST', `/tasks/${await taskAt(town, 'town-dispatch')}/complete`, { values: { outcome: 'department', lead: 'lds' } });
  key = await taskAt(town, 'dept-sign');
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 60_000);

test('the officer asks for time and invites the police, who answer on their phone', async () => {
  const { page } = officer;
  await openTask(officer);
  await act(page, 'ask-extend', { limit: '2', reason: '配件明天到' });
  await act(page, 'invite', { unit: 'by-jinghe.pcs', asked: '协助调取监控' });
  await police.page.goto('/tasks');
  await police.page.click('[data-co=reply]');
  await police.page.fill('dialog[open] [name=text]', '无人为破坏');
  await Promise.all([police.page.waitForEvent('load'), police.page.click('dialog[open] [data-confirm]')]);
  await openTask(officer);
  expect(await page.textContent('[data-live=co]')).toContain('无人为破坏');
});

test('the leader grants the request from the list, urges, and calls the officer in a remark', async () => {
  const { page } = head;
  await page.goto('/tasks');
  await page.click('[data-decide=grant]');
  await Promise.all([page.waitForEvent('load'), page.click('dialog[open] [data-confirm]')]);
  await openTask(head);
  await act(page, 'urge', { text: '今晚要亮' });
  await page.locator('#comment').pressSequentially('@林');
  await page.click('[role=option]');
  await page.locator('#comment').pressSequentially('几点能好？');
  await page.click('[data-comment] [type=submit]');
  await page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('#comment')!.value === '');
  await openTask(officer);
  expect(await officer.page.textContent('main')).toMatch(/催办[\s\S]*今晚要亮[\s\S]*已批准[\s\S]*@林静怡 几点能好？/);
});

test('what the officer types is there still when the leader gives the task to another under their hands', async () => {
  const { page } = officer;
  await page.click('[data-acts] summary');
  await page.click('[data-act=return]');
  await page.fill('.fjs-container textarea', '路灯不归劳动所');
  await openTask(head);
  await head.page.click('[data-act=assign]');
  await head.page.locator('dialog[open] [name=to]').first().check();
  await head.page.fill('dialog[open] [name=reason]', '我来处理');
  await Promise.all([head.page.waitForEvent('load'), head.page.click('dialog[open] [data-confirm]')]);
  await page.waitForSelector('[data-problems]:not([hidden])');
  expect(await page.textContent('[data-problems]')).toContain('罗家栋');
  expect(await page.inputValue('.fjs-container textarea')).toBe('路灯不归劳动所');
  await openTask(head);
  await head.page.click('[data-act=return]');
  await head.page.fill('.fjs-container textarea', '路灯属住建职责');
  await head.page.click('[data-submit]');
  key = await taskAt(town, 'town-dispatch');
});

test('the pages stand on a phone and at a desk, and axe finds nothing serious', async () => {
  key = await taskAt(town, 'town-dispatch');
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
