// A policy officer's day on the real engine: a limit is changed, checked, compared, approved by a second person and in force; the old content comes back.
import type { Browser, Page } from 'playwright-core';
import { until } from '../../runtime/client.js';
import { openBrowser } from '../support/browser.js';
import { startSystem, type System } from '../support/system.js';
import { peopleOf } from '../support/ways.js';
import { isTopmost, overflow, seriousFindings, visit, type Visitor } from './visit.js';

let system: System;
let browser: Browser;
let people: ReturnType<typeof peopleOf>;
let officer: Visitor;
let second: Visitor;
beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem(), openBrowser()]);
  people = peopleOf(system);
  officer = await visit(browser, system.url, 'desk', 'liucheng');
  second = await visit(browser, system.url, 'desk', 'liucheng2');
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 60_000);

/** Opens a procedure's draft in the editor and waits until it can be drawn in. */
async function edit(page: Page, procedure: string): Promise<void> {
  await page.goto(`/procedures/${procedure}/edit`);
  const begin = page.locator('[data-begin]');
  if (await begin.count()) {
    await begin.click();
    await page.waitForSelector('[data-studio][data-state=editing]');
  }
  await page.waitForSelector(`[data-editor][data-ready="${procedure}.bpmn"]`);
}

const saved = (page: Page) => page.waitForSelector('[data-saving][data-state=saved]');

/** Brings an element into view and selects it, so that the panel shows it. */
async function choose(page: Page, element: string): Promise<void> {
  await page.evaluate((id) => document.querySelector(`[data-element-id="${id}"]`)!.scrollIntoView(), element);
  await page.locator('[data-editor]').press('Control+f');
  await page.keyboard.type(element);
  await page.keyboard.press('Enter');
}

/** Submits what is drawn, with a reason. */
async function submit(page: Page, reason: string): Promise<void> {
  await saved(page);
  await page.click('[data-submit]');
  await page.fill('[data-submit-dialog] #reason', reason);
  await page.click('[data-submit-dialog] [data-confirm]');
  await page.waitForURL((url) => !url.pathname.endsWith('/edit'));
}

/** The second person reads and approves. */
async function approve(procedure: string): Promise<void> {
  const { page } = second;
  await page.goto(`/procedures/${procedure}/review`);
  await page.waitForSelector('[data-comparison]:not([hidden])');
  await page.click('[data-approve]');
  await page.waitForURL(`**/procedures/${procedure}`);
}

const versionOf = async (caseNo: string) => {
  const { items } = await (await system.as('baoyingzhihui')).get(`/instances?caseNo=${caseNo}`);
  return items.find(({ procedure }: { procedure: string }) => procedure === 'grid-event')?.version as number | undefined;
};
/** The limit of the intake task of a case. */
const intakeLimit = async (caseNo: string) => (await people.once(caseNo, 'the intake', (view) => view.tasks.some(({ elementId }: any) => elementId === 'intake'))).tasks.find(({ elementId }: any) => elementId === 'intake').limit as string;

describe('a day of changing a procedure', () => {
  const cases = { old: '', moved: '', fresh: '' };

  test('cases begin on the first version', async () => {
    [cases.old, cases.moved] = [await people.report('caoba', { title: '留在旧版' }), await people.report('caoba', { title: '迁到新版' })];
    expect([await intakeLimit(cases.old), await versionOf(cases.old)]).toEqual(['2 工作时', 1]);
  }, 60_000);
});
