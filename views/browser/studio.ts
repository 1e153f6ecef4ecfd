// The studio: a procedure's files, the editor of the one that is open, what the check finds, and where the changes are.
import { call, Refused } from './lib/api.js';
import { busy, find, get, pageData, toast } from './lib/dom.js';
import { showProblems } from './lib/problems.js';
import { blankForm, blankTable, idProblem } from './studio/blank.js';
import { askClash } from './studio/clash.js';
import { ask } from './studio/dialog.js';
import { openDraft } from './studio/draft.js';
import type { Around, File, FileEditor, Finding } from './studio/editor.js';
import { fileList, sorted } from './studio/file-list.js';
import { titleOf, type Stored } from './studio/files.js';
import { findingsDrawer } from './studio/findings.js';
import { importInto } from './studio/import.js';
import { openIn } from './studio/opening.js';
import { showSaving } from './studio/saving.js';
import { openSubmit } from './studio/submit.js';

interface Page { procedure: string; person: string; readOnly: boolean; drafted: boolean; around: Around; files: Stored[] }
const page = pageData<Page>();
const { procedure } = page;
const diagramFile = `${procedure}.bpmn`;
const host = get('[data-editor]');
let readOnly = page.readOnly;
let current = '';
let editor: FileEditor | undefined;
let findings: Finding[] = [];
/** The editor holds changes that the draft has not been given yet. */
let unread = false;

const draft = openDraft(page, {
  saving: (state, said) => { showSaving(state, said); redraw(); },
  findings: hear,
  clash: (clash) => askClash(clash, diagram()),
  replaced: (name) => { if (name === current) void open(draft.entries.has(name) ? name : diagramFile); redraw(); },
  closed(why) {
    readOnly = true;
    find('[data-submit]')?.remove();
    showProblems(get('[data-problems]'), why, [{ message: '看草稿现在的情况', go: () => location.reload() }]);
    void open(current);
  },
});
const files = (): File[] => sorted(draft.entries).map(({ name, content }) => ({ name, content }));
const diagram = (): string => draft.entries.get(diagramFile)?.content ?? '';
const called = (name: string): string => titleOf(draft.entries.get(name) ?? { name, content: '' }, diagram());

const drawer = findingsDrawer({ place: called, go: (finding) => void goTo(finding) });
const list = fileList(get<HTMLDetailsElement>('[data-files]'), { open: (name) => void open(name), ...(readOnly ? {} : { remove: askRemove }) });
const redraw = (): void => list.draw({ entries: draft.entries, current, findings });

function hear(found: Finding[]): void {
  findings = found;
  drawer.draw(found);
  editor?.mark(found.filter(({ file }) => file === current));
  redraw();
}

function around(): Around {
  const own = files().filter(({ name }) => name.endsWith('.dmn')).flatMap(({ content }) => [...content.matchAll(/<(?:\w+:)?decision\b([^>]*)>/g)].map(([, text]) => {
    const id = /\bid="([^"]*)"/.exec(text!)?.[1] ?? '';
    return { id, name: /\bname="([^"]*)"/.exec(text!)?.[1] || id };
  }));
  return { ...page.around, decisions: [...new Map([...page.around.decisions, ...own].map((one) => [one.id, one])).values()] };
}

let reading = 0;
function changed(): void {
  if (readOnly) return;
  unread = true;
  clearTimeout(reading);
  reading = window.setTimeout(() => void take(), 250);
}

/** Gives the draft what the editor holds. */
async function take(): Promise<void> {
  if (!unread || !editor) return;
  unread = false;
  clearTimeout(reading);
  const [name, content] = [current, await editor.read()];
  if (content !== draft.entries.get(name)?.content) draft.change(name, content);
}

let opening = 0;
async function open(name: string): Promise<void> {
  const turn = ++opening;
  await take();
  if (page.drafted && !readOnly && name !== current && current) await draft.refresh().catch(() => undefined);
  const entry = draft.entries.get(name) ?? draft.entries.get(diagramFile);
  if (!entry || turn !== opening) return;
  current = entry.name;
  editor?.destroy();
  editor = undefined;
  redraw();
  const made = await openIn(host, entry, { procedure, readOnly, changed: () => { if (turn === opening) changed(); }, files, around, go: (place) => void goTo(place) });
  if (turn !== opening) return made?.destroy();
  editor = made;
  editor?.mark(findings.filter(({ file }) => file === current));
  host.dataset.ready = current;
  performance.mark('studio-ready');
}

