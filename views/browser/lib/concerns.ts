// Which items of the registers a report is about: found by a few letters, chosen with a tap, kept as fields of the form; without a connection only looking for more is put off.
import { call } from './api.js';
import { get, make } from './dom.js';
import { concernField, type Concern } from './outbox/item.js';

/** An item as the server shows it. */
export interface Known extends Concern { place: { text: string; lng?: number; lat?: number }; grid: string; categories: string[] }

/** How long the fingers must rest, milliseconds. */
const REST = 300;
const SHOWN = 8;
const MOST = 5;

/** @param arrived is told what is known of an item that was chosen just now; @param changed that the choice is another one */
export function concernPicker(holder: HTMLElement, arrived: (item: Known) => void, changed: () => void) {
  const [input, picks, chosen, words] = [get<HTMLInputElement>('#concern', holder), get('[data-picks]', holder), get('[data-chosen]', holder), get('[data-concern-words]', holder)];
  let timer: number | undefined;
  let asked = '';

  const ids = (): string[] => [...chosen.children].map((line) => (line as HTMLElement).dataset.id!);
  function add(item: Concern): void {
    if (ids().includes(item.id)) return;
    const [name, value] = concernField(item);
    const away = get<HTMLTemplateElement>('#concern-x').content.firstElementChild!.cloneNode(true) as HTMLButtonElement;
    away.setAttribute('aria-label', `不涉及${item.name}`);
    const line = make('li', { 'data-id': item.id }, make('span', {}, make('b', {}, item.name), ' ', make('small', {}, item.kindName)), make('input', { type: 'hidden', name, value }), away);
    away.addEventListener('click', () => { line.remove(); chosen.hidden = chosen.children.length === 0; changed(); input.focus(); });
    chosen.append(line);
    chosen.hidden = false;
  }
  function choose(item: Known): void {
    if (ids().length >= MOST) { words.textContent = `最多选 ${MOST} 项`; return; }
    add(item);
    arrived(item);
    changed();
    input.value = asked = '';
    picks.replaceChildren();
    picks.hidden = true;
    words.textContent = `已选${item.name}`;
  }
  function offer(items: Known[]): void {
    const free = items.filter(({ id }) => !ids().includes(id));
    picks.replaceChildren(...free.map((item) => {
      const button = make('button', { type: 'button', class: 'ld-pick' }, make('b', {}, item.name), make('small', {}, [item.kindName, ...item.categories, item.place.text].join(' · ')));
      button.addEventListener('click', () => choose(item));
      return make('li', {}, button);
    }));
    picks.hidden = free.length === 0;
    words.textContent = free.length ? '' : '登记册里没有找到，可以不选。';
  }
  async function look(): Promise<void> {
    const q = input.value.trim();
    if (q === asked) return;
    asked = q;
    if (!q) { picks.hidden = true; words.textContent = ''; return; }
    try {
      const { items } = await call<{ items: Known[] }>('GET', `/registers?${new URLSearchParams({ q, size: String(SHOWN) })}`);
      if (asked === q) offer(items);
    } catch {
      if (asked !== q) return;
      asked = '';
      picks.hidden = true;
      words.textContent = '现在没有网络，找不了；可以不选。';
    }
  }
  // what is typed here is no part of the report
  input.addEventListener('input', (event) => {
    event.stopPropagation();
    clearTimeout(timer);
    timer = window.setTimeout(() => void look(), REST);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    picks.querySelector('button')?.click();
  });
  return { add, choose };
}
