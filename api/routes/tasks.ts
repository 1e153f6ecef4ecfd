// Tasks: opened with their form, taken, given back, drafted, sent; their clock extended and paused.
import { z } from 'zod';
import { mayReveal } from '../../processes/case-reveal.js';
import { hasIt } from '../../processes/hand-over.js';
import { changeClock } from '../../processes/task-clock-changes.js';
import { formData } from '../../processes/task-data.js';
import { claimTask, completeTask, getForm, getTask, releaseTask, saveDraft } from '../../processes/tasks.js';
import type { Case } from '../../processes/store/types.js';
import { mayAct } from '../../processes/visibility.js';
import { knownFacts } from '../../processes/grid/known-facts.js';
import { concernShape, showConcerned } from '../grid/concerned.js';
import { route, type Route } from '../route.js';
import { taskKey, why } from '../schemas.js';
import { onwardOf } from '../task-onward.js';
import { aroundTask, canDo, returnsOf } from '../around-task.js';
import { caseSummary, taskSummary } from '../summaries.js';
import { filledIn, reporterShown, showData, showSubmission } from '../task-shown.js';

const one = z.object({ key: taskKey });
const values = z.record(z.string(), z.unknown());
const state = z.object({ state: z.enum(['open', 'submitted', 'completed', 'withdrawn']) });

export const taskRoutes: Route[] = [
  route({
    method: 'get', path: '/tasks/{key}', tag: '任务', summary: 'One task with its form, the data that fills it, its case and your draft.', params: one,
    answer: z.object({
      task: z.looseObject({}), form: z.looseObject({}), data: values, known: z.array(z.looseObject({ path: z.string() })), case: z.looseObject({}).optional(), draft: z.looseObject({}).optional(), submission: z.looseObject({}).optional(),
      can: z.looseObject({ act: z.boolean() }), returns: z.looseObject({}).optional(), requests: z.array(z.looseObject({})), coHandlings: z.array(z.looseObject({})), comments: z.array(z.looseObject({})), concerned: z.array(concernShape), supervised: z.array(z.looseObject({})), onward: z.array(z.looseObject({ key: taskKey, name: z.string() })),
    }),
    async handle({ params, person }, deps) {
      const task = await getTask(params.key, person, deps);
      const [form, data, found, around, onward] = await Promise.all([getForm(task, deps), formData(task, deps), deps.store.cases.findById(task.caseNo).lean<Case>(), aroundTask(task, person, deps), onwardOf(task, person, deps)]);
      const known = await knownFacts(task, form, found, person, deps);
      const reveal = found ? await mayReveal(person, found, deps) : false;
      return {
        task: taskSummary(task, found ?? undefined), form, data: filledIn(showData(task, form, data, person, reveal), known), known, case: found ? { ...caseSummary(found), ...reporterShown(found, person, reveal) } : undefined,
        submission: showSubmission(task, person, reveal), ...around, onward, concerned: found ? await showConcerned(found, person, deps.store) : [],
        // what was begun goes with the task to whoever has it now
        draft: task.draft?.by === person._id || (task.draft && hasIt(task) === person._id) ? task.draft : undefined, can: { act: mayAct(person, task), reveal, ...canDo(person, task, found) },
        returns: returnsOf(task, data, deps),
      };
    },
  }),
  route({
    method: 'post', path: '/tasks/{key}/claim', tag: '任务', summary: 'Takes a task; the second to try is told who has it.', params: one, answer: z.looseObject({}),
    async handle({ params, person }, deps) { return taskSummary(await claimTask(params.key, person, deps)); },
  }),
  route({
    method: 'post', path: '/tasks/{key}/release', tag: '任务', summary: 'Gives a task back to its group.', params: one, answer: z.void(), status: 204,
    async handle({ params, person }, deps) { await releaseTask(params.key, person, deps); },
  }),
  route({
    method: 'put', path: '/tasks/{key}/draft', tag: '任务', summary: 'Keeps what is filled in so far, unchecked.', params: one, body: z.object({ values }), answer: z.void(), status: 204,
    async handle({ params, body, person }, deps) { await saveDraft(params.key, body.values, person, deps); },
  }),
  route({
    method: 'post', path: '/tasks/{key}/complete', tag: '任务', summary: 'Sends a task; what is wrong is named field by field and nothing is changed.', params: one,
    body: z.object({ values, withoutReplies: z.boolean().default(false) }), answer: state,
    async handle({ params, body, person }, deps) { return completeTask(params.key, body.values, person, deps, body); },
  }),
  route({
    method: 'post', path: '/tasks/{key}/extend', tag: '任务', summary: 'Extends the limit, once, before it has ended (延期).', params: one,
    body: z.object({ limit: z.string().max(20), reason: why }), answer: z.looseObject({}),
    async handle({ params, body, person }, deps) {
      return taskSummary(await changeClock(params.key, { type: 'extend', limit: body.limit }, body.reason, person, deps));
    },
  }),
  ...(['pause', 'resume'] as const).map((type) => route({
    method: 'post', path: `/tasks/{key}/${type}`, tag: '任务', summary: type === 'pause' ? 'Stops the clock (暂停计时).' : 'Lets the clock run again (恢复计时).', params: one,
    body: z.object({ reason: why }), answer: z.looseObject({}),
    async handle({ params, body, person }, deps) { return taskSummary(await changeClock(params.key, { type }, body.reason, person, deps)); },
  })),
];
