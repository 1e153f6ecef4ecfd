// The BPMN editor in a real browser, on a page of its own: Chinese throughout, human tasks as jobs, templates, deadlines, nothing lost of a foreign file.
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { everyElement, everyId } from '../support/every-element.js';
import { serveModeler, shippedFor } from '../support/modeler-page.js';
import { seriousFindings } from './visit.js';

let browser: Browser;
let served: Awaited<ReturnType<typeof serveModeler>>;
let given: Awaited<ReturnType<typeof shippedFor>>;
let page: Page;
let wrong: string[];

beforeAll(async () => {
  [browser, served, given] = await Promise.all([openBrowser(), serveModeler(), shippedFor('grid-event')]);
});
afterAll(async () => {
  await browser?.close();
  await served?.stop();
});
beforeEach(async () => {
  wrong = [];
  page = await newPage();
});
afterEach(async () => {
  await page.context().close();
  expect(wrong).toEqual([]);
});

async function newPage(from?: Page): Promise<Page> {
  const made = await (from ? from.context() : await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  made.on('pageerror', (error) => wrong.push(error.message));
  made.on('request', (request) => { if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(served.url)) wrong.push(`left the host: ${request.url()}`); });
  await made.goto(served.url);
  return made;
}

const open = (content: string, options: object = {}, on = page): Promise<number> =>
  on.evaluate(([xml, more]) => (window as any).openDiagram(xml, more), [content, { files: given.files, around: given.around, ...options }] as const);
const read = (on = page): Promise<string> => on.evaluate(() => (window as any).opened.read());
const select = (id: string, on = page): Promise<void> => on.evaluate((element) => (window as any).opened.select(element), id);
const press = (selector: string, on = page): Promise<void> => on.locator(selector).first().click({ timeout: 5_000 });
const pad = (action: string, on = page): Promise<void> => press(`.djs-context-pad [data-action="${action}"]`, on);
const menu = (entry: string, on = page): Promise<void> => press(`.djs-popup .entry[data-id="${entry}"]`, on);

/** Whatever is written on the screen or said by a tip in Latin letters only; ids, expressions and acronyms excepted. */
const latin = (): Promise<string[]> => page.evaluate(() => {
  const spoken = '.bio-properties-panel-label, .bio-properties-panel-header-type, .bio-properties-panel-group-header-title, .bio-properties-panel-description, .bio-properties-panel-error, .bio-properties-panel-collapsible-entry-header-title, .bio-properties-panel option, .bio-properties-panel button, .bio-properties-panel-placeholder, .djs-popup-label, .entry-header, .djs-popup-title, .djs-popup-entry-description, .djs-popup .entry, .bts-text, .cmp-title, .ld-bpmn-tool';
  const titled = '.djs-palette [title], .djs-context-pad [title], .djs-popup [title], .bio-properties-panel [title], [class*="bts-"][title], .djs-minimap [title], .ld-bpmn-bar [title], input[placeholder]';
  const isLatin = (text: string) => /[A-Za-z]{2}/.test(text) && !/[\u4e00-\u9fff]/.test(text);
  const may = (text: string) => /^(FEEL|BPMN|DMN|JSON|ID|fx|UP|MERGE_TARGET|case\.withdrawn|caseNo|outcome|limit|status|joint|a|all|one)$/.test(text.trim());
  const own = (element: Element) => [...element.childNodes].filter((node) => node instanceof Text).map((node) => node.textContent!.trim()).join(' ').trim();
  const texts = [...document.querySelectorAll(spoken)].map(own);
  const tips = [...document.querySelectorAll(titled)].flatMap((element) => [element.getAttribute('title') ?? '', element.getAttribute('placeholder') ?? '']);
  return [...new Set([...texts, ...tips])].filter((text) => isLatin(text) && !may(text));
});

const expand = (): Promise<void> => page.evaluate(async () => {
  for (let round = 0; round < 2; round += 1) {
    document.querySelectorAll<HTMLElement>('.bio-properties-panel-group-header:not(.open), .bio-properties-panel-collapsible-entry:not(.open) > .bio-properties-panel-collapsible-entry-header').forEach((each) => each.click());
    await new Promise((resolve) => { setTimeout(resolve, 15); });
  }
});

test('a limit that a table decides says which table that is, with the way to its column', async () => {
  const diagram = given.files.find(({ name }) => name === 'grid-event.bpmn')?.content ?? given.content;
  await open(diagram);
  await select('village-handle');
  await expand();
  expect(await page.locator('textarea#bio-properties-panel-ld-limit').inputValue()).toMatch(/classification\.handleLimit/);
  expect(await page.locator('.bio-properties-panel-description', { has: page.locator('.ld-to-table') }).textContent()).toMatch('响应时限、办结时限在决策表「事项标准」里');
  await press('.ld-to-table');
  expect(await page.evaluate(() => (window as any).gone)).toEqual({ file: 'event-classification.dmn', element: 'eventStandard_out_5' });
  await select('intake');
  await expand();
  expect(await page.locator('.ld-to-table').count()).toBe(0);
});

