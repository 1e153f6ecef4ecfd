// Fewer corners for many outlines at once: all are put on one raster, so that neighbours which shared an edge still share it.
import type { Unit } from './store/types.js';

export type Outline = NonNullable<Unit['outline']>;

/** The corners that one answer carries at most: a county of 6,000 grids stays below 1 MB compressed. */
export const MOST_CORNERS = 60_000;
/** Steps of the raster, degrees: about 1, 11, 22, 44 and 90 m. */
const STEPS = [0.00001, 0.0001, 0.0002, 0.0004, 0.0008];

const rings = (outline: Outline): number[][][] => (outline.type === 'Polygon' ? outline.coordinates : outline.coordinates.flat());
const corners = (outline: Outline): number => rings(outline).reduce((sum, ring) => sum + ring.length, 0);

/** A ring on the raster; one that would vanish there stays as it is. */
function coarseRing(ring: number[][], step: number): number[][] {
  const snap = (value: number) => Math.round(Math.round(value / step) * step * 1e5) / 1e5;
  const made: number[][] = [];
  for (const [lng, lat] of ring) {
    const [x, y] = [snap(lng!), snap(lat!)];
    const last = made.at(-1);
    if (!last || last[0] !== x || last[1] !== y) made.push([x, y]);
  }
  return made.length >= 4 ? made : ring.map(([lng, lat]) => [lng!, lat!]);
}

function coarse(outline: Outline, step: number): Outline {
  if (outline.type === 'Polygon') return { type: 'Polygon', coordinates: outline.coordinates.map((ring) => coarseRing(ring, step)) };
  return { type: 'MultiPolygon', coordinates: outline.coordinates.map((part) => part.map((ring) => coarseRing(ring, step))) };
}

/**
 * Outlines with at most so many corners together, as far as a raster of 90 m allows.
 *
 * @returns them in their order, and by how many metres a corner may have moved
 */
export function coarser(outlines: Outline[], most = MOST_CORNERS): { outlines: Outline[]; metres: number } {
  for (const step of STEPS) {
    const made = outlines.map((outline) => coarse(outline, step));
    if (step === STEPS.at(-1) || made.reduce((sum, outline) => sum + corners(outline), 0) <= most) return { outlines: made, metres: Math.ceil(step * 111_320 * 0.71) };
  }
  return { outlines, metres: 0 };
}
