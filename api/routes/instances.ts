// Instances as the engine's records tell them, listed.
import { z } from 'zod';
import { beginBulk, bulkActions, previewBulk, type BulkAction } from '../../processes/instances/bulk.js';
import { listInstances } from '../../processes/instances/list.js';
import { instanceFilter, instanceFilterOf, showRows } from '../instance-list.js';
import { route, type Route } from '../route.js';
import { id, paging, taskKey, why } from '../schemas.js';

const tag = '实例';
const which = {
  action: z.enum(Object.keys(bulkActions) as [BulkAction, ...BulkAction[]]), keys: z.array(taskKey).min(1).max(1_000).optional(), filter: z.object(instanceFilter).optional(), to: id.optional(),
};
/** Those that are named, or all that match. */
const wanted = ({ keys, filter }: { keys?: string[]; filter?: object }) => (keys ? { keys } : { filter: instanceFilterOf(filter ?? {}) });

export const instanceRoutes: Route[] = [
  route({
    method: 'get', path: '/instances', tag: '实例', summary: 'Running and ended instances by any mixture of filters, with their exact number; a variable by the beginning of its text, number or yes-or-no.',
    ability: 'see-instances', query: z.object({ ...instanceFilter, ...paging }),
    answer: z.object({ total: z.number(), page: z.number(), size: z.number(), items: z.array(z.looseObject({ key: z.string() })) }),
    async handle({ query: { page, size, ...query }, person }, deps) {
      const { total, items } = await listInstances({ ...instanceFilterOf(query), page, size }, person, deps);
      return { total, page, size, items: await showRows(items, deps.store) };
    },
  }),
  route({
    method: 'post', path: '/instances/bulk/preview', tag, ability: 'intervene', summary: 'How many instances an action would be done to, named or all that match, and what would happen to the first of them; nothing happens.',
    body: z.object(which), answer: z.object({ total: z.number(), fit: z.number(), looks: z.array(z.looseObject({ key: z.string(), name: z.string() })) }),
    async handle({ body, person }, deps) { return previewBulk(body.action, wanted(body), body.to, person, deps); },
  }),
  route({
    method: 'post', path: '/instances/bulk', tag, ability: 'intervene', summary: 'Begins an action on many instances in the background: cancel, retry incidents, give open tasks to somebody; each has its own result. The same id again is the same.',
    body: z.object({ ...which, id: z.uuid(), reason: why }), answer: z.object({ id: z.string(), total: z.number() }), status: 202,
    async handle({ body: { id: own, action, reason, to, ...rest }, person, req }, deps) {
      const { _id, total } = await beginBulk(own, action, wanted(rest), { reason, to, address: req.ip }, person, deps);
      return { id: _id, total };
    },
  }),
];
