// The organisation as pickers need it: units, people, and the categories of matters.
import { z } from 'zod';
import { categories } from '../../processes/categories.js';
import { NotFound } from '../../processes/errors.js';
import { levelName } from '../../processes/org-changes/columns.js';
import { findBelow, findPeople, findUnits, getUnit } from '../../processes/organisation.js';
import { seesUnit } from '../../processes/visibility.js';
import { showPeople } from '../people.js';
import { route, type Route } from '../route.js';
import { id, paging, person as personShape, unit } from '../schemas.js';

const tag = '组织';

export const organisationRoutes: Route[] = [
  route({
    method: 'get', path: '/organisation/units', tag, summary: 'Units; their names and levels are open to everybody who is signed in.', answer: z.array(unit),
    query: z.object({ under: id.optional(), level: unit.shape.level.optional() }),
    async handle({ query }, { store }) {
      if (query.under) await getUnit(store, query.under);
      // a unit also knows its robot's secret, which is nobody's to read
      return (await findUnits(store, query)).map(({ _id, name, level, parent, path, code }) => ({ _id, name, level, parent, path, ...(code && { code }) }));
    },
  }),
  route({
    method: 'get', path: '/organisation/below', tag, summary: 'A page of what lies directly below a unit, without its departments; what ended in the last month is still among it.',
    query: z.object({ unit: id, ...paging }),
    answer: z.object({ total: z.number().int(), page: z.number().int(), size: z.number().int(), items: z.array(z.object({ id: z.string(), name: z.string(), level: unit.shape.level, levelName: z.string(), kind: z.enum(['general', 'dedicated']).optional(), endedOn: z.string().optional() })) }),
    async handle({ query }, { store, clock }) {
      const { _id } = await getUnit(store, query.unit);
      const all = (await findBelow(store, _id, clock.now())).filter(({ level }) => level !== 'department');
      const items = all.slice((query.page - 1) * query.size, query.page * query.size);
      return { total: all.length, page: query.page, size: query.size, items: items.map(({ _id: child, name, level, kind, endedOn }) => ({ id: child, name, level, levelName: levelName(level), ...(kind && { kind }), ...(endedOn && { endedOn }) })) };
    },
  }),
  route({
    method: 'get', path: '/organisation/people', tag, summary: 'The people of your units and below.', answer: z.array(personShape),
    query: z.object({ unit: id.optional(), role: id.optional() }),
    async handle({ query, person }, { store }) {
      // A unit that is not theirs answers like one that does not exist.
      if (query.unit && !seesUnit(person, await getUnit(store, query.unit))) throw new NotFound(`no unit <${query.unit}>`);
      const own = [...new Set(person.posts.map((post) => post.unit))];
      const found = await Promise.all((query.unit ? [query.unit] : own).map((one) => findPeople(store, { unit: one, role: query.role })));
      const distinct = new Map(found.flat().map((one) => [one._id, one]));
      return showPeople(store, [...distinct.values()].sort((a, b) => a._id.localeCompare(b._id)));
    },
  }),
  route({
    method: 'get', path: '/categories', tag, summary: 'The categories of matters that can be reported.', answer: z.array(z.object({ code: z.string(), name: z.string(), group: z.string() })),
    async handle() {
      return categories;
    },
  }),
];
