// Supervision (督办): the board of what presses, what was done and by whom, cards, remarks, questions and their answers.
import { z } from 'zod';
import { openTasks } from '../../processes/open-tasks.js';
import { answer as answerQuestion, giveCard, maySupervise, question, remark } from '../../processes/supervising/acts.js';
import { audiences } from '../../processes/supervising/audiences.js';
import { board, columns, type Column } from '../../processes/supervising/board.js';
import { isPressed, levelOf } from '../../processes/supervising/cards.js';
import { actsOn, history } from '../../processes/supervising/history.js';
import { ladderInWords } from '../../processes/supervising/ladder-words.js';
import { Forbidden } from '../../processes/errors.js';
import type { Case } from '../../processes/store/types.js';
import { getTask } from '../../processes/tasks.js';
import { mayUrge } from '../../processes/urge.js';
import { showAct } from '../act-shown.js';
import { shownOnBoard } from '../board-shown.js';
import { route, type Route } from '../route.js';
import { id, paging, taskKey, text } from '../schemas.js';

const tag = '督办';
const ability = 'supervise' as const;
const one = z.object({ key: taskKey });
const any = z.looseObject({});
const words = text(500);
const types = ['plain', 'yellow', 'red', 'cancel', 'press', 'unpress', 'urge', 'remind', 'escalate', 'remark', 'question'] as const;

export const supervisionRoutes: Route[] = [
  route({
    method: 'get', path: '/supervision', tag, ability, summary: 'The board: open tasks of your units that are near or past their limit, carded, pressed or standing still; counts are exact.',
    query: z.object({
      column: z.enum(columns).optional(), q: z.string().max(100).optional(), unit: id.optional(), category: z.string().max(10).optional(), level: z.enum(['city', 'county', 'town', 'village', 'grid', 'department']).optional(),
      urgency: z.string().max(10).optional(), ...paging,
    }),
    answer: z.object({ counts: z.record(z.string(), z.number().int()), page: z.number().int(), size: z.number().int(), total: z.number().int(), columns: z.array(z.object({ column: z.enum(columns), items: z.array(any) })) }),
    async handle({ query: { column, page, size, ...filter }, person }, deps) {
      const { counts, items } = await board(filter, { ...(column ? { column } : {}), skip: column ? (page - 1) * size : 0, most: size }, person, deps);
      const shown = (column ? [column] : columns).map((name) => ({ column: name, tasks: items[name] }));
      const rows = new Map((await shownOnBoard(shown.flatMap(({ tasks }) => tasks), deps)).map((row) => [row.key, row]));
      return { counts, page, size, total: column ? counts[column] : Object.values(counts).reduce((sum, n) => sum + n, 0), columns: shown.map(({ column: name, tasks: all }) => ({ column: name as Column, items: all.map(({ _id }) => rows.get(_id)) })) };
    },
  }),
  route({
    method: 'get', path: '/supervision/history', tag, ability, summary: 'Everything that was done in supervision in your units, the newest first.', query: z.object({ type: z.enum(types).optional(), ...paging }),
    answer: z.object({ total: z.number().int(), page: z.number().int(), size: z.number().int(), items: z.array(any) }),
    async handle({ query, person }, deps) {
      const { total, items } = await history(query, person, deps);
      return { total, page: query.page, size: query.size, items: items.map((act) => showAct(act, person, deps.clock.now())) };
    },
  }),
  route({
    method: 'get', path: '/supervision/ladder', tag, ability, summary: 'The ladder in force, in words.',
    answer: z.object({ rows: z.array(z.object({ when: z.string(), what: z.string(), whom: z.string(), note: z.string() })), release: z.number().int().optional(), at: z.date().optional() }),
    handle: async (_call, { store }) => ladderInWords(store),
  }),
  route({
    method: 'get', path: '/supervision/tasks/{key}', tag, ability, summary: 'What was done about a task, what may be done now, and whom one may address.', params: one,
    answer: z.object({ level: z.string(), pressed: z.boolean(), open: z.boolean(), urge: z.boolean(), acts: z.array(any), audiences: z.array(z.object({ id: z.string(), name: z.string() })) }),
    async handle({ params, person }, deps) {
      const task = await getTask(params.key, person, deps);
      const found = await deps.store.cases.findById(task.caseNo).lean<Case>();
      if (!found || !maySupervise(person, found)) throw new Forbidden('督办由本级督查员、值班领导和指挥长发出');
      const [acts, named] = await Promise.all([actsOn(deps, task._id), audiences(task, found, deps.store)]);
      return { level: levelOf(task), pressed: isPressed(task), open: task.state === 'open', urge: mayUrge(person, task, found), acts: acts.map((act) => showAct(act, person, deps.clock.now())), audiences: named };
    },
  }),
  route({
    method: 'post', path: '/supervision/tasks/{key}/cards', tag, ability, summary: 'Gives a yellow or red card, cancels supervision, marks as 加急 or not any more; the id is yours, so that giving it again is the same.', params: one,
    body: z.object({ id: z.uuid(), type: z.enum(['yellow', 'red', 'cancel', 'press', 'unpress']), text: words }), answer: any,
    async handle({ params, body: { type, ...given }, person }, deps) {
      const task = await giveCard(params.key, type, given, person, deps);
      await openTasks(deps.store).fresh();
      return { level: levelOf(task), pressed: isPressed(task) };
    },
  }),
  route({
    method: 'post', path: '/supervision/tasks/{key}/remarks', tag, ability, summary: 'A leader\'s remark (领导批示) to whom it says.', params: one, body: z.object({ id: z.uuid(), text: words, to: z.array(id).min(1, '请选择给谁').max(10) }), answer: any, status: 201,
    handle: async ({ params, body, person }, deps) => showAct(await remark(params.key, body, person, deps), person, deps.clock.now()),
  }),
  route({
    method: 'post', path: '/supervision/tasks/{key}/questions', tag, ability, summary: 'A question that wants an answer by a time (要求答复).', params: one,
    body: z.object({ id: z.uuid(), text: words, to: id, dueAt: z.iso.datetime({ offset: true }) }), answer: any, status: 201,
    handle: async ({ params, body, person }, deps) => showAct(await question(params.key, { ...body, dueAt: new Date(body.dueAt) }, person, deps), person, deps.clock.now()),
  }),
  route({
    method: 'post', path: '/questions/{id}/answer', tag, summary: 'Answers a question that was put to you or your post.', params: z.object({ id: z.uuid() }), body: z.object({ text: text(2_000) }), answer: any,
    handle: async ({ params, body, person }, deps) => showAct(await answerQuestion(params.id, body.text, person, deps), person, deps.clock.now()),
  }),
];
