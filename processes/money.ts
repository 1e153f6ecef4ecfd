/** Money in whole cents (分), so that sums come out to the cent. */
import { Invalid } from './errors.js';

/**
 * Reads yuan into cents: `12500`, `12500.00`, `12,500.5`, `12500 元`, `¥12,500.00` or a number as a form gives it.
 * @returns cents (分)
 * @throws Invalid if it is not an amount, has more than two decimals, is negative without `negative`, or is beyond the safe integers
 */
export function parseMoney(yuan: string | number, { negative = false }: { negative?: boolean } = {}): number {
  // a number's shortest decimal form is what was typed; calculating with the number itself would bring in binary fractions
  const text = String(yuan).normalize('NFKC').trim().replace(/^¥\s*/, '').replace(/\s*元$/, '');
  const match = /^(-?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?$/.exec(text);
  if (!match) throw new Invalid(`invalid amount <${yuan}>`);
  const [, sign, whole, fraction = ''] = match;
  const cents = Number(whole!.replaceAll(',', '') + fraction.padEnd(2, '0'));
  if (!Number.isSafeInteger(cents)) throw new Invalid(`amount too large <${yuan}>`);
  if (sign && cents && !negative) throw new Invalid(`negative amount <${yuan}>`);
  return sign && cents ? -cents : cents;
}

/** Writes cents as yuan: `12,500.00`. @param cents an integer @throws Invalid if it is not a safe integer */
export function formatMoney(cents: number): string {
  return plainYuan(cents).replace(/\B(?=(\d{3})+\.)/g, ',');
}

/** Writes cents as yuan without separators, `12500.00`, as error messages and variables carry them. @throws Invalid if it is not a safe integer */
export function plainYuan(cents: number): string {
  if (!Number.isSafeInteger(cents)) throw new Invalid(`invalid cents <${cents}>`);
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Adds up cents. @throws Invalid if one is not a safe integer or the sum is beyond them */
export function sumCents(cents: readonly number[]): number {
  let sum = 0;
  for (const one of cents) {
    if (!Number.isSafeInteger(one)) throw new Invalid(`invalid cents <${one}>`);
    sum += one;
    if (!Number.isSafeInteger(sum)) throw new Invalid(`amount too large <${sum}>`);
  }
  return sum;
}