async function goTo(finding: Pick<Finding, 'file' | 'element'>): Promise<void> {
  if (finding.file !== current) await open(finding.file);
  if (finding.element) editor?.select(finding.element);
}

function askRemove(name: string): void {
  ask('[data-remove-dialog]', async () => {
    await draft.remove(name);
    if (name === current) await open(diagramFile);
    redraw();
    await check();
  }, (dialog) => { get('[data-text]', dialog).textContent = `「${called(name)}」会从草稿里去掉；已发布的版本里还有它。`; });
}

function askNew(kind: 'form' | 'dmn'): void {
  ask('[data-new-dialog]', async (dialog) => {
    const [id, name] = ['#new-id', '#new-name'].map((one) => get<HTMLInputElement>(one, dialog).value.trim()) as [string, string];
    const wrong = idProblem(id, kind, { files: files(), decisions: around().decisions });
    if (wrong) throw new Error(wrong);
    draft.change(`${id}.${kind}`, kind === 'form' ? blankForm(id) : blankTable(id, name || id));
    await open(`${id}.${kind}`);
  }, (dialog) => {
    get('h2', dialog).textContent = kind === 'form' ? '新建表单' : '新建决策表';
    get('[data-name]', dialog).hidden = kind === 'form';
    dialog.querySelectorAll('input').forEach((input) => { input.value = ''; });
    get<HTMLInputElement>('#new-id', dialog).placeholder = kind === 'form' ? '如：village-check' : '如：village_limit';
  });
}

async function check(): Promise<void> {
  if (page.drafted) hear((await call<{ findings: Finding[] }>('POST', `/drafts/${encodeURIComponent(procedure)}/check`, { files: readOnly ? [] : files().filter(({ name, content }) => draft.entries.get(name)?.saved !== content) })).findings);
}

const begin = find<HTMLButtonElement>('[data-begin]');
begin?.addEventListener('click', () => busy(begin, async () => {
  try {
    await call('POST', '/drafts', { procedure });
    location.reload();
  } catch (error) {
    toast(error instanceof Refused ? error.message : '没有办成，请再试一次。');
  }
}));
find('[data-submit]')?.addEventListener('click', () => void take().then(() => openSubmit({ procedure, draft, findings: () => findings, go: (finding) => void goTo(finding) })));
find<HTMLInputElement>('[data-import]')?.addEventListener('change', (event) => void importInto(event.target as HTMLInputElement, procedure, () => take().then(() => draft.flush())));
const rebase = find<HTMLButtonElement>('[data-rebase]');
rebase?.addEventListener('click', () => busy(rebase, async () => {
  await take();
  await draft.flush();
  await call('POST', `/drafts/${encodeURIComponent(procedure)}/rebase`, { base: Number(rebase.dataset.rebase) }).then(() => location.reload(), (error: Error) => toast(error.message));
}));
document.querySelectorAll<HTMLButtonElement>('[data-new]').forEach((button) => button.addEventListener('click', () => askNew(button.dataset.new as 'form' | 'dmn')));

if (!readOnly) {
  const now = (): void => void take().then(() => draft.flush());
  addEventListener('online', now);
  addEventListener('focus', () => { if (get('[data-saving]').dataset.state !== 'saved') now(); });
  addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    now();
  });
  addEventListener('pagehide', () => void take().then(() => draft.leave()));
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') now(); });
}

async function start(): Promise<void> {
  const back = readOnly ? [] : await draft.restore().catch(() => []);
  await open(draft.entries.has(location.hash.slice(1)) ? location.hash.slice(1) : back[0] ?? diagramFile);
  if (back.length) void draft.flush();
  else if (!readOnly) showSaving('saved');
  await check();
}
void start().catch((error: Error) => showProblems(get('[data-problems]'), '没有打开，请刷新后再试：', [{ message: error.message }]));
