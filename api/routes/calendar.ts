// The working-day calendar, and how policy staff edit a year of it.
import { z } from 'zod';
import { loadCalendar, saveYear } from '../../processes/calendar-store.js';
import { Forbidden } from '../../processes/errors.js';
import { route, type Route } from '../route.js';

const tag = '工作日历';
const days = z.array(z.iso.date()).max(366);
const year = z.object({ holidays: days, workdays: days });
const calendar = z.object({ years: z.record(z.string(), year), workHours: z.array(z.object({ from: z.string(), to: z.string() })) });

export const calendarRoutes: Route[] = [
  route({
    method: 'get', path: '/calendar', tag, summary: 'The working-day calendar: days off, weekend days that are worked (调休), working hours.', answer: calendar,
    async handle(_call, { store }) {
      return loadCalendar(store);
    },
  }),
  route({
    method: 'put', path: '/calendar/{year}', tag, summary: 'Replaces one year of the calendar.', ability: 'edit-calendar', answer: calendar,
    params: z.object({ year: z.coerce.number().int().min(2000).max(2100) }), body: year,
    async handle({ params, body, person }, deps) {
      // one calendar for all: whoever changes it stands at the county or above
      const units = await deps.store.units.find({ _id: { $in: person.posts.filter(({ role }) => role === 'policy' || role === 'admin').map(({ unit }) => unit) } }).lean();
      if (!units.some(({ level }) => level === 'county' || level === 'city')) throw new Forbidden('工作日历由县级以上维护');
      return saveYear(deps, params.year, body);
    },
  }),
];
