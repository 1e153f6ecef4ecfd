// The registers of the grids (四清): look, enter, change, mark as gone or solved, look behind a mask.
import { z } from 'zod';
import { itemDraft } from '../../processes/grid/draft.js';
import { casesAbout } from '../../processes/grid/concerns.js';
import { kinds } from '../../processes/grid/fields.js';
import { listItems } from '../../processes/grid/find.js';
import { monthProgress } from '../../processes/grid/progress.js';
import { addItem, changeItem, getItem, setItemState } from '../../processes/grid/registers.js';
import { reveal } from '../../processes/grid/reveal.js';
import { itemShape, showItems } from '../grid/show.js';
import { route, type Route } from '../route.js';
import { id, paging, text } from '../schemas.js';
import { caseSummary } from '../summaries.js';

const tag = '四清登记';
const one = z.object({ id: z.uuid() });
const revision = z.int().min(1);

/** What registers are asked by. */
const itemQuery = z.object({
  unit: id.optional(), kind: z.enum(kinds).optional(), category: z.string().max(40).optional(), household: z.uuid().optional(), q: z.string().trim().max(80).optional(),
  state: z.enum(['current', 'gone', 'solved', 'all']).optional(), unseen: z.enum(['true', 'false']).transform((value) => value === 'true').optional(),
});
const count = z.object({ total: z.int(), seen: z.int() });
const progress = z.object({ all: count, household: count, resident: count, facility: count });

export const registerRoutes: Route[] = [
  route({
    method: 'get', path: '/registers', tag, summary: 'Items of the registers that you may read, with the exact number; unseen=true: what this month has not seen yet, longest unseen first.',
    ability: 'see-registers', query: itemQuery.extend(paging), answer: z.object({ total: z.int(), items: z.array(itemShape) }),
    async handle({ query, person }, deps) {
      const { total, items } = await listItems(query, person, deps);
      return { total, items: await showItems(items, person, deps.store) };
    },
  }),
  route({
    method: 'get', path: '/registers/progress', tag, summary: 'How far this month is: what was to be seen and what was, for a unit and each part of it.', ability: 'see-registers',
    query: z.object({ unit: id.optional() }),
    answer: z.object({ month: z.string(), all: progress, parts: z.array(progress.extend({ unit: z.object({ id: z.string(), name: z.string(), level: z.string() }) })) }),
    async handle({ query, person }, deps) {
      return monthProgress(query.unit, person, deps);
    },
  }),
  route({
    method: 'post', path: '/registers', tag, summary: 'Enters an item; the same clientId is the same item.', ability: 'keep-registers', status: 201,
    body: itemDraft.extend({ clientId: z.uuid(), kind: z.enum(kinds), grid: id }), answer: itemShape,
    async handle({ body, person }, deps) {
      return (await showItems([await addItem(body, person, deps)], person, deps.store))[0];
    },
  }),
  route({
    method: 'get', path: '/registers/{id}', tag, summary: 'One item with its history; telephone and ID number are masked.', ability: 'see-registers', params: one, answer: itemShape,
    async handle({ params, person }, deps) {
      return (await showItems([await getItem(params.id, person, deps)], person, deps.store))[0];
    },
  }),
  route({
    method: 'get', path: '/registers/{id}/cases', tag, summary: 'The newest cases about an item that you may see.', ability: 'see-registers', params: one, answer: z.object({ items: z.array(z.looseObject({ caseNo: z.string() })) }),
    async handle({ params, person }, deps) {
      const { _id } = await getItem(params.id, person, deps);
      return { items: (await casesAbout(_id, person, deps)).map(caseSummary) };
    },
  }),
  route({
    method: 'put', path: '/registers/{id}', tag, summary: 'Changes an item that you saw in a revision; phone and idNumber stay when left out, null takes them away.', ability: 'keep-registers',
    params: one, body: itemDraft.extend({ revision }), answer: itemShape,
    async handle({ params, body: { revision: seen, ...draft }, person }, deps) {
      return (await showItems([await changeItem(params.id, seen, draft, person, deps)], person, deps.store))[0];
    },
  }),
  route({
    method: 'post', path: '/registers/{id}/state', tag, summary: 'Marks an item as gone, a danger as solved, or either as current again.', ability: 'keep-registers',
    params: one, body: z.object({ revision, state: z.enum(['current', 'gone', 'solved']), why: text(200) }), answer: itemShape,
    async handle({ params, body, person }, deps) {
      return (await showItems([await setItemState(params.id, body, person, deps)], person, deps.store))[0];
    },
  }),
  route({
    method: 'post', path: '/registers/{id}/reveal', tag, summary: 'Name, telephone and ID number as they were entered; each look is written down.', ability: 'unmask', params: one,
    answer: z.object({ name: z.string(), phone: z.string().optional(), idNumber: z.string().optional() }),
    async handle({ params, person, req }, deps) {
      return reveal(params.id, person, deps, req.ip);
    },
  }),
];
