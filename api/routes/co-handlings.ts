// 会办: units invited to join in, what they answer, and which invitations wait for one's own unit.
import { z } from 'zod';
import { claimInvitation, findInvitable, invitationsTo, invite, replyInvitation } from '../../processes/co-handling.js';
import { withdrawInvitation } from '../../processes/co-handling-end.js';
import { MOST_FILES } from '../../processes/comments.js';
import { hasIt } from '../../processes/hand-over.js';
import type { Case } from '../../processes/store/types.js';
import { getTask } from '../../processes/tasks.js';
import { showInvitations } from '../around-task.js';
import { route, type Route } from '../route.js';
import { id, taskKey, text } from '../schemas.js';

const tag = '会办';
const answer = z.looseObject({});
const one = z.object({ id: z.uuid() });

export const coHandlingRoutes: Route[] = [
  route({
    method: 'get', path: '/tasks/{key}/departments', tag, summary: 'The departments that may be invited to a task that you have.', params: z.object({ key: taskKey }),
    answer: z.object({ items: z.array(z.object({ id: z.string(), name: z.string(), above: z.string().nullable() })) }),
    async handle({ params, person }, deps) {
      const task = await getTask(params.key, person, deps);
      const found = hasIt(task) === person._id ? await deps.store.cases.findById(task.caseNo).lean<Case>() : null;
      return { items: found ? (await findInvitable(deps.store, task, found)).map(({ _id, name, parent }) => ({ id: _id, name, above: parent })) : [] };
    },
  }),
  route({
    method: 'post', path: '/tasks/{key}/co-handlings', tag, summary: 'Invites a department to lead (主办) or help (协办); the id is yours, so that inviting again is the same invitation.', params: z.object({ key: taskKey }), status: 201,
    body: z.object({ id: z.uuid(), unit: id, part: z.enum(['主办', '协办']), asked: text(1_000), dueAt: z.iso.datetime({ offset: true }).optional() }), answer,
    handle: async ({ params, body: { dueAt, ...body }, person }, deps) => (await showInvitations([await invite(params.key, { ...body, ...(dueAt ? { dueAt: new Date(dueAt) } : {}) }, person, deps)], person, deps))[0],
  }),
  route({
    method: 'get', path: '/co-handlings', tag, summary: 'The open invitations to your units, those that are due first.', answer: z.object({ items: z.array(answer) }),
    handle: async ({ person }, deps) => ({ items: await showInvitations(await invitationsTo(person, deps), person, deps) }),
  }),
  route({
    method: 'post', path: '/co-handlings/{id}/claim', tag, summary: 'Takes an invitation on for your unit.', params: one, answer,
    handle: async ({ params, person }, deps) => (await showInvitations([await claimInvitation(params.id, person, deps)], person, deps))[0],
  }),
  route({
    method: 'post', path: '/co-handlings/{id}/reply', tag, summary: 'Answers an invitation, with files.', params: one,
    body: z.object({ text: text(2_000), attachments: z.array(z.uuid()).max(MOST_FILES).default([]) }), answer,
    handle: async ({ params, body, person }, deps) => (await showInvitations([await replyInvitation(params.id, body, person, deps)], person, deps))[0],
  }),
  route({
    method: 'post', path: '/co-handlings/{id}/withdraw', tag, summary: 'Withdraws an invitation that has no answer.', params: one, answer: z.void(), status: 204,
    async handle({ params, person }, deps) { await withdrawInvitation(params.id, person, deps); },
  }),
];
