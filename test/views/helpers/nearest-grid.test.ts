// The grid of a position: inside wins, else the nearest edge, and nothing that is too far.
import fc from 'fast-check';
import { FARTHEST, nearestGrid, type Outlines } from '../../../views/helpers/nearest-grid.js';

const box = (id: string, west: number, south: number, size = 0.01, holes: number[][][] = []): Outlines['features'][number] => ({
  type: 'Feature', properties: { id, name: `${id}网格` },
  geometry: { type: 'Polygon', coordinates: [[[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]], ...holes] },
});
const grids = (...features: Outlines['features']): Outlines => ({ type: 'FeatureCollection', features });
/** Four by four grids that tile 0.04° from 119.34, 33.23. */
const tiling = grids(...Array.from({ length: 16 }, (_, n) => box(`g${n}`, 119.34 + (n % 4) * 0.01, 33.23 + Math.floor(n / 4) * 0.01)));

const near = fc.record({ lng: fc.double({ min: 119.32, max: 119.4, noNaN: true }), lat: fc.double({ min: 33.21, max: 33.29, noNaN: true }) });
const metres = (a: { lng: number; lat: number }, b: { lng: number; lat: number }) => Math.hypot((a.lng - b.lng) * Math.cos((a.lat * Math.PI) / 180), a.lat - b.lat) * 111_195;

it('whoever stands in a grid is in it, at no distance', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 15 }), fc.double({ min: 0.001, max: 0.009, noNaN: true }), fc.double({ min: 0.001, max: 0.009, noNaN: true }), (n, east, north) => {
    const at = { lng: 119.34 + (n % 4) * 0.01 + east, lat: 33.23 + Math.floor(n / 4) * 0.01 + north };
    expect(nearestGrid(tiling, at)).toEqual({ grid: `g${n}`, name: `g${n}网格`, distance: 0, inside: true });
  }));
});

it('outside, the answer is the nearest of all, as if each had been asked alone', () => {
  fc.assert(fc.property(near, (at) => {
    const alone = tiling.features.map((feature) => nearestGrid(grids(feature), at)?.distance ?? Infinity);
    const least = Math.min(...alone);
    const found = nearestGrid(tiling, at);
    if (least === Infinity) expect(found).toBeUndefined();
    else expect(found!.distance).toBeCloseTo(least, 6);
  }));
});

it('nothing farther than asked is named, and asking for more never takes an answer away', () => {
  fc.assert(fc.property(near, fc.integer({ min: 0, max: 5_000 }), (at, farthest) => {
    const found = nearestGrid(tiling, at, farthest);
    if (found) {
      expect(found.distance).toBeLessThanOrEqual(farthest);
      expect(nearestGrid(tiling, at, farthest + 1_000)).toEqual(found);
    }
  }));
});

it('the distance is that to the edge, in metres', () => {
  const found = nearestGrid(grids(box('g', 119.34, 33.23)), { lng: 119.352, lat: 33.235 })!;
  expect(found.inside).toBe(false);
  expect(found.distance / metres({ lng: 119.352, lat: 33.235 }, { lng: 119.35, lat: 33.235 })).toBeCloseTo(1, 2);
  expect(nearestGrid(grids(box('g', 119.34, 33.23)), { lng: 119.4, lat: 33.235 })).toBeUndefined();
  expect(FARTHEST).toBe(2_000);
});

it('a hole does not belong to its grid, and a grid of two parts has both', () => {
  const hole = [[119.343, 33.233], [119.343, 33.237], [119.347, 33.237], [119.347, 33.233], [119.343, 33.233]];
  const holed = nearestGrid(grids(box('g', 119.34, 33.23, 0.01, [hole])), { lng: 119.345, lat: 33.235 })!;
  expect([holed.inside, Math.round(holed.distance / 10)]).toEqual([false, 19]);
  const both: Outlines = grids({ type: 'Feature', properties: { id: 'm', name: 'm' }, geometry: { type: 'MultiPolygon', coordinates: [box('a', 119.3, 33.2).geometry.coordinates, box('b', 119.34, 33.23).geometry.coordinates] as number[][][][] } });
  expect(nearestGrid(both, { lng: 119.345, lat: 33.235 })).toMatchObject({ grid: 'm', inside: true });
});

it('no grids, or a position that is none, give nothing', () => {
  expect(nearestGrid(grids(), { lng: 119.35, lat: 33.24 })).toBeUndefined();
  expect(nearestGrid(tiling, { lng: Number.NaN, lat: 33.24 })).toBeUndefined();
});
