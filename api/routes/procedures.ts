// Procedures as they are deployed: which there are, how many cases run on each, and their drawings.
import { z } from 'zod';
import { NotFound } from '../../processes/errors.js';
import { described } from '../../processes/projection/described.js';
import type { Definition } from '../../processes/store/types.js';
import { route, type Route } from '../route.js';

const processName = (xml: string, id: string): string => new RegExp(`<bpmn:process id="${id}" name="([^"]*)"`).exec(xml)?.[1] ?? id;

export const procedureRoutes: Route[] = [
  route({
    method: 'get', path: '/procedures', tag: '流程', summary: 'The newest version of every procedure.',
    answer: z.object({ items: z.array(z.object({ id: z.string(), name: z.string(), version: z.number(), definitionKey: z.string(), running: z.number(), housekeeping: z.boolean(), deployedAt: z.date() })) }),
    async handle(_call, { store }) {
      const newest = new Map<string, Definition>();
      for (const definition of await store.definitions.find().sort({ version: 1 }).lean<Definition[]>()) newest.set(definition.procedure, definition);
      return {
        items: await Promise.all([...newest.values()].sort((a, b) => (a.procedure < b.procedure ? -1 : 1)).map(async (definition) => ({
          id: definition.procedure, name: processName(definition.xml, definition.procedure), version: definition.version, definitionKey: definition._id,
          running: await store.instances.countDocuments({ procedure: definition.procedure, state: 'active' }), housekeeping: (await described(definition)).housekeeping, deployedAt: definition.at,
        }))),
      };
    },
  }),
  route({
    method: 'get', path: '/procedures/{id}/xml', tag: '流程', summary: 'The BPMN of a procedure: the newest, a version, or the one of a definition key.',
    params: z.object({ id: z.string().max(120) }), query: z.object({ version: z.coerce.number().int().optional(), definitionKey: z.string().max(24).optional() }), answer: z.string(),
    async handle({ params, query, res }, { store }) {
      const wanted = query.definitionKey ? { _id: query.definitionKey, procedure: params.id } : { procedure: params.id, ...(query.version ? { version: query.version } : {}) };
      const [definition] = await store.definitions.find(wanted).sort({ version: -1 }).limit(1).lean<Definition[]>();
      if (!definition) throw new NotFound(`no procedure <${params.id}>`);
      res.type('application/xml').send(definition.xml);
    },
  }),
];
