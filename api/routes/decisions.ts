// Decisions: trying one of a draft with sample input.
import { z } from 'zod';
import { LARGEST } from '../../processes/accept.js';
import { tryOut } from '../../processes/decision-tryout.js';
import { route, type Route } from '../route.js';
import { id } from '../schemas.js';

const named = z.array(z.object({ name: z.string(), value: z.unknown() }));

export const decisionRoutes: Route[] = [
  route({
    method: 'post', path: '/decisions/evaluate', tag: '决策表', summary: 'Tries a decision of a file that is not in force, on the engine, which keeps nothing of it.', ability: 'edit-procedures',
    body: z.object({ content: z.string().max(LARGEST), decision: id, variables: z.record(z.string().max(100), z.unknown()).default({}) }),
    answer: z.object({
      output: z.unknown(), notes: z.array(z.string()),
      decisions: z.array(z.object({
        id: z.string(), name: z.string(), output: z.unknown(), inputs: named, rules: z.array(z.object({ number: z.number(), description: z.string().optional(), outputs: named })),
      })),
    }),
    handle: async ({ body }, deps) => tryOut(body, deps),
  }),
];
