// What is decided about the personal information of a case that has ended: to keep it longer, or to blank it because somebody asked; and who waits for that.
import { z } from 'zod';
import { categoryName } from '../../processes/categories.js';
import { getCase } from '../../processes/cases.js';
import { erasuresFor } from '../../processes/retention/ask.js';
import { decideRetention, retentionActs } from '../../processes/retention/request.js';
import { route, type Route } from '../route.js';

export const retentionRoutes: Route[] = [
  route({
    method: 'get', path: '/retention/requests', tag: '案件', ability: 'supervise', summary: 'Ended cases of your units whose reporter asked for deletion and waits for a decision, the oldest first.',
    answer: z.object({ items: z.array(z.object({ caseNo: z.string(), category: z.string(), askedAt: z.date() })) }),
    handle: async ({ person }, deps) => ({ items: (await erasuresFor(person, deps)).map((found) => ({ caseNo: found._id, category: found.classification?.name ?? categoryName(found.category), askedAt: found.erasureAsked!.at })) }),
  }),
  route({
    method: 'post', path: '/cases/{caseNo}/retention', tag: '案件', ability: 'supervise', params: z.object({ caseNo: z.string().max(40) }),
    summary: 'Holds what an ended case tells of people past its retention (a lawsuit, an appeal, the archive), releases it, has it blanked by the next sweep because the person asked for it, or refuses the reporter who asked from their page (who reads the reason). Written down with its reason.',
    body: z.object({ act: z.enum(retentionActs), reason: z.string().trim().min(2, { message: '请写明原因' }).max(200) }), answer: z.void(), status: 204,
    async handle({ params, body: { act, reason }, person, req }, deps) {
      await decideRetention(await getCase(params.caseNo, person, deps), act, reason, person, deps, req.ip);
    },
  }),
];
