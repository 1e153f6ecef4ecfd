// New procedures: drawn from a pattern's answers, or blank; each begins as a draft.
import { z } from 'zod';
import { acceptFiles } from '../../processes/accept.js';
import { openDraft } from '../../processes/drafts.js';
import { JOINT_LEVELS, levelNames, usualLimits, type JointAnswers } from '../../processes/pattern/answers.js';
import { blankProcedure } from '../../processes/pattern/blank.js';
import { assertDepartments, knownDepartments } from '../../processes/pattern/departments.js';
import { jointHandling } from '../../processes/pattern/joint-handling.js';
import { route, type Route } from '../route.js';
import { draftSummary } from '../summaries.js';

const tag = '流程模式';
const ability = 'edit-procedures';
const any = z.looseObject({});
const short = z.string().trim().max(60);
const limits = z.object({ onSite: short, meeting: short, handle: short, verify: short });
const level = z.enum(JOINT_LEVELS);

/** What the form of the pattern asks; the kernel says in words what cannot be drawn. */
const answers = z.object({
  id: short, name: z.string().trim().max(200), about: z.string().trim().max(1000).optional(), levels: z.array(level).max(JOINT_LEVELS.length), lead: short,
  departments: z.array(z.object({ suffix: short, name: short })).max(40), limits: z.partialRecord(level, limits),
  confirmArrival: z.boolean(), confirmDone: z.boolean(), meeting: z.boolean(), plan: z.boolean(), escalateLate: z.boolean(),
});

export const patternRoutes: Route[] = [
  route({
    method: 'get', path: '/patterns/joint-handling', tag, ability, summary: 'What the form of the joint-handling pattern offers: levels with their usual limits, and departments.',
    answer: z.object({ levels: z.array(any), departments: z.array(any) }),
    handle: async (_call, { store }) => ({ levels: JOINT_LEVELS.map((one) => ({ id: one, name: levelNames[one], limits: usualLimits[one] })), departments: await knownDepartments(store) }),
  }),
  route({
    method: 'post', path: '/patterns/joint-handling/preview', tag, ability, summary: 'The diagram that these answers give; nothing is kept.', body: answers, status: 200,
    answer: z.object({ xml: z.string(), forms: z.array(z.string()) }),
    async handle({ body }) {
      const [diagram, ...forms] = await jointHandling(body as JointAnswers);
      return { xml: diagram!.content, forms: forms.map(({ name }) => name) };
    },
  }),
  route({
    method: 'post', path: '/patterns/joint-handling', tag, ability, summary: 'Makes a joint-handling procedure from these answers, as a draft.', body: answers, answer: any, status: 201,
    async handle({ body, person }, deps) {
      const files = await acceptFiles(await jointHandling(body as JointAnswers));
      await assertDepartments(deps.store, body as JointAnswers);
      return draftSummary(await openDraft(body.id, person, deps, { name: body.name, files }));
    },
  }),
  route({
    method: 'post', path: '/patterns/blank', tag, ability, summary: 'Makes a procedure with one human task, as a draft.', body: z.object({ id: short, name: z.string().trim().max(200) }), answer: any, status: 201,
    async handle({ body, person }, deps) {
      const files = await acceptFiles(await blankProcedure(body as { id: string; name: string }));
      return draftSummary(await openDraft(body.id, person, deps, { name: body.name, files }));
    },
  }),
];
