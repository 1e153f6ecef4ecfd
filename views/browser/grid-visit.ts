// Checking in: what is typed is kept on the device at once, and sent when there is a connection.
import { Refused } from './lib/api.js';
import { busy, find, get } from './lib/dom.js';
import { fieldProblems } from './lib/field-problems.js';
import { keep, kept as remembered } from './lib/kept.js';
import { locate } from './lib/locate.js';
import { sentence } from './lib/problems.js';
import { all, drop, put, send, take, type Kept, type VisitBody } from './lib/visit-box.js';
import { visitPhotos } from './lib/visit-photos.js';

const form = get<HTMLFormElement>('#visit');
const { person = '', grid = '', corrects } = form.dataset;
const asked = new URLSearchParams(location.search);
let clientId = form.dataset.client!;
let sent = false;
const position = locate(get<HTMLButtonElement>('[data-locate]'), get('[data-located]'));
let known: { lng?: number; lat?: number } = {};
const photos = visitPhotos(get('[data-shots]'), form, changed);
const text = (name: string): string => String(new FormData(form).get(name) ?? '').trim();
const boxes = (): HTMLInputElement[] => [...form.querySelectorAll<HTMLInputElement>('input[name=items]')];

function body(): VisitBody {
  const kind = text('kind');
  return {
    clientId, kind, occasion: text(kind), duty: text('duty'), role: text('role'), grid, items: boxes().filter(({ checked }) => checked).map(({ value }) => value), place: { text: text('place'), ...known, ...position() },
    at: new Date().toISOString(), text: text('text'), attachments: photos.uploaded(), ...(corrects ? { corrects } : {}),
  };
}
const record = (state: Kept['state']): Kept => ({ id: clientId, person, state, body: body(), photos: photos.fresh(), at: Date.now() });

let timer: ReturnType<typeof setTimeout> | undefined;
function changed(): void {
  clearTimeout(timer);
  timer = setTimeout(() => { if (!sent) void put(record('draft')).then((here) => { get('[data-draft]').textContent = here ? '已存在这台设备上' : '这台设备存不下草稿，请尽快打卡'; }); }, 400);
}

function show(): void {
  const kind = text('kind');
  form.querySelectorAll<HTMLElement>('[data-kind]').forEach((each) => { each.hidden = each.dataset.kind !== kind; });
  const count = boxes().filter(({ checked }) => checked).length;
  get('[data-picked-count]').textContent = count ? `已选 ${count} 项` : '';
}

function restore({ id, body: was, photos: had }: Kept): void {
  clientId = id;
  const check = (name: string, value: string) => form.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`).forEach((each) => { if (each.value === value) each.checked = true; });
  check('kind', was.kind);
  check(was.kind, was.occasion);
  for (const each of boxes()) each.checked = was.items.includes(each.value);
  get<HTMLInputElement>('#place').value = was.place.text;
  get<HTMLTextAreaElement>('#text').value = was.text;
  get<HTMLSelectElement>('#duty').value = was.duty;
  get<HTMLSelectElement>('#role').value = was.role;
  known = was.place.lng === undefined ? {} : { lng: was.place.lng, lat: was.place.lat };
  if (known.lng) get('[data-located]').textContent = '已有位置，可重新定位';
  photos.restore(had);
}

/** What was being written in this grid, or the one that is to be changed; not when something else was asked for. */
async function before(): Promise<void> {
  const wanted = asked.get('box');
  // what nobody came back to for a week is not wanted any more
  for (const old of await all(person)) if (old.state === 'draft' && Date.now() - old.at > 7 * 86_400_000) await drop(old.id);
  const found = wanted ? await take(wanted) : corrects || asked.has('items') ? undefined : (await all(person)).filter(({ state, body: was }) => state === 'draft' && was.grid === grid && !was.corrects).at(-1);
  if (!found || found.person !== person || found.body.grid !== grid) return;
  restore(found);
  get('[data-draft]').textContent = '已恢复上次没打完的卡';
  if (found.said) fieldProblems(form, sentence(found.said), found.problems ?? []);
}

function over(which: 'sent' | 'kept'): void {
  sent = true;
  clearTimeout(timer);
  form.hidden = true;
  const part = get(`[data-sent=${which}]`);
  get<HTMLAnchorElement>('[data-report]').href = `/report?from=${encodeURIComponent(clientId)}`;
  const count = boxes().filter(({ checked }) => checked).length;
  get('[data-sent-words]').textContent = `${text('place')}${count ? `，${count} 项记为本月已走访` : ''}。发现要上面办的事，点“上报此事”，地点、情况和照片会带过去。`;
  part.hidden = false;
  part.focus();
  scrollTo({ top: 0 });
}

async function checkIn(): Promise<void> {
  const missing = [...(text('place') ? [] : [{ path: 'place', message: '请填写在哪里' }]), ...(text('text') || photos.count() || boxes().some(({ checked }) => checked) ? [] : [{ path: 'text', message: '请写一句情况，或选走访对象，或拍照' }])];
  fieldProblems(form, missing.length ? `还差 ${missing.length} 项。` : '', missing);
  if (missing.length) return;
  const made = record('waiting');
  keep(`visit-words:${person}`, { duty: made.body.duty, role: made.body.role });
  // on the device first: whatever happens from here on, it is not lost
  const here = await put(made);
  try {
    const answer = await send(made);
    if (!answer && !here) fieldProblems(form, '连不上服务器，这台设备又存不下。请不要关掉这一页，连上后再点“打卡”，不会打两次。', []);
    else over(answer ? 'sent' : 'kept');
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    fieldProblems(form, `${sentence(error.message)}您填的内容还在。`, error.problems);
  }
}

const words = corrects ? undefined : remembered<{ duty: string; role: string }>(`visit-words:${person}`)?.value;
for (const [name, value] of Object.entries(words ?? {})) {
  const select = get<HTMLSelectElement>(`#${name}`);
  if ([...select.options].some((option) => option.value === value)) select.value = value;
}
void before().then(show);
show();
form.addEventListener('change', (event) => {
  const box = event.target as HTMLInputElement;
  const place = get<HTMLInputElement>('#place');
  if (box.name === 'items' && box.checked && !place.value) place.value = box.dataset.place ?? '';
  show();
});
form.addEventListener('input', (event) => {
  if ((event.target as HTMLElement).matches('[data-pick-find]')) return;
  (event.target as HTMLElement).closest('[data-field]')?.querySelector('.ld-field-problem')?.remove();
  changed();
});
find<HTMLInputElement>('[data-pick-find]')?.addEventListener('input', (event) => {
  const wanted = (event.target as HTMLInputElement).value.trim();
  let hits = 0;
  for (const each of boxes()) {
    const row = each.closest('li')!;
    row.hidden = wanted !== '' && !each.checked && !row.textContent!.includes(wanted);
    hits += Number(!row.hidden);
  }
  get('[data-none]').hidden = hits > 0;
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void busy(get<HTMLButtonElement>('[data-send]'), checkIn);
});
