// One's own account: what is known of oneself, the password, the sessions, the second factor.
import QRCode from 'qrcode';
import { z } from 'zod';
import { changePassword } from '../../processes/accounts/own-password.js';
import { passwordDaysLeft } from '../../processes/accounts/password-due.js';
import { readRules } from '../../processes/accounts/rules.js';
import { beginTotp, confirmTotp, removeTotp } from '../../processes/accounts/totp.js';
import { Conflict, Invalid, NotFound } from '../../processes/errors.js';
import { isPassword } from '../../processes/passwords.js';
import { getPerson } from '../../processes/organisation.js';
import { officesOf } from '../../processes/roles.js';
import { endSessions, printOf, sessionsOf } from '../../processes/store/sessions.js';
import { showPeople } from '../people.js';
import { route, type Route } from '../route.js';
import { id, person as personShape, phone } from '../schemas.js';

const tag = '我的账号';
const secret = z.string().min(1, '必填').max(256);
const code = z.object({ code: z.string().trim().min(1, '必填').max(40) });

// Each asks for the person anew: what was changed a moment ago must show.
export const meRoutes: Route[] = [
  route({
    method: 'get', path: '/me', tag, summary: 'Your account: posts, password, second factor, absence.', despite: 'password',
    answer: personShape.extend({
      passwordAt: z.date().optional(), passwordDaysLeft: z.number().int().optional(), mustChange: z.boolean(), totp: z.object({ on: z.boolean(), required: z.boolean(), written: z.number().int() }), demo: z.boolean(),
      absence: z.looseObject({}).optional(), rules: z.object({ length: z.number(), kinds: z.number(), longLength: z.number(), history: z.number() }),
    }),
    async handle({ person: { _id } }, { store, clock, settings }) {
      const person = await getPerson(store, _id);
      const [rules, [shown]] = await Promise.all([readRules(store), showPeople(store, [person])]);
      const { length, kinds, longLength, history } = rules.password;
      return {
        ...shown, passwordAt: person.passwordAt, passwordDaysLeft: passwordDaysLeft(person, rules, clock.now()), mustChange: person.mustChange === true, demo: person.demo === true, absence: person.absence,
        totp: { on: person.totp?.confirmed === true, required: settings.production && officesOf(person.posts).length > 0, written: person.totp?.recovery?.length ?? 0 }, rules: { length, kinds, longLength, history },
      };
    },
  }),
  route({
    method: 'put', path: '/me/phone', tag, summary: 'Changes your telephone number.', body: z.object({ phone: phone.optional() }), status: 204, answer: z.void(),
    async handle({ person, body }, { store }) {
      await store.people.updateOne({ _id: person._id }, body.phone ? { $set: { phone: body.phone } } : { $unset: { phone: 1 } });
    },
  }),
  route({
    method: 'put', path: '/me/password', tag, summary: 'Changes your password; every other session ends.', despite: 'password', body: z.object({ old: secret, password: secret }), status: 204, answer: z.void(),
    async handle({ person, body, req }, deps) { await changePassword(person._id, body, { keep: req.sessionID, address: req.ip }, deps); },
  }),
  route({
    method: 'get', path: '/me/sessions', tag, summary: 'Where you are signed in.', answer: z.array(z.object({ id, device: z.string(), address: z.string(), startedAt: z.date(), seenAt: z.date(), current: z.boolean() })),
    async handle({ person, req }, { store }) {
      const own = printOf(req.sessionID);
      return (await sessionsOf(store, person._id)).map((one) => ({ ...one, current: one.id === own }));
    },
  }),
  route({
    method: 'delete', path: '/me/sessions', tag, summary: 'Ends all your other sessions.', answer: z.object({ ended: z.number().int() }),
    async handle({ person, req }, { store }) { return { ended: await endSessions(store, person._id, { but: req.sessionID }) }; },
  }),
  route({
    method: 'delete', path: '/me/sessions/{id}', tag, summary: 'Ends one of your sessions.', params: z.object({ id }), status: 204, answer: z.void(),
    async handle({ person, params }, { store }) {
      if (!await endSessions(store, person._id, { only: params.id })) throw new NotFound(`no session <${params.id}>`);
    },
  }),
  route({
    method: 'post', path: '/me/totp', tag, summary: 'Begins to set up a second factor: the secret, also as a picture for the device.', despite: 'second-factor', body: z.object({ password: secret }),
    answer: z.object({ secret: z.string(), uri: z.string(), picture: z.string() }),
    async handle({ person: { _id }, body }, { store }) {
      const person = await getPerson(store, _id);
      if (!await isPassword(body.password, person.passwordHash)) throw new Invalid('wrong password', [{ path: 'password', message: '现在的密码不正确' }]);
      const made = await beginTotp(person, store);
      const svg = await QRCode.toString(made.uri, { type: 'svg', margin: 1, errorCorrectionLevel: 'M' });
      return { ...made, picture: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}` };
    },
  }),
  route({
    method: 'post', path: '/me/totp/confirm', tag, summary: 'Puts the second factor in force with its first code; answers the written codes, once.', despite: 'second-factor', body: code,
    answer: z.object({ recovery: z.array(z.string()) }),
    async handle({ person, body, req }, deps) { return confirmTotp(person._id, body.code, req.ip, deps); },
  }),
  route({
    method: 'post', path: '/me/totp/remove', tag, summary: 'Takes your second factor off, with a code.', body: code, status: 204, answer: z.void(),
    async handle({ person, body, req }, deps) {
      if (deps.settings.production && officesOf(person.posts).length > 0) throw new Conflict('管理员必须使用动态口令，不能停用；换设备请重新设置');
      await removeTotp(await getPerson(deps.store, person._id), body.code, req.ip, deps);
    },
  }),
];
