// Which matters lie at one place: all within the distance of the one in their middle. So a row of places, each near the next, is not taken for one.
import { metresBetween } from '../likeness.js';
import type { Place } from '../store/types.js';
import type { Matter } from './matters.js';
import type { Rule } from './rule.js';

type Placed = { place: Place; grid: string };

const position = ({ lng, lat }: Place): { lng: number; lat: number } | undefined => (lng !== undefined && lat !== undefined ? { lng, lat } : undefined);

/** Whether two lie at one place: within the distance, the edge included; where one has no position, in the same grid. */
export function isHere(a: Placed, b: Placed, metres: number): boolean {
  const [one, other] = [position(a.place), position(b.place)];
  return one && other ? metresBetween(one, other) <= metres : a.grid === b.grid;
}

export interface Cluster { middle: Matter; matters: Matter[] }

/** The places where it recurs, the one with the most first; no matter is in two. @param matters the earliest first: of two that have as many around them the earlier is the middle */
export function clustersIn(matters: Matter[], { metres, count }: Pick<Rule, 'metres' | 'count'>): Cluster[] {
  const found: Cluster[] = [];
  let left = matters;
  while (left.length >= count) {
    let best: Cluster | undefined;
    for (const middle of left) {
      const around = left.filter((one) => isHere(middle, one, metres));
      if (around.length > (best?.matters.length ?? 0)) best = { middle, matters: around };
    }
    if (!best || best.matters.length < count) break;
    found.push(best);
    const taken = new Set(best.matters);
    left = left.filter((one) => !taken.has(one));
  }
  return found;
}
