// Picks a category in two steps (group, then kind) or by searching; shows the choice in one line afterwards.
import { get } from './dom.js';

export function picker(holder: HTMLElement, changed: () => void): { show(): void } {
  const list = get('[data-picker]', holder);
  const picked = get('[data-picked]', holder);
  const search = get<HTMLInputElement>('[data-find]', holder);
  const chosen = () => holder.querySelector<HTMLInputElement>('input[name=category]:checked');

  function show(): void {
    const radio = chosen();
    picked.hidden = !radio;
    list.hidden = !!radio;
    if (radio) get('b', picked).textContent = `${radio.dataset.group} · ${radio.dataset.name}`;
  }

  function filter(): void {
    const wanted = search.value.trim().toLowerCase();
    holder.querySelectorAll<HTMLDetailsElement>('.ld-group').forEach((group) => {
      const inGroup = (group.querySelector('summary')!.textContent ?? '').toLowerCase().includes(wanted);
      let hits = 0;
      group.querySelectorAll<HTMLElement>('.ld-chip').forEach((chip) => {
        const input = chip.querySelector('input')!;
        const hit = !wanted || inGroup || `${input.dataset.name}${input.value}`.toLowerCase().includes(wanted);
        chip.hidden = !hit;
        hits += Number(hit);
      });
      group.hidden = hits === 0;
      // While searching all groups with a hit stand open at once; the name keeps only one open otherwise.
      if (wanted) group.removeAttribute('name'); else group.setAttribute('name', 'category-group');
      group.open = wanted !== '' && hits > 0;
    });
  }

  holder.addEventListener('change', (event) => {
    if ((event.target as HTMLElement).matches('[name=category]')) { show(); changed(); }
  });
  get('button', picked).addEventListener('click', () => {
    const radio = chosen();
    if (radio) radio.checked = false;
    show();
    search.focus();
  });
  search.addEventListener('input', filter);
  search.addEventListener('keydown', (event) => { if (event.key === 'Enter') event.preventDefault(); });
  return { show };
}
