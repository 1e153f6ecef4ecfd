import fc from 'fast-check';
import { Invalid } from '../../processes/errors.js';
import { formatMoney, parseMoney, plainYuan, sumCents } from '../../processes/money.js';

const cents = fc.maxSafeInteger();

it.each([
  ['12500.00', 1_250_000],
  ['12,500.5', 1_250_050],
  ['12500 元', 1_250_000],
  ['¥ 12,500.00', 1_250_000],
  ['￥0.01', 1],
  ['１２５００', 1_250_000],
  [12500, 1_250_000],
  [0.29, 29],
  [1.1, 110],
  [0, 0],
])('%p is %d cents', (yuan, expected) => {
  expect(parseMoney(yuan)).toBe(expected);
});

it.each(['', 'abc', '1.234', '1.', '.5', '1,2,3', '12,50', '1e3', '0x10', NaN, Infinity, 0.1 + 0.2, '1 000', '--1'])('%p is no amount', yuan => {
  expect(() => parseMoney(yuan)).toThrow(Invalid);
  expect(() => parseMoney(yuan)).toThrow(`invalid amount <${yuan}>`);
});

it('a negative amount is taken only where it is allowed', () => {
  expect(() => parseMoney('-5')).toThrow('negative amount <-5>');
  expect(parseMoney('-5', { negative: true })).toBe(-500);
  expect(Object.is(parseMoney('-0.00'), 0)).toBe(true);
});

it('an amount beyond the safe integers is refused', () => {
  expect(parseMoney('90071992547409.91')).toBe(Number.MAX_SAFE_INTEGER);
  expect(() => parseMoney('90071992547409.92')).toThrow('amount too large <90071992547409.92>');
});

it('is written with two decimals and separators', () => {
  expect(formatMoney(1_250_000)).toBe('12,500.00');
  expect(formatMoney(5)).toBe('0.05');
  expect(formatMoney(-123_456_789)).toBe('-1,234,567.89');
  expect(plainYuan(20_350_000)).toBe('203500.00');
  expect(() => formatMoney(0.5)).toThrow('invalid cents <0.5>');
});

it('reading what was written gives the same cents', () => {
  fc.assert(fc.property(cents, amount => {
    expect(parseMoney(formatMoney(amount), { negative: true })).toBe(amount);
    expect(parseMoney(plainYuan(amount), { negative: true })).toBe(amount);
  }));
});

it('every amount that a number field can hold is read to the cent', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 1e12 }), amount => expect(parseMoney(amount / 100)).toBe(amount)), { numRuns: 5000 });
});

it('sums come out to the cent or not at all', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 1e9 })), amounts => {
    expect(BigInt(sumCents(amounts))).toBe(amounts.map(BigInt).reduce((sum, one) => sum + one, 0n));
  }));
  expect(() => sumCents([Number.MAX_SAFE_INTEGER, 1])).toThrow('amount too large');
  expect(() => sumCents([0.5])).toThrow('invalid cents <0.5>');
});
