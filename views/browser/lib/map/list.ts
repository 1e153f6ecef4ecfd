// The list beside the map: the same points, for whoever reads with a keyboard, a screen reader or one thumb.
import type { LatLngBounds } from 'leaflet';
import { find, get, make } from '../dom.js';
import { addressOf, remaining, type Point } from './points.js';

const SHOWN = 100;

function item(point: Point, show: (point: Point) => void, icon: Node): HTMLLIElement {
  const link = make('a', { class: 'ld-point-main', href: addressOf(point) }, make('b', {}, point.title),
    make('span', { class: 'ld-point-meta' }, remaining(point), make('span', {}, point.status), make('span', {}, point.place || '地点不详'), ...(point.lng === null ? [make('span', {}, '地图上没有位置')] : point.approximate ? [make('span', {}, '标在网格中心')] : [])));
  const made = make('li', { class: 'ld-point' }, link);
  if (point.lng !== null) {
    const button = make('button', { type: 'button', class: 'btn btn-icon', 'aria-label': `在地图上看：${point.title}` }, icon);
    button.addEventListener('click', () => show(point));
    made.append(button);
  }
  return made;
}

export interface Shown { all: Point[]; total: number; view: LatLngBounds; place(point: Point): [number, number] }

/** Lists what is in the view of the map, and then what has no position. */
export function listPoints({ all, total, view, place }: Shown, show: (point: Point) => void): void {
  const icon = get<HTMLTemplateElement>('#to-map').content;
  const inView = all.filter((point) => point.lng === null || view.contains(place(point)));
  get('[data-points]').replaceChildren(...inView.slice(0, SHOWN).map((point) => item(point, show, icon.cloneNode(true))));
  get('[data-count]').textContent = inView.length === total ? `${total} 件` : `这一片 ${inView.length} 件，共 ${total} 件`;
  const rest = find('[data-rest]')!;
  rest.hidden = inView.length <= SHOWN;
  rest.textContent = `还有 ${inView.length - SHOWN} 件没有列出，放大地图或加上筛选再看。`;
  find('[data-empty]')!.hidden = total > 0;
  find('[data-outside]')!.hidden = total === 0 || inView.length > 0;
}
