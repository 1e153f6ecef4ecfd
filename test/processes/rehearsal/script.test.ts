// A script is read strictly, told in words, and its dates move with the day on which it is played; time goes to where supervision acts.
import { defaultCalendar } from '../../../processes/calendar.js';
import { caseSchema, shiftDates, stepsSchema, stepWords, type RehearsalStep } from '../../../processes/rehearsal/script.js';
import { beginningOf } from '../../../processes/rehearsal/start.js';
import { nextDeadline, targetOf } from '../../../processes/rehearsal/time.js';
import { packagesIn } from '../../../processes/shipped.js';
import { root } from '../../../processes/settings.js';
import { diagram } from '../../support/journey.js';

const calendar = defaultCalendar();
const at = (text: string) => new Date(`${text}+08:00`);

describe('a script', () => {
  test('an answer without values and a limit that nobody can read are told apart', () => {
    expect(stepsSchema.parse([{ kind: 'answer', element: 'intake' }, { kind: 'time', limit: '1 工作日' }, { kind: 'time', limit: 'deadline' }])).toHaveLength(3);
    for (const wrong of [{ kind: 'time', limit: '两天' }, { kind: 'time', limit: '3d' }, { kind: 'answer' }, { kind: 'jump' }, { kind: 'answer', element: 'intake', more: 1 }]) expect(() => stepsSchema.parse([wrong])).toThrow();
  });

  test('a case of an unknown category is refused', () => {
    expect(caseSchema.parse({ category: 'D01', grid: 'g' })).toMatchObject({ start: 'report', title: '演练案件', urgency: '一般' });
    expect(() => caseSchema.parse({ category: 'X99', grid: 'g' })).toThrow('没有这个事件类别');
  });

  test('a step is told by the name of its task, time by its limit', () => {
    const steps: RehearsalStep[] = [{ kind: 'answer', element: 'intake', name: '受理核实', values: {} }, { kind: 'time', limit: '4 工作时' }, { kind: 'time', limit: 'deadline' }];
    expect(steps.map(stepWords)).toEqual(['办理「受理核实」', '过去 4 工作时', '到下一个期限']);
  });

  test('a date filled in stays as far ahead as it was, wherever it stands; other text stays as it is', () => {
    const values = { revisitOn: '2026-12-24', rows: [{ dueDate: '2027-01-31', amount: '2026' }], summary: '2026-12-24 已办', at: '2026-12-24T09:00' };
    expect(shiftDates(values, '2026-11-24', at('2026-12-01T08:00:00'))).toEqual({ revisitOn: '2026-12-31', rows: [{ dueDate: '2027-02-07', amount: '2026' }], summary: '2026-12-24 已办', at: '2026-12-31T09:00' });
    expect(shiftDates(values, undefined, at('2026-12-01T08:00:00'))).toBe(values);
  });
});

describe('time', () => {
  const now = at('2026-11-24T10:00:00');

  test('the next deadline is the earliest one still ahead; a task without a limit has none', () => {
    expect(nextDeadline(calendar, [{ dueAt: at('2026-11-26T18:00:00') }, { dueAt: at('2026-11-25T12:00:00') }, { dueAt: null }, {}], now)).toEqual(at('2026-11-25T12:00:01'));
    expect(nextDeadline(calendar, [{ dueAt: null }], now)).toBeUndefined();
  });

  test('a task that is overdue has its next moment with the next whole working day that it is late', () => {
    const due = at('2026-11-24T09:30:00');
    const next = nextDeadline(calendar, [{ dueAt: due }], now)!;
    expect(next.getTime()).toBeGreaterThan(now.getTime());
    const after = nextDeadline(calendar, [{ dueAt: due }], next)!;
    expect(after.getTime()).toBeGreaterThan(next.getTime());
  });

  test('a limit ends as every limit of that unit does', () => {
    expect(targetOf(calendar, '30 分钟', [], now)).toEqual(at('2026-11-24T10:30:00'));
    expect(targetOf(calendar, 'deadline', [], now)).toBeUndefined();
    expect(() => targetOf(calendar, '三天', [], now)).toThrow('invalid limit');
  });
});

describe('the beginning', () => {
  test('the chain of a grid event begins with a report, what others call begins with what they hand over, supervision by itself', async () => {
    const packages = await packagesIn(`${root}/processes/diagrams`);
    const of = (id: string) => beginningOf(id, packages.find(({ procedure }) => procedure === id)!.files, packages.map(({ files }) => files));
    expect(await of('grid-event')).toEqual({ start: 'report', variables: [] });
    expect(await of('instalment')).toMatchObject({ start: 'direct', variables: expect.arrayContaining(['instalment']) });
    expect((await of('supervision')).start).toBe('none');
    expect(diagram('grid-event')).toContain('case.reported');
  });
});
