import fc from 'fast-check';
import { defaultCalendar } from '../../processes/calendar.js';
import { dueAt, elapsedRatio, overdueWorkdays, parseLimit, warnAt, type ClockChange } from '../../processes/limit.js';
import { shanghaiTime } from '../../processes/shanghai.js';

const calendar = defaultCalendar();
const at = (time: string): Date => new Date(`${time.replace(' ', 'T')}:00+08:00`);
const instant = fc.date({ min: new Date('2020-01-01'), max: new Date('2026-06-01'), noInvalidDate: true });
const limits = fc.constantFrom('30 分钟', '4 小时', '4 工作时', '2 工作日', '60 工作日', '30 自然日').map(parseLimit);

it('the reminder for ten working hours comes after eight of them', () => {
  const start = at('2026-11-16 08:30');
  const limit = parseLimit('10 工作时');
  const due = dueAt(calendar, start, limit).at;
  expect(shanghaiTime(warnAt(calendar, start, due, limit))).toBe('2026-11-17 09:00');
  expect(elapsedRatio(calendar, start, due, at('2026-11-17 09:00'), limit)).toBeCloseTo(0.8);
  expect(elapsedRatio(calendar, start, due, at('2026-11-16 23:00'), limit)).toBeCloseTo(0.75);
});

it('the reminder for thirty natural days goes by the clock', () => {
  const limit = parseLimit('100 分钟');
  const start = at('2026-11-15 00:00');
  expect(shanghaiTime(warnAt(calendar, start, dueAt(calendar, start, limit).at, limit))).toBe('2026-11-15 01:20');
});

it('a pause moves the reminder and stops the share', () => {
  const limit = parseLimit('10 小时');
  const start = at('2026-11-16 08:00');
  const clock: ClockChange[] = [{ type: 'pause', at: at('2026-11-16 10:00') }, { type: 'resume', at: at('2026-11-16 15:00') }];
  const due = dueAt(calendar, start, limit, clock).at!;
  expect(shanghaiTime(warnAt(calendar, start, due, limit, 0.8, clock))).toBe('2026-11-16 21:00');
  expect(elapsedRatio(calendar, start, due, at('2026-11-16 12:00'), limit, clock)).toBeCloseTo(0.2);
  expect(elapsedRatio(calendar, start, due, at('2026-11-16 15:00'), limit, clock)).toBeCloseTo(0.2);
});

it('the reminder lies between start and end, and the share there is what was asked for', () => {
  fc.assert(fc.property(instant, limits, fc.double({ min: 0, max: 1, noNaN: true }), (start, limit, ratio) => {
    const due = dueAt(calendar, start, limit).at;
    const warn = warnAt(calendar, start, due, limit, ratio);
    expect(warn >= start && warn <= due).toBe(true);
    expect(elapsedRatio(calendar, start, due, warn, limit)).toBeCloseTo(ratio, 4);
    expect(elapsedRatio(calendar, start, due, start, limit)).toBe(0);
    expect(elapsedRatio(calendar, start, due, due, limit)).toBe(1);
  }), { numRuns: 1000 });
});

describe('how late something is', () => {
  const due = at('2026-11-20 18:00'); // a Friday
  it.each([
    ['2026-11-20 17:00', 0],
    ['2026-11-22 12:00', 0],
    ['2026-11-23 17:59', 0],
    ['2026-11-23 18:00', 1],
    ['2026-11-25 18:00', 3],
    ['2026-11-27 18:00', 5],
    ['2026-11-29 18:00', 5],
  ])('at %s it is %d whole working days', (now, days) => {
    expect(overdueWorkdays(calendar, due, at(now))).toBe(days);
  });

  it('is counted hour by hour from an end inside the day', () => {
    expect(overdueWorkdays(calendar, at('2026-11-16 10:00'), at('2026-11-17 09:59'))).toBe(0);
    expect(overdueWorkdays(calendar, at('2026-11-16 10:00'), at('2026-11-17 10:00'))).toBe(1);
  });
});
