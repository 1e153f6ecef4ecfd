import fc from 'fast-check';
import { defaultCalendar, isWorkday } from '../../processes/calendar.js';
import { dueAt, formatLimit, parseLimit, workingTimeBetween, type Limit, type LimitUnit } from '../../processes/limit.js';
import { shanghaiDay, shanghaiTime } from '../../processes/shanghai.js';

const calendar = defaultCalendar();
const HOUR = 3_600_000;
const UNITS: LimitUnit[] = ['workhour', 'workday', 'day', 'hour', 'minute'];
const instant = fc.date({ min: new Date('2004-01-01'), max: new Date('2026-10-01'), noInvalidDate: true });
const limit = fc.record({ amount: fc.integer({ min: 1, max: 300 }), unit: fc.constantFrom(...UNITS) });
const later = fc.integer({ min: 0, max: 40 * 24 * HOUR });
const plus = (at: Date, ms: number): Date => new Date(at.getTime() + ms);
const end = (start: Date, one: Limit): Date => dueAt(calendar, start, one).at;

it('reading what was written gives the same limit', () => {
  fc.assert(fc.property(limit, one => expect(parseLimit(formatLimit(one))).toEqual(one)));
});

it('a later start is never due earlier', () => {
  fc.assert(fc.property(instant, later, limit, (start, wait, one) => end(plus(start, wait), one) >= end(start, one)), { numRuns: 2000 });
});

it('a longer limit is never due earlier, and nothing is due before it starts', () => {
  fc.assert(fc.property(instant, limit, (start, one) => {
    expect(end(start, one) > start).toBe(true);
    expect(end(start, { ...one, amount: one.amount + 1 }) >= end(start, one)).toBe(true);
  }), { numRuns: 2000 });
});

it('what is counted in days or working hours is due inside working hours of a working day', () => {
  fc.assert(fc.property(instant, limit.filter(one => one.unit !== 'hour' && one.unit !== 'minute'), (start, one) => {
    const at = end(start, one);
    const time = new Date(at.getTime() + 8 * HOUR).toISOString().slice(11, 23);
    expect(isWorkday(calendar, shanghaiDay(at)).workday).toBe(true);
    expect((time > '08:30' && time <= '12:00:00.000') || (time > '14:00' && time <= '18:00:00.000')).toBe(true);
    if (one.unit !== 'workhour') expect(shanghaiTime(at).slice(11)).toBe('18:00');
  }), { numRuns: 2000 });
});

it('n working hours hold exactly n hours of work', () => {
  fc.assert(fc.property(instant, fc.integer({ min: 1, max: 500 }), (start, amount) => {
    expect(workingTimeBetween(calendar, start, end(start, { amount, unit: 'workhour' }))).toBe(amount * HOUR);
  }), { numRuns: 2000 });
});

it('n working days hold exactly n working days after the first', () => {
  fc.assert(fc.property(instant, fc.integer({ min: 1, max: 60 }), (start, amount) => {
    let day = new Date(`${shanghaiDay(start)}T00:00:00Z`);
    for (let left = amount; left > 0; ) {
      day = plus(day, 24 * HOUR);
      if (isWorkday(calendar, day.toISOString().slice(0, 10)).workday) left--;
    }
    expect(shanghaiDay(end(start, { amount, unit: 'workday' }))).toBe(day.toISOString().slice(0, 10));
  }), { numRuns: 500 });
});

it('working time adds up', () => {
  fc.assert(fc.property(instant, later, later, (a, x, y) => {
    const [b, c] = [plus(a, x), plus(a, x + y)];
    expect(workingTimeBetween(calendar, a, b) + workingTimeBetween(calendar, b, c)).toBe(workingTimeBetween(calendar, a, c));
  }), { numRuns: 2000 });
});

it('a pause never brings the end forward, and shifts a clock limit by exactly its length', () => {
  fc.assert(fc.property(instant, limit, later, later, (start, one, wait, length) => {
    const pause = plus(start, wait);
    const resume = plus(pause, length);
    const at = dueAt(calendar, start, one, [{ type: 'pause', at: pause }, { type: 'resume', at: resume }]).at!;
    expect(at >= end(start, one)).toBe(true);
    if (one.unit === 'hour' || one.unit === 'minute') expect(at.getTime() - end(start, one).getTime()).toBe(length);
    if (one.unit === 'workhour') expect(workingTimeBetween(calendar, end(start, one), at)).toBe(workingTimeBetween(calendar, pause, resume));
  }), { numRuns: 2000 });
});

it('a pause neither rescues what was overdue nor spoils what was not', () => {
  fc.assert(fc.property(instant, limit, later, later, (start, one, wait, length) => {
    const pause = plus(start, wait);
    const resume = plus(pause, length);
    const before = end(start, one);
    const after = dueAt(calendar, start, one, [{ type: 'pause', at: pause }, { type: 'resume', at: resume }]).at!;
    if (before > pause) expect(after >= resume).toBe(true);
    // natural days are moved off holidays as a whole, so a late one may be moved with them
    if (before < pause && one.unit !== 'day') expect(after <= resume).toBe(true);
  }), { numRuns: 2000 });
});

it('an extension is the same as a longer limit', () => {
  fc.assert(fc.property(instant, limit, fc.integer({ min: 1, max: 100 }), (start, one, more) => {
    const extended = dueAt(calendar, start, one, [{ type: 'extend', at: start, limit: { ...one, amount: more } }]);
    expect(extended.at).toEqual(end(start, { ...one, amount: one.amount + more }));
  }));
});

it('a hundred thousand due times take a moment, because a projector asks for one per task', () => {
  const start = new Date('2026-06-21T02:00:00Z');
  end(start, { amount: 60, unit: 'workday' });
  const before = performance.now();
  for (let index = 0; index < 100_000; index++) dueAt(calendar, plus(start, index), { amount: 60, unit: index % 2 ? 'workday' : 'workhour' });
  expect(performance.now() - before).toBeLessThan(3000); // 0.7 s on the 2-core machine it was written on
});
