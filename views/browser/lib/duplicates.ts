// While a matter is being reported: what is likely known already, shown under the words as they are typed. It never stands in the way, and without a connection it is silent.
import { dateTime } from '../../helpers/format.js';
import { call } from './api.js';
import { find, get, make } from './dom.js';

type Position = { lng: number; lat: number } | Record<string, never>;
interface Item { caseNo?: string; title: string; photo?: string; categoryName: string; place: string; reportedAt: string; status: string; very: boolean; reasons: string[] }

/** How long the fingers must rest, milliseconds. */
const REST = 800;
const SHOWN = 3;

function card({ caseNo, title, photo, place, status, reportedAt, reasons, very }: Item): HTMLLIElement {
  const words = [make('b', {}, title), make('span', {}, [status, place, `${dateTime(reportedAt)} 上报`].filter(Boolean).join(' · ')), make('span', { class: 'ld-why' }, reasons.join(' · '))];
  const image = photo && make('img', { src: `/api/attachments/${photo}`, alt: '那一件的现场照片', loading: 'lazy' });
  // what was attached may be a paper
  if (image) image.addEventListener('error', () => image.remove());
  const shown = [make('div', {}, ...words), ...(image ? [image] : [])];
  return make('li', very ? { class: 'is-very' } : {}, ...(caseNo ? [make('a', { href: `/cases/${encodeURIComponent(caseNo)}`, target: '_blank', rel: 'noopener' }, ...shown)] : shown));
}

/** Watches a report's form; `position` gives where the device is, as far as it is known. */
export function similarWhile(form: HTMLFormElement, position: () => Position): void {
  const holder = find('[data-similar]', form);
  if (!holder) return;
  let asked = '';
  let timer: number | undefined;

  const show = (items: Item[]): void => {
    get('ul', holder).replaceChildren(...items.slice(0, SHOWN).map(card));
    holder.hidden = items.length === 0;
  };
  async function look(): Promise<void> {
    const data = new FormData(form);
    const text = (name: string) => String(data.get(name) ?? '').trim();
    const query = new URLSearchParams({
      category: text('category'), grid: text('grid'), text: `${text('title')} ${text('description')}`.trim().slice(0, 500), place: text('place').slice(0, 200),
      ...Object.fromEntries(Object.entries(position()).map(([name, value]) => [name, String(value)])),
    }).toString();
    if (!text('category') || !text('grid') || query === asked) return;
    asked = query;
    try {
      const { items } = await call<{ items: Item[] }>('GET', `/reports/similar?${query}`);
      if (asked === query) show(items);
    } catch {
      // no connection, or no answer: whoever reports is not held up
      if (asked === query) { asked = ''; show([]); }
    }
  }
  const later = (): void => {
    clearTimeout(timer);
    if (navigator.onLine) timer = window.setTimeout(() => void look(), REST);
  };
  form.addEventListener('input', later);
  form.addEventListener('change', later);
  const located = find('[data-located]', form);
  if (located) new MutationObserver(later).observe(located, { childList: true, characterData: true, subtree: true });
  later();
}
