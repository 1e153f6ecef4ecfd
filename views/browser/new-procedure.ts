// A new procedure: answers become a diagram while they are given; whatever way is taken, it ends in the editor.
import { call, Refused } from './lib/api.js';
import { busy, find, get, make, pageData } from './lib/dom.js';
import { readAnswers, showAnswers, suggestId, type Answers } from './lib/pattern-form.js';
import { preview } from './lib/preview.js';
import { showProblems } from './lib/problems.js';
import { sendFile } from './lib/send-file.js';

const { taken } = pageData<{ taken: string[] }>();
const pattern = get<HTMLFormElement>('#pattern');
const said = get('[data-said]');
const shown = preview(get('.ld-preview'));

/** Marks the fields beside what is wrong with them, and lists it all on top. */
function refuse(form: HTMLElement, error: unknown): void {
  form.querySelectorAll('.ld-field-problem').forEach((each) => each.remove());
  form.querySelectorAll('[aria-invalid]').forEach((each) => each.removeAttribute('aria-invalid'));
  const { message, problems } = error instanceof Refused ? error : new Refused(0, '没有成功，请再试一次');
  showProblems(get('[data-problems]'), message, problems.map(({ path, message: text }) => {
    const holder = find(`[data-field="${CSS.escape(path)}"]`, form);
    if (!holder) return { message: /^[\w.-]+:\d+$/.test(path) ? `${path} ${text}` : text };
    const input = holder.querySelector<HTMLElement>('input, select');
    input?.setAttribute('aria-invalid', 'true');
    holder.append(make('p', { class: 'ld-problem ld-field-problem' }, text));
    return { message: text, go: () => input?.focus() };
  }));
}

const toEditor = (procedure: string): void => { location.href = `/procedures/${encodeURIComponent(procedure)}/edit`; };

/** Sends a form once, and goes on to the editor. */
function sends(form: HTMLFormElement, make: () => Promise<string>): void {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const button = get<HTMLButtonElement>('[type=submit]', form);
    void busy(button, async () => {
      try {
        toEditor(await make());
      } catch (error) {
        refuse(form, error);
      }
    });
  });
}

let named = false;
let waiting = 0;
let asked = 0;

async function draw(answers: Answers): Promise<void> {
  const mine = ++asked;
  if (answers.departments.length === 0) {
    said.textContent = '选好参加部门，这里就画出流程图';
    return shown.clear();
  }
  try {
    const { xml } = await call<{ xml: string }>('POST', '/patterns/joint-handling/preview', { ...answers, id: 'preview', name: answers.name || '联合处置机制' });
    if (mine !== asked) return;
    await shown.show(xml);
    said.textContent = '';
  } catch (error) {
    if (mine === asked) said.textContent = error instanceof Refused ? error.problems[0]?.message ?? error.message : '画不出来，请再试一次';
  }
}

function changed(): void {
  showAnswers(pattern);
  if (!named) suggestId(pattern, taken);
  clearTimeout(waiting);
  waiting = window.setTimeout(() => void draw(readAnswers(pattern)), 300);
}

pattern.addEventListener('input', (event) => {
  if ((event.target as HTMLElement).id === 'id') named = (event.target as HTMLInputElement).value !== '';
  changed();
});
changed();

sends(pattern, async () => (await call<{ procedure: string }>('POST', '/patterns/joint-handling', readAnswers(pattern))).procedure);

const blank = get<HTMLFormElement>('#blank');
sends(blank, async () => (await call<{ procedure: string }>('POST', '/patterns/blank', Object.fromEntries(new FormData(blank)))).procedure);

const importing = get<HTMLFormElement>('#import');
const file = get<HTMLInputElement>('[data-file]');
const drop = get('[data-drop]');
const chosen = (): void => { get('[data-chosen]').textContent = file.files?.[0]?.name ?? ''; };
file.addEventListener('change', chosen);
drop.addEventListener('dragover', (event) => { event.preventDefault(); drop.classList.add('is-over'); });
drop.addEventListener('dragleave', () => drop.classList.remove('is-over'));
drop.addEventListener('drop', (event) => {
  event.preventDefault();
  drop.classList.remove('is-over');
  if (event.dataTransfer?.files.length) file.files = event.dataTransfer.files;
  chosen();
});
sends(importing, async () => {
  const one = file.files?.[0];
  if (!one) throw new Refused(422, '填写有误', [{ path: 'file', message: '请选择一个文件' }]);
  return (await sendFile<{ draft: { procedure: string } }>('/procedures/import', one)).draft.procedure;
});

function way(): void {
  const wanted = get<HTMLInputElement>('[name=way]:checked').value;
  document.querySelectorAll<HTMLElement>('[data-way]').forEach((each) => { each.hidden = each.dataset.way !== wanted; });
  get('[data-problems]').hidden = true;
}
document.querySelectorAll('[name=way]').forEach((each) => each.addEventListener('change', way));
way();
