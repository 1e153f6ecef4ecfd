// Months of the log are Shanghai's, and a device's clock is believed within reason.
import { monthOf, monthSpan, timeOf } from '../../../processes/grid/when.js';

test('a month begins and ends at midnight in Shanghai, over the end of a year too', () => {
  expect(monthOf(new Date('2026-06-30T15:59:59.999Z'))).toBe('2026-06');
  expect(monthOf(new Date('2026-06-30T16:00:00Z'))).toBe('2026-07');
  expect(monthSpan('2026-12')).toEqual({ from: new Date('2026-11-30T16:00:00Z'), until: new Date('2026-12-31T16:00:00Z') });
  expect(() => monthSpan('2026-13')).toThrow('invalid month');
});

const now = new Date('2026-06-21T02:00:00Z');
const off = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
test.each([
  ['a minute behind is the device\'s time, unremarked', -1, -1, false], ['ten minutes behind too', -10, -10, false], ['an hour behind is a check-in that waited', -60, -60, true],
  ['a minute ahead is the server\'s time', 1, 0, false], ['an hour ahead is pointed out', 60, 0, true], ['a clock that is months behind is not believed', -60 * 24 * 60, 0, true],
])('%s', (_name, device, at, remarked) => {
  const made = timeOf(off(device), now);
  expect([made.at, made.deviceAt]).toEqual([off(at), remarked ? off(device) : undefined]);
});
