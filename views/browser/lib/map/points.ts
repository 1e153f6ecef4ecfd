// What the server says of the points, and how each looks: a colour and a sign for its due state, so that nothing hangs on colour alone.
import L from 'leaflet';
import { due as dueWords } from '../../../helpers/due.js';
import { call } from '../api.js';
import { make } from '../dom.js';

export interface Point {
  caseNo: string; task: string | null; lng: number | null; lat: number | null; approximate: number; title: string; place: string; status: string; urgency: string;
  due: 'overdue' | 'soon' | 'calm' | 'none' | 'paused'; dueAt: number | null; warnAt: number | null;
}

/** Sign and word of a due state, and its tone in our style sheets. */
export const DUE = {
  overdue: { sign: '!', word: '已超时', tone: 'late' }, soon: { sign: '◔', word: '快到期', tone: 'soon' }, calm: { sign: '●', word: '未到期', tone: 'calm' },
  paused: { sign: 'Ⅱ', word: '暂停计时', tone: 'none' }, none: { sign: '–', word: '不限时', tone: 'none' },
} as const;

/** @throws Refused with words that may be shown */
export async function readPoints(query: URLSearchParams): Promise<{ total: number; points: Point[] }> {
  const { total, columns, rows } = await call<{ total: number; columns: (keyof Point)[]; rows: unknown[][] }>('GET', `/map/points?${query}`);
  return { total, points: rows.map((row) => Object.fromEntries(columns.map((column, n) => [column, row[n]])) as unknown as Point) };
}

export const addressOf = ({ caseNo, task }: Point): string => (task ? `/tasks/${task}` : `/cases/${encodeURIComponent(caseNo)}`);

// Limits are counted on the engine's clock, which the server tells with each page.
const ahead = new Date(document.querySelector<HTMLMetaElement>('meta[name=now]')?.content ?? Date.now()).getTime() - Date.now();

/** The remaining time, in words that go on counting (see app.ts). */
export function remaining({ due, dueAt, warnAt }: Point): HTMLElement {
  const timed = { dueAt: dueAt ? new Date(dueAt).toISOString() : null, warnAt: warnAt ? new Date(warnAt).toISOString() : null };
  const words = dueAt ? dueWords(timed, Date.now() + ahead).label : DUE[due].word;
  return make('span', { class: `ld-due ld-${DUE[due].tone}`, ...(timed.dueAt ? { 'data-due': timed.dueAt, 'data-warn': timed.warnAt ?? '' } : {}) }, make('i', { 'aria-hidden': 'true' }, DUE[due].sign), make('span', {}, words));
}

export const pin = ({ due, approximate, title }: Point): L.DivIcon => L.divIcon({
  className: `ld-pin ld-pin-${due}${approximate ? ' is-approximate' : ''}`, iconSize: [32, 32], iconAnchor: [16, 16], popupAnchor: [0, -14],
  html: make('span', {}, make('b', { 'aria-hidden': 'true' }, DUE[due].sign), make('span', { class: 'visually-hidden' }, `${title}，${DUE[due].word}`)),
});

/** A heap of points: their number, and how many of them are overdue. */
export function heap(points: Point[]): L.DivIcon {
  const late = points.filter(({ due }) => due === 'overdue').length;
  const soon = points.some(({ due }) => due === 'soon');
  const number = make('b', { 'aria-hidden': 'true' }, String(points.length));
  const label = make('span', { class: 'visually-hidden' }, `${points.length} 件${late ? `，其中 ${late} 件已超时` : ''}，放大查看`);
  return L.divIcon({
    className: `ld-heap ld-heap-${late ? 'late' : soon ? 'soon' : 'calm'}`, iconSize: [46, 46],
    html: make('span', {}, number, ...(late ? [make('i', { 'aria-hidden': 'true' }, `!${late}`)] : []), label),
  });
}

export function popup(point: Point): HTMLElement {
  return make('div', { class: 'ld-popup' },
    make('b', {}, point.title), make('div', { class: 'ld-popup-tags' }, make('span', { class: 'ld-tag' }, point.status), ...(point.urgency === '一般' ? [] : [make('span', { class: 'ld-tag ld-soon' }, point.urgency)]), remaining(point)),
    make('p', {}, point.place), ...(point.approximate ? [make('p', { class: 'text-secondary' }, '没有定位，标在网格中心')] : []),
    make('a', { class: 'btn btn-primary', href: addressOf(point) }, point.task ? '去办理' : '看案件'));
}
