// Thinned outlines: fewer corners, neighbours that still touch, and nothing that vanishes.
import { describe, expect, test } from '@jest/globals';
import { coarser, type Outline } from '../../processes/coarse.js';

/** A box whose edges have a corner every 5 m or so. */
const dense = (west: number, south: number): Outline => {
  const steps = Array.from({ length: 200 }, (_, n) => n * 0.00005);
  const at = (x: number, y: number) => [west + x, south + y + 0.00002 * Math.sin(x * 1e5)];
  const ring = [...steps.map((x) => at(x, 0)), ...steps.map((y) => at(0.01, y)), ...steps.map((x) => at(0.01 - x, 0.01)), ...steps.map((y) => at(0, 0.01 - y))];
  return { type: 'Polygon', coordinates: [[...ring, ring[0]!]] };
};
const corners = (outlines: Outline[]) => outlines.reduce((sum, each) => sum + (each.coordinates as number[][][]).flat().length, 0);

describe('thinning outlines', () => {
  test('few stay as they are, to a metre', () => {
    const given = [dense(119.34, 33.23)];
    expect(coarser(given)).toMatchObject({ metres: 1 });
    expect(corners(coarser(given).outlines)).toBe(801);
  });

  test('many are thinned until they fit, and say by how much', () => {
    const given = Array.from({ length: 100 }, (_, n) => dense(119.34 + n * 0.01, 33.23));
    const { outlines, metres } = coarser(given, 20_000);
    expect(corners(outlines)).toBeLessThanOrEqual(20_000);
    expect(metres).toBeLessThanOrEqual(64);
    for (const each of outlines) expect((each.coordinates[0] as number[][]).at(-1)).toEqual(each.coordinates[0]![0]);
  });

  test('an outline smaller than the raster stays', () => {
    const tiny: Outline = { type: 'Polygon', coordinates: [[[119.34001, 33.23001], [119.34002, 33.23001], [119.34002, 33.23002], [119.34001, 33.23001]]] };
    expect(coarser([tiny, ...Array.from({ length: 50 }, () => dense(119.34, 33.23))], 10).outlines[0]).toEqual(tiny);
  });
});
