// A set of durations that can be merged: exact while there are few, above that a histogram whose every value is right to 1 %. Which of the two it is depends on the
// durations alone, never on the order in which they were merged.

/** Up to so many durations are kept one by one. */
export const EXACT = 400;
/** The largest relative error of a value that is told from the histogram. */
export const ERROR = 0.01;
const GAMMA = (1 + ERROR) / (1 - ERROR);
const LOG = Math.log(GAMMA);

/** Durations in milliseconds: `l` each, in order, or `h` pairs of bucket and count, in order. Small names, since thousands of these are kept as text. */
export interface Durations { n: number; sum: number; min: number; max: number; l?: number[]; h?: number[] }

/** Which bucket a duration falls into; -1 is that of durations below a millisecond. Bucket i ends at GAMMA^i. */
const bucketOf = (value: number): number => (value < 1 ? -1 : Math.max(0, Math.ceil(Math.log(value) / LOG)));

/** The value that stands for all of a bucket: no further than 1 % from any of them. */
const valueOf = (bucket: number): number => (bucket < 0 ? 0 : (2 * GAMMA ** bucket) / (GAMMA + 1));

function pairs(values: number[]): number[] {
  const made: number[] = [];
  for (const value of values) {
    const bucket = bucketOf(value);
    if (made.at(-2) === bucket) made[made.length - 1]! += 1;
    else made.push(bucket, 1);
  }
  return made;
}

/** Makes a set of durations. @param values milliseconds, in any order; negative ones count as none */
export function durationsOf(values: number[]): Durations {
  const sorted = values.map((value) => Math.max(0, value)).sort((a, b) => a - b);
  const made = { n: sorted.length, sum: sorted.reduce((sum, value) => sum + value, 0), min: sorted[0] ?? 0, max: sorted.at(-1) ?? 0 };
  return sorted.length <= EXACT ? { ...made, l: sorted } : { ...made, h: pairs(sorted) };
}

function mergedPairs(all: number[][]): number[] {
  const counts = new Map<number, number>();
  for (const list of all) for (let i = 0; i < list.length; i += 2) counts.set(list[i]!, (counts.get(list[i]!) ?? 0) + list[i + 1]!);
  return [...counts].sort(([a], [b]) => a - b).flat();
}

/** All durations of several sets as one. */
export function mergeDurations(sets: Durations[]): Durations {
  const all = sets.filter(({ n }) => n > 0);
  if (all.length === 1) return all[0]!;
  const n = all.reduce((sum, one) => sum + one.n, 0);
  if (n <= EXACT) return durationsOf(all.flatMap(({ l }) => l ?? []));
  return {
    n, sum: all.reduce((sum, one) => sum + one.sum, 0), min: Math.min(...all.map(({ min }) => min)), max: Math.max(...all.map(({ max }) => max)),
    h: mergedPairs(all.map(({ l, h }) => h ?? pairs(l ?? []))),
  };
}

/** The value at a rank (from 1). */
function at({ l, h = [], min, max }: Durations, rank: number): number {
  if (l) return l[rank - 1]!;
  let seen = 0;
  for (let i = 0; i < h.length; i += 2) {
    seen += h[i + 1]!;
    if (seen >= rank) return Math.min(max, Math.max(min, valueOf(h[i]!)));
  }
  return max;
}

/** The smallest duration that at least the part `p` (0 to 1) of all do not exceed (nearest rank); of an even number the median is the mean of the two in the middle. Milliseconds, nothing of none. */
export function percentile(set: Durations, p: number): number | undefined {
  if (set.n === 0) return undefined;
  // 0.9 × 10 is a little above 9 for a computer
  const rank = Math.min(set.n, Math.max(1, Math.ceil(p * set.n - 1e-9)));
  if (p === 0.5 && set.n % 2 === 0) return (at(set, set.n / 2) + at(set, set.n / 2 + 1)) / 2;
  return at(set, rank);
}

/** The mean is exact however many there are. */
export const mean = ({ n, sum }: Durations): number | undefined => (n === 0 ? undefined : sum / n);

/** Whether percentiles of it are right to 1 % only. */
export const isApproximate = ({ l }: Durations): boolean => l === undefined;
