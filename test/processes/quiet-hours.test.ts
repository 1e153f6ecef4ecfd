import { endOfQuiet } from '../../processes/quiet-hours.js';
import { shanghai } from '../support/work.js';

const night = { from: '22:00', to: '07:30' };

describe('quiet hours', () => {
  test.each([
    ['2026-06-22 21:59', undefined], ['2026-06-22 22:00', '2026-06-23 07:30'], ['2026-06-22 23:59', '2026-06-23 07:30'], ['2026-06-23 00:00', '2026-06-23 07:30'],
    ['2026-06-23 07:29', '2026-06-23 07:30'], ['2026-06-23 07:30', undefined], ['2026-06-30 22:30', '2026-07-01 07:30'], ['2026-12-31 23:00', '2027-01-01 07:30'],
  ])('that pass midnight: at %s they end %s', (at, end) => {
    expect(endOfQuiet(night, shanghai(at))).toEqual(end && shanghai(end));
  });

  test.each([['2026-06-22 11:59', undefined], ['2026-06-22 12:00', '2026-06-22 14:00'], ['2026-06-22 13:59', '2026-06-22 14:00'], ['2026-06-22 14:00', undefined]])('within a day: at %s they end %s', (at, end) => {
    expect(endOfQuiet({ from: '12:00', to: '14:00' }, shanghai(at))).toEqual(end && shanghai(end));
  });

  test('are none when nobody set any, or from a time to the same', () => {
    expect(endOfQuiet(undefined, shanghai('2026-06-22 03:00'))).toBeUndefined();
    expect(endOfQuiet({ from: '08:00', to: '08:00' }, shanghai('2026-06-22 08:00'))).toBeUndefined();
  });
});
