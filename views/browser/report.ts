// Reporting, with or without a connection: what is typed and photographed is on the device at once, what is sent goes through its outbox, one report however often it is sent.
import './lib/from-visit.js';
import { call } from './lib/api.js';
import { picker } from './lib/category-picker.js';
import { concernPicker, type Known } from './lib/concerns.js';
import { busy, find, get, make, toast } from './lib/dom.js';
import { similarWhile } from './lib/duplicates.js';
import { householdPhone } from './lib/household-phone.js';
import { locate } from './lib/locate.js';
import { nearest } from './lib/nearest.js';
import { drop, find as kept, itemsOf, onChange, put } from './lib/outbox/box.js';
import { concernsIn, field, type Item } from './lib/outbox/item.js';
import { done, heal, settled, typed } from './lib/outbox/typed.js';
import { turn } from './lib/outbox/wake.js';
import { wordsOf } from './lib/outbox/words.js';
import { sentence, showProblems } from './lib/problems.js';
import { shots } from './lib/shots.js';
import { unitField } from './lib/unit-field.js';
import { uuid } from './lib/uuid.js';

const form = get<HTMLFormElement>('#report');
const person = form.dataset.person!;
/** A quick answer is shown as the end at once; a slow one first says that it is under way. */
const QUICK_MS = 2_000;
const NO_ROOM = '这台手机存不下了：请腾出空间再试，先不要关掉这一页。';

/** The item of the registers from whose page this was opened. */
const about = new URLSearchParams(location.search).get('about');

/** The one that was asked for, or else the draft that was written last. */
async function before(): Promise<Item | undefined> {
  const wanted = form.dataset.item ?? new URLSearchParams(location.search).get('item');
  // what is begun about an item goes on with what was begun about it, and with nothing else
  const found = wanted ? await kept(wanted) : (await itemsOf(person)).filter((one) => one.state === 'draft' && (!about || concernsIn(one).some(({ id }) => id === about))).at(-1);
  return found && found.person === person && !found.adds && ['draft', 'waiting', 'login', 'refused'].includes(found.state) ? found : undefined;
}

await heal(person).catch(() => undefined);
const found = await before().catch(() => undefined);
let item: Item = found ?? { id: uuid(), person, state: 'draft', fields: [], photos: [], at: Date.now(), tries: 0, nextAt: 0 };
/** Nothing is kept from the form: it is still being filled from the draft, or was sent. */
let [over, ended] = [!!found, false];
const button = get<HTMLButtonElement>('[data-locate]');
if (item.position) Object.assign(button.dataset, { lng: String(item.position.lng), lat: String(item.position.lat) });
const category = picker(get('[data-field=category]'), remember);
const photos = shots(get('[data-shots]'), form, () => item.id, (added) => {
  if (added) item.seenAt ??= new Date().toISOString();
  remember();
});
const [grids, against] = [unitField(get('[data-field=grid]')), unitField(get('[data-field=against]'))];
const near = nearest(grids, person);
locate(button, get('[data-located]'), (here) => { item.position = here; remember(); return near(here); });

/** What the register knows is filled in where nothing stands yet. */
function fill({ place, grid }: Known): void {
  const where = get<HTMLInputElement>('#place');
  if (where.value.trim() === '') {
    where.value = place.text;
    if (!item.position && place.lng !== undefined && place.lat !== undefined) {
      item.position = { lng: place.lng, lat: place.lat };
      get('[data-located]').textContent = '用登记的位置，可重新定位';
    }
  }
  if (!grids.value()) grids.choose(grid);
}
householdPhone(form, remember);
const concerned = find('[data-concerns]') ? concernPicker(get('[data-concerns]'), fill, remember) : undefined;

const text = (name: string): string => String(new FormData(form).get(name) ?? '').trim();

