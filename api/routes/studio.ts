// What the studio's editors offer to choose from. Its page asks once and hands the whole answer to each editor as `around()`.
import { z } from 'zod';
import { catalogue } from '../../processes/catalogue.js';
import { route, type Route } from '../route.js';

const named = z.array(z.object({ id: z.string(), name: z.string() }));

export const studioRoutes: Route[] = [
  route({
    method: 'get', path: '/studio/catalogue', tag: '流程草稿', summary: 'What a drawer can choose from: element templates, procedures, decisions, roles, departments, facts of the registers, job types with their business errors.',
    ability: 'approve-procedures',
    answer: z.object({ templates: z.array(z.looseObject({ id: z.string(), name: z.string() })), procedures: named, decisions: named, roles: named, departments: named, facts: named, jobs: z.record(z.string(), z.array(z.string())) }),
    handle: async (_call, deps) => catalogue(deps),
  }),
];
