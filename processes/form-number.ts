/** Decimal numbers of forms, compared digit by digit, so that 0.3 is a multiple of 0.1. */

type Decimal = { units: bigint; scale: number };

/** Whether it is a number, or text that writes one plainly (`-12.50`). */
export function isDecimal(value: unknown): value is number | string {
  return typeof value === 'number' ? Number.isFinite(value) : typeof value === 'string' && value.length <= 100 && /^-?\d+(\.\d+)?$/.test(value);
}

/** Negative, zero or positive as `a` is below, at or above `b`. */
export function compareDecimals(a: number | string, b: number | string): number {
  const [x, y] = aligned(a, b);
  return x < y ? -1 : Number(x > y);
}

/** Digits after the point that are not trailing zeros. */
export function decimalPlaces(value: number | string): number {
  let { units, scale } = read(value);
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n;
    scale--;
  }
  return Math.max(0, scale);
}

/** Whether a value is a whole number of steps; any value is if the step is 0. */
export function isMultiple(value: number | string, step: number | string): boolean {
  const [x, y] = aligned(value, step);
  return y === 0n || x % y === 0n;
}

function aligned(a: number | string, b: number | string): [bigint, bigint] {
  const [x, y] = [read(a), read(b)];
  const scale = Math.max(x.scale, y.scale);
  return [x.units * 10n ** BigInt(scale - x.scale), y.units * 10n ** BigInt(scale - y.scale)];
}

function read(value: number | string): Decimal {
  const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(String(value)) ?? [];
  if (whole === undefined) throw new RangeError(`invalid number <${value}>`);
  const units = BigInt(`${whole}${fraction}`) * (sign ? -1n : 1n);
  const scale = fraction.length - Number(exponent);
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}
