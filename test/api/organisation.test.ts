// Units, people, categories and the calendar, as each person may read and change them.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { calendarRoutes } from '../../api/routes/calendar.js';
import { organisationRoutes } from '../../api/routes/organisation.js';
import { loadCalendar, refreshCalendar } from '../../processes/calendar-store.js';
import { defaultCalendar } from '../../processes/calendar.js';
import { closeTestStore } from '../support/store.js';
import { openWeb, signIn, type Signed, type Web } from '../support/web.js';

let web: Web;
let jinghe: Signed;
beforeAll(async () => {
  web = await openWeb([...organisationRoutes, ...calendarRoutes]);
  jinghe = await signIn(web.app, 'jinghe');
});
afterAll(closeTestStore);

describe('the organisation', () => {
  test('a picker gets the grids under a town', async () => {
    const { body } = await jinghe.get('/api/organisation/units?under=by-jinghe&level=grid').expect(200);
    expect(body.map((unit: { name: string }) => unit.name)).toContain('曹坝园区网格');
    expect(body).toHaveLength(6);
  });

  test('a level that is none and a unit that is none are told apart', async () => {
    const { body } = await jinghe.get('/api/organisation/units?level=planet').expect(422);
    expect(body.problems[0].path).toBe('query.level');
    await jinghe.get('/api/organisation/units?under=nowhere').expect(404);
  });

  test('people are those of my own unit and below, without their hashes', async () => {
    const answer = await jinghe.get('/api/organisation/people').expect(200);
    const ids = answer.body.map(({ id }: { id: string }) => id);
    expect(ids).toContain('caoba');
    expect(ids).toContain('ldssuozhang');
    expect(ids.filter((id: string) => ['anyi', 'baoying', 'yangzhou'].includes(id))).toEqual([]);
    expect(answer.text).not.toMatch(/hash/i);
  });

  test('another town\'s people are not found', async () => {
    await jinghe.get('/api/organisation/people?unit=by-anyi').expect(404);
    await (await signIn(web.app, 'baoying')).get('/api/organisation/people?unit=by-anyi').expect(200);
  });

  test('a role narrows it', async () => {
    const { body } = await jinghe.get('/api/organisation/people?unit=by-jinghe.lds&role=head').expect(200);
    expect(body.map(({ name }: { name: string }) => name)).toEqual(['罗家栋']);
  });

  test('there are 51 categories to choose from', async () => {
    const { body } = await jinghe.get('/api/categories').expect(200);
    expect(body).toHaveLength(51);
    expect(body[0]).toEqual({ code: 'A01', name: '邻里纠纷', group: '矛盾纠纷', words: expect.stringContaining('噪音') });
  });
});

describe('the calendar', () => {
  const year = { holidays: ['2027-01-01', '2027-10-01'], workdays: ['2027-10-09'] };

  test('until somebody edits it, the default is in force', async () => {
    const { body } = await jinghe.get('/api/calendar').expect(200);
    expect(body).toEqual(JSON.parse(JSON.stringify(defaultCalendar())));
    expect(body.years['2027']).toBeUndefined();
  });

  test('a dispatcher may not edit it', async () => {
    await jinghe.put('/api/calendar/2027').send(year).expect(403);
    expect((await loadCalendar(web.store)).years[2027]).toBeUndefined();
  });

  test('policy staff replace a year, which counts at once', async () => {
    const liucheng = await signIn(web.app, 'liucheng');
    const { body } = await liucheng.put('/api/calendar/2027').send(year).expect(200);
    expect(body.years['2027']).toEqual(year);
    expect(web.deps.calendar.years[2027]).toEqual(year);
    expect((await loadCalendar(web.store)).years[2026]).toEqual(defaultCalendar().years[2026]);
  });

  test('taking it up again changes nothing while nobody edits it', async () => {
    const before = web.deps.calendar;
    expect(await refreshCalendar(web.deps)).toBe(before);
  });

  test('a day of another year, no day at all, or one both worked and free changes nothing', async () => {
    const liucheng = await signIn(web.app, 'liucheng');
    const send = (days: object) => liucheng.put('/api/calendar/2027').send(days).expect(422);
    expect((await send({ ...year, holidays: ['2026-01-01'] })).body.problems).toEqual([{ path: 'years.2027.holidays[0]', message: '「2026-01-01」不在 2027 年内' }]);
    expect((await send({ ...year, holidays: ['2027-02-30'] })).body.problems[0].path).toBe('holidays[0]');
    expect((await send({ ...year, workdays: ['2027-10-01'] })).body.problems[0].message).toMatch('既是休息日又是上班日');
    expect((await loadCalendar(web.store)).years[2027]).toEqual(year);
  });
});
