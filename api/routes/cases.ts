// Cases: looked for, looked at with everything on them, withdrawn, remarked on.
import { z } from 'zod';
import { caseParts, getCase, listCases } from '../../processes/cases.js';
import { comment, findReaders, MOST_FILES, MOST_MENTIONS } from '../../processes/comments.js';
import { NotFound } from '../../processes/errors.js';
import { labelled, type Labelled } from '../../processes/form-labels.js';
import { listsOf } from '../../processes/form-lists.js';
import { formsOf } from '../../processes/publication.js';
import type { Deps } from '../../processes/deps.js';
import { described } from '../../processes/projection/described.js';
import type { CoHandling, Definition, Entry, Instance, Task } from '../../processes/store/types.js';
import { getTask } from '../../processes/tasks.js';
import { reporterFor } from '../../processes/visibility.js';
import { canWithdraw, withdrawCase } from '../../processes/withdrawal.js';
import { route, type Route } from '../route.js';
import { showInvitations } from '../around-task.js';
import { showPeople } from '../people.js';
import { id, paging, taskKey } from '../schemas.js';
import { caseSummary, instanceSummary, taskSummary } from '../summaries.js';

const one = z.object({ caseNo: z.string().max(40) });

/** What was filled in is read with the words of its form, and where it happened with the names of the diagram that it ran on. */
async function withWords(timeline: Entry[], tasks: Task[], instances: Instance[], { store }: Pick<Deps, 'store'>): Promise<object[]> {
  const done = new Map(tasks.map((task) => [`done:${task._id}`, task]));
  const definitions = await store.definitions.find({ _id: { $in: [...new Set(instances.map((instance) => instance.definitionKey))] } }).lean<Definition[]>();
  const diagrams = new Map(await Promise.all(definitions.map(async (definition) => [definition.procedure, await described(definition)] as const)));
  return Promise.all(timeline.map(async (entry) => {
    const task = done.get(entry._id);
    const name = entry.element && (entry.element.name ?? diagrams.get(entry.element.procedure ?? '')?.elements.get(entry.element.id)?.name);
    return {
      ...entry, ...(entry.element ? { element: { ...entry.element, name: name || entry.element.id } } : {}),
      ...(task && entry.data ? { filled: await filledIn(task, entry.data, store) } : {}),
    };
  }));
}

async function filledIn(task: Task, values: Record<string, unknown>, store: Deps['store']): Promise<Labelled[]> {
  const form = (await formsOf(store, task.definitionKey)).get(task.formKey);
  return labelled(form, values, form ? await listsOf(form, store) : {});
}

export const caseRoutes: Route[] = [
  route({
    method: 'get', path: '/cases', tag: '案件', summary: 'The cases that you may see, or only those that you reported, newest first.',
    query: z.object({
      mine: z.literal('true').optional(), q: z.string().max(80).optional(), status: z.string().max(20).optional(), category: z.string().max(4).optional(), town: z.string().max(40).optional(),
      state: z.enum(['active', 'completed', 'terminated']).optional(), ...paging,
    }),
    answer: z.object({ total: z.number(), page: z.number(), size: z.number(), items: z.array(z.looseObject({ caseNo: z.string() })) }),
    async handle({ query, person }, deps) {
      const { total, items } = await listCases({ ...query, mine: query.mine === 'true' }, person, deps);
      return { total, page: query.page, size: query.size, items: items.map(caseSummary) };
    },
  }),
  route({
    method: 'get', path: '/cases/{caseNo}', tag: '案件', summary: 'One case: what it is, its timeline, tasks and instances.', params: one,
    answer: z.object({ case: z.looseObject({}), timeline: z.array(z.looseObject({})), tasks: z.array(z.looseObject({})), instances: z.array(z.looseObject({})), coHandlings: z.array(z.looseObject({})), can: z.object({ withdraw: z.boolean() }) }),
    async handle({ params, person }, deps) {
      const found = await getCase(params.caseNo, person, deps);
      const { timeline, tasks, instances } = await caseParts(params.caseNo, deps);
      return {
        case: { ...found, caseNo: found._id, startSentAt: undefined, restart: undefined, said: undefined, link: undefined, reporter: reporterFor(person, found) }, timeline: await withWords(timeline, tasks, instances, deps), tasks: tasks.map((task) => taskSummary(task)),
        instances: instances.map(instanceSummary), coHandlings: await showInvitations(await deps.store.coHandlings.find({ caseNo: found._id }).sort({ at: 1, _id: 1 }).lean<CoHandling[]>(), person, deps), can: { withdraw: canWithdraw(found, person) },
      };
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
