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

/** Selects an element on the drawing, so that the panel shows what it asks for. */
async function choose(page: Page, element: string): Promise<void> {
  await page.locator(`[data-element-id="${element}"]`).first().click({ force: true });
  await page.waitForSelector('#bio-properties-panel-ld-limit');
}

/** Submits what is drawn, with a reason. */
async function submit(page: Page, procedure: string, reason: string): Promise<void> {
  await saved(page);
  await page.click('[data-submit]');
  await page.fill('[data-submit-dialog] #reason', reason);
  await page.click('[data-submit-dialog] [data-confirm]');
  await page.waitForURL(`**/procedures/${procedure}`);
}

/** The second person reads what changes, and approves. @returns the sentences of the difference */
async function approve(procedure: string): Promise<string> {
  const { page } = second;
  await page.goto(`/procedures/${procedure}/review`);
  await page.waitForSelector('[data-comparison]:not([hidden]) [data-sentences] li');
  const said = await page.textContent('[data-sentences]');
  await page.click('[data-approve]');
  await page.waitForURL(`**/procedures/${procedure}`);
  await page.waitForSelector('.ld-releases li');
  return said!;
}

/** The version of the grid event that a case runs on, as the engine's records say. */
async function versionOf(caseNo: string): Promise<number | undefined> {
  const { items } = await (await system.as('baoyingzhihui')).get(`/instances?caseNo=${caseNo}`);
  return items.find(({ procedure }: { procedure: string }) => procedure === 'grid-event')?.version;
}

/** The limit of the intake task of a case. */
async function intakeLimit(caseNo: string): Promise<string> {
  const of = (view: any) => view.tasks.find(({ elementId }: any) => elementId === 'intake');
  return of(await people.once(caseNo, 'the intake', of)).limit;
}

const errors = (page: Page) => page.locator('[data-findings] li', { hasText: '没有表单' });
const LIMIT = '#bio-properties-panel-ld-limit';
const FORM = '#bio-properties-panel-ld-form';

