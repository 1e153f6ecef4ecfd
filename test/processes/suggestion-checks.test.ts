// The days of a suggestion: nothing is promised for the past, and its effect is seen when it can show.
import { defaultCalendar } from '../../processes/calendar.js';
import { checkSubmission } from '../../processes/submission-checks.js';
import { shanghai } from '../support/work.js';

const sent = (name: string, values: object, data: object = {}) => () => checkSubmission(name, values, data, { task: { headers: {} } as never, now: shanghai('2026-07-06 10:00'), calendar: defaultCalendar() });
const refused = (message: string) => expect.objectContaining({ problems: [expect.objectContaining({ message })] });
const thrown = (go: () => void) => { try { go(); return undefined; } catch (error) { return error; } };

test('what is accepted is promised for today or later', () => {
  expect(sent('suggestion-consider', { outcome: 'accepted', doBy: '2026-07-06' })).not.toThrow();
  expect(sent('suggestion-consider', { outcome: 'declined', doBy: '2026-07-01' })).not.toThrow();
  expect(thrown(sent('suggestion-consider', { outcome: 'accepted', doBy: '2026-07-05' }))).toEqual(refused('完成日期不能早于今天（2026-07-06）'));
});

test('the effect is seen on the day that was named or later, and within a year', () => {
  expect(sent('suggestion-check', { outcome: 'pass', lookOn: '2026-07-06' })).not.toThrow();
  expect(sent('suggestion-check', { outcome: 'fail' })).not.toThrow();
  expect(thrown(sent('suggestion-check', { outcome: 'pass', lookOn: '2026-07-05' }))).toEqual(refused('回看效果的日期不能早于今天（2026-07-06）'));
  expect(thrown(sent('suggestion-check', { outcome: 'pass', lookOn: '2027-07-08' }))).toEqual(refused('回看效果的日期最晚在一年以内'));
  expect(thrown(sent('suggestion-effect', { outcome: 'none' }, { lookOn: '2026-07-07' }))).toEqual(refused('2026-07-07 起才能回看效果，还没有到'));
  expect(sent('suggestion-effect', { outcome: 'none' }, { lookOn: '2026-07-06' })).not.toThrow();
  expect(sent('suggestion-effect', { outcome: 'none' })).not.toThrow();
});
