// What is decided about the personal information of a case that has ended: to keep it longer, or to blank it because somebody asked.
import { z } from 'zod';
import { getCase } from '../../processes/cases.js';
import { decideRetention, retentionActs } from '../../processes/retention/request.js';
import { route, type Route } from '../route.js';

export const retentionRoutes: Route[] = [
  route({
    method: 'post', path: '/cases/{caseNo}/retention', tag: '案件', ability: 'supervise', params: z.object({ caseNo: z.string().max(40) }),
    summary: 'Holds what an ended case tells of people past its retention (a lawsuit, an appeal, the archive), releases it, or has it blanked by the next sweep because the person asked for it. Written down with its reason.',
    body: z.object({ act: z.enum(retentionActs), reason: z.string().trim().min(2, { message: '请写明原因' }).max(200) }), answer: z.void(), status: 204,
    async handle({ params, body: { act, reason }, person, req }, deps) {
      await decideRetention(await getCase(params.caseNo, person, deps), act, reason, person, deps, req.ip);
    },
  }),
];
