// Reporting: one report however often it is sent, photos that upload at once, and a form that survives a lost page.
import './lib/from-visit.js';
import { call, Refused } from './lib/api.js';
import { busy, find, get, make } from './lib/dom.js';
import { sentence, showProblems } from './lib/problems.js';
import { forget, keep, kept } from './lib/kept.js';
import { locate } from './lib/locate.js';
import { similarWhile } from './lib/duplicates.js';
import { shots, type Shots } from './lib/shots.js';
import { picker } from './lib/category-picker.js';

const form = get<HTMLFormElement>('#report');
const localKey = `report:${form.dataset.person}`;
type Kept = { clientId: string; fields: [string, string][]; photos: string[] };
const before = kept<Kept>(localKey)?.value;
// The same id until this report has arrived: a second press, a retry or a reloaded page is the same report.
const clientId = before?.clientId ?? form.dataset.client!;
const category = picker(get('[data-field=category]'), remember);
const photos: Shots = shots(get('[data-shots]'), form, remember);
const position = locate(get<HTMLButtonElement>('[data-locate]'), get('[data-located]'));

const text = (name: string): string => String(new FormData(form).get(name) ?? '').trim();

function remember(): void {
  keep<Kept>(localKey, { clientId, fields: [...new FormData(form)].filter((pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== ''), photos: photos.ids() });
}

function restore({ fields, photos: ids }: Kept): void {
  for (const [name, value] of fields) {
    const field = form.elements.namedItem(name);
    if (field instanceof RadioNodeList) field.value = value;
    else if (field instanceof HTMLInputElement && field.type === 'checkbox') field.checked = true;
    else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) field.value = value;
  }
  category.show();
  photos.restore(ids);
  get('[data-draft]').textContent = '已恢复上次没报完的内容';
}

function report() {
  const phone = text('reporterPhone');
  const name = text('reporterName');
  const anonymous = form.querySelector<HTMLInputElement>('[name=anonymous]')!.checked;
  return {
    clientId, title: text('title'), description: text('description'), category: text('category'), urgency: text('urgency'), people: Number(text('people') || 0),
    source: text('source'), place: { text: text('place'), ...position() }, grid: text('grid'), attachments: photos.ids(),
    ...(text('against') ? { against: text('against') } : {}),
    ...(name || phone || anonymous ? { reporter: { ...(name ? { name } : {}), ...(phone ? { phone } : {}), anonymous } } : {}),
  };
}

const required: [string, string][] = [['category', '请选择是什么事'], ['title', '请用一句话说明'], ['place', '请填写地点'], ['grid', '请选择所属网格']];

/** Marks the fields beside what is wrong with them, and lists it all on top. */
function refuse(title: string, problems: { path: string; message: string }[]): void {
  form.querySelectorAll('.ld-field-problem').forEach((each) => each.remove());
  form.querySelectorAll('[aria-invalid]').forEach((each) => each.removeAttribute('aria-invalid'));
  showProblems(get('[data-problems]'), title, problems.map(({ path, message }) => {
    const holder = find(`[data-field="${CSS.escape(path)}"]`, form) ?? find(`[data-field="${CSS.escape(path.split('.')[0]!)}"]`, form);
    if (!holder) return { message };
    const input = holder.querySelector<HTMLElement>('input:not([type=radio]), textarea, select');
    input?.setAttribute('aria-invalid', 'true');
    holder.append(make('p', { class: 'ld-problem ld-field-problem' }, message));
    return { message, go: () => { holder.closest('details')?.setAttribute('open', ''); holder.scrollIntoView({ block: 'center' }); input?.focus({ preventScroll: true }); } };
  }));
}

function done(caseNo: string): void {
  forget(localKey);
  form.hidden = true;
  const sent = get('[data-sent]');
  get('[data-case-no]', sent).textContent = caseNo;
  get<HTMLAnchorElement>('[data-case-link]', sent).href = `/cases/${encodeURIComponent(caseNo)}`;
  sent.hidden = false;
  sent.focus();
  scrollTo({ top: 0 });
}

async function send(): Promise<void> {
  const missing = required.filter(([name]) => !text(name)).map(([path, message]) => ({ path, message }));
  if (missing.length) return refuse(`还差 ${missing.length} 项。`, missing);
  if (photos.sending()) return refuse('照片还在上传，传完再报。', []);
  refuse('', []);
  try {
    const { caseNo } = await call('POST', '/reports', report());
    done(caseNo);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    refuse(`${sentence(error.message)}${error.status === 0 ? '再点“上报”不会报两次。' : ''}`, error.problems);
  }
}

if (before) restore(before);
similarWhile(form, position);
form.addEventListener('input', (event) => {
  remember();
  const holder = (event.target as HTMLElement).closest('[data-field]');
  holder?.querySelector('.ld-field-problem')?.remove();
  holder?.querySelector('[aria-invalid]')?.removeAttribute('aria-invalid');
  if (holder && !find('.ld-field-problem', form)) get('[data-problems]').hidden = true;
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void busy(get<HTMLButtonElement>('[data-send]'), send);
});