test('who does a step is found by a few characters and the keyboard, those of the diagram first, then level by level; also on a template', async () => {
  const box = page.locator('[role=combobox]');
  const listed = (what: string) => page.locator(`.ld-choices ${what}`).allTextContents();
  await open(given.content);
  await select('leader-review');
  await expand();
  const before = await box.inputValue();
  await box.press('ArrowDown');
  expect((await listed('b')).slice(0, 6)).toEqual(['本流程已在用', '网格', '村（社区）', '镇（街道）', '县（市、区）', '市']);
  expect((await seriousFindings(page)).filter((one) => one.startsWith('aria'))).toEqual([]);
  expect(await listed('[aria-selected=true]')).toEqual([before]);
  await box.press('Escape');
  expect([await box.inputValue(), await page.locator('.ld-choices').isVisible()]).toEqual([before, false]);
  await box.click();
  await page.keyboard.type('县督查');
  expect(await listed('[role=option]')).toEqual(['县（市、区） · 督查员']);
  await page.keyboard.press('Enter');
  expect([await box.inputValue(), await read()]).toEqual(['县（市、区） · 督查员', expect.stringContaining('candidateGroups="=[county + &#34;/supervisor&#34;]"')]);
  await box.click();
  await page.keyboard.type('没有的');
  expect(await page.locator('.ld-no-choice').allTextContents()).toEqual([expect.stringContaining('没有找到')]);
  await page.keyboard.press('Escape');
  await select('village-handle');
  await expand();
  for (const key of ['Enter', 'Enter']) await box.press(key);
  expect([await page.locator('.ld-choices').isVisible(), await box.getAttribute('placeholder')]).toEqual([true, expect.stringContaining('自定义表达式')]);
  await open(everyElement(), { procedure: 'every' });
  await select('task');
  await pad('append');
  await menu('append.template-liandong.human-task');
  await expand();
  await box.click();
  await page.keyboard.type('村受理');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect(await box.inputValue()).toMatch(/^村（社区）.*受理员$/);
});

test('every panel, menu, tip and message of the editor is Chinese', async () => {
  await open(everyElement(), { procedure: 'every', words: true });
  const found: Record<string, string[]> = {};
  const look = async (where: string) => {
    const here = await latin();
    if (here.length > 0) found[where] = here;
  };
  await look('the bar and the palette');
  for (const id of everyId) {
    await select(id);
    await expand();
    await look(id);
    for (const action of ['replace', 'append']) {
      const opened = await page.evaluate((each) => { const entry = document.querySelector<HTMLElement>(`.djs-context-pad [data-action="${each}"]`); entry?.click(); return Boolean(entry); }, action);
      if (!opened) continue;
      await page.waitForSelector('.djs-popup', { timeout: 3_000 });
      await look(`${action} of ${id}`);
      await page.keyboard.press('Escape');
    }
  }
  await press('.djs-palette [data-action="create"]');
  await page.waitForSelector('.djs-popup');
  await look('create');
  await page.keyboard.press('Escape');
  await press('[aria-label="查找元素"]');
  await page.keyboard.type('办');
  await look('search');
  await page.keyboard.press('Escape');
  await press('[aria-label="小地图"]');
  await press('[aria-label="走一遍"]');
  await page.waitForSelector('.bts-palette');
  await look('simulation');
  expect(found).toEqual({});
  expect(await page.evaluate(() => [...(window as any).liandongMissingWords])).toEqual([]);
}, 60_000);

test('the shipped procedure opens and is left as it was', async () => {
  await open(given.content);
  await select('village-handle');
  expect(await page.locator('#bio-properties-panel-ld-form').inputValue()).toBe('village-handle');
  expect(await page.evaluate(() => (window as any).changes)).toBe(0);
  const after = await read();
  for (const part of ['modeler:executionPlatform="Camunda Cloud"', 'modeler:executionPlatformVersion="8.5.0"', 'deadline.village-handle']) expect(after).toContain(part);
  expect(after.match(/<zeebe:/g)!.length).toBe(given.content.match(/<zeebe:/g)!.length);
});

test('a human task is a job however it came: drawn, from a template, replaced or pasted', async () => {
  await open(everyElement(), { procedure: 'every' });
  await select('task');
  await pad('append');
  await menu('append.template-liandong.human-task');
  await select('service');
  await pad('replace');
  await menu('replace-with-user-task');
  await select('end');
  await press('.djs-palette [data-action="create"]');
  await menu('create-user-task');
  await page.mouse.move(700, 640);
  await page.mouse.click(700, 640);
  await page.keyboard.press('Escape');
  const xml = await read();
  expect(xml.match(/<bpmn:userTask/g)!.length).toBe(6);
  expect(xml).not.toContain('zeebe:userTask');
  expect(xml).toContain('zeebe:modelerTemplate="liandong.human-task"');
});

