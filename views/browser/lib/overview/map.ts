// The units below as a map: the more cases are overdue, the darker; a press goes to the unit.
import L from 'leaflet';
import type { Outlines } from '../../../helpers/nearest-grid.js';
import { call } from '../api.js';
import { openMap, type MapSettings } from '../map/base.js';
import { displayed } from '../map/crs.js';

export interface Place { id: string; name: string; open: number; overdue: number; href: string }

/** How dark a unit is: by its overdue cases among the most that any has. */
function look({ open, overdue }: Place, most: number): L.PathOptions {
  const share = most > 0 ? overdue / most : 0;
  return { color: '#566370', weight: 1.2, fillOpacity: 0.75, fillColor: overdue > 0 ? `hsl(4 72% ${Math.round(88 - 42 * share)}%)` : open > 0 ? '#d7e6f4' : '#eef1f4' };
}
const words = ({ name, open, overdue }: Place): string => `${name}：在办 ${open}，超时 ${overdue}`;

/** Draws the outlines of a level. @returns what colours them anew, or nothing when there is none to draw */
export async function drawPlaces(holder: HTMLElement, level: string, settings: MapSettings, first: Place[]): Promise<((places: Place[]) => void) | undefined> {
  const convert = await displayed(settings.crs);
  const { features } = await call<Outlines>('GET', `/grids/outlines?level=${level}`);
  const ids = new Set(first.map(({ id }) => id));
  const own = features.filter(({ properties }) => ids.has(properties.id));
  if (own.length === 0) return undefined;
  const map = openMap(holder, settings, { scrollWheelZoom: false });
  let places = new Map<string, Place>();
  const layer = L.geoJSON({ type: 'FeatureCollection', features: own } as never, {
    coordsToLatLng: ([lng, lat]) => { const [x, y] = convert(lng, lat); return L.latLng(y, x); },
    onEachFeature(feature, shape) {
      const { id } = feature.properties as { id: string };
      const note = (): HTMLElement => { const span = document.createElement('span'); span.textContent = places.has(id) ? words(places.get(id)!) : ''; return span; };
      shape.bindTooltip(note, { sticky: true });
      shape.on('click', () => { const place = places.get(id); if (place) location.assign(place.href); });
    },
  }).addTo(map);
  map.fitBounds(layer.getBounds(), { padding: [12, 12], animate: false });
  return (now) => {
    places = new Map(now.map((place) => [place.id, place]));
    const most = Math.max(0, ...now.map(({ overdue }) => overdue));
    layer.setStyle((feature) => look(places.get((feature!.properties as { id: string }).id) ?? { id: '', name: '', open: 0, overdue: 0, href: '' }, most));
  };
}
