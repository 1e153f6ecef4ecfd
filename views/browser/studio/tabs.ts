// A row of views of one file, of which one is shown.
import { make } from '../lib/dom.js';

export interface Tab { id: string; name: string }
export interface Tabs { element: HTMLElement; choose(id: string): void; draw(all: Tab[], chosen: string): void }

/** @param show draws the view that was chosen */
export function tabs(label: string, all: Tab[], show: (id: string) => void): Tabs {
  const element = make('div', { class: 'ld-views', role: 'group', 'aria-label': label });
  function draw(list: Tab[], chosen: string): void {
    element.hidden = list.length < 2;
    element.replaceChildren(...list.map(({ id, name }) => {
      const button = make('button', { type: 'button', 'aria-pressed': String(id === chosen), 'data-view': id }, name);
      button.onclick = () => choose(id);
      return button;
    }));
  }
  function choose(id: string): void {
    element.querySelectorAll('button').forEach((button) => button.setAttribute('aria-pressed', String(button.dataset.view === id)));
    show(id);
  }
  draw(all, all[0]?.id ?? '');
  return { element, choose, draw };
}
