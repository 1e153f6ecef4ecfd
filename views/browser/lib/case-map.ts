// A case's position on a small map of its own; its parts are loaded only where a case has one.
import { find, get } from './dom.js';

export async function caseMap(): Promise<void> {
  const holder = find('[data-case-map]');
  if (!holder) return;
  const [{ default: L }, { openMap, drawOutlines }, { displayed }] = await Promise.all([import('leaflet'), import('./map/base.js'), import('./map/crs.js')]);
  const settings = JSON.parse(get('#map-settings').textContent!);
  const [lng, lat] = (await displayed(settings.crs))(Number(holder.dataset.lng), Number(holder.dataset.lat));
  const map = openMap(holder, settings, { center: [lat, lng], zoom: 15, scrollWheelZoom: false, dragging: !L.Browser.mobile });
  L.marker([lat, lng], { keyboard: false, icon: L.divIcon({ className: 'ld-pin ld-pin-here', iconSize: [28, 28], html: '<span></span>' }) }).addTo(map);
  await drawOutlines(map, settings.crs, { faint: Boolean(settings.tiles) });
}
