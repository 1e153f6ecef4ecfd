// The map page: points in heaps over the grids of one's area, narrowed by the filters, with the same points as a list.
import L from 'leaflet';
import 'leaflet.markercluster';
import { find, get, pageData, toast } from './lib/dom.js';
import { drawOutlines, openMap, type MapSettings } from './lib/map/base.js';
import { displayed, kept } from './lib/map/crs.js';
import { bringOutlines } from './lib/map/bring.js';
import { listPoints } from './lib/map/list.js';
import { heap, pin, popup, readPoints, type Point } from './lib/map/points.js';

const settings = pageData<MapSettings>();
const form = get<HTMLFormElement>('[data-filters]');
const map = openMap(get('#map'), settings);
const heaps = L.markerClusterGroup({
  showCoverageOnHover: false, maxClusterRadius: 46, chunkedLoading: true, spiderLegPolylineOptions: { color: '#566370', weight: 1.5 },
  iconCreateFunction: (cluster) => heap(cluster.getAllChildMarkers().map((marker) => points.get(marker)!)),
}).addTo(map);
const points = new Map<L.Marker, Point>();
const markers = new Map<Point, L.Marker>();
let shown: { all: Point[]; total: number } = { all: [], total: 0 };
let place: (point: Point) => [number, number] = () => [0, 0];

function query(): URLSearchParams {
  return new URLSearchParams([...new FormData(form)].filter((pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1].trim() !== ''));
}

function list(): void {
  listPoints({ ...shown, view: map.getBounds(), place }, (point) => {
    const marker = markers.get(point);
    if (!marker) return;
    find('.ld-sheet')?.classList.remove('is-open');
    find('[data-sheet]')?.setAttribute('aria-expanded', 'false');
    heaps.zoomToShowLayer(marker, () => marker.openPopup());
  });
}

let asked = 0;
async function load(more: Record<string, string> = {}): Promise<void> {
  const turn = ++asked;
  const wanted = query();
  for (const [name, value] of Object.entries(more)) wanted.set(name, value);
  try {
    const { total, points: all } = await readPoints(wanted);
    if (turn !== asked) return;
    // asked for a part of the map: the number of all stays
    shown = { all, total: more.bbox ? Math.max(shown.total, total) : total };
  } catch (error) {
    return toast((error as Error).message);
  }
  points.clear();
  markers.clear();
  heaps.clearLayers();
  heaps.addLayers(shown.all.filter(({ lng }) => lng !== null).map((point) => {
    const marker = L.marker(place(point), { icon: pin(point), alt: point.title, riseOnHover: true });
    marker.bindPopup(() => popup(point), { minWidth: 220, maxWidth: 300 });
    points.set(marker, point);
    markers.set(point, marker);
    return marker;
  }));
  list();
}

async function start(): Promise<void> {
  const [there, back] = await Promise.all([displayed(settings.crs), kept(settings.crs)]);
  place = ({ lng, lat }) => { const [x, y] = there(lng!, lat!); return [y, x]; };
  const [area] = await Promise.all([drawOutlines(map, settings.crs, { faint: Boolean(settings.tiles) }), load()]);
  const spots = shown.all.filter(({ lng }) => lng !== null).map(place);
  const bounds = area ?? (spots.length ? L.latLngBounds(spots) : undefined);
  // on the phone the list lies above the lower part of the map
  const sheet = get('.ld-sheet');
  const below = getComputedStyle(sheet).position === 'absolute' ? sheet.offsetHeight : 0;
  if (bounds?.isValid()) map.fitBounds(bounds, { paddingTopLeft: [16, 16], paddingBottomRight: [16, 16 + below], maxZoom: 16, animate: false });
  list();
  map.on('moveend', () => {
    // more than one answer holds: what lies in view is asked for
    if (shown.total <= shown.all.length) return list();
    const view = map.getBounds();
    const [west, south] = back(view.getWest(), view.getSouth());
    const [east, north] = back(view.getEast(), view.getNorth());
    void load({ bbox: [west, south, east, north].map((value) => value.toFixed(5)).join(',') });
  });
  get('.ld-map').dataset.ready = 'true';
}

const more = get<HTMLDetailsElement>('[data-more]');
/** How many filters narrow the map, beside the folded word. */
function chosen(): void {
  const many = [...query()].filter(([name, value]) => name !== 'view' || value !== 'cases').length;
  get('[data-chosen]', more).textContent = many ? `已选 ${many} 项` : '';
}
// at the desk there is room for all of them
more.open = matchMedia('(min-width: 768px)').matches;
chosen();
form.addEventListener('submit', (event) => {
  event.preventDefault();
  const wanted = query();
  chosen();
  // pressed, not changed by a choice: on the phone the map is what one wants to see
  if (event.submitter?.matches('[type=submit]') && matchMedia('(max-width: 767px)').matches) more.open = false;
  history.replaceState(null, '', wanted.size ? `/map?${wanted}` : '/map');
  get('[data-clear]').hidden = wanted.size === 0 || (wanted.size === 1 && wanted.get('view') === 'cases');
  void load();
});
form.addEventListener('change', (event) => { if ((event.target as Element).matches('select')) form.requestSubmit(); });
const handle = get<HTMLButtonElement>('[data-sheet]');
handle.addEventListener('click', () => handle.setAttribute('aria-expanded', String(get('.ld-sheet').classList.toggle('is-open'))));
bringOutlines();
void start().catch((error: Error) => toast(error.message));
