// Supervision in a real browser on the real engine: a yellow card, then a red one, then a question that whoever has the task answers; on the desk and on a phone.
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { ownWord } from '../support/reports.js';
import { theSystem, type System } from '../support/system.js';
import { overflow, seriousFindings, visit, type Size } from './visit.js';

let system: System;
let browser: Browser;
beforeAll(async () => { [system, browser] = await Promise.all([theSystem(), openBrowser()]); }, 240_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 60_000);

/** Reports a matter and waits until its first task is there. @returns its key */
async function aTask(title: string): Promise<string> {
  const member = await system.as('caoba');
  const { caseNo } = await member.post<{ caseNo: string }>('/reports', { clientId: crypto.randomUUID(), title, description: '村口', category: 'D01', urgency: '一般', place: { text: '曹坝村村口' }, grid: 'by-jinghe-caoba-g1' });
  for (;;) {
    const { tasks } = await member.get<{ tasks: { key: string; state: string }[] }>(`/cases/${caseNo}`);
    const open = tasks.find(({ state }) => state === 'open');
    if (open) return open.key;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

/** One column of the board, narrowed to what has this word: in a system that others use, too, it may be long. */
const board = (column: string, word: string): string => `/supervision?column=${column}&q=${word}`;

async function act(page: Page, at: string, key: string, card: string, fill: (dialog: Page) => Promise<void>): Promise<void> {
  await page.goto(at);
  await page.click(`[data-task="${key}"] [data-supervise]`);
  await page.click(`[data-supervise-of] [data-card=${card}]`);
  await fill(page);
  await Promise.all([page.waitForURL('**/supervision*'), page.click('[data-dialog-of=act] [data-confirm]')]);
  await page.waitForFunction(() => !document.querySelector('dialog[open]'));
  await page.waitForTimeout(1_000);
}
const because = (text: string) => (page: Page) => page.fill('#act-text', text);

test.each<Size>(['desk', 'phone'])('on the %s a card is given, then a graver one, and a question is asked and answered', async (size) => {
  const word = ownWord();
  const key = await aTask(`${size === 'desk' ? '路面暴露垃圾（督办）' : '井盖破损（督办）'}${word}`);
  const supervisor = await system.as('ducha');
  await supervisor.post(`/supervision/tasks/${key}/cards`, { id: crypto.randomUUID(), type: 'press', text: '县领导关注' });
  const { page, wrong, leave } = await visit(browser, system.url, size, 'ducha');
  await act(page, board('pressed', word), key, 'yellow', because('请今天办结'));
  await act(page, board('yellow', word), key, 'red', because('多次催办未动'));
  await page.goto(board('red', word));
  expect(await page.locator(`[data-task="${key}"]`).textContent()).toMatch(/红牌[\s\S]*加急/);
  await page.click(`[data-task="${key}"] [data-supervise]`);
  await page.waitForSelector('[data-supervise-of][open]');
  expect(await page.locator('[data-card=yellow]').isVisible()).toBe(false);
  expect(await page.locator('[data-acts] b').allTextContents()).toEqual(['加急', '黄牌督办', '红牌督办']);
  expect(await seriousFindings(page)).toEqual([]);
  await page.click('[data-supervise-of] [data-close]');
  await act(page, board('red', word), key, 'question', async () => {
    await page.locator('[data-whom-list] label', { hasText: '曹坝村' }).first().click();
    await page.fill('#act-text', '为什么还没有清运');
    await page.fill('#act-due', '2030-01-01T12:00');
  });
  await page.goto('/supervision');
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  expect(await seriousFindings(page)).toEqual([]);
  expect(wrong).toEqual([]);
  await leave();

  const village = await visit(browser, system.url, size, 'caobacun');
  await village.page.goto(`/tasks/${key}`);
  await village.page.click('[data-answer-question]');
  await village.page.fill('#answer-text', '下午清运');
  await village.page.click('[data-dialog-of=answer] [data-confirm]');
  await village.page.waitForFunction(() => document.querySelector('[data-live=supervised]')?.textContent?.includes('下午清运'));
  expect(village.wrong).toEqual([]);
  await village.leave();
}, 240_000);
