// Requests for more time or a stopped clock: asked by whoever has the task, decided by a leader, listed for whom they wait.
import { z } from 'zod';
import { askClock, decideClock, waitingFor } from '../../processes/clock-requests.js';
import { parseLimit } from '../../processes/limit.js';
import { getTask } from '../../processes/tasks.js';
import { showRequest } from '../around-task.js';
import { route, type Route } from '../route.js';
import { taskKey, why } from '../schemas.js';

const tag = '任务';
const answer = z.looseObject({});
const isLimit = (text: string): boolean => {
  try {
    return parseLimit(text) !== undefined;
  } catch {
    return false;
  }
};

export const clockRequestRoutes: Route[] = [
  route({
    method: 'post', path: '/tasks/{key}/clock-requests', tag, summary: 'Asks for an extension or a pause (延期申请、暂停计时申请); the id is yours, so that asking again is the same request.', params: z.object({ key: taskKey }),
    body: z.object({ id: z.uuid(), type: z.enum(['extend', 'pause']), limit: z.string().max(20).refine(isLimit, { message: '请写成“1 工作日”这样的时限' }).optional(), reason: why }), answer, status: 201,
    async handle({ params, body, person }, deps) {
      const limit = body.type === 'extend' ? body.limit : undefined;
      if (body.type === 'extend' && !limit) throw new z.ZodError([{ code: 'custom', input: undefined, path: ['limit'], message: '请写明延多久' }]);
      const request = await askClock(params.key, { id: body.id, type: body.type, why: body.reason, ...(limit ? { limit } : {}) }, person, deps);
      return showRequest(request, await getTask(params.key, person, deps), person);
    },
  }),
  route({
    method: 'get', path: '/clock-requests', tag, summary: 'The open requests that wait for your decision, the oldest first.', answer: z.object({ items: z.array(answer) }),
    handle: async ({ person }, deps) => ({ items: (await waitingFor(person, deps)).map(({ request, task }) => showRequest(request, task, person)) }),
  }),
  route({
    method: 'post', path: '/clock-requests/{id}/decide', tag, summary: 'Grants or refuses a request; a refusal says why.', params: z.object({ id: z.uuid() }),
    body: z.object({ granted: z.boolean(), text: z.string().trim().max(500).default('') }), answer,
    async handle({ params, body, person }, deps) {
      if (!body.granted && body.text.length < 2) throw new z.ZodError([{ code: 'custom', input: undefined, path: ['text'], message: '不批准须写明理由' }]);
      const request = await decideClock(params.id, { granted: body.granted, ...(body.text ? { text: body.text } : {}) }, person, deps);
      return showRequest(request, await getTask(request.taskKey, person, deps), person);
    },
  }),
];
