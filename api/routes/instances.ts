// Instances as the engine's records tell them, listed.
import { z } from 'zod';
import { Forbidden } from '../../processes/errors.js';
import { can } from '../../processes/roles.js';
import type { Case, Incident, Instance } from '../../processes/store/types.js';
import { caseFilter } from '../../processes/visibility.js';
import { route, type Route } from '../route.js';
import { paging } from '../schemas.js';
import { instanceSummary } from '../summaries.js';

export const instanceRoutes: Route[] = [
  route({
    method: 'get', path: '/instances', tag: '实例', summary: 'Running and ended instances of the procedures, newest first.',
    query: z.object({
      procedure: z.string().max(120).optional(), state: z.enum(['active', 'completed', 'terminated']).optional(), caseNo: z.string().max(40).optional(),
      incident: z.enum(['true', 'false']).optional(), ...paging,
    }),
    answer: z.object({ total: z.number(), page: z.number(), size: z.number(), items: z.array(z.looseObject({ key: z.string() })) }),
    async handle({ query, person }, { store }) {
      if (!can(person, 'see-instances')) throw new Forbidden('实例由指挥长、督查员和管理员查看');
      const { page, size, procedure, state, caseNo, incident } = query;
      const own = await store.cases.find(caseFilter(person), { _id: 1 }).lean<Pick<Case, '_id'>[]>();
      const broken = incident ? await store.incidents.distinct('instanceKey', { state: 'open' }) : [];
      const filter = {
        caseNo: caseNo ? { $in: own.some(({ _id }) => _id === caseNo) ? [caseNo] : [] } : { $in: [...own.map(({ _id }) => _id), null] },
        ...(procedure ? { procedure } : {}), ...(state ? { state } : {}), ...(incident ? { _id: incident === 'true' ? { $in: broken } : { $nin: broken } } : {}),
      };
      const [total, items] = await Promise.all([
        store.instances.countDocuments(filter), store.instances.find(filter).sort({ startedAt: -1, _id: -1 }).skip((page - 1) * size).limit(size).lean<Instance[]>(),
      ]);
      const incidents = await store.incidents.find({ instanceKey: { $in: items.map(({ _id }) => _id) }, state: 'open' }).lean<Incident[]>();
      return {
        total, page, size,
        items: items.map((instance) => ({ ...instanceSummary(instance), incidents: incidents.filter(({ instanceKey }) => instanceKey === instance._id).length })),
      };
    },
  }),
];
