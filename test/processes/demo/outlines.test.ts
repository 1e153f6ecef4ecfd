// The demo's territory: every unit that has one tiles the unit above it, without gaps or overlaps.
import { afterAll, describe, expect, test } from '@jest/globals';
import { loadDemo } from '../../../processes/demo/load.js';
import { demoUnits } from '../../../processes/demo/units.js';
import { closeTestStore, openTestStore } from '../../support/store.js';
import { nearestGrid, type Outlines } from '../../../views/helpers/nearest-grid.js';

afterAll(closeTestStore);

const ring = (id: string) => demoUnits.find(({ _id }) => _id === id)!.outline!.coordinates[0] as number[][];
const area = (points: number[][]) => Math.abs(points.slice(1).reduce((sum, [x, y], n) => sum + points[n]![0]! * y! - x! * points[n]![1]!, 0)) / 2;
const territory = demoUnits.filter(({ level }) => level !== 'department');

describe('the demo\'s outlines', () => {
  test('every unit but a department has one, closed, and small', () => {
    expect(demoUnits.filter(({ level, outline }) => (level === 'department') !== (outline === undefined)).map(({ _id }) => _id)).toEqual([]);
    for (const { _id } of territory) expect(ring(_id)[0]).toEqual(ring(_id).at(-1));
    expect(JSON.stringify(territory.map(({ outline }) => outline)).length).toBeLessThan(40_000);
  });

  test.each(['village', 'town', 'county'])('what lies in a %s has exactly its area', (level) => {
    for (const unit of territory.filter((one) => one.level === level)) {
      const parts = territory.filter(({ parent }) => parent === unit._id).map(({ _id }) => area(ring(_id)));
      expect([unit._id, parts.reduce((sum, part) => sum + part, 0) / area(ring(unit._id))]).toEqual([unit._id, expect.closeTo(1, 9)]);
    }
  });

  test('a place in the county is in one grid, and 曹坝园区网格 lies where it is said to', () => {
    const grids = territory.filter(({ level }) => level === 'grid');
    const all: Outlines = { type: 'FeatureCollection', features: grids.map(({ _id: id, name, outline }) => ({ type: 'Feature', properties: { id, name }, geometry: outline! as never })) };
    expect(nearestGrid(all, { lng: 119.35, lat: 33.24 })).toMatchObject({ grid: 'by-jinghe-caoba-g1', inside: true });
    for (let lng = 119.343; lng < 119.455; lng += 0.0031) {
      for (let lat = 33.236; lat < 33.292; lat += 0.0029) {
        const holding = all.features.filter((feature) => nearestGrid({ ...all, features: [feature] }, { lng, lat }, 0)?.inside);
        expect([lng, lat, holding.length]).toEqual([lng, lat, 1]);
      }
    }
  });

  test('a store that was loaded before outlines existed gets them; a brought one stays', async () => {
    const store = await openTestStore();
    await loadDemo(store, { production: false });
    const brought = { type: 'Polygon' as const, coordinates: [[[1, 1], [2, 1], [2, 2], [1, 1]]] };
    await store.units.updateMany({}, { $unset: { outline: 1 } });
    await store.units.updateOne({ _id: 'by-jinghe-caoba-g2' }, { $set: { outline: brought, name: '改过名的网格' } });
    await loadDemo(store, { production: false });
    expect((await store.units.findById('by-jinghe-caoba-g1').lean())!.outline).toEqual(demoUnits.find(({ _id }) => _id === 'by-jinghe-caoba-g1')!.outline);
    expect(await store.units.findById('by-jinghe-caoba-g2').lean()).toMatchObject({ outline: brought, name: '改过名的网格' });
    expect((await store.units.findById('by-jinghe.lds').lean())!.outline).toBeUndefined();
  });
});
