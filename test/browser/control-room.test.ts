// The control room lived through on the real engine: a step fails, the commander finds it from the overview, mends its cause, tries again, and the case closes; the numbers are the rows behind them, and the heat map counts what ended.
import type { Browser, Page } from 'playwright-core';
import { until } from '../../runtime/client.js';
import { openBrowser } from '../support/browser.js';
import { ownWord } from '../support/reports.js';
import { theSystem, type System } from '../support/system.js';
import { peopleOf } from '../support/ways.js';
import { overflow, seriousFindings, visit, type Size, type Visitor } from './visit.js';

let system: System;
let browser: Browser;
let people: ReturnType<typeof peopleOf>;
let commander: Visitor;
const title = `门前垃圾没有人清${ownWord()}`;
let caseNo: string;
let key: string;

beforeAll(async () => {
  [system, browser] = await Promise.all([theSystem(), openBrowser()]);
  people = peopleOf(system);
  commander = await visit(browser, system.url, 'desk', 'baoyingzhihui');
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

const INCIDENTS = '[data-live=now] a[href^="/instances?incident=true"]';
const number = async (page: Page, selector: string): Promise<number> => Number((await page.locator(selector).first().textContent())!.replace(/\D/g, ''));
/** How many rows a list says that it has. */
const rows = async (page: Page): Promise<number> => ((await page.locator('.ld-pager b').count()) ? Number((await page.locator('.ld-pager b').first().textContent())!.replace(/\D/g, '')) : 0);
const look = async (page: Page): Promise<void> => { expect([page.url(), await overflow(page), await seriousFindings(page)]).toEqual([page.url(), 0, []]); };

/** Previews an intervention in its dialog, gives the reason and does it. */
async function intervene(page: Page, button: string, reason: string, fill: Record<string, string> = {}): Promise<void> {
  await page.locator(button).first().click();
  await page.waitForSelector('dialog[open]');
  for (const [selector, value] of Object.entries(fill)) {
    const field = page.locator(selector);
    if (await field.evaluate((element) => element.tagName === 'SELECT')) {
      await page.waitForSelector(`${selector} option[value="${value}"]`, { state: 'attached' });
      await field.selectOption(value);
    } else await field.fill(value);
  }
  // what was shown for what stood there before goes first
  await page.waitForTimeout(800);
  await page.waitForFunction(() => { const said = document.querySelector('[data-says] li')?.textContent ?? ''; return said !== '' && !/^(正在|请)/.test(said); });
  await page.fill('#intervene-reason', reason);
  await page.click('dialog[open] [data-confirm]');
  await page.waitForFunction(() => !document.querySelector('dialog[open]') || document.querySelector('dialog[open] [data-problem]')?.textContent !== '', undefined, { timeout: 30_000 });
  expect(await page.locator('dialog[open] [data-problem]').allTextContents()).toEqual([]);
}

test('a case that is reported appears in the numbers by itself', async () => {
  const { page } = commander;
  await page.goto('/overview');
  await page.waitForSelector('[data-figure=open]');
  const before = await number(page, '[data-figure=open] b');
  caseNo = await people.report('caoba', { title });
  await page.waitForFunction((least) => Number(document.querySelector('[data-figure="open"] b')?.textContent?.replace(/\D/g, '')) > least, before, { timeout: 30_000 });
  await people.does('caobacun', caseNo, 'intake', { outcome: 'accepted' });
  await people.has('caobacun', caseNo, 'village-handle');
  key = (await people.read(caseNo)).case.standing.instanceKey;
}, 120_000);

test('a token is moved to a step whose worker fails, and the incident is found from the overview', async () => {
  const { page } = commander;
  await page.goto(`/instances/${key}`);
  await page.waitForSelector('.ld-canvas .is-active');
  // nobody has said which department: the worker finds none
  await intervene(page, '[data-intervene=move]', '直接安排承办人', { '#move-to': 'assign-officer' });
  await until('the incident', async () => (await (await system.as('baoyingzhihui')).get(`/instances/${key}`)).incidents.some(({ state }: any) => state === 'open'), 90_000);
  await page.goto('/overview');
  await page.waitForFunction((selector) => Number(document.querySelector(`${selector} b`)?.textContent) > 0, INCIDENTS, { timeout: 30_000 });
  await look(page);
  const counted = await number(page, `${INCIDENTS} b`);
  await page.click(INCIDENTS);
  await page.waitForURL(/\/instances\?incident=true/);
  expect(await rows(page)).toBe(counted);
  await look(page);
  await page.locator(`a[href="/instances/${key}"]`).first().click();
  await page.waitForURL(`**/instances/${key}`);
  await page.waitForSelector('[data-live=incidents] [role=alert]');
  await page.waitForSelector('.djs-element.is-broken[data-element-id="assign-officer"]');
}, 180_000);

test('its cause is mended, it is tried again, and the case closes', async () => {
  const { page } = commander;
  const reason = '由综合执法局承办';
  const unit = page.locator('[data-intervene=variable][data-name=unit]').last();
  expect(await unit.getAttribute('data-scope-name')).toBe('安排承办人');
  const scope = await unit.getAttribute('data-scope');
  await intervene(page, `[data-intervene=variable][data-name=unit][data-scope="${scope}"]`, reason, { '#variable-value': '"by-jinghe.zfj"' });
  for (const [name, value] of [['department', '"by-jinghe.zfj"'], ['handler', '"town"']] as const) {
    await page.goto(`/instances/${key}`);
    const there = `[data-intervene=variable][data-name=${name}]`;
    await page.waitForSelector('.ld-canvas .is-broken');
    await ((await page.locator(there).count()) ? intervene(page, there, reason, { '#variable-value': value }) : intervene(page, '[data-live=new-variable] [data-intervene=variable]', reason, { '#variable-name': name, '#variable-value': value }));
  }
  await until('the variables', async () => (await (await system.as('baoyingzhihui')).get(`/instances/${key}`)).variables.some(({ name, value }: any) => name === 'department' && value === 'by-jinghe.zfj'), 60_000);
  await page.goto(`/instances/${key}`);
  await intervene(page, '[data-incident]', reason);
  await people.does('zfj', caseNo, 'dept-sign', { outcome: 'sign' });
  await people.does('zfj', caseNo, 'dept-handle', { outcome: 'solved', summary: '已清运' });
  await people.does('caobacun', caseNo, 'check', { outcome: 'pass' });
  await people.does('jinghehuifang', caseNo, 'follow-up', { rating: '满意' });
  const ended = await people.end(caseNo);
  expect(ended.case.closing).toMatchObject({ outcome: '已结案', rating: '满意' });
  await page.reload();
  await page.waitForSelector('[data-live=done] li');
  expect(await page.locator('[data-live=done]').innerText()).toMatch(/重试[\s\S]*由综合执法局承办[\s\S]*移动环节[\s\S]*直接安排承办人/);
}, 240_000);

test('incidents of one cause are retried together in the background, each with its own result', async () => {
  const { page } = commander;
  const boss = await system.as('baoyingzhihui');
  const cases = await Promise.all([1, 2, 3].map((n) => people.report('caoba', { title: `${title}${n}` })));
  const broken = await Promise.all(cases.map(async (each) => {
    await people.does('caobacun', each, 'intake', { outcome: 'accepted' });
    await people.has('caobacun', each, 'village-handle');
    const { instanceKey } = (await people.read(each)).case.standing;
    const { key: leave } = await until('the token', async () => (await boss.get(`/instances/${instanceKey}/interventions`)).leavings.find(({ elementId }: any) => elementId === 'village-handle'), 60_000);
    await boss.post(`/instances/${instanceKey}/interventions`, { kind: 'move', moves: [{ leave, to: 'assign-officer' }], id: crypto.randomUUID(), reason: '直接安排承办人' });
    await until('the incident', async () => (await boss.get(`/instances/${instanceKey}`)).incidents.some(({ state }: any) => state === 'open'), 90_000);
    return instanceKey as string;
  }));
  await page.goto(`/instances/${broken[0]}`);
  await page.click('[data-alike]');
  await page.waitForFunction(() => document.querySelectorAll('[data-says] li').length > 1);
  expect(Number(/异常共 (\d+) 个/.exec(await page.locator('[data-says]').innerText())![1])).toBeGreaterThanOrEqual(3);
  await look(page);
  await page.fill('#intervene-reason', '部门已经补录');
  await Promise.all([page.waitForURL('**/background?job=*'), page.click('dialog[open] [data-confirm]')]);
  await page.waitForFunction(() => /已完成/.test(document.querySelector('[data-live=jobs]')?.textContent ?? ''), undefined, { timeout: 30_000 });
  const said = await page.locator('[data-live=jobs]').innerText();
  for (const each of cases) expect(said).toContain(each);
  expect(said).toContain('重试 「安排承办人」 的 1 个异常');
  await look(page);
  // nobody works on them any more
  await Promise.all(broken.map((key) => boss.post(`/instances/${key}/interventions`, { kind: 'cancel', id: crypto.randomUUID(), reason: '试验结束' })));
}, 240_000);

test('every number of the overview is the number of rows behind it', async () => {
  const { page } = commander;
  await page.goto('/overview');
  await page.waitForSelector('[data-figure=open]');
  const shown = () => page.locator('[data-live=now] a[data-figure], [data-live=figures] a[data-figure]').evaluateAll((all) => all.map((one) => ({ id: one.getAttribute('data-figure')!, href: one.getAttribute('href')!, said: Number(((one.querySelector('b') ?? one).textContent ?? '').replace(/\D/g, '')) })));
  const figures = await shown();
  expect(figures.map(({ id }) => id)).toEqual(expect.arrayContaining(['overdue', 'dueSoon', 'open', 'todayNew', 'todayClosed', 'new', 'closed']));
  for (const [i, { id, href }] of figures.entries()) {
    // a case that ended a moment ago is in its list before it is counted
    await until(`the number of ${id}`, async () => {
      await page.goto('/overview');
      await page.waitForSelector('[data-figure=open]');
      const said = (await shown())[i]!.said;
      await page.goto(href);
      return await rows(page) === said;
    }, 20_000);
  }
}, 240_000);

test('what has ended is counted by the heat map', async () => {
  const { page } = commander;
  await until('the figures', async () => {
    await page.goto('/analysis?procedure=grid-event&period=month');
    const cell = page.locator('tr[data-element=dept-handle] [data-figure=runs]');
    return (await cell.count()) > 0 && Number((await cell.first().textContent())!.replace(/\D/g, '')) > 0;
  }, 60_000);
  await page.waitForSelector('[data-pane][data-painted]');
  // a frame is never painted over what it holds
  expect(await page.locator('[data-element-id=case-chain] > .djs-visual > :first-child').evaluate((frame) => getComputedStyle(frame).fill)).toBe('none');
  await look(page);
}, 120_000);

test.each<Size>(['phone', 'desk'])('every page of the control room fits a %s and reads well', async (size) => {
  const { page, wrong, leave } = await visit(browser, system.url, size, 'baoyingzhihui');
  for (const path of ['/overview', '/supervision', '/instances', `/instances/${key}`, '/analysis', `/analysis?procedure=grid-event&period=month`]) {
    await page.goto(path);
    await page.waitForTimeout(800);
    await look(page);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/room-${size}${path.replace(/\W+/g, '_').slice(0, 24)}.png`, fullPage: true });
  }
  expect(wrong).toEqual([]);
  await leave();
}, 180_000);
