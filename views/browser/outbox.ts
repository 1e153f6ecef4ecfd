// The outbox's page: every item of this device with where it stands, and what can be done about it.
import { dateTime } from '../helpers/format.js';
import { find, get, make } from './lib/dom.js';
import { drop, find as kept, itemsOf, onChange, put } from './lib/outbox/box.js';
import { field, type Item } from './lib/outbox/item.js';
import { turn } from './lib/outbox/wake.js';
import { wordsOf } from './lib/outbox/words.js';
import { all as visits } from './lib/visit-box.js';

const list = get('[data-items]');
const person = list.dataset.person!;

function link(text: string, href: string, primary = false): HTMLAnchorElement {
  return make('a', { class: primary ? 'btn btn-primary' : 'btn', href }, text);
}

function press(text: string, work: () => Promise<void>): HTMLButtonElement {
  const made = make('button', { class: 'btn', type: 'button' }, text);
  made.addEventListener('click', () => void work());
  return made;
}

/** One press asks, the second does it. */
function dropping(item: Item): HTMLButtonElement {
  const made = press('删除', async () => {
    if (made.dataset.sure) return drop(item.id);
    made.dataset.sure = '1';
    made.textContent = '确定删除';
    made.classList.add('btn-danger');
  });
  return made;
}

async function again(id: string): Promise<void> {
  const item = await kept(id);
  if (item) await put({ ...item, state: 'waiting', nextAt: 0 });
  await turn(person, true);
}

function acts(item: Item): HTMLElement[] {
  const edit = link(item.state === 'draft' ? '继续填写' : '改', `/report?item=${encodeURIComponent(item.id)}`, item.state === 'draft' || item.state === 'refused');
  const retry = press('现在发送', () => again(item.id));
  switch (item.state) {
    case 'draft': return [edit, dropping(item)];
    case 'sending': return [];
    case 'login': return [link('重新登录', `/login?next=${encodeURIComponent('/outbox')}`, true), dropping(item)];
    case 'conflict': return [link('看两边的不同', `/outbox/conflict/${encodeURIComponent(item.id)}`, true)];
    case 'sent': return item.caseNo ? [link('看案件', `/cases/${encodeURIComponent(item.caseNo)}`)] : [];
    default: return item.adds ? [retry, dropping(item)] : [retry, edit, dropping(item)];
  }
}

function row(item: Item): HTMLElement {
  const made = (get<HTMLTemplateElement>('#item').content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
  const { label, tone, text } = wordsOf(item, navigator.onLine);
  made.dataset.item = item.id;
  get('[data-title]', made).textContent = field(item, 'title') || '（还没写是什么事）';
  const tag = get('[data-state]', made);
  tag.textContent = label;
  tag.classList.add(`ld-${tone}`);
  const words = [item.adds ? `补充到 ${item.adds}` : item.categoryName, field(item, 'place'), item.photos.length ? `${item.photos.length} 张照片` : '', `${dateTime(item.at)} ${item.state === 'sent' ? '送达' : '存下'}`];
  get('[data-meta]', made).append(...words.filter(Boolean).map((word) => make('span', {}, word!)));
  get('[data-text]', made).textContent = text;
  get('.ld-outbox-acts', made).append(...acts(item));
  return made;
}

async function show(): Promise<void> {
  // somebody is about to press a second time
  if (find('[data-sure]', list)) {
    const there = new Set((await itemsOf(person)).map(({ id }) => id));
    list.querySelectorAll<HTMLElement>('[data-item]').forEach((each) => { if (!there.has(each.dataset.item!)) each.remove(); });
  }
  const items = (await itemsOf(person)).reverse();
  const order = ({ state }: Item): number => (state === 'conflict' || state === 'refused' ? 0 : state === 'sent' ? 2 : 1);
  if (!find('[data-sure]', list)) list.replaceChildren(...items.sort((a, b) => order(a) - order(b)).map(row));
  list.hidden = items.length === 0;
  get('[data-empty]').hidden = items.length > 0;
  get('[data-offline]').hidden = navigator.onLine;
}

/** Check-ins have an outbox of their own in the grid's page. */
async function showVisits(): Promise<void> {
  const waiting = (await visits(person)).filter(({ state }) => state !== 'draft').length;
  const note = find('[data-visits]');
  if (!note) return;
  get('b', note).textContent = `还有 ${waiting} 次打卡没有发出`;
  note.hidden = waiting === 0;
}

onChange(() => void show());
addEventListener('online', () => void show());
addEventListener('offline', () => void show());
void show();
void showVisits();
