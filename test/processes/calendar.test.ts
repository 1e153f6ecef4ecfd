import { checkCalendar, defaultCalendar, isWorkday, type Calendar } from '../../processes/calendar.js';
import { Invalid } from '../../processes/errors.js';

const calendar = defaultCalendar();

describe('the calendar to begin with', () => {
  it('knows the years whose holidays were published, without a gap, and no later one', () => {
    const years = Object.keys(calendar.years).map(Number);
    expect(years[0]).toBe(2004);
    expect(years).toEqual(years.map((_, index) => 2004 + index));
    expect(years).toContain(2026);
    for (const year of years) expect(calendar.years[year]!.holidays.length).toBeGreaterThan(10);
  });

  it('is itself without fault', () => {
    expect(() => checkCalendar(calendar)).not.toThrow();
  });
});

describe('a day', () => {
  it.each([
    ['2026-10-01', false, '国庆节'],
    ['2026-10-07', false, '调休 day off'],
    ['2026-10-10', true, '调休 Saturday'],
    ['2026-09-20', true, '调休 Sunday'],
    ['2026-09-28', true, 'Monday'],
    ['2026-11-22', false, 'Sunday'],
    ['2026-01-01', false, '元旦'],
  ])('%s is worked: %s (%s)', (day, workday) => {
    expect(isWorkday(calendar, day)).toEqual({ workday, known: true });
  });

  it('in a year without data is guessed from the weekday and flagged', () => {
    expect(isWorkday(calendar, '2027-10-01')).toEqual({ workday: true, known: false });
    expect(isWorkday(calendar, '2027-10-02')).toEqual({ workday: false, known: false });
  });

  it('that does not exist is refused', () => {
    expect(() => isWorkday(calendar, '2026-02-30')).toThrow('invalid day <2026-02-30>');
  });
});

describe('an edited calendar', () => {
  const edited: Calendar = {
    years: { 2027: { holidays: ['2027-01-01', '2026-12-31', '2027-02-30'], workdays: ['2027-01-01'] } },
    workHours: [{ from: '08:30', to: '12:00' }, { from: '11:00', to: '18:00' }],
  };

  it('is told every fault and where it is', () => {
    expect.assertions(2);
    try {
      checkCalendar(edited);
    } catch (error) {
      expect(error).toBeInstanceOf(Invalid);
      expect((error as Invalid).problems).toEqual([
        { path: 'workHours[1]', message: '「11:00–18:00」不是有效的工作时段' },
        { path: 'years.2027.holidays[1]', message: '「2026-12-31」不在 2027 年内' },
        { path: 'years.2027.holidays[2]', message: '「2027-02-30」不是有效日期' },
        { path: 'years.2027.workdays[0]', message: '「2027-01-01」既是休息日又是上班日' },
      ]);
    }
  });

  it.each([[[]], [[{ from: '9:00', to: '18:00' }]], [[{ from: '18:00', to: '09:00' }]], [[{ from: '09:00', to: '25:00' }]]])('cannot have the hours %j', workHours => {
    expect(() => checkCalendar({ years: {}, workHours })).toThrow(Invalid);
  });

  it('may work to midnight', () => {
    expect(() => checkCalendar({ years: {}, workHours: [{ from: '00:00', to: '24:00' }] })).not.toThrow();
  });
});
