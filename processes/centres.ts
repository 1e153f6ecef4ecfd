// Where a matter without a position is shown: in the middle of its grid, or of the nearest unit above that has an outline.
import type { Outline } from './coarse.js';
import type { Store } from './store/store.js';
import type { Unit } from './store/types.js';

export interface Position { lng: number; lat: number }
const round = (value: number): number => Math.round(value * 1e6) / 1e6;

/** The centre of gravity of an outline's largest part. */
export function centreOf(outline: Outline): Position {
  const parts = outline.type === 'Polygon' ? [outline.coordinates] : outline.coordinates;
  const measured = parts.map(([ring]) => measure(ring!)).sort((a, b) => b.size - a.size);
  const { lng, lat } = measured[0]!;
  return { lng: round(lng), lat: round(lat) };
}

function measure(ring: number[][]): Position & { size: number } {
  const [x0, y0] = ring[0] as [number, number];
  let [twice, sumX, sumY] = [0, 0, 0];
  // from the first corner, so that nothing is lost between large numbers
  for (let n = 1; n < ring.length; n++) {
    const [ax, ay, bx, by] = [ring[n - 1]![0]! - x0, ring[n - 1]![1]! - y0, ring[n]![0]! - x0, ring[n]![1]! - y0];
    const cross = ax * by - bx * ay;
    twice += cross;
    sumX += (ax + bx) * cross;
    sumY += (ay + by) * cross;
  }
  if (twice === 0) return { lng: x0, lat: y0, size: 0 };
  return { lng: x0 + sumX / (3 * twice), lat: y0 + sumY / (3 * twice), size: Math.abs(twice) };
}

/** The middle of each of these grids; a grid for which nothing is known above either is left out. */
export async function centresOf(store: Store, grids: string[]): Promise<Map<string, Position>> {
  if (grids.length === 0) return new Map();
  const own = await store.units.find({ _id: { $in: grids } }, { path: 1, outline: 1 }).lean<Unit[]>();
  const above = own.some(({ outline }) => !outline) ? await store.units.find({ _id: { $in: [...new Set(own.flatMap(({ path }) => path))] } }, { outline: 1 }).lean<Unit[]>() : [];
  const outlines = new Map([...above, ...own].flatMap(({ _id, outline }) => (outline ? [[_id, outline] as const] : [])));
  return new Map(own.flatMap(({ _id, path }) => {
    const nearest = [...path].reverse().map((unit) => outlines.get(unit)).find((outline) => outline !== undefined);
    return nearest ? [[_id, centreOf(nearest)] as const] : [];
  }));
}
