// A task's form: filled in, kept as a draft every few seconds, sent; whatever goes wrong, nothing that was typed is lost.
import { Form } from '@bpmn-io/form-js-viewer';
import { clock } from '../helpers/format.js';
import { call, Refused } from './lib/api.js';
import { answerAsked } from './lib/asked-of-me.js';
import { commentBox } from './lib/comment-box.js';
import { openDialog } from './lib/dialog-form.js';
import { busy, find, get, pageData, toast } from './lib/dom.js';
import { files } from './lib/form-files.js';
import { closeListsByEscape } from './lib/form-lists.js';
import { showErrors, showRefusal } from './lib/form-problems.js';
import { markKnown, type Known } from './lib/form-known.js';
import { chinese, replaceFixedWords } from './lib/form-words.js';
import { duplicatesAt } from './lib/intake-duplicates.js';
import { forget, keep, kept } from './lib/kept.js';
import { revealing } from './lib/reveal.js';
import { showUnsent } from './lib/unsent.js';
import { whenChanged } from './lib/changes.js';
import { taskKeys } from './lib/keys.js';
import { every } from './lib/live.js';
import { sentence, showProblems } from './lib/problems.js';
import { acts } from './task/acts.js';
import { watchStand } from './task/stand.js';

type Values = Record<string, unknown>;
interface Data {
  key: string; caseNo: string; name: string; state: string; canFill: boolean; holder?: string; held: boolean; limitUnit?: string; returns?: { outcome: string; number: number };
  unanswered: { part: string; unitName: string }[]; form: any; data: Values; known: Known[]; draft?: { values: Values; at: string }; values?: Values; sent?: { at: string; mine: boolean }; person: string;
}

const page = pageData<Data>();
const container = get('#form');
const draftWords = find('[data-draft]');
const localKey = `task:${page.person}:${page.key}`;
const local = kept<Values>(localKey);
/** The newer of what the server and this device have kept. */
const draft = local && (!page.draft || local.at > new Date(page.draft.at).getTime()) ? local.value : page.draft?.values;

const form = new Form({ container, additionalModules: [chinese, files] } as never);
const values = (): Values => (form as unknown as { _getSubmitData(): Values })._getSubmitData();
const say = (text: string): void => { if (draftWords) draftWords.textContent = text; };

let changed = false;
let sending = false;
/** It is no longer this person's: nothing more is saved or sent. */
let over = false;
async function saveDraft(keepalive = false): Promise<void> {
  if (!changed || sending || over) return;
  changed = false;
  try {
    await call('PUT', `/tasks/${page.key}/draft`, { values: values() }, { keepalive });
    say(`草稿已保存 ${clock(Date.now())}`);
  } catch (error) {
    changed = true;
    if (error instanceof Refused && error.status === 409) return lost(error.message);
    say('草稿已留在本机，联网后会再存');
  }
}

function readOnly(): void {
  (form as any).setProperty('readOnly', true);
  container.classList.add('is-read-only');
}

/** Somebody else has it, or it is gone: what was typed stays on this device and on the page. */
function lost(words: string): void {
  if (over) return;
  over = true;
  keep(localKey, values());
  showProblems(get('[data-problems]'), `${sentence(words)}您填的内容还在下面，可以复制。`, [{ message: '看这项任务现在的情况', go: () => location.reload() }]);
  readOnly();
  find('.ld-actions')?.remove();
  find('[data-acts]')?.remove();
}

async function submit(withoutReplies = false): Promise<void> {
  const { data, errors } = form.submit() as { data: Values; errors: Record<string, unknown> };
  if (Object.keys(errors).length) return showErrors(form, container, errors);
  if (container.querySelector('.ld-file progress')) return showProblems(get('[data-problems]'), '还有文件在上传，传完再提交。', []);
  if (!withoutReplies && page.unanswered.length > 0 && page.unanswered.every(({ part }) => part === '协办')) return askReplies();
  keep(localKey, data);
  sending = true;
  try {
    await call('POST', `/tasks/${page.key}/complete`, { values: data, ...(withoutReplies ? { withoutReplies } : {}) });
    over = true;
    forget(localKey);
    // the word that it is sent stands at the top
    history.scrollRestoration = 'manual';
    location.reload();
  } catch (error) {
    sending = false;
    if (!(error instanceof Refused)) throw error;
    if (error.status === 409) return lost(error.message);
    // a unit was invited meanwhile, from another window
    if (error.problems.some(({ path }) => path === 'coHandlings')) return askReplies(error.problems[0]!.message);
    showRefusal(form, container, error.message, error.problems);
  }
}

function askReplies(words = `${page.unanswered.map(({ unitName }) => unitName).join('、')}还没有回复。提交后这些会办会结束。`): void {
  openDialog('unanswered', { words, send: () => submit(true) });
}

/** Chooses an outcome as a tap in the form would, and goes to what it asks for. */
function choose(outcome: string): void {
  // form-js gives its radio buttons no value: the words beside them tell which is which
  const label = (page.form.components as { values?: { label: string; value: unknown }[] }[]).flatMap(({ values: options = [] }) => options).find(({ value }) => value === outcome)?.label;
  const option = [...container.querySelectorAll<HTMLElement>('.fjs-inline-label')].find((each) => each.textContent?.trim() === label)?.querySelector<HTMLInputElement>('input');
  option?.click();
  container.scrollIntoView({ block: 'start', behavior: 'smooth' });
  setTimeout(() => (container.querySelector<HTMLElement>('textarea') ?? option)?.focus({ preventScroll: true }), 300);
}

async function open(): Promise<void> {
  const filled = page.values ?? draft;
  const opened = { ...page.data, ...filled };
  await form.importSchema(page.canFill ? markKnown(page.form, page.known, opened) : page.form, opened);
  replaceFixedWords(container);
  closeListsByEscape(container);
  if (!page.canFill) readOnly();
  // Typed after it was sent, or by somebody else than who sent it: it is on no record but this.
  const left = page.sent && draft && (!page.sent.mine || (local && local.at > new Date(page.sent.at).getTime()));
  if (left) showUnsent(get('[data-kept]'), page.form, draft);
  container.classList.add('is-ready');
  void duplicatesAt(page, form, container);
  // The first changes are the form filling itself.
  let quiet = true;
  setTimeout(() => { quiet = false; }, 300);
  form.on('changed', () => {
    if (quiet || over || !page.canFill) return;
    changed = true;
    keep(localKey, values());
    say('正在填写…');
  });
}

if (page.canFill) {
  every(4, () => saveDraft());
  addEventListener('pagehide', () => void saveDraft(true));
  if (local && draft === local.value) say('已恢复这台设备上的草稿');
  const send = get<HTMLButtonElement>('[data-submit]');
  send.addEventListener('click', () => busy(send, () => submit()).catch(() => toast('没有提交成功，您填的内容都在，请再试一次。')));
}
// Sent, but the engine's record has not come yet: look again until it has.
if (page.state === 'submitted') {
  whenChanged(async () => {
    const { task } = await call('GET', `/tasks/${page.key}`);
    if (task.state !== 'submitted') location.reload();
  });
}
if (page.state === 'open') watchStand(page, lost);
acts({ ...page, flush: () => saveDraft(), choose });
answerAsked(() => { void saveDraft().then(() => location.reload()); });
commentBox(page.caseNo);
revealing(page.caseNo);
taskKeys();
void open().catch((error: Error) => showProblems(get('[data-problems]'), '表单打不开，请把这句话告诉管理员：', [{ message: error.message }]));
