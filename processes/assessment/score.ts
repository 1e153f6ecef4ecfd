// From counts to points: each indicator's formula gives 0 to 100 of its weight; what cannot be assessed is left out and the rest of the same giver counts as the whole.
import { Invalid } from '../errors.js';
import type { AssessmentIndicator, Counts, ScoreItem } from '../store/assessment-types.js';
import { evaluateFormula, type Evaluated, type Operands } from './feel-thread.js';

export const rounded = (value: number): number => Math.round(value * 100) / 100;

/** The first for which a formula gives no number though something stands below the line, and why. */
export function whyNone(operands: readonly Operands[], values: readonly Evaluated[]): { at: number; why: string } | undefined {
  const at = values.findIndex((one, index) => 'why' in one && operands[index]!.denominator !== 0);
  return at < 0 ? undefined : { at, why: `分子 ${operands[at]!.numerator}、分母 ${operands[at]!.denominator} 时，${(values[at] as { why: string }).why}` };
}

/**
 * The points of all indicators for each one assessed. An indicator with nothing below the line is left out for them.
 *
 * @throws Invalid when a formula does not end, or gives no number for somebody: with the indicator and their name
 */
export async function itemsOf(indicators: readonly AssessmentIndicator[], assessed: readonly { name: string; tally: Counts }[]): Promise<ScoreItem[][]> {
  const items: ScoreItem[][] = assessed.map(() => []);
  for (const [place, { id, name, numerator, denominator, base, formula, weight }] of indicators.entries()) {
    const operands = assessed.map(({ tally }) => ({ numerator: tally[numerator] ?? 0, denominator: denominator === 'base' ? base ?? 0 : tally[denominator] ?? 0 }));
    const refuse = (why: string): never => { throw new Invalid(`指标「${name}」算不出来：${why}`, [{ path: `indicators.${place}.formula`, message: why }]); };
    const values = await evaluateFormula(formula, operands).catch((error) => { if (error instanceof Invalid) refuse(error.message); throw error; });
    const none = whyNone(operands, values);
    if (none) refuse(`${assessed[none.at]!.name}，${none.why}`);
    values.forEach((one, index) => {
      const share = 'value' in one ? Math.max(0, Math.min(100, one.value)) : null;
      items[index]!.push({ indicator: id, ...operands[index]!, value: share === null ? null : rounded(share), points: share === null ? null : rounded(share * weight / 100), ...('why' in one ? { why: one.why } : {}) });
    });
  }
  return items;
}

/**
 * Points out of 100; null when no indicator could be assessed. What could not be assessed is made up for by the others of whoever gives it (the town, the department),
 * so that the town's share stays what it is; by all of them only when that one has nothing at all.
 */
export function totalOf(indicators: readonly AssessmentIndicator[], items: readonly ScoreItem[]): number | null {
  const points = new Map(items.map((item) => [item.indicator, item.points]));
  const givers = [...new Set(indicators.map(({ giver }) => giver))].map((giver) => {
    const own = indicators.filter((one) => one.giver === giver);
    const counted = own.filter(({ id }) => typeof points.get(id) === 'number');
    return { share: weighed(own), counted: weighed(counted), points: counted.reduce((sum, { id }) => sum + points.get(id)!, 0) };
  }).filter(({ counted }) => counted > 0);
  const share = givers.reduce((sum, one) => sum + one.share, 0);
  return share === 0 ? null : rounded(100 * givers.reduce((sum, one) => sum + one.share * one.points / one.counted, 0) / share);
}

const weighed = (indicators: readonly AssessmentIndicator[]): number => indicators.reduce((sum, { weight }) => sum + weight, 0);
