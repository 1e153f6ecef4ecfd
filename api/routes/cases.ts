// Cases: looked for, looked at with everything on them, withdrawn, remarked on.
import { z } from 'zod';
import { caseParts, getCase, listCases } from '../../processes/cases.js';
import { casesBehind } from '../../processes/figures/behind.js';
import { marks, type Mark } from '../../processes/figures/indicators.js';
import { comment, findReaders, MOST_FILES, MOST_MENTIONS } from '../../processes/comments.js';
import { NotFound } from '../../processes/errors.js';
import { hiddenParts, mayReveal, noteReveal } from '../../processes/case-reveal.js';
import { mayRetain, retentionOf } from '../../processes/retention/request.js';
import type { CoHandling } from '../../processes/store/types.js';
import { getTask } from '../../processes/tasks.js';
import { canWithdraw, withdrawCase } from '../../processes/withdrawal.js';
import { entryWords, reporterWords, showCase, showTimeline } from '../case-shown.js';
import { MOST_CONCERNS } from '../../processes/grid/concerns.js';
import { linkConcerns, mayLink } from '../../processes/grid/link-concerns.js';
import { concernShape, showConcerned } from '../grid/concerned.js';
import { route, type Route } from '../route.js';
import { showInvitations } from '../around-task.js';
import { showPeople } from '../people.js';
import { id, paging, taskKey } from '../schemas.js';
import { dayText } from './overview.js';
import { caseSummary, instanceSummary, taskSummary } from '../summaries.js';

const one = z.object({ caseNo: z.string().max(40) });

