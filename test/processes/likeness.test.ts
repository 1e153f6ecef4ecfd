// How alike two reports are: a sum between nothing and all, with reasons that a person can check.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { alike, LIKELY, likeness, metresBetween, VERY_LIKELY, type Told } from '../../processes/likeness.js';

const at = new Date('2026-06-22T02:00:00Z');
const here = { text: '曹坝村村口', lng: 119.35, lat: 33.24 };
const told = (given: Partial<Told> = {}): Told => ({ category: 'D01', title: '村口垃圾桶满溢', description: '垃圾堆在路边', place: here, grid: 'g1', at, ...given });
const before = (hours: number) => new Date(at.getTime() - hours * 3_600_000);

const some = fc.record({
  category: fc.constantFrom('D01', 'D02', 'B03'), title: fc.string({ maxLength: 30 }), description: fc.string({ maxLength: 60 }), grid: fc.constantFrom('g1', 'g2'),
  place: fc.record({ text: fc.string({ maxLength: 20 }), lng: fc.double({ min: 119, max: 120, noNaN: true }), lat: fc.double({ min: 33, max: 34, noNaN: true }) }, { requiredKeys: ['text'] }) as fc.Arbitrary<Told['place']>,
  at: fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true }),
}) as fc.Arbitrary<Told>;

describe('likeness', () => {
  test('lies between 0 and 1, and is the same both ways', () => {
    fc.assert(fc.property(some, some, (a, b) => {
      const { score } = likeness(a, b);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
      expect(likeness(b, a).score).toBe(score);
    }));
  });

  test('never falls when the two come nearer, in place or in time', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 0, max: 1_000 }), (m1, m2, h1, h2) => {
      const away = (metres: number) => ({ ...here, lat: here.lat + metres / 111_195 });
      const [near, far] = [Math.min(m1, m2), Math.max(m1, m2)];
      const [late, early] = [Math.min(h1, h2), Math.max(h1, h2)];
      expect(likeness(told(), told({ place: away(near), at: before(late) })).score).toBeGreaterThanOrEqual(likeness(told(), told({ place: away(far), at: before(early) })).score);
    }));
  });

  test('the same matter is very likely one, and says why', () => {
    const found = likeness(told(), told({ title: '村口的垃圾桶满了', place: { ...here, lat: here.lat + 40 / 111_195 }, at: before(2) }));
    expect(found.score).toBeGreaterThanOrEqual(VERY_LIKELY);
    expect(found).toMatchObject({ distance: 40, reasons: ['同类别', '相距 40 米', '文字相似', '2 小时前'] });
  });

  test('another place is another matter, however alike the words', () => {
    expect(likeness(told(), told({ place: { ...here, lat: 33.26 } })).score).toBe(0);
  });

  test('without positions the words of the place and the grid must do', () => {
    const place = { text: '曹坝村村口' };
    expect(likeness(told({ place }), told({ place, at: before(5) })).reasons).toEqual(['同类别', '地点文字相似', '文字相似', '5 小时前']);
    expect(likeness(told({ place, title: '路灯不亮', description: '', category: 'E02' }), told({ place: { text: '桥东' }, at: before(5) })).score).toBeLessThan(LIKELY);
  });

  test('what came later says so', () => {
    expect(likeness(told({ at: before(3) }), told()).reasons).toContain('3 小时后');
  });
});

describe('two texts', () => {
  test('are as alike as they share pairs of characters', () => {
    expect(alike('垃圾桶满溢', '垃圾桶满溢！')).toBe(1);
    expect(alike('村口垃圾桶满溢', '村口的垃圾桶满了')).toBeCloseTo(8 / 13, 9);
    expect(alike('路灯', '井盖')).toBe(0);
    expect(alike('', '井盖')).toBe(0);
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => expect(alike(a, b)).toBe(alike(b, a))));
  });

  test('metres between two places are those of the earth', () => {
    expect(metresBetween({ lng: 119.35, lat: 33.24 }, { lng: 119.36, lat: 33.24 })).toBeCloseTo(930, -1);
  });
});
