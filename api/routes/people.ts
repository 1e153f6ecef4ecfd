// Accounts for security administrators: listed, made, moved, disabled, enabled, helped back in. Each sees the people of their unit and below.
import { z } from 'zod';
import { findAdministered } from '../../processes/accounts/find-people.js';
import { disablePerson, enablePerson, makePerson, movePerson, resetPassword, resetTotp } from '../../processes/accounts/people.js';
import { getAdministered } from '../../processes/accounts/scope.js';
import { audit } from '../../processes/audit.js';
import { endSessions, sessionsOf } from '../../processes/store/sessions.js';
import type { Person } from '../../processes/store/types.js';
import type { Store } from '../../processes/store/store.js';
import { actorOf } from '../../processes/tasks.js';
import { showPeople } from '../people.js';
import { route, type Call, type Route } from '../route.js';
import { id, paging, person as personShape, phone, text } from '../schemas.js';

const tag = '人员和账号';
const ability = 'manage-people' as const;
const one = z.object({ id });
const posts = z.array(z.object({ unit: id, role: id })).min(1, '至少要有一个岗位').max(20);
const name = text(40);
const account = z.string().trim().regex(/^[a-z][a-z0-9._-]{1,31}$/, '2 到 32 位小写字母、数字、点、横线，字母开头');
const shown = personShape.extend({
  active: z.boolean(), demo: z.boolean(), mustChange: z.boolean(), totp: z.boolean(), signedInAt: z.date().optional(), leftAt: z.date().optional(), blankedAt: z.date().optional(), absence: z.looseObject({}).optional(),
});
const once = z.object({ id: z.string(), account: z.string().optional(), password: z.string() });

async function show(store: Store, people: Person[]) {
  const names = await showPeople(store, people);
  return people.map(({ active, demo, mustChange, totp, signedInAt, leftAt, blankedAt, absence }, index) => ({
    ...names[index]!, active, demo: demo === true, mustChange: mustChange === true, totp: totp?.confirmed === true, signedInAt, leftAt, blankedAt, absence,
  }));
}
const by = ({ person, req }: Pick<Call, 'person' | 'req'>) => ({ admin: person, address: req.ip });

export const peopleRoutes: Route[] = [
  route({
    method: 'get', path: '/people', tag, summary: 'The people of your unit and below.', ability,
    query: z.object({ q: z.string().max(80).optional(), unit: id.optional(), role: id.optional(), state: z.enum(['active', 'disabled']).optional(), ...paging }),
    answer: z.object({ total: z.number(), page: z.number(), size: z.number(), items: z.array(shown), doubles: z.array(personShape).describe('who holds two of the three offices (三员), which is to be mended'), unset: z.number().int().describe('how many have no password yet') }),
    async handle({ query, person }, { store }) {
      const { total, items, doubles, unset } = await findAdministered(query, person, store);
      return { total, page: query.page, size: query.size, items: await show(store, items), doubles: await showPeople(store, doubles), unset };
    },
  }),
  route({
    method: 'post', path: '/people', tag, summary: 'Makes an account; its first password is answered once and has to be changed at the first sign-in.', ability, status: 201,
    body: z.object({ account, name, phone: phone.optional(), posts }), answer: once,
    async handle(call, deps) {
      const { person, password } = await makePerson(call.body, by(call), deps);
      return { id: person._id, account: person.account, password };
    },
  }),
  route({
    method: 'get', path: '/people/{id}', tag, summary: 'One person of your unit and below, with their sessions.', ability, params: one,
    answer: shown.extend({ sessions: z.array(z.object({ id, device: z.string(), address: z.string(), startedAt: z.date(), seenAt: z.date() })) }),
    async handle({ params, person }, { store }) {
      const found = await getAdministered(store, params.id, person);
      const [[made], sessions] = await Promise.all([show(store, [found]), sessionsOf(store, found._id)]);
      return { ...made, sessions };
    },
  }),
  route({
    method: 'put', path: '/people/{id}', tag, summary: 'Changes name, telephone and posts; tasks that no post left has go back to their groups.', ability, params: one,
    body: z.object({ name, phone: phone.optional(), posts }), answer: z.object({ handedBack: z.number().int() }),
    async handle(call, deps) { return { handedBack: (await movePerson(call.params.id, call.body, by(call), deps)).handedBack }; },
  }),
  route({
    method: 'post', path: '/people/{id}/disable', tag, summary: 'Disables an account: sessions end at once, open tasks go back to their groups.', ability, params: one,
    body: z.object({ reason: text(200) }), answer: z.object({ handedBack: z.number().int() }),
    async handle(call, deps) { return disablePerson(call.params.id, call.body.reason, by(call), deps); },
  }),
  route({
    method: 'post', path: '/people/{id}/enable', tag, summary: 'Lets a disabled account be used again, with a password to be used once.', ability, params: one, answer: once,
    async handle(call, deps) { return { id: call.params.id, ...await enablePerson(call.params.id, by(call), deps) }; },
  }),
  route({
    method: 'post', path: '/people/{id}/password', tag, summary: 'Gives a password to be used once and ends every session.', ability, params: one, answer: once,
    async handle(call, deps) { return { id: call.params.id, ...await resetPassword(call.params.id, by(call), deps) }; },
  }),
  route({
    method: 'delete', path: '/people/{id}/totp', tag, summary: 'Takes the second factor from somebody who lost their device.', ability, params: one, status: 204, answer: z.void(),
    async handle(call, deps) { await resetTotp(call.params.id, by(call), deps); },
  }),
  route({
    method: 'delete', path: '/people/{id}/sessions', tag, summary: 'Ends every session of a person.', ability, params: one, answer: z.object({ ended: z.number().int() }),
    async handle({ params, person, req }, { store, clock }) {
      const found = await getAdministered(store, params.id, person);
      await audit(store, clock.now(), actorOf(person), '结束登录', { kind: 'person', id: found._id }, '结束全部登录', req.ip);
      return { ended: await endSessions(store, found._id) };
    },
  }),
];
