// Several things found by a few letters and chosen with a tap, kept as fields of the form; without a connection only looking for more is put off.
import { get, make } from './dom.js';

export interface Pick { id: string; name: string; /** What stands beside its name once it is chosen. */ mark: string }
interface Ways<T extends Pick> {
  /** What is offered for some letters. */
  ask(q: string): Promise<T[]>;
  /** What stands under its name while it is offered. */
  about(one: T): string;
  /** The field that keeps one. */
  field(one: Pick): [name: string, value: string];
  most: number;
  none: string;
  /** Whether something is offered before anybody types. */
  atOnce?: boolean;
  /** Is told what is known of one that was chosen just now. */
  arrived?(one: T): void;
  /** Is told that the choice is another one. */
  changed?(): void;
}

/** How long the fingers must rest, milliseconds. */
const REST = 300;

export function picks<T extends Pick>(holder: HTMLElement, { ask, about, field, most, none, atOnce = false, arrived, changed }: Ways<T>) {
  const [input, offered, chosen, words] = [get<HTMLInputElement>('input[type=search]', holder), get('[data-picks]', holder), get('[data-chosen]', holder), get('[data-pick-words]', holder)];
  let timer: number | undefined;
  let asked: string | undefined;

  const ids = (): string[] => [...chosen.children].map((line) => (line as HTMLElement).dataset.id!);
  const close = (): void => { offered.replaceChildren(); offered.hidden = true; };
  function add(one: Pick): void {
    if (ids().includes(one.id)) return;
    const [name, value] = field(one);
    const away = get<HTMLTemplateElement>('[data-x]', holder).content.firstElementChild!.cloneNode(true) as HTMLButtonElement;
    away.setAttribute('aria-label', `不涉及${one.name}`);
    const line = make('li', { 'data-id': one.id }, make('span', {}, make('b', {}, one.name), ' ', make('small', {}, one.mark)), make('input', { type: 'hidden', name, value }), away);
    away.addEventListener('click', () => { line.remove(); chosen.hidden = chosen.children.length === 0; changed?.(); input.focus(); });
    chosen.append(line);
    chosen.hidden = false;
  }
  function choose(one: T): void {
    if (ids().length >= most) { words.textContent = `最多选 ${most} 项`; return; }
    add(one);
    arrived?.(one);
    changed?.();
    input.value = '';
    asked = undefined;
    close();
    words.textContent = `已选${one.name}`;
  }
  function offer(found: T[]): void {
    const free = found.filter(({ id }) => !ids().includes(id));
    offered.replaceChildren(...free.map((one) => {
      const button = make('button', { type: 'button', class: 'ld-pick' }, make('b', {}, one.name), make('small', {}, about(one)));
      button.addEventListener('click', () => choose(one));
      return make('li', {}, button);
    }));
    offered.hidden = free.length === 0;
    words.textContent = free.length ? '' : none;
  }
  async function look(): Promise<void> {
    const q = input.value.trim();
    if (q === asked) return;
    asked = q;
    if (!q && !atOnce) { close(); words.textContent = ''; return; }
    try {
      const found = await ask(q);
      if (asked === q) offer(found);
    } catch {
      if (asked !== q) return;
      asked = undefined;
      close();
      words.textContent = '现在没有网络，找不了；可以不选。';
    }
  }
  // what is typed here is no part of the form
  input.addEventListener('input', (event) => {
    event.stopPropagation();
    clearTimeout(timer);
    timer = window.setTimeout(() => void look(), REST);
  });
  if (atOnce) input.addEventListener('focus', () => void look());
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    offered.querySelector('button')?.click();
  });
  return { add, choose };
}