function current(): Item {
  const fields = [...new FormData(form)].filter((pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== '');
  return { ...item, fields, categoryName: form.querySelector<HTMLInputElement>('[name=category]:checked')?.dataset.name, gridName: grids.name(), photos: photos.list(), at: Date.now() };
}

/** Nothing that anybody would miss: what the form itself fills in is no draft. */
const isEmpty = (): boolean => item.photos.length === 0 && !photos.busy() && ['category', 'title', 'description', 'place', 'reporterName', 'reporterPhone'].every((name) => field(item, name) === '');

function remember(): void {
  if (over) return;
  const now = item = { ...current(), state: 'draft' };
  (isEmpty() ? done : typed)(now);
  if (isEmpty()) return void drop(now.id).catch(() => undefined);
  put(now).then(() => { settled(now); get('[data-draft]').textContent = '草稿已存在这台手机上'; }, () => { get('[data-draft]').textContent = NO_ROOM; });
}

async function restore(): Promise<void> {
  for (const [name, value] of item.fields) {
    const input = form.elements.namedItem(name);
    if (input instanceof RadioNodeList) input.value = value;
    else if (input instanceof HTMLInputElement && (input.type === 'checkbox' || input.type === 'radio')) input.checked = input.type === 'checkbox' || input.value === value;
    else if (input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement || input instanceof HTMLSelectElement) input.value = value;
  }
  for (const one of concernsIn(item)) concerned?.add(one);
  for (const each of [grids, against]) each.named();
  category.show();
  get('[data-draft]').textContent = '已恢复上次没报完的内容';
  // while it is being changed it is not sent
  if (item.state !== 'draft') await put(item = { ...item, state: 'draft' });
  if (item.said) refuse(sentence(item.said), item.problems ?? []);
  await photos.restore(item.photos);
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

/** Shows one of the two ends in the form's place. */
function end(part: HTMLElement): void {
  const first = part.hidden;
  form.hidden = true;
  for (const each of document.querySelectorAll<HTMLElement>('.ld-sent')) each.hidden = each !== part;
  if (!first) return;
  part.focus();
  scrollTo({ top: 0 });
}

/** Where it stands now: sent, waiting, or back in the form with what is wrong. */
async function show(): Promise<void> {
  const now = await kept(item.id);
  if (!now || now.state === 'draft') return;
  if (now.state === 'conflict') return location.assign(`/outbox/conflict/${encodeURIComponent(now.id)}`);
  if (now.state === 'refused') {
    over = ended = false;
    item = now;
    form.hidden = false;
    for (const each of document.querySelectorAll<HTMLElement>('.ld-sent')) each.hidden = true;
    return refuse(sentence(now.said ?? '服务器没有收下'), now.problems ?? []);
  }
  if (now.state === 'sent') {
    const sent = get('[data-sent]');
    get('[data-case-no]', sent).textContent = now.caseNo ?? '';
    get<HTMLAnchorElement>('[data-case-link]', sent).href = `/cases/${encodeURIComponent(now.caseNo ?? '')}`;
    return end(sent);
  }
  const words = wordsOf(now, navigator.onLine);
  get('[data-kept-label]').textContent = now.state === 'sending' ? '正在发送' : '已存在手机上';
  get('[data-kept-text]').textContent = `${field(now, 'title')}：${words.text}`;
  end(get('[data-kept]'));
}

async function send(): Promise<void> {
  const missing = required.filter(([name]) => !text(name)).map(([path, message]) => ({ path, message }));
  if (missing.length) return refuse(`还差 ${missing.length} 项。`, missing);
  if (photos.busy()) return refuse('照片还在处理，好了再报。', []);
  refuse('', []);
  over = true;
  // so that the browser does not clear it away when room gets scarce; it may say no
  void navigator.storage?.persist?.().catch(() => undefined);
  try {
    // on the device first: whatever happens from here on, it is not lost
    await put(item = { ...current(), state: 'waiting', seenAt: item.seenAt ?? new Date().toISOString(), tries: 0, nextAt: 0, said: undefined, problems: undefined });
  } catch {
    over = false;
    return refuse(NO_ROOM, []);
  }
  done(item);
  await Promise.race([turn(person, true), new Promise((resolve) => { setTimeout(resolve, QUICK_MS); })]);
  ended = true;
  await show();
}

function connection(): void { get('[data-offline]').hidden = navigator.onLine; }

if (found) {
  await restore();
  over = false;
}
if (about && concerned && !concernsIn(item).some(({ id }) => id === about)) {
  await call<Known>('GET', `/registers/${encodeURIComponent(about)}`).then(concerned.choose, () => toast('没有取到这一条登记，请自己填写。'));
}
onChange(() => { if (ended) void show(); });
connection();
addEventListener('online', connection);
addEventListener('offline', connection);
similarWhile(form, () => item.position ?? {});
form.addEventListener('input', (event) => {
  if ((event.target as HTMLElement).matches('[data-find]')) return;
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
