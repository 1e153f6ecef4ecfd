// The grid that a position lies in, or the nearest one: the same answer on the server and on a phone without a connection.
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { pointToLineDistance } from '@turf/point-to-line-distance';
import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson';

/** Outlines of grids, WGS 84 (RFC 7946). */
export type Outlines = FeatureCollection<Polygon | MultiPolygon, { id: string; name: string }>;
export interface Nearest {
  /** The grid's id, and what it is called. */
  grid: string; name: string;
  /** Metres to its edge, 0 inside. */
  distance: number; inside: boolean;
}

/** Beyond this nothing is suggested, metres: whoever stands there is not near any grid of the list. */
export const FARTHEST = 2_000;
const DEGREE = 111_320;

type Ring = number[][];
const ringsOf = (geometry: Polygon | MultiPolygon): Ring[] => (geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat());

/** A distance in metres that the true one is never below: to the box around the outer rings; most grids need no closer look. */
function atLeast([lng, lat]: [number, number], rings: Ring[]): number {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (const [x, y] of ring as [number, number][]) {
      if (x < west) west = x;
      if (x > east) east = x;
      if (y < south) south = y;
      if (y > north) north = y;
    }
  }
  const across = Math.max(west - lng, 0, lng - east) * DEGREE * Math.cos((Math.min(89, Math.max(Math.abs(lat), Math.abs(south), Math.abs(north))) * Math.PI) / 180);
  const along = Math.max(south - lat, 0, lat - north) * DEGREE;
  // a hair less: the box is flat, the earth is not
  return Math.hypot(across, along) * 0.99;
}

/**
 * Which grid a position belongs to: one that it lies in wins, else the one whose edge is nearest; between equals the first of the list.
 *
 * @param farthest metres beyond which no grid is named
 * @returns nothing when there is none near enough, or the position is none
 */
export function nearestGrid(outlines: Outlines, { lng, lat }: { lng: number; lat: number }, farthest = FARTHEST): Nearest | undefined {
  if (!Number.isFinite(lng) || !Number.isFinite(lat)) return undefined;
  const here: [number, number] = [lng, lat];
  let best: Nearest | undefined;
  for (const { geometry, properties: { id, name } } of outlines.features) {
    const rings = ringsOf(geometry);
    const limit = best?.distance ?? farthest;
    if (atLeast(here, rings) > limit) continue;
    if (booleanPointInPolygon(here, geometry)) return { grid: id, name, distance: 0, inside: true };
    const distance = Math.min(...rings.map((coordinates) => pointToLineDistance(here, { type: 'LineString', coordinates }, { units: 'meters' })));
    if (distance <= limit && (!best || distance < best.distance)) best = { grid: id, name, distance, inside: false };
  }
  return best;
}
