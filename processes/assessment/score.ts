// From counts to points: each indicator's formula gives 0 to 100 of its weight; what cannot be assessed is left out and the rest counts as the whole.
import type { Tally } from '../figures/indicators.js';
import type { AssessmentIndicator, ScoreItem } from '../store/assessment-types.js';
import { evaluateFormula } from './feel-thread.js';

export const rounded = (value: number): number => Math.round(value * 100) / 100;

/** The points of all indicators for each tally. @throws Invalid when a formula does not end */
export async function itemsOf(indicators: readonly AssessmentIndicator[], tallies: readonly Tally[]): Promise<ScoreItem[][]> {
  const items: ScoreItem[][] = tallies.map(() => []);
  for (const { id, numerator, denominator, base, formula, weight } of indicators) {
    const operands = tallies.map((tally) => ({ numerator: tally[numerator] ?? 0, denominator: denominator === 'base' ? base ?? 0 : tally[denominator] ?? 0 }));
    const values = await evaluateFormula(formula, operands);
    values.forEach((one, index) => {
      const share = 'value' in one ? Math.max(0, Math.min(100, one.value)) : null;
      items[index]!.push({ indicator: id, ...operands[index]!, value: share === null ? null : rounded(share), points: share === null ? null : rounded(share * weight / 100), ...('why' in one ? { why: one.why } : {}) });
    });
  }
  return items;
}

/** Points out of 100; null when no indicator could be assessed. */
export function totalOf(indicators: readonly AssessmentIndicator[], items: readonly ScoreItem[]): number | null {
  const weights = new Map(indicators.map(({ id, weight }) => [id, weight]));
  const counted = items.filter(({ points }) => points !== null);
  const weight = counted.reduce((sum, { indicator }) => sum + weights.get(indicator)!, 0);
  return weight === 0 ? null : rounded(100 * counted.reduce((sum, { points }) => sum + points!, 0) / weight);
}
