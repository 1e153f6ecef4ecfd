// The map itself: tiles where the installation has some, else the outlines of grids with their names. Nothing is asked of another host but tiles.
import L from 'leaflet';
import type { Outlines } from '../../../helpers/nearest-grid.js';
import { call } from '../api.js';
import { displayed, type Crs } from './crs.js';

export interface MapSettings { tiles?: string; subdomains?: string; attribution?: string; crs: Crs }

/** The demo's county, for whoever has no outline and no point yet. */
const SOMEWHERE: L.LatLngTuple = [33.24, 119.35];
/** An outline needs this many pixels for its name. */
const NAMED = 84;
const NAMES = 'names';
const LEVELS = ['grid', 'village', 'town', 'county'] as const;

export function openMap(holder: HTMLElement, { tiles, subdomains, attribution }: MapSettings, options: L.MapOptions = {}): L.Map {
  const map = L.map(holder, {
    preferCanvas: true, zoomControl: false, minZoom: 7, maxZoom: 19, center: SOMEWHERE, zoom: 13, ...options,
    // outlines may stand at any size, pictures only at their own
    ...(tiles ? {} : { zoomSnap: 0.25 }),
  });
  map.attributionControl.setPrefix('');
  L.control.zoom({ zoomInTitle: '放大', zoomOutTitle: '缩小' }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  // the setting is text: whatever it holds is shown, never run
  const words = document.createElement('span');
  words.textContent = attribution ?? '';
  if (tiles) L.tileLayer(tiles, { ...(subdomains && { subdomains }), attribution: words.innerHTML, maxZoom: 19 }).addTo(map);
  return map;
}

/** The middle and the width of an outline's box, in degrees as they are shown. */
interface Named { at: L.LatLng; width: number; name: string }

/** Draws the outlines of one's area, and names those that are wide enough to be named. @returns what they cover */
export async function drawOutlines(map: L.Map, crs: Crs, { faint = false } = {}): Promise<L.LatLngBounds | undefined> {
  const convert = await displayed(crs);
  const levels = await Promise.all(LEVELS.map((level) => call<Outlines>('GET', `/grids/outlines?level=${level}`).catch(() => undefined)));
  const named: Named[][] = [];
  let bounds: L.LatLngBounds | undefined;
  levels.forEach((outlines, n) => {
    const ofLevel: Named[] = [];
    if (outlines?.features.length) {
      const layer = L.geoJSON(outlines, {
        interactive: false, coordsToLatLng: ([lng, lat]) => { const [x, y] = convert(lng!, lat!); return L.latLng(y, x); },
        style: { color: '#5b7691', weight: n === 0 ? 1 : n + 1, opacity: n === 0 ? 0.8 : 0.9, fill: n === 0 && !faint, fillColor: '#fff', fillOpacity: 0.55 },
        onEachFeature({ properties }, shape) {
          const box = (shape as L.Polygon).getBounds();
          ofLevel.push({ at: box.getCenter(), width: box.getEast() - box.getWest(), name: properties.name });
        },
      }).addTo(map);
      bounds ??= layer.getBounds();
    }
    named.push(ofLevel);
  });
  nameThem(map, named);
  return bounds;
}

/** Names of one level at a time, those in view: grids when one is near, villages and towns from farther away. */
function nameThem(map: L.Map, levels: Named[][]): void {
  // below what is to be pressed
  map.createPane(NAMES).style.zIndex = '450';
  const names = L.layerGroup().addTo(map);
  const draw = (): void => {
    names.clearLayers();
    const view = map.getBounds();
    const degree = map.getSize().x / (view.getEast() - view.getWest());
    const level = levels.find((ofLevel) => ofLevel.length > 0 && (ofLevel.reduce((sum, { width }) => sum + width, 0) / ofLevel.length) * degree >= NAMED);
    for (const { at, name } of (level ?? []).filter((one) => view.contains(one.at)).slice(0, 80)) {
      const words = document.createElement('span');
      words.textContent = name;
      L.marker(at, { pane: NAMES, interactive: false, keyboard: false, icon: L.divIcon({ className: 'ld-map-name', html: words, iconSize: [0, 0] }) }).addTo(names);
    }
  };
  map.on('moveend', draw);
  draw();
}
