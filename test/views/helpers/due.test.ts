// What is left of a limit, and until when, as people say it.
import { due } from '../../../views/helpers/due.js';

// a Sunday and a Wednesday, in Shanghai
const SUNDAY = '2026-11-29T18:00:00+08:00';
const WEDNESDAY = '2026-12-02T09:00:00+08:00';

test.each([
  ['today', SUNDAY, '2026-11-29T20:30:00+08:00', '今天 20:30 前'],
  ['tomorrow, though it is another week and another month', '2026-11-30T23:50:00+08:00', '2026-12-01T00:10:00+08:00', '明天 00:10 前'],
  ['a day of this week', WEDNESDAY, '2026-12-04T18:00:00+08:00', '周五 18:00 前'],
  ['the Sunday that ends this week', WEDNESDAY, '2026-12-06T18:00:00+08:00', '周日 18:00 前'],
  ['a day of the next week', WEDNESDAY, '2026-12-07T18:00:00+08:00', '12月7日 18:00 前'],
  ['the day after tomorrow, said on a Sunday', SUNDAY, '2026-12-01T18:00:00+08:00', '12月1日 18:00 前'],
  ['a day of the next year', WEDNESDAY, '2027-01-04T18:00:00+08:00', '2027年1月4日 18:00 前'],
])('%s', (_, now, dueAt, until) => {
  expect(due({ dueAt }, now)).toMatchObject({ until });
});

test('what is late or has no limit says no time to come', () => {
  expect(due({ dueAt: SUNDAY }, WEDNESDAY).until).toBeUndefined();
  expect(due({}, WEDNESDAY).until).toBeUndefined();
});
