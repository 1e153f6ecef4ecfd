// Matters that nobody reported: which procedures one may begin, and beginning one.
import { z } from 'zod';
import { begin, beginnings, initiativeSchema } from '../../processes/initiatives.js';
import { route, type Route } from '../route.js';

export const initiativeRoutes: Route[] = [
  route({
    method: 'get', path: '/initiatives', tag: '流程', summary: 'The procedures that you may begin by yourself, as their diagrams say.',
    answer: z.object({ items: z.array(z.object({ procedure: z.string(), name: z.string(), about: z.string().optional() })) }),
    handle: async ({ person }, deps) => ({ items: await beginnings(person, deps) }),
  }),
  route({
    method: 'post', path: '/initiatives', tag: '流程', summary: 'Begins a procedure as a case of its own; the same clientId is the same case.', body: initiativeSchema, answer: z.object({ caseNo: z.string() }), status: 201,
    async handle({ body, person, res }, deps) {
      const { caseNo, created } = await begin(body, person, deps);
      res.status(created ? 201 : 200).json({ caseNo });
    },
  }),
];
