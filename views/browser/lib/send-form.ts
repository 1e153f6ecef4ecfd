// Forms that name their call (`data-send="PUT /me/password"`): fields go as JSON, problems come back to their fields, `data-then` says how it goes on.
import { call, Refused } from './api.js';
import { busy, find, get, toast } from './dom.js';

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
type Values = Record<string, any>;

const fieldsOf = (within: ParentNode): Field[] => [...within.querySelectorAll<Field>('input[name], select[name], textarea[name]')];

/** A field's value as the API wants it; what is left empty is not sent. Times of day are Shanghai's, whatever the device says. */
function valueOf(field: Field): unknown {
  if (field instanceof HTMLInputElement && field.type === 'checkbox') return field.checked;
  const text = field.type === 'password' ? field.value : field.value.trim();
  if (text === '') return undefined;
  if (field.type === 'number') return Number(text);
  if (field.type === 'datetime-local') return `${text}:00+08:00`;
  return text;
}

function put(into: Values, name: string, value: unknown): void {
  if (value === undefined) return;
  const [first, ...rest] = name.split('.');
  if (rest.length === 0) into[first!] = value;
  else put((into[first!] ??= {}), rest.join('.'), value);
}

/** What a form says: plain fields (`a.b` nests), and a list for each kind of row. */
export function read(form: HTMLElement): Values {
  const values: Values = {};
  for (const field of fieldsOf(form)) if (!field.closest('[data-row]')) put(values, field.name, valueOf(field));
  for (const row of form.querySelectorAll<HTMLElement>('[data-row]')) {
    const one: Values = {};
    for (const field of fieldsOf(row)) put(one, field.name, valueOf(field));
    (values[row.dataset.row!] ??= []).push(one);
  }
  return values;
}

function say(form: HTMLElement, error: unknown): void {
  const general = find('[data-problem]', form);
  const rest: string[] = [];
  for (const { path, message } of error instanceof Refused ? error.problems : []) {
    const place = find(`[data-for="${CSS.escape(path)}"]`, form) ?? find(`[data-for="${CSS.escape(path.split(/[.[]/)[0]!)}"]`, form);
    if (!place) { rest.push(message); continue; }
    place.textContent = message;
    const field = fieldsOf(form).find(({ name }) => name === path);
    field?.setAttribute('aria-invalid', 'true');
    field?.focus();
  }
  const words = error instanceof Refused ? (error.problems.length ? rest.join('；') : error.message) : '没有办成，您填的内容还在，请再试一次。';
  if (general) general.textContent = words;
  else if (words) toast(words);
}

function clear(form: HTMLElement): void {
  form.querySelectorAll('.ld-problem').forEach((place) => { place.textContent = ''; });
  form.querySelectorAll('[aria-invalid]').forEach((field) => field.removeAttribute('aria-invalid'));
}

/** Shows an answer's fields where the page has places for them, and the step that has them. */
function show(step: string, answer: Values): void {
  document.querySelectorAll<HTMLElement>('[data-answer]').forEach((place) => { if (answer?.[place.dataset.answer!] !== undefined) place.textContent = String(answer[place.dataset.answer!]); });
  document.querySelectorAll<HTMLImageElement>('[data-answer-src]').forEach((place) => { if (answer?.[place.dataset.answerSrc!]) place.src = answer[place.dataset.answerSrc!]; });
  document.querySelectorAll<HTMLAnchorElement>('[data-answer-href]').forEach((place) => { place.href = place.dataset.answerHref!.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(answer?.[name] ?? '')); });
  document.querySelectorAll<HTMLElement>('[data-answer-list]').forEach((place) => {
    const list: string[] | undefined = answer?.[place.dataset.answerList!];
    if (list) place.replaceChildren(...list.map((text) => Object.assign(document.createElement('li'), { textContent: text })));
  });
  const next = get(`[data-step="${step}"]`);
  for (const other of next.parentElement!.querySelectorAll<HTMLElement>('[data-step]')) other.hidden = other !== next;
  (next.querySelector<HTMLElement>('input') ?? next.querySelector<HTMLElement>('[tabindex="-1"], button, a'))?.focus();
}

function goOn(then: string, answer: Values): void {
  if (then === 'reload') location.reload();
  else if (then.startsWith('step:')) show(then.slice(5), answer);
  else if (then.startsWith('said:')) toast(then.slice(5));
  else location.href = then;
}

async function send(form: HTMLFormElement): Promise<void> {
  clear(form);
  for (const again of form.querySelectorAll<HTMLInputElement>('[data-same]')) {
    if (again.value === get<HTMLInputElement>(again.dataset.same!, form).value) continue;
    get(`[data-for="${again.id}"]`, form).textContent = '两次输入的不一样';
    return again.focus();
  }
  const [method, pattern] = form.dataset.send!.split(' ') as [string, string];
  const path = pattern.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(get<HTMLSelectElement>(`[data-path="${name}"]`, form).value));
  const hasBody = method !== 'DELETE' || fieldsOf(form).length > 0;
  try {
    goOn(form.dataset.then ?? 'reload', await call(method, path, hasBody ? read(form) : undefined));
  } catch (error) {
    say(form, error);
  }
}

document.addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement;
  if (!form.dataset.send) return;
  event.preventDefault();
  void busy(get<HTMLButtonElement>('[type=submit]', form), () => send(form));
});

document.addEventListener('click', (event) => {
  const button = (event.target as Element).closest<HTMLElement>('[data-open], [data-close], [data-reload], [data-add-row], [data-remove-row]');
  if (!button) return;
  if (button.dataset.open) get<HTMLDialogElement>(button.dataset.open).showModal();
  else if ('close' in button.dataset) button.closest('dialog')?.close();
  else if ('reload' in button.dataset) location.reload();
  else if ('addRow' in button.dataset) {
    const block = button.parentElement!;
    get('[data-rows]', block).append(get<HTMLTemplateElement>('[data-new-row]', block).content.cloneNode(true));
  } else if (button.closest('form')!.querySelectorAll('[data-row]').length > 1) button.closest('[data-row]')!.remove();
  else toast('至少要有一个岗位；离岗请用「停用」。');
});
