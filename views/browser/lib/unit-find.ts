// Finding a unit by a few letters: the server answers with the first twenty. `data-go` leads there; otherwise the id is put into the hidden field beside it, and with `data-submit` the form is sent.
import { call } from './api.js';
import { make } from './dom.js';

interface Found { id: string; name: string; levelName: string; place: string }
let number = 0;

function open(host: HTMLElement): void {
  const input = host.querySelector<HTMLInputElement>('input:not([type=hidden])')!;
  const kept = host.querySelector<HTMLInputElement>('input[type=hidden]');
  const list = make('ul', { class: 'ld-unit-list', role: 'listbox', id: `units-${number += 1}`, 'aria-label': '找到的单位' });
  list.hidden = true;
  host.append(list);
  for (const [key, value] of Object.entries({ role: 'combobox', 'aria-expanded': 'false', 'aria-controls': list.id, 'aria-autocomplete': 'list', autocomplete: 'off' })) input.setAttribute(key, value);
  let asked = 0;
  let at = -1;
  let timer = 0;
  let shown: Found[] = [];

  // what was asked before opens it no more
  const close = () => { window.clearTimeout(timer); asked += 1; list.hidden = true; at = -1; input.setAttribute('aria-expanded', 'false'); input.removeAttribute('aria-activedescendant'); };
  const choose = (unit: Found) => {
    if (input.dataset.go) { location.href = input.dataset.go.replace('{id}', encodeURIComponent(unit.id)); return; }
    input.value = unit.place ? `${unit.name}（${unit.place}）` : unit.name;
    if (kept) {
      kept.value = unit.id;
      // as a list does
      for (const event of ['input', 'change']) kept.dispatchEvent(new Event(event, { bubbles: true }));
    }
    close();
    if (host.dataset.submit !== undefined) input.form?.requestSubmit();
  };
  const draw = (units: Found[], total: number) => {
    shown = units;
    at = -1;
    const rows = units.map((unit, n) => {
      const row = make('li', { role: 'option', id: `${list.id}-${n}`, 'aria-selected': 'false' }, make('b', {}, unit.name), make('small', {}, [unit.levelName, unit.place].filter(Boolean).join(' · ')));
      row.addEventListener('pointerdown', (event) => { event.preventDefault(); choose(unit); });
      return row;
    });
    list.replaceChildren(...rows, ...(total > units.length ? [make('li', { class: 'ld-unit-more', role: 'presentation' }, `共 ${total} 个，再多写几个字`)] : []), ...(units.length ? [] : [make('li', { class: 'ld-unit-more', role: 'presentation' }, '没有找到')]));
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
  };
  const look = async () => {
    const mine = asked += 1;
    const query = new URLSearchParams({ q: input.value.trim(), ...(host.dataset.where ? { where: host.dataset.where } : {}), ...(host.dataset.level ? { level: host.dataset.level } : {}), ...(host.dataset.under ? { under: host.dataset.under } : {}), ...(host.dataset.grids ? { grids: host.dataset.grids } : {}), ...(host.dataset.places ? { places: host.dataset.places } : {}) });
    try {
      const { items, total } = await call<{ items: Found[]; total: number }>('GET', `/organisation/search?${query}`);
      if (mine === asked && document.activeElement === input) draw(items, total);
    } catch {
      // nothing is offered; whoever types on asks again
    }
  };
  const move = (to: number) => {
    const rows = list.querySelectorAll<HTMLElement>('[role=option]');
    rows[at]?.setAttribute('aria-selected', 'false');
    at = (to + rows.length) % rows.length;
    rows[at]?.setAttribute('aria-selected', 'true');
    rows[at]?.scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', `${list.id}-${at}`);
  };
  input.addEventListener('input', () => {
    window.clearTimeout(timer);
    if (kept?.value) {
      kept.value = '';
      // emptied: for all again
      if (input.value === '' && host.dataset.submit !== undefined) { input.form?.requestSubmit(); return; }
    }
    timer = window.setTimeout(() => void look(), 150);
  });
  // what is already chosen needs no list until somebody types
  const enter = () => { if (kept?.value) input.select(); else void look(); };
  input.addEventListener('focus', enter);
  enter();
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    if (list.hidden || shown.length === 0) return;
    if (event.key === 'ArrowDown') move(at + 1);
    else if (event.key === 'ArrowUp') move(at < 0 ? shown.length - 1 : at - 1);
    else if (event.key === 'Enter' && (at >= 0 || input.value.trim())) choose(shown[Math.max(0, at)]!);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  });
}

// opened when somebody goes there: rows with finders come and go
document.addEventListener('focusin', (event) => {
  const host = (event.target as Element).closest<HTMLElement>('[data-unit-find]:not([data-opened])');
  if (!host) return;
  host.dataset.opened = '';
  open(host);
});
