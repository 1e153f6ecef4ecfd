import { defaultCalendar } from '../../processes/calendar.js';
import { dueAt, formatLimit, parseLimit, type ClockChange } from '../../processes/limit.js';
import { shanghaiTime } from '../../processes/shanghai.js';

const calendar = defaultCalendar();
const at = (time: string): Date => new Date(`${time.replace(' ', 'T')}:00+08:00`);
const due = (start: string, limit: string, clock: ClockChange[] = []): string | null => {
  const end = dueAt(calendar, at(start), parseLimit(limit), clock).at;
  return end && shanghaiTime(end);
};
const pause = (time: string): ClockChange => ({ type: 'pause', at: at(time) });
const resume = (time: string): ClockChange => ({ type: 'resume', at: at(time) });
const extend = (time: string, limit: string): ClockChange => ({ type: 'extend', at: at(time), limit: parseLimit(limit) });

describe('a limit', () => {
  it.each([
    ['24 工作时', 24, 'workhour'],
    ['2 工作日', 2, 'workday'],
    ['2个工作日', 2, 'workday'],
    [' ３０ 自然日 ', 30, 'day'],
    ['4小时', 4, 'hour'],
    ['30 分钟', 30, 'minute'],
    ['5 工作小时', 5, 'workhour'],
  ])('<%s> is read', (text, amount, unit) => {
    expect(parseLimit(text)).toEqual({ amount, unit });
  });

  it.each(['2 天天', '3 天', '30 日', '3d', '4h', '', '工作日', '0 工作日', '-1 小时', '1.5 小时', '99999 小时', 'constructor', '1 constructor'])('<%s> is refused', text => {
    expect(() => parseLimit(text)).toThrow(`invalid limit <${text}>`);
  });

  it('is written as it is read', () => {
    for (const text of ['24 工作时', '2 工作日', '30 自然日', '4 小时', '30 分钟']) expect(formatLimit(parseLimit(text))).toBe(text);
  });
});

describe('工作日', () => {
  it('the first day is not counted and the last ends when work ends', () => {
    expect(due('2026-11-16 09:00', '1 工作日')).toBe('2026-11-17 18:00');
    expect(due('2026-11-16 23:30', '1 工作日')).toBe('2026-11-17 18:00');
  });

  it('weekends and 国庆 are passed over and a 调休 Saturday is worked', () => {
    expect(due('2026-09-28 10:00', '5 工作日')).toBe('2026-10-10 18:00');
    expect(due('2026-11-20 10:00', '2 工作日')).toBe('2026-11-24 18:00');
  });

  it('sixty from 立案 are what 劳动保障监察条例 art 17 gives, and thirty more by extension', () => {
    expect(due('2026-06-22 10:00', '60 工作日')).toBe('2026-09-14 18:00');
    expect(due('2026-06-22 10:00', '60 工作日', [extend('2026-09-01 10:00', '30 工作日')])).toBe(due('2026-06-22 10:00', '90 工作日'));
  });
});

describe('自然日', () => {
  it('count every day', () => {
    expect(due('2026-11-16 09:00', '3 自然日')).toBe('2026-11-19 18:00');
  });

  it('that end on a day off end on the next day that is worked', () => {
    expect(due('2026-11-16 09:00', '5 自然日')).toBe('2026-11-23 18:00');
    expect(due('2026-09-11 09:00', '20 自然日')).toBe('2026-10-08 18:00');
    expect(due('2026-10-07 09:00', '3 自然日')).toBe('2026-10-10 18:00');
  });
});

describe('工作时', () => {
  it('run only while the office is open', () => {
    expect(due('2026-11-16 09:00', '2 工作时')).toBe('2026-11-16 11:00');
    expect(due('2026-11-16 11:00', '2 工作时')).toBe('2026-11-16 15:00');
    expect(due('2026-11-20 17:00', '2 工作时')).toBe('2026-11-23 09:30');
    expect(due('2026-11-21 12:00', '1 工作时')).toBe('2026-11-23 09:30');
  });

  it('that use up a day end when it closes, not when the next one opens', () => {
    expect(due('2026-11-16 08:30', '15 工作时')).toBe('2026-11-17 18:00');
  });
});

