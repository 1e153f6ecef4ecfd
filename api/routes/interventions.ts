// Intervening in a running instance: what may be done, what it would do, and doing it, each for whoever may at a unit of the case.
import { z } from 'zod';
import { NotFound } from '../../processes/errors.js';
import { beginAlike } from '../../processes/instances/bulk.js';
import { alikeTo } from '../../processes/interventions/alike.js';
import { leavings } from '../../processes/interventions/leavings.js';
import { performIntervention, previewIntervention } from '../../processes/interventions/perform.js';
import { getTarget, mayIntervene } from '../../processes/interventions/target.js';
import { openTasksIn, treeOf } from '../../processes/interventions/whereabouts.js';
import { findCandidates } from '../../processes/task-people.js';
import type { Intervention } from '../../processes/store/types.js';
import { getCase } from '../../processes/cases.js';
import { hidden } from '../hide.js';
import { getInstance } from '../instance-shown.js';
import { route, type Route } from '../route.js';
import { id, taskKey, why } from '../schemas.js';
import { taskSummary } from '../summaries.js';

const one = z.object({ key: taskKey });
const wanted = {
  kind: z.enum(['cancel', 'retry', 'move', 'variable', 'due', 'reassign', 'restart']), incidents: z.array(taskKey).min(1).max(100).optional(),
  moves: z.array(z.object({ leave: taskKey.optional(), to: z.string().min(1).max(200).optional() })).min(1).max(50).optional(),
  variables: z.array(z.object({ name: z.string().max(80), value: z.string().max(200_000) })).max(20).optional(), scope: taskKey.optional(), name: z.string().max(80).optional(), value: z.string().max(200_000).optional(),
  task: taskKey.optional(), at: z.iso.datetime({ offset: true }).transform((text) => new Date(text)).optional(), to: id.optional(),
};
const shown = ({ _id, kind, by, at, reason, text, state, said }: Intervention) => ({ id: _id, kind, by, at, reason, text: hidden(text), state, ...(said ? { said } : {}) });

export const interventionRoutes: Route[] = [
  route({
    method: 'get', path: '/instances/{key}/interventions', tag: '实例', summary: 'Whether one may intervene, what was done before, the open tasks, from where to where tokens can be moved, and where one can be begun beside them.', params: one,
    answer: z.object({ may: z.boolean(), done: z.array(z.looseObject({ id: z.string() })), tasks: z.array(z.looseObject({ key: z.string() })), leavings: z.array(z.looseObject({ key: z.string() })), begins: z.array(z.looseObject({ id: z.string() })) }),
    async handle({ params, person }, deps) {
      const { store } = deps;
      const instance = await getInstance(params.key, person, deps);
      const may = mayIntervene(person, instance.caseNo ? await getCase(instance.caseNo, person, deps) : undefined);
      const [done, tasks] = await Promise.all([
        store.interventions.find({ instanceKey: instance._id }).lean<Intervention[]>(), instance.state === 'active' ? treeOf(store, instance).then((tree) => openTasksIn(store, tree)) : [],
      ]);
      return {
        may, done: done.sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, 50).map(shown), tasks: tasks.slice(0, 100).map((task) => taskSummary(task)),
        ...(may && instance.state === 'active' ? await leavings(instance, store) : { leavings: [], begins: [] }),
      };
    },
  }),
  route({
    method: 'get', path: '/instances/{key}/people', tag: '实例', summary: 'Whom an open task of the instance, or all of them, can be given to.', params: one, query: z.object({ task: taskKey.optional() }), answer: z.array(z.looseObject({ id: z.string(), name: z.string() })),
    async handle({ params, query, person }, deps) {
      const { instance } = await getTarget(params.key, person, deps);
      const tasks = (await openTasksIn(deps.store, await treeOf(deps.store, instance))).filter(({ _id }) => !query.task || _id === query.task);
      if (query.task && tasks.length === 0) throw new NotFound('这个流程里没有这项任务');
      const each = await Promise.all(tasks.slice(0, 20).map((task) => findCandidates(deps.store, task, deps.clock.now())));
      return (each[0] ?? []).filter(({ id: person }) => each.every((able) => able.some((other) => other.id === person)));
    },
  }),
  route({
    method: 'post', path: '/instances/{key}/interventions/preview', tag: '实例', summary: 'Says in sentences what an intervention would do, with the mark of what was seen; nothing happens.', params: one, body: z.object(wanted),
    answer: z.object({ says: z.array(z.string()), warns: z.array(z.string()), text: z.string(), mark: z.string() }),
    handle: ({ params, body, person }, deps) => previewIntervention({ ...body, key: params.key }, person, deps),
  }),
  route({
    method: 'post', path: '/instances/{key}/interventions', tag: '实例', summary: 'Does it: cancel, retry incidents, move tokens, correct a variable, move a due time, reassign, restart the case. The same id again is the same one; another state than the one previewed is refused.',
    params: one, body: z.object({ ...wanted, id: z.uuid(), reason: why, mark: z.string().max(64).optional() }), answer: z.looseObject({ id: z.string(), state: z.string() }),
    async handle({ params, body, person, req }, deps) {
      return shown(await performIntervention({ ...body, key: params.key }, person, deps, req.ip));
    },
  }),
  route({
    method: 'get', path: '/incidents/{key}/alike', tag: '实例', summary: 'The open incidents of the same cause (procedure, element, error) in cases of one\'s own units.', ability: 'intervene', params: one,
    answer: z.object({ total: z.number(), items: z.array(z.looseObject({ key: z.string(), instanceKey: z.string() })) }),
    async handle({ params, person }, deps) {
      const found = await alikeTo(params.key, person, deps);
      return { total: found.length, items: found.slice(0, 100).map(({ _id, instanceKey, caseNo, at }) => ({ key: _id, instanceKey, caseNo, at })) };
    },
  }),
  route({
    method: 'post', path: '/incidents/{key}/alike/retry', tag: '实例', summary: 'Begins to retry all open incidents of one cause in the background, each instance by itself with its own result. Sent again with the same id it is one.', ability: 'intervene', params: one,
    body: z.object({ id: z.uuid(), reason: why }), answer: z.object({ id: z.string() }), status: 202,
    async handle({ params, body: { id: job, reason }, person, req }, deps) {
      return { id: (await beginAlike(job, params.key, { reason, address: req.ip }, person, deps))._id };
    },
  }),
];
