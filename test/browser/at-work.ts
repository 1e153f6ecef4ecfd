// What people do with tasks in a browser: ask the API as the page would, find a task of a case, act on one through its dialog.
import type { Page } from 'playwright-core';
import type { Visitor } from './visit.js';

/** Asks the API with the page's own session and token. */
export const ask = <T = any>({ page }: Visitor, method: string, path: string, body?: object): Promise<T> => page.evaluate(async ([how, where, given]) => {
  const token = document.querySelector<HTMLMetaElement>('meta[name=csrf-token]')!.content;
  const answer = await fetch(`/api${where}`, { method: how as string, headers: { 'content-type': 'application/json', 'x-csrf-token': token }, ...(given ? { body: JSON.stringify(given) } : {}) });
  return answer.json();
}, [method, path, body] as const);

/** The key of a case's open task at an element; `but` is one that is meant no more. */
export async function taskAt(visitor: Visitor, caseNo: string, element: string, but?: string): Promise<string> {
  for (let tries = 0; tries < 80; tries += 1) {
    const { tasks = [] } = await ask(visitor, 'GET', `/cases/${caseNo}`);
    const found = tasks.find((task: any) => task.elementId === element && task.state === 'open' && task.key !== but);
    if (found) return found.key;
    await visitor.page.waitForTimeout(300);
  }
  throw new Error(`no task <${element}>`);
}

/** Completes a case's open task at an element as one person, without the page. @param watcher sees the case already, and stays on their page */
export async function does(watcher: Visitor, visitor: Visitor, caseNo: string, element: string, values: object, but?: string): Promise<string> {
  const key = await taskAt(watcher, caseNo, element, but);
  const answer = await ask(visitor, 'POST', `/tasks/${key}/complete`, { values });
  if (answer.status >= 400) throw new Error(JSON.stringify(answer));
  return key;
}

/** Opens a task's page. */
export const openTask = async ({ page }: Visitor, key: string): Promise<void> => {
  await page.goto(`/tasks/${key}`);
  await page.waitForSelector('.ld-form.is-ready');
};

/** Opens the actions where they are folded, presses one, fills its dialog in, and sends it. */
export async function act(page: Page, name: string, fill: Record<string, string>): Promise<void> {
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