export const caseRoutes: Route[] = [
  route({
    method: 'get', path: '/cases', tag: '案件', summary: 'The cases that you may see, or only those that you reported, newest first. With `figure` the cases behind a number of the overview: of `unit` and below, in the days from `from` until `until`.',
    query: z.object({
      mine: z.literal('true').optional(), q: z.string().max(80).optional(), status: z.string().max(20).optional(), category: z.string().max(4).optional(), town: z.string().max(40).optional(),
      state: z.enum(['active', 'completed', 'terminated']).optional(), figure: z.enum(Object.keys(marks) as [Mark, ...Mark[]]).optional(), unit: id.optional(), from: dayText.optional(), until: dayText.optional(), ...paging,
    }),
    answer: z.object({ total: z.number(), page: z.number(), size: z.number(), items: z.array(z.looseObject({ caseNo: z.string() })) }),
    async handle({ query, person }, deps) {
      const { figure, unit, from, until, category, page, size } = query;
      const { total, items } = figure ? await casesBehind({ figure, unit, from, until, category, page, size }, person, deps) : await listCases({ ...query, mine: query.mine === 'true' }, person, deps);
      return { total, page: query.page, size: query.size, items: items.map(caseSummary) };
    },
  }),
  route({
    method: 'get', path: '/cases/{caseNo}', tag: '案件', summary: 'One case: what it is, its timeline, tasks and instances.', params: one,
    answer: z.object({ case: z.looseObject({}), timeline: z.array(z.looseObject({})), tasks: z.array(z.looseObject({})), instances: z.array(z.looseObject({})), coHandlings: z.array(z.looseObject({})), concerned: z.array(concernShape), can: z.object({ withdraw: z.boolean(), reveal: z.boolean(), retain: z.boolean(), link: z.boolean() }), retention: z.looseObject({}).optional() }),
    async handle({ params, person }, deps) {
      const found = await getCase(params.caseNo, person, deps);
      const { timeline, tasks, instances } = await caseParts(params.caseNo, deps);
      const reveal = await mayReveal(person, found, deps);
      return {
        case: showCase(found, person, reveal), timeline: await showTimeline(timeline, tasks, instances, reveal, deps), tasks: tasks.map((task) => taskSummary(task)),
        instances: instances.map(instanceSummary), coHandlings: await showInvitations(await deps.store.coHandlings.find({ caseNo: found._id }).sort({ at: 1, _id: 1 }).lean<CoHandling[]>(), person, deps),
        concerned: await showConcerned(found, person, deps.store), can: { withdraw: canWithdraw(found, person), reveal, retain: mayRetain(person, found), link: mayLink(person, tasks) }, retention: await retentionOf(found, deps),
      };
    },
  }),
  route({
    method: 'post', path: '/cases/{caseNo}/reveal', tag: '案件', summary: 'What stands behind a mask: who brought the matter up, what was told, or one entry of the timeline. Each look is written down, with its reason, before it is answered.',
    params: one, body: z.object({ field: z.enum(hiddenParts), entry: z.string().max(200).optional(), reason: z.string().trim().min(2, { message: '请写明查看的原因' }).max(200) }), answer: z.object({ value: z.string() }),
    async handle({ params, body, person, req }, deps) {
      const found = await getCase(params.caseNo, person, deps);
      const value = body.field === 'reporter' ? reporterWords(found) : body.field === 'description' ? `${found.title}\n${found.place.text}\n${found.description}` : await entryWords(found._id, body.entry ?? '', deps);
      await noteReveal(found, body.field, body.reason, person, deps, req.ip);
      return { value };
    },
  }),
  route({
    method: 'post', path: '/cases/{caseNo}/withdraw', tag: '案件', summary: 'Withdraws a case with its open joint work.', params: one,
    body: z.object({ reason: z.string().trim().min(2, { message: '请写明撤回的理由' }).max(500) }), answer: z.void(), status: 204,
    async handle({ params, body, person }, deps) {
      await withdrawCase(await getCase(params.caseNo, person, deps), body.reason, person, deps);
    },
  }),
  route({
    method: 'post', path: '/cases/{caseNo}/concerns', tag: '案件', summary: 'Says later what a case is about, by whoever handles it: items of the registers that they may see, or the one in the county that bears a code (credit code, house or facility code).', params: one,
    body: z.object({ concerns: z.array(z.uuid()).max(MOST_CONCERNS, `最多 ${MOST_CONCERNS} 项`).optional(), code: z.string().trim().min(2).max(40).optional() }), answer: z.void(), status: 204,
    async handle({ params, body, person }, deps) {
      await linkConcerns(await getCase(params.caseNo, person, deps), body, person, deps);
    },
  }),
  route({
    method: 'post', path: '/cases/{caseNo}/comments', tag: '案件', summary: 'Adds a remark to the timeline, with files and with people who are to read it.', params: one,
    body: z.object({
      clientId: z.uuid(), text: z.string().trim().min(1).max(2_500), mentions: z.array(id).max(MOST_MENTIONS).default([]), attachments: z.array(z.uuid()).max(MOST_FILES).default([]), task: taskKey.optional(),
    }), answer: z.void(), status: 204,
    async handle({ params, body: { task: key, ...body }, person }, deps) {
      const found = await getCase(params.caseNo, person, deps);
      const task = key ? await getTask(key, person, deps) : undefined;
      if (task && task.caseNo !== found._id) throw new NotFound(`no task <${key}> of case <${found._id}>`);
      await comment(found, { ...body, task }, person, deps);
    },
  }),
  route({
    method: 'get', path: '/cases/{caseNo}/people', tag: '案件', summary: 'The people who may see the case and so may be called in a remark (@), at most 20.', params: one, query: z.object({ q: z.string().trim().max(20).default('') }),
    answer: z.object({ items: z.array(z.object({ id: z.string(), name: z.string(), post: z.string().optional() })) }),
    async handle({ params, query, person }, deps) {
      const readers = await findReaders(await getCase(params.caseNo, person, deps), query.q, deps);
      const shown = await showPeople(deps.store, readers.filter(({ _id }) => _id !== person._id));
      return { items: shown.map(({ id: who, name, posts: [post] }) => ({ id: who, name, ...(post ? { post: `${post.unitName ?? post.unit} ${post.roleName}` } : {}) })) };
    },
  }),
];
