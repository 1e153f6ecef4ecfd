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

  const chips = [...holder.querySelectorAll<HTMLElement>('.ld-chip')].map((chip) => {
    const { name, words, group } = chip.querySelector('input')!.dataset;
    return { chip, says: `${name} ${words} ${group} ${chip.querySelector('input')!.value}`.toLowerCase() };
  });

  /** The chips that say what is wanted; when none does, those that say two letters of it that stand together. */
  function found(wanted: string): Set<HTMLElement> {
    const saying = (part: string) => chips.filter(({ says }) => says.includes(part)).map(({ chip }) => chip);
    const whole = saying(wanted);
    const pairs = Array.from({ length: Math.max(0, wanted.length - 1) }, (_, n) => wanted.slice(n, n + 2)).filter((pair) => !pair.includes(' '));
    return new Set(whole.length ? whole : pairs.flatMap(saying));
  }

  function filter(): void {
    const wanted = search.value.trim().toLowerCase();
    const hit = found(wanted);
    // nothing found: the groups stay, to choose from
    const all = hit.size === 0;
    const none = get('[data-none]', holder);
    none.hidden = !wanted || !all;
    none.textContent = all ? `没有找到“${search.value.trim()}”，请从下面选最接近的一类` : '';
    holder.querySelectorAll<HTMLDetailsElement>('.ld-group').forEach((group) => {
      let hits = 0;
      group.querySelectorAll<HTMLElement>('.ld-chip').forEach((chip) => {
        chip.hidden = !(all || hit.has(chip));
        hits += Number(!chip.hidden);
      });
      group.hidden = hits === 0;
      // While searching all groups with a hit stand open at once; the name keeps only one open otherwise.
      const searching = wanted !== '' && !all;
      if (searching) group.removeAttribute('name'); else group.setAttribute('name', 'category-group');
      group.open = searching && hits > 0;
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
