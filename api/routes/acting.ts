// Acting on tasks beside filling them in: who may be given one, giving it on and taking it back, urging, and one action on many.
import { z } from 'zod';
import { waitingFor } from '../../processes/clock-requests.js';
import { invitationsTo } from '../../processes/co-handling.js';
import { hasIt } from '../../processes/hand-over.js';
import { openTasks } from '../../processes/open-tasks.js';
import { actOnMany, MOST_AT_ONCE } from '../../processes/task-bulk.js';
import { candidatesFor, giveTask, resumeTask } from '../../processes/task-moves.js';
import { getTask } from '../../processes/tasks.js';
import { questionsTo } from '../../processes/supervising/history.js';
import { urgeTask } from '../../processes/urge.js';
import { showAct } from '../act-shown.js';
import { showInvitations, showRequest } from '../around-task.js';
import { personNames } from '../pages/names.js';
import { route, type Route } from '../route.js';
import { id, taskKey, text, why } from '../schemas.js';
import { taskSummary } from '../summaries.js';

const tag = '任务';
const one = z.object({ key: taskKey });
const to = z.object({ to: id, reason: why });
const answer = z.looseObject({});
const words = text(300);

export const actingRoutes: Route[] = [
  route({
    method: 'get', path: '/tasks/{key}/people', tag, summary: 'The people who may be given the task: active, present, of its groups or units, with how many open tasks each has.', params: one,
    answer: z.object({ items: z.array(z.object({ id: z.string(), name: z.string(), posts: z.array(z.string()), inGroup: z.boolean(), load: z.number().int() })) }),
    handle: async ({ params, person }, deps) => ({ items: await candidatesFor(params.key, person, deps) }),
  }),
  route({
    method: 'post', path: '/tasks/{key}/transfer', tag, summary: 'Gives a task to another person, with the reason (转派).', params: one, body: to, answer,
    handle: async ({ params, body, person }, deps) => taskSummary(await giveTask(params.key, 'transfer', { to: body.to, why: body.reason }, person, deps)),
  }),
  route({
    method: 'post', path: '/tasks/{key}/delegate', tag, summary: 'Has another person do a task on one\'s behalf (委托).', params: one, body: to.partial({ reason: true }), answer,
    handle: async ({ params, body, person }, deps) => taskSummary(await giveTask(params.key, 'delegate', { to: body.to, why: body.reason ?? '委托办理' }, person, deps)),
  }),
  route({
    method: 'post', path: '/tasks/{key}/take-back', tag, summary: 'Takes a delegated task back while it is open (收回委托).', params: one, answer,
    handle: async ({ params, person }, deps) => taskSummary(await resumeTask(params.key, person, deps)),
  }),
  route({
    method: 'post', path: '/tasks/{key}/assign', tag, summary: 'Assigns a task, or one that somebody has to another, with the reason (交办).', params: one, body: to.partial({ reason: true }), answer,
    handle: async ({ params, body, person }, deps) => taskSummary(await giveTask(params.key, 'assign', { to: body.to, why: body.reason }, person, deps)),
  }),
  route({
    method: 'post', path: '/tasks/{key}/urge', tag, summary: 'Urges whoever has the task, once an hour (催办).', params: one, body: z.object({ text: words }), answer,
    handle: async ({ params, body, person }, deps) => taskSummary(await urgeTask(params.key, body.text, person, deps)),
  }),
  route({
    method: 'get', path: '/tasks/{key}/stand', tag, summary: 'How a task stands now, in a few bytes: for a page that is open on it.', params: one,
    answer: z.object({ state: z.string(), holder: z.string().optional(), holderName: z.string().optional(), at: z.date().optional(), by: z.string().optional(), mark: z.string() }),
    async handle({ params, person }, deps) {
      const task = await getTask(params.key, person, deps);
      const has = hasIt(task);
      const [named, requests, invited] = await Promise.all([
        has ? deps.store.people.findById(has, { name: 1 }).lean() : null, deps.store.clockRequests.find({ taskKey: task._id }, { state: 1 }).lean(), deps.store.coHandlings.find({ taskKey: task._id }, { state: 1, person: 1 }).lean(),
      ]);
      const by = task.submission && 'name' in task.submission.by ? task.submission.by.name : undefined;
      const at = task.submission?.at ?? task.moves?.at(-1)?.at ?? task.holder?.at;
      // changes with whatever the page shows around the form
      const mark = JSON.stringify([task.clock?.length ?? 0, task.urged?.length ?? 0, task.moves?.length ?? 0, task.dueAt, requests.map(({ state }) => state), invited.map(({ state, person: taker }) => [state, taker])]);
      return { state: task.state, ...(has ? { holder: has } : {}), ...(named ? { holderName: named.name } : {}), ...(at ? { at } : {}), ...(by ? { by } : {}), mark };
    },
  }),
  route({
    method: 'get', path: '/asked', tag, summary: 'What others ask of you beside tasks: invitations to your units, requests that wait for your decision; and what you have delegated.',
    answer: z.object({ coHandlings: z.array(answer), clockRequests: z.array(answer), questions: z.array(answer), delegated: z.array(answer) }),
    async handle({ person }, deps) {
      const open = openTasks(deps.store);
      const [invited, requests, questions] = await Promise.all([invitationsTo(person, deps), waitingFor(person, deps), questionsTo(person, deps), open.fresh()]);
      const tasks = open.lentBy(person._id);
      const names = await personNames(deps, tasks.map(({ holder }) => holder?.person));
      return {
        coHandlings: await showInvitations(invited, person, deps), clockRequests: requests.map(({ request, task }) => showRequest(request, task, person)),
        questions: questions.map((act) => showAct(act, person, deps.clock.now())),
        delegated: tasks.map((task) => ({ ...taskSummary(task), holderName: names[task.holder!.person] })),
      };
    },
  }),
  route({
    method: 'post', path: '/tasks/bulk', tag, summary: 'One action on up to 100 tasks; each answers for itself, and asking again does nothing twice.',
    body: z.object({ action: z.enum(['claim', 'release', 'transfer', 'assign', 'urge']), keys: z.array(taskKey).min(1).max(MOST_AT_ONCE), to: id.optional(), reason: why.optional() })
      .superRefine(({ action, to: given, reason }, context) => {
        if ((action === 'transfer' || action === 'assign') && !given) context.addIssue({ code: 'custom', path: ['to'], message: '请选择办理人' });
        if ((action === 'transfer' || action === 'urge') && !reason) context.addIssue({ code: 'custom', path: ['reason'], message: action === 'urge' ? '请写明催办的话' : '请写明理由' });
      }) as never,
    answer: z.object({ results: z.array(z.object({ key: z.string(), done: z.boolean(), said: z.string().optional() })) }),
    handle: async ({ body, person }, deps) => ({ results: await actOnMany((body as any).action, (body as any).keys, body as any, person, deps) }),
  }),
];
