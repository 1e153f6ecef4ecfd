// The overview in the browser: chart and map come when they are looked at, and are drawn anew with the figures.
import { find, get, toast } from './lib/dom.js';
import type { MapSettings } from './lib/map/base.js';
import type { Part } from './lib/overview/chart.js';
import type { Place } from './lib/overview/map.js';

interface Series { trend: Part[]; level?: string; units: Place[]; map: MapSettings; lists: { new: string; closed: string } }
const holder = get('[data-live=series]');
const read = (): Series => JSON.parse(get('#data', holder).textContent!) as Series;
const drawn: ((series: Series) => void)[] = [];

function whenSeen(selector: string, draw: (element: HTMLElement) => Promise<void>): void {
  const element = find<HTMLElement>(selector);
  if (!element) return;
  new IntersectionObserver((entries, observer) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    void draw(element).catch((error: Error) => toast(error.message));
  }, { rootMargin: '200px' }).observe(element);
}

whenSeen('[data-chart]', async (element) => {
  const { drawTrend } = await import('./lib/overview/chart.js');
  const draw = drawTrend(element, (list, { from, until }) => {
    const address = new URL(read().lists[list], location.href);
    address.searchParams.set('from', from);
    address.searchParams.set('until', until);
    location.assign(address);
  });
  drawn.push(({ trend }) => draw(trend));
  draw(read().trend);
  element.dataset.ready = 'true';
});
whenSeen('[data-map]', async (element) => {
  const { level, map, units } = read();
  const { drawPlaces } = await import('./lib/overview/map.js');
  const draw = level ? await drawPlaces(element, level, map, units) : undefined;
  if (!draw) {
    element.closest<HTMLElement>('section')!.hidden = true;
    return;
  }
  drawn.push((series) => draw(series.units));
  draw(units);
  element.dataset.ready = 'true';
});
new MutationObserver(() => { for (const draw of drawn) draw(read()); }).observe(holder, { childList: true });
