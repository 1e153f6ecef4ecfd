// @: while a name is typed after it, people who may see the case are offered below the text; arrow keys, Enter or a touch take one.
import { call } from './api.js';
import { get, make } from './dom.js';

interface Reader { id: string; name: string; post?: string }
export interface Mentions { /** The people whose names still stand in the text. */ ids(): string[]; clear(): void }

/** What stands between the last @ and the cursor, or nothing. */
const begun = (text: HTMLTextAreaElement): string | undefined => /@([^\s@]{0,12})$/.exec(text.value.slice(0, text.selectionStart))?.[1];

export function mentions(form: HTMLElement, caseNo: string): Mentions {
  const text = get<HTMLTextAreaElement>('textarea', form);
  const list = get('[role=listbox]', form);
  const chosen = new Map<string, string>();
  let shown: Reader[] = [];
  let at = 0;
  let asked = 0;

  function draw(): void {
    list.hidden = shown.length === 0;
    text.setAttribute('aria-expanded', String(!list.hidden));
    if (list.hidden) text.removeAttribute('aria-activedescendant');
    else text.setAttribute('aria-activedescendant', `mention-${at}`);
    list.replaceChildren(...shown.map(({ name, post }, n) => {
      const option = make('li', { role: 'option', id: `mention-${n}`, 'aria-selected': String(n === at) }, make('b', {}, name), make('small', {}, post ?? ''));
      // before the text loses the cursor
      option.addEventListener('pointerdown', (event) => { event.preventDefault(); take(n); });
      return option;
    }));
  }

  function take(n: number): void {
    const reader = shown[n];
    const typed = begun(text);
    if (!reader || typed === undefined) return;
    const from = text.selectionStart - typed.length;
    text.setRangeText(`${reader.name} `, from, text.selectionStart, 'end');
    chosen.set(reader.id, reader.name);
    shown = [];
    draw();
    text.focus();
  }

  async function look(): Promise<void> {
    const typed = begun(text);
    const mine = ++asked;
    if (typed === undefined) {
      shown = [];
      return draw();
    }
    const found = await call<{ items: Reader[] }>('GET', `/cases/${encodeURIComponent(caseNo)}/people?q=${encodeURIComponent(typed)}`).catch(() => ({ items: [] as Reader[] }));
    if (mine !== asked) return;
    [shown, at] = [found.items, 0];
    draw();
  }

  let wait: ReturnType<typeof setTimeout>;
  text.addEventListener('input', () => { clearTimeout(wait); wait = setTimeout(() => void look(), 150); });
  text.addEventListener('blur', () => { shown = []; draw(); });
  text.addEventListener('keydown', (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') at = (at + (event.key === 'ArrowDown' ? 1 : shown.length - 1)) % shown.length;
    else if (event.key === 'Enter' || event.key === 'Tab') take(at);
    else if (event.key === 'Escape') shown = [];
    else return;
    event.preventDefault();
    draw();
  });
  return { ids: () => [...chosen].filter(([, name]) => text.value.includes(`@${name}`)).map(([id]) => id), clear: () => chosen.clear() };
}
