// The engine room: whether all is well, in a sentence and part by part; and the records that were set aside.
import { z } from 'zod';
import { lookAround } from '../../processes/engine-room/look.js';
import { applyAgain, discard, listSetAside } from '../../processes/engine-room/set-aside.js';
import { hidden } from '../hide.js';
import { route, type Route } from '../route.js';
import { paging, why } from '../schemas.js';

const tag = '引擎';
const ability = 'operate-engine' as const;
const one = z.object({ id: z.string().max(200) });
const any = z.looseObject({});
const finding = z.object({ level: z.enum(['bad', 'warn']), short: z.string(), what: z.string(), todo: z.string(), link: z.string().optional(), detail: z.string().optional() });

export const engineRoomRoutes: Route[] = [
  route({
    method: 'get', path: '/engine-room', tag, ability, summary: 'Whether all is well, in a sentence, with what to do about what is not; brokers, lag, job types, records set aside, incidents by cause, messages, storage, processes.',
    answer: z.object({
      at: z.date(), well: z.boolean(), sentence: z.string(), findings: z.array(finding), unknown: z.array(z.string()), observation: any.optional(), jobTypes: z.array(any).optional(), setAside: z.number().optional(),
      unknownTypes: z.array(any).optional(), causes: z.array(any).optional(), outgoing: any.optional(), storage: any.optional(), processes: z.array(any).optional(), rebuilding: z.boolean().optional(), storeTook: z.number().optional(), unreadLimits: z.array(any).optional(),
    }),
    handle: async (_call, deps) => hidden(await lookAround(deps)),
  }),
  route({
    method: 'get', path: '/engine-room/set-aside', tag, ability, summary: 'Records that could not be applied, the newest first.', query: z.object(paging),
    answer: z.object({ total: z.number().int(), page: z.number().int(), size: z.number().int(), items: z.array(any) }),
    async handle({ query }, deps) {
      const { total, items } = await listSetAside(deps, query);
      return { total, page: query.page, size: query.size, items: items.map(hidden) };
    },
  }),
  route({
    method: 'post', path: '/engine-room/set-aside/{id}/apply', tag, ability, summary: 'Applies a record that was set aside, and what came of its instance since.', params: one, answer: z.void(), status: 204,
    handle: ({ params, person, req }, deps) => applyAgain(params.id, person, deps, req.ip),
  }),
  route({
    method: 'post', path: '/engine-room/set-aside/{id}/discard', tag, ability, summary: 'Gives a record up, with the reason; written to the audit.', params: one, body: z.object({ reason: why }), answer: z.void(), status: 204,
    handle: ({ params, body, person, req }, deps) => discard(params.id, body.reason, person, deps, req.ip),
  }),
];