it('小时 and 分钟 run by the clock, also at night and on holidays', () => {
  expect(due('2026-10-01 23:00', '4 小时')).toBe('2026-10-02 03:00');
  expect(due('2026-10-01 23:45', '30 分钟')).toBe('2026-10-02 00:15');
});

describe('the clock of a case', () => {
  it('stands while paused', () => {
    expect(due('2026-11-16 09:00', '2 工作日', [pause('2026-11-16 10:00')])).toBeNull();
  });

  it('does not count paused hours', () => {
    expect(due('2026-11-16 09:00', '4 小时', [pause('2026-11-16 10:00'), resume('2026-11-16 20:00')])).toBe('2026-11-16 23:00');
    expect(due('2026-11-16 09:00', '4 工作时', [pause('2026-11-16 10:00'), resume('2026-11-17 08:00')])).toBe('2026-11-17 11:30');
  });

  it('moves by one working day for each close that passes while it stands', () => {
    const limit = '3 工作日'; // without a pause: the 19th
    expect(due('2026-11-16 09:00', limit, [pause('2026-11-17 10:00'), resume('2026-11-17 15:00')])).toBe('2026-11-19 18:00');
    expect(due('2026-11-16 09:00', limit, [pause('2026-11-17 10:00'), resume('2026-11-18 10:00')])).toBe('2026-11-20 18:00');
    expect(due('2026-11-16 09:00', limit, [pause('2026-11-17 10:00'), resume('2026-11-21 10:00')])).toBe('2026-11-25 18:00');
  });

  it('changes nothing by hearing the same twice or out of order', () => {
    const once = [pause('2026-11-17 10:00'), resume('2026-11-18 10:00')];
    const expected = due('2026-11-16 09:00', '3 工作日', once);
    expect(due('2026-11-16 09:00', '3 工作日', [once[1]!, once[0]!])).toBe(expected);
    expect(due('2026-11-16 09:00', '3 工作日', [...once, resume('2026-11-18 12:00')])).toBe(expected);
    expect(due('2026-11-16 09:00', '3 工作日', [once[0]!, pause('2026-11-17 12:00'), once[1]!])).toBe(expected);
  });

  it('does not rescue what was overdue before it was paused', () => {
    const end = due('2026-11-16 09:00', '1 工作日', [pause('2026-11-17 19:00'), resume('2026-11-19 09:00')])!;
    expect(end < '2026-11-19 09:00').toBe(true);
  });

  it('keeps 自然日 that were moved off a weekend open when they are paused on the Monday', () => {
    expect(due('2026-11-16 09:00', '5 自然日', [pause('2026-11-23 10:00'), resume('2026-11-25 10:00')])).toBe('2026-11-25 18:00');
  });

  it('adds extensions, in minutes and hours alike', () => {
    expect(due('2026-11-16 09:00', '4 小时', [extend('2026-11-16 10:00', '30 分钟')])).toBe('2026-11-16 13:30');
    expect(due('2026-11-16 09:00', '2 工作日', [extend('2026-11-17 10:00', '2 工作日')])).toBe('2026-11-20 18:00');
  });

  it('takes no extension in another unit', () => {
    expect(() => due('2026-11-16 09:00', '2 工作日', [extend('2026-11-17 10:00', '4 小时')])).toThrow('extension <4 小时> is not in the unit of the limit <2 工作日>');
  });
});

describe('certainty', () => {
  const certain = (start: string, limit: string, clock: ClockChange[] = []): boolean => dueAt(calendar, at(start), parseLimit(limit), clock).certain;

  it('ends where the calendar has no data', () => {
    expect(certain('2026-11-16 09:00', '5 工作日')).toBe(true);
    expect(certain('2026-12-28 09:00', '10 工作日')).toBe(false);
    expect(certain('2026-12-31 17:00', '4 工作时')).toBe(false);
    expect(certain('2026-12-20 09:00', '30 自然日')).toBe(false);
    expect(certain('2026-11-16 09:00', '5 工作日', [pause('2026-11-17 09:00'), resume('2027-01-20 09:00')])).toBe(false);
  });

  it('does not end for limits that run by the clock', () => {
    expect(certain('2026-12-31 23:00', '24 小时')).toBe(true);
  });
});
