// When a human task is due: from its record's time, its limit, and every change of its clock.
import { defaultCalendar } from '../../processes/calendar.js';
import { fixedDue, taskClock } from '../../processes/task-clock.js';
import { STAND_IN } from '../../processes/task-limit.js';

const calendar = defaultCalendar();
const at = (time: string) => new Date(`${time.replace(' ', 'T')}:00+08:00`);
const clock = (given: Partial<Parameters<typeof taskClock>[1]> = {}, fixed?: string) => taskClock(calendar, { createdAt: at('2026-06-22 09:00'), limit: '1 工作日', ...given }, fixed);

describe('a task', () => {
  test('is due when its limit ends, and warned of before', () => {
    const { dueAt, warnAt, certain } = clock();
    expect(dueAt!.getTime()).toBeGreaterThan(at('2026-06-22 09:00').getTime());
    expect(warnAt!.getTime()).toBeLessThan(dueAt!.getTime());
    expect(certain).toBe(true);
  });

  test('with a day that the diagram set is due on it, and on the next that is worked where the diagram says so', () => {
    const saturday = '2026-08-08T23:59:59+08:00';
    expect([fixedDue(calendar, saturday, undefined), fixedDue(calendar, saturday, 'workday'), fixedDue(calendar, '2026-08-07T23:59:59+08:00', 'workday')]).toEqual([saturday, '2026-08-10T15:59:59.000Z', '2026-08-07T15:59:59.000Z']);
    expect([fixedDue(calendar, undefined, 'workday'), fixedDue(calendar, 'soon', 'workday')]).toEqual([undefined, 'soon']);
  });

  test('with a limit that counts from a day that the diagram set is due by it, however late the task began', () => {
    // the day itself is not counted, nor is a weekend
    expect(fixedDue(calendar, '2026-07-06T00:00:00+08:00', '7 工作日')).toMatch(/^2026-07-15T/);
    expect([fixedDue(calendar, undefined, '7 工作日'), fixedDue(calendar, 'soon', '7 工作日'), fixedDue(calendar, '2026-09-28T00:00:00+08:00', 'someday')]).toEqual([undefined, 'soon', '2026-09-28T00:00:00+08:00']);
  });

  test('without a limit is never due', () => { expect(clock({ limit: undefined })).toEqual({}); });

  test('with a limit that nobody can read has the one that stands in for it', () => { expect(clock({ limit: 'soon' })).toEqual(clock({ limit: STAND_IN })); });

  test('that was extended is due later', () => {
    const extended = clock({ clock: [{ type: 'extend', at: at('2026-06-22 10:00'), limit: '1 工作日' }] });
    expect(extended.dueAt!.getTime()).toBeGreaterThan(clock().dueAt!.getTime());
  });

  test('that stands still is not due, and afterwards by as much later as it stood', () => {
    const paused = [{ type: 'pause' as const, at: at('2026-06-22 10:00') }];
    expect(clock({ limit: '30 分钟', createdAt: at('2026-06-22 09:50'), clock: paused })).toMatchObject({ dueAt: null, warnAt: null });
    const resumed = clock({ limit: '30 分钟', createdAt: at('2026-06-22 09:50'), clock: [...paused, { type: 'resume', at: at('2026-06-22 11:00') }] });
    expect(resumed.dueAt).toEqual(at('2026-06-22 11:20'));
  });

  test('whose diagram fixes its due time is due then, whatever its limit says', () => {
    expect(clock({}, '2026-07-01T17:30:00+08:00')).toMatchObject({ dueAt: at('2026-07-01 17:30'), certain: true });
    expect(clock({}, '2026-12-01T00:00Z').dueAt).toEqual(new Date('2026-12-01T00:00:00Z'));
  });

  test('whose fixed due time is no time is as one without', () => { expect(clock({}, 'tomorrow')).toEqual({}); });
});
