// A due time that was set by hand goes before the limit; what happens to the clock after that is counted from it.
import { defaultCalendar } from '../../../processes/calendar.js';
import type { ClockChange } from '../../../processes/store/types.js';
import { taskClock } from '../../../processes/task-clock.js';
import { shanghai } from '../../support/work.js';

const calendar = defaultCalendar();
const task = { createdAt: shanghai('2026-06-22 09:00'), limit: '4 工作时' };
const set: ClockChange = { type: 'move', at: shanghai('2026-06-22 10:00'), to: shanghai('2026-06-24 17:00') };
const dueWith = (...clock: ClockChange[]) => taskClock(calendar, { ...task, clock });

describe('a due time set by hand', () => {
  it('goes before the limit and before a date of the diagram', () => {
    expect(dueWith(set).dueAt).toEqual(shanghai('2026-06-24 17:00'));
    expect(taskClock(calendar, { ...task, clock: [set] }, '2026-07-01T00:00:00+08:00').dueAt).toEqual(shanghai('2026-06-24 17:00'));
  });

  it('ends a pause that went before it', () => expect(dueWith({ type: 'pause', at: shanghai('2026-06-22 09:30') }, set).dueAt).toEqual(shanghai('2026-06-24 17:00')));

  it('stands still while paused, and gives back the working time that was left', () => {
    const pause: ClockChange = { type: 'pause', at: shanghai('2026-06-24 16:00') };
    expect(dueWith(set, pause).dueAt).toBeNull();
    expect(dueWith(set, pause, { type: 'resume', at: shanghai('2026-06-25 09:00') }).dueAt).toEqual(shanghai('2026-06-25 10:00'));
  });

  it('is extended from where it was set', () => expect(dueWith(set, { type: 'extend', at: shanghai('2026-06-23 09:00'), limit: '2 小时' }).dueAt).toEqual(shanghai('2026-06-24 19:00')));

  it('is the last one that was set', () => expect(dueWith(set, { type: 'move', at: shanghai('2026-06-23 09:00'), to: shanghai('2026-06-23 12:00') }).dueAt).toEqual(shanghai('2026-06-23 12:00')));
});
