import fc from 'fast-check';
import { dayNumber, endOfShanghaiDay, formatDay, isDay, parseDay, shanghaiDay, shanghaiTime, shanghaiYear, startOfShanghaiDay } from '../../processes/shanghai.js';

it('a day begins at midnight in Shanghai, whatever the machine says', () => {
  expect(shanghaiDay(new Date('2026-11-21T15:59:59.999Z'))).toBe('2026-11-21');
  expect(shanghaiDay(new Date('2026-11-21T16:00:00Z'))).toBe('2026-11-22');
  expect(shanghaiTime(new Date('2026-11-21T16:05:00Z'))).toBe('2026-11-22 00:05');
});

it('a year begins at midnight in Shanghai', () => {
  expect(shanghaiYear(new Date('2026-12-31T15:59:59Z'))).toBe(2026);
  expect(shanghaiYear(new Date('2026-12-31T16:00:00Z'))).toBe(2027);
});

it('the end of a day is its last millisecond', () => {
  expect(endOfShanghaiDay('2026-11-22').toISOString()).toBe('2026-11-22T15:59:59.999Z');
  expect(startOfShanghaiDay('2026-11-22').toISOString()).toBe('2026-11-21T16:00:00.000Z');
});

it.each(['2026-02-30', '2026-13-01', '2026-1-1', '20260101', '', '2026-01-01T00:00', '0000-00-00'])('<%s> is no day', text => {
  expect(isDay(text)).toBe(false);
  expect(() => parseDay(text)).toThrow(`invalid day <${text}>`);
});

it('an instant that is none is refused', () => {
  expect(() => shanghaiDay(new Date(NaN))).toThrow('invalid date <Invalid Date>');
  expect(() => shanghaiTime(new Date(NaN))).toThrow('invalid date <Invalid Date>');
});

it('every day can be written and read again', () => {
  fc.assert(fc.property(fc.date({ min: new Date('1992-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }), at => {
    const day = shanghaiDay(at);
    expect(formatDay(parseDay(day))).toBe(day);
    expect(parseDay(day)).toBe(dayNumber(at));
    expect(startOfShanghaiDay(day) <= at && at <= endOfShanghaiDay(day)).toBe(true);
  }));
});