test('a deadline that is added to a task is named after it, keyed by the case, and follows a new id', async () => {
  await open(everyElement(), { procedure: 'every' });
  await select('user-bare');
  await pad('liandong.deadline');
  let xml = await read();
  expect(xml).toMatch(/<bpmn:message id="\w+" name="deadline.user-bare">\s*<bpmn:extensionElements>\s*<zeebe:subscription correlationKey="=caseNo" \/>/);
  expect(xml).toMatch(/<bpmn:userTask id="user-bare"[^>]*>\s*<bpmn:extensionElements>\s*<zeebe:taskHeaders>\s*<zeebe:header key="escalation" value="到期" \/>/);
  await select('user-bare');
  await expand();
  await page.fill('#bio-properties-panel-id', 'village-signs');
  await page.keyboard.press('Tab');
  // the panel waits a little for further typing
  await page.waitForFunction(async () => (await (window as any).opened.read()).includes('name="deadline.village-signs"'), undefined, { timeout: 5_000 });
  xml = await read();
  expect(xml).toContain('<bpmn:userTask id="village-signs"');
  expect(xml).not.toContain('deadline.user-bare');
});

test('what is copied in one tab is pasted in another', async () => {
  await open(everyElement(), { procedure: 'every' });
  await select('user');
  await page.locator('.djs-container svg').first().focus();
  await page.keyboard.press('Control+c');
  const other = await newPage(page);
  await open(given.content, {}, other);
  await other.locator('.djs-container svg').first().focus();
  await other.mouse.move(500, 720);
  await other.keyboard.press('Control+v');
  await other.mouse.click(300, 740);
  const xml = await read(other);
  expect(xml.match(/<bpmn:userTask/g)!.length).toBe(given.content.match(/<bpmn:userTask/g)!.length + 1);
  expect(xml).toContain('<zeebe:taskSchedule dueDate="=now()" />');
});

test('departments that act jointly come as a ready-drawn piece', async () => {
  await open(everyElement(), { procedure: 'every' });
  await press('.djs-palette [data-action="create"]');
  await menu('template-liandong.joint');
  await page.mouse.move(620, 500);
  await page.mouse.click(620, 500);
  const xml = await read();
  expect(xml).toMatch(/inputCollection="=\[[^"]+\]" inputElement="department"/);
  expect(xml).toContain('correlationKey="=caseNo + &#34;:&#34; + department"');
  expect(xml).not.toContain('zeebe:userTask');
});

test('what a foreign file carries is kept, the id of the procedure stays, and what 8.5 does not have is not offered', async () => {
  const foreign = everyElement().replace('xmlns:zeebe=', 'xmlns:other="http://other.example" xmlns:color="http://www.omg.org/spec/BPMN/non-normative/color/1.0" xmlns:zeebe=')
    .replace('<bpmn:task id="task" name="名" >', '<bpmn:task id="task" name="名" zeebe:modelerTemplate="their.template" other:mark="yes"><bpmn:extensionElements><other:thing deep="1" /></bpmn:extensionElements>')
    .replace('id="task_di"', 'id="task_di" color:background-color="#ffe0b2"');
  await open(foreign, { procedure: 'every' });
  const xml = await read();
  for (const part of ['other:mark="yes"', '<other:thing deep="1" />', 'zeebe:modelerTemplate="their.template"', 'color:background-color="#ffe0b2"']) expect(xml).toContain(part);
  await select('every');
  await expand();
  expect(await page.locator('#bio-properties-panel-id').isDisabled()).toBe(true);
  await select('user');
  const groups = await page.locator('.bio-properties-panel-group-header-title').allTextContents();
  expect(groups).toContain('办理要求');
  expect(groups.filter((name) => /监听|实现方式|表单/.test(name))).toEqual([]);
});

test('what the check found is on the diagram and above the panel', async () => {
  await open(everyElement(), { procedure: 'every' });
  await page.evaluate(() => (window as any).opened.mark([
    { severity: 'error', file: 'every.bpmn', element: 'user', rule: 'x', message: '人工任务「名」没有表单。请填写表单编号。' }, { severity: 'warning', file: 'every.bpmn', rule: 'y', message: '整张图的话。' },
  ]));
  await page.locator('.ld-finding').click();
  expect(await page.locator('.ld-bpmn-said').textContent()).toBe('人工任务「名」没有表单。请填写表单编号。');
  expect(await page.locator('[data-element-id="user"].is-wrong').count()).toBe(1);
  await select('every');
  expect(await page.locator('.ld-bpmn-said').textContent()).toBe('整张图的话。');
});

test('who may only read gets the diagram without any tool that changes it', async () => {
  await open(given.content, { readOnly: true });
  expect(await page.locator('.djs-palette, .djs-context-pad, [aria-label="撤销"]').count()).toBe(0);
  await select('village-handle');
  expect(await page.locator('.ld-bpmn-panel').textContent()).toContain('村（网格）处置');
  expect(await page.locator('.bjs-powered-by').isVisible()).toBe(true);
});