describe('a day of changing a procedure', () => {
  const cases = { old: '', moved: '', fresh: '' };

  test('cases begin on the version in force', async () => {
    [cases.old, cases.moved] = [await people.report('caoba', { title: '留在旧版' }), await people.report('caoba', { title: '迁到新版' })];
    expect([await intakeLimit(cases.old), await intakeLimit(cases.moved), await versionOf(cases.old)]).toEqual(['2 工作时', '2 工作时', 1]);
  }, 60_000);

  test('the officer changes a limit in the panel, and it is saved without being asked', async () => {
    const { page } = officer;
    await edit(page, 'grid-event');
    await choose(page, 'intake');
    await page.fill(LIMIT, (await page.inputValue(LIMIT)).replace('2 工作时', '1 工作时'));
    await page.keyboard.press('Tab');
    await page.waitForSelector('[data-saving]:not([data-state=saved])');
    await saved(page);
    expect((await (await system.as('liucheng')).get('/procedures/grid-event')).draft.state).toBe('editing');
  }, 60_000);

  test('a mistake is found while drawing, said in a sentence, shown on the drawing, and keeps the draft from being submitted until it is mended', async () => {
    const { page } = officer;
    await page.selectOption(FORM, '');
    await page.click('[data-toggle-findings]');
    await errors(page).waitFor();
    await page.locator('[data-element-id="chain-start"]').first().click({ force: true });
    await errors(page).locator('button').click();
    await page.waitForSelector(FORM);
    await page.click('[data-submit]');
    expect(await page.locator('[data-submit-dialog] [data-confirm]').isDisabled()).toBe(true);
    await page.click('[data-submit-dialog] [data-close]');
    await page.selectOption(FORM, 'intake');
    await errors(page).waitFor({ state: 'detached' });
    await saved(page);
    await page.click('[data-close-findings]');
  }, 60_000);

  test('the comparison says the change in one sentence and marks it on both drawings', async () => {
    const { page } = officer;
    await page.goto('/compare?procedure=grid-event&left=newest&right=draft');
    await page.waitForSelector('[data-sentences] li');
    const said = await page.locator('[data-sentences] li').allTextContents();
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/「受理核实」的时限.*2 工作时.*→.*1 工作时/);
    expect([await overflow(page), await seriousFindings(page), await isTopmost(page, '.bjs-powered-by')]).toEqual([0, [], true]);
  }, 60_000);

  test('nobody approves their own draft; a second person reads what it changes and puts it into force', async () => {
    const { page } = officer;
    await edit(page, 'grid-event');
    await submit(page, 'grid-event', '按县里要求，受理时限缩短');
    await page.goto('/procedures/grid-event/review');
    await page.waitForSelector('[data-comparison]:not([hidden])');
    expect(await page.locator('[data-approve]').count()).toBe(0);
    expect(await approve('grid-event')).toMatch(/受理核实.*1 工作时/);
    expect(await second.page.textContent('.ld-releases')).toMatch(/第 2 版.*现行.*沈知行 提交，顾思远 批准.*受理时限缩短/s);
    expect([await overflow(second.page), await seriousFindings(second.page)]).toEqual([0, []]);
  }, 90_000);

  test('a new case runs the new version while an old one finishes the old', async () => {
    cases.fresh = await people.report('caoba', { title: '新版办理' });
    expect([await intakeLimit(cases.fresh), await versionOf(cases.fresh)]).toEqual(['1 工作时', 2]);
    await people.does('caobacun', cases.old, 'intake', { outcome: 'refused', reason: '不属于网格事项' });
    await people.end(cases.old);
    expect(await versionOf(cases.old)).toBe(1);
  }, 90_000);

  test('one more case is moved to the new version, and its history stays drawn on the old', async () => {
    const { page } = officer;
    await page.goto('/procedures/grid-event/migrate');
    const line = page.locator('[data-cases] li', { hasText: cases.moved });
    await line.waitFor();
    expect(await line.textContent()).toContain('可以迁移');
    await page.fill('#reason', '在办案件一并适用新时限');
    await page.click('[data-mode=one]');
    await until('the case on the second version', async () => await versionOf(cases.moved) === 2, 60_000);
    await people.does('caobacun', cases.moved, 'intake', { outcome: 'accepted' });
    await page.goto(`/cases/${cases.moved}`);
    await page.locator('[data-versions] button', { hasText: '第 1 版' }).click();
    await page.waitForFunction(() => document.querySelector('[data-where]')?.textContent?.includes('第 1 版'));
  }, 120_000);

  test('the old content comes back as a version of its own', async () => {
    const { page } = officer;
    await page.goto('/procedures/grid-event');
    await page.click('[data-restore="1"]');
    await page.click('[data-dialog] [data-confirm]');
    await page.waitForSelector('[data-editor][data-ready="grid-event.bpmn"]');
    await submit(page, 'grid-event', '新时限暂缓执行');
    expect(await approve('grid-event')).toMatch(/1 工作时.*→.*2 工作时/s);
    const caseNo = await people.report('caoba', { title: '回退之后' });
    expect([await intakeLimit(caseNo), await versionOf(caseNo)]).toEqual(['2 工作时', 3]);
  }, 120_000);

  test('nothing went wrong in either browser and no request left the host', () => {
    expect([...officer.wrong, ...second.wrong]).toEqual([]);
  });
});

describe('a new joint procedure from the pattern', () => {
  test('a form is answered, the drawing is published unchanged, and a case runs on it to its end', async () => {
    const { page } = officer;
    await page.goto('/procedures/new');
    await page.fill('#name', '内涝联合处置机制');
    await page.fill('#id', 'flood-joint');
    for (const department of ['zzb', 'pcs']) await page.check(`input[name=department][value=${department}]`, { force: true });
    await page.selectOption('#lead', 'zzb');
    for (const step of ['confirmArrival', 'meeting']) await page.uncheck(`input[name=${step}]`);
    await page.click('#pattern [type=submit]');
    await page.waitForSelector('[data-editor][data-ready="flood-joint.bpmn"]');
    await submit(page, 'flood-joint', '汛期多部门联合处置');
    await approve('flood-joint');

    const caseNo = await people.report('caoba', { title: '园区内涝' });
    await people.does('caobacun', caseNo, 'intake', { outcome: 'accepted' });
    await people.does('caobacun', caseNo, 'village-handle', { outcome: 'cannot', reason: '村里没有排涝设备' });
    await people.does('jinghe', caseNo, 'town-dispatch', { outcome: 'joint', joint: 'flood-joint' });
    await Promise.all(['zzb', 'pcs'].map((who) => people.does(who, caseNo, 'town-act', { outcome: 'done', summary: '积水已排' })));
    await people.does('zzb', caseNo, 'town-verify', { outcome: 'solved', summary: '积水已排干' });
    await people.does('caobacun', caseNo, 'check', { outcome: 'pass' });
    await people.does('jinghehuifang', caseNo, 'follow-up', { rating: '满意' });
    expect((await people.end(caseNo)).case.closing.outcome).toBe('已结案');
  }, 240_000);
});
