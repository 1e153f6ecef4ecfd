// Durations: exact while few, right to one percent beyond, and the same however they are merged.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { durationsOf, ERROR, EXACT, isApproximate, mean, mergeDurations, percentile } from '../../../processes/figures/durations.js';

const HOUR = 3_600_000;
const value = fc.integer({ min: 0, max: 400 * 24 * HOUR });

test('few are told exactly: the median of an even number is the mean of the two in the middle, the ninth of ten is the 90th percentile', () => {
  const set = durationsOf([10, 1, 2, 9, 3, 8, 4, 7, 5, 6].map((hours) => hours * HOUR));
  expect([mean(set), percentile(set, 0.5), percentile(set, 0.9), percentile(set, 1), isApproximate(set)]).toEqual([5.5 * HOUR, 5.5 * HOUR, 9 * HOUR, 10 * HOUR, false]);
  const odd = durationsOf([3, 1, 2]);
  expect([percentile(odd, 0.5), percentile(odd, 0.9)]).toEqual([2, 3]);
  expect([mean(durationsOf([])), percentile(durationsOf([]), 0.5)]).toEqual([undefined, undefined]);
});

/** By nearest rank, from all of them. */
function reference(values: number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  if (p === 0.5 && sorted.length % 2 === 0) return (sorted[sorted.length / 2 - 1]! + sorted[sorted.length / 2]!) / 2;
  return sorted[Math.max(1, Math.ceil(p * sorted.length - 1e-9)) - 1]!;
}

test('up to the limit every percentile is exact', () => {
  fc.assert(fc.property(fc.array(value, { minLength: 1, maxLength: EXACT }), fc.constantFrom(0.1, 0.5, 0.9, 1), (values, p) => {
    expect(percentile(durationsOf(values), p)).toBe(reference(values, p));
  }), { numRuns: 60 });
});

test('beyond it a percentile is right to one percent, the mean exact', () => {
  fc.assert(fc.property(fc.array(value, { minLength: EXACT + 1, maxLength: EXACT * 4 }), fc.constantFrom(0.1, 0.5, 0.9), (values, p) => {
    const set = durationsOf(values);
    const [told, right] = [percentile(set, p)!, reference(values, p)];
    expect(isApproximate(set)).toBe(true);
    expect(Math.abs(told - right)).toBeLessThanOrEqual(right * ERROR * 1.001);
    expect(mean(set)).toBeCloseTo(values.reduce((sum, one) => sum + one, 0) / values.length, 3);
  }), { numRuns: 40 });
});

test('merged in any order and in any parts they are the same', () => {
  fc.assert(fc.property(fc.array(fc.array(value, { maxLength: 350 }), { minLength: 1, maxLength: 5 }), (parts) => {
    const whole = durationsOf(parts.flat());
    const sets = parts.map(durationsOf);
    expect(mergeDurations(sets)).toEqual(whole);
    expect(mergeDurations([...sets].reverse())).toEqual(whole);
    expect(sets.reduce((all, one) => mergeDurations([all, one]), durationsOf([]))).toEqual(whole);
  }), { numRuns: 40 });
});
