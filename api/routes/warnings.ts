// Warnings (预警): who is not checked yet, issuing one, and lifting it.
import { z } from 'zod';
import { warningBoard } from '../../processes/aid/board.js';
import { areasFor, issueWarning, liftWarning, warningSchema } from '../../processes/aid/warnings.js';
import { route, type Route } from '../route.js';
import { text } from '../schemas.js';

const tag = '预警';
const number = z.number().int();
const counts = { total: number, unchecked: number, danger: number, checked: number, lifted: number };
const unchecked = z.object({ caseNo: z.string(), place: z.string(), who: z.string(), grid: z.string(), task: z.string().optional(), again: z.boolean() });
const warning = z.object({
  id: z.string(), sender: z.string(), number: z.string(), kind: z.string(), level: z.string(), at: z.date(), times: number, opened: z.boolean(), state: z.enum(['active', 'lifted']),
  lifted: z.object({ by: z.any(), at: z.date(), reason: z.string() }).optional(), counts: z.object(counts), grids: z.array(z.object({ id: z.string(), name: z.string(), ...counts })), unchecked: z.array(unchecked),
});

export const warningRoutes: Route[] = [
  route({
    method: 'get', path: '/warnings', tag, summary: 'The warnings in force that your units have to do with: how many households are checked, grid by grid, and those that are not. `lifted`: those that are over, too; `most`: so many unchecked households are named.',
    query: z.object({ lifted: z.enum(['true']).optional(), id: z.uuid().optional(), most: z.coerce.number().int().min(0).max(2_000).default(8) }), answer: z.object({ items: z.array(warning) }),
    handle: async ({ query, person }, deps) => ({ items: await warningBoard({ lifted: query.lifted === 'true', most: query.most, id: query.id }, person, deps) }),
  }),
  route({
    method: 'get', path: '/warnings/areas', tag, summary: 'The units that you can issue a warning for, of many the highest; `more` others are found by search.', ability: 'issue-warning',
    answer: z.object({ items: z.array(z.object({ id: z.string(), name: z.string(), level: z.string(), parent: z.string().nullable() })), more: number }),
    async handle({ person }, deps) {
      const { items, more } = await areasFor(person, deps);
      return { items: items.map(({ _id, name, level, parent }) => ({ id: _id, name, level, parent })), more };
    },
  }),
  route({
    method: 'post', path: '/warnings', tag, summary: 'Issues a warning. Its checks are opened in the background, one for each household in need; the same number of the same sender is the same warning however often it is sent, and opens nothing twice.',
    ability: 'issue-warning', body: warningSchema, answer: z.object({ id: z.string(), again: z.boolean() }), status: 201,
    async handle({ body, person, res }, deps) {
      const issued = await issueWarning(body, person, deps);
      res.locals.status = issued.again ? 200 : 201;
      return issued;
    },
  }),
  route({
    method: 'post', path: '/warnings/{id}/lift', tag, summary: 'Lifts a warning: what nobody has checked yet ends with a record, who is in danger is helped on.', ability: 'issue-warning', params: z.object({ id: z.uuid() }), body: z.object({ reason: text(200) }),
    answer: z.object({}), status: 204, handle: ({ params, body, person }, deps) => liftWarning(params.id, body.reason, person, deps),
  }),
];
