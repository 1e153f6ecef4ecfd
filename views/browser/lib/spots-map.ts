// Several places on one small map, drawn so that all are seen; its parts are loaded only where there is one.
import { find, get } from './dom.js';

export async function spotsMap(spots: { lng: number; lat: number; title: string }[]): Promise<void> {
  const holder = find('[data-spots]');
  if (!holder || spots.length === 0) return;
  const [{ default: L }, { openMap, drawOutlines }, { displayed }] = await Promise.all([import('leaflet'), import('./map/base.js'), import('./map/crs.js')]);
  const settings = JSON.parse(get('#map-settings').textContent!);
  const shown = await displayed(settings.crs);
  const points = spots.map(({ lng, lat, title }) => ({ at: shown(lng, lat), title })).map(({ at: [lng, lat], title }) => ({ at: [lat, lng] as [number, number], title }));
  const map = openMap(holder, settings, { center: points[0]!.at, zoom: 15, scrollWheelZoom: false, dragging: !L.Browser.mobile });
  for (const { at, title } of points) L.marker(at, { keyboard: false, title, icon: L.divIcon({ className: 'ld-pin ld-pin-here', iconSize: [28, 28], html: '<span></span>' }) }).addTo(map);
  map.fitBounds(L.latLngBounds(points.map(({ at }) => at)), { padding: [30, 30], maxZoom: 16 });
  await drawOutlines(map, settings.crs, { faint: Boolean(settings.tiles) });
}
