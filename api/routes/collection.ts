// What a grid member records: the duties, where each leads, and how much of each there is this month.
import { z } from 'zod';
import { collection } from '../../processes/grid/collection.js';
import { route, type Route } from '../route.js';

export const collectionRoutes: Route[] = [
  route({
    method: 'get', path: '/collection', tag: '四清登记', summary: 'The duties in force with what each leads to, and what you recorded this month by duty and by role; each record counts once.', ability: 'keep-registers',
    answer: z.object({
      month: z.string(), duties: z.array(z.object({ name: z.string(), lead: z.string(), leadName: z.string(), href: z.string(), records: z.int() })), roles: z.array(z.object({ name: z.string(), records: z.int() })), others: z.int(),
    }),
    async handle({ person }, deps) {
      return collection(person, deps);
    },
  }),
];
