// Signing in and out, and who is signed in; with a second factor signing in takes two steps.
import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import { passwordDaysLeft } from '../../processes/accounts/password-due.js';
import { readRules } from '../../processes/accounts/rules.js';
import { audit } from '../../processes/audit.js';
import { useCode } from '../../processes/accounts/totp.js';
import type { Deps } from '../../processes/deps.js';
import { sessionKey, touch } from '../../processes/feed.js';
import { countUnread } from '../../processes/inbox.js';
import { isPassword } from '../../processes/passwords.js';
import { markSeen, printOf } from '../../processes/store/sessions.js';
import type { AuditActor, Person } from '../../processes/store/types.js';
import { actorOf } from '../../processes/tasks.js';
import { Unauthenticated } from '../errors.js';
import { showPeople } from '../people.js';
import { route, type Route } from '../route.js';
import { person } from '../schemas.js';
import { begin, beginPending } from '../session-begin.js';
import { csrfToken } from '../session-csrf.js';
import { limitCodes, limitFailures } from '../session-limit.js';
import { COOKIE, maySignIn } from '../session.js';

const tag = '登录';
const hurdle = z.enum(['password', 'second-factor']).optional();
const signedIn = z.object({ person, csrfToken: z.string(), hurdle });
/** For how long a code may be awaited, milliseconds. */
const PENDING_MS = 5 * 60_000;

const limits = new WeakMap<object, { passwords: RequestHandler[]; codes: RequestHandler[] }>();
const run = (handler: RequestHandler, req: Request) => new Promise<void>((resolve, reject) => {
  void handler(req, req.res!, (error?: unknown) => (error ? reject(error) : resolve()));
});

/** Resolves when the request may go on, rejects when it must wait; the counts are kept by app, that is by its dependencies. */
async function withinLimit(deps: Deps, req: Request, what: 'passwords' | 'codes'): Promise<void> {
  if (!limits.has(deps)) limits.set(deps, { passwords: limitFailures(deps), codes: [limitCodes(deps)] });
  for (const handler of limits.get(deps)![what]) await run(handler, req);
}

/** A sign-in, or what was tried: an account that is none is not repeated, it may be a password at the wrong place. */
const note = ({ store, clock }: Deps, who: AuditActor, action: string, about: Pick<Person, '_id'> | null | undefined, text: string, status?: number): Promise<void> =>
  audit(store, clock.now(), who, action, about ? { kind: 'person', id: about._id } : { kind: 'account', id: '-' }, text, { status });
const NOBODY = { system: '未登录' };

async function welcome(req: Request, who: Person, deps: Deps) {
  await note(deps, actorOf(who), 'sign-in', who, '');
  const token = await begin(req, who, deps);
  return { person: (await showPeople(deps.store, [who]))[0], csrfToken: token };
}

export const sessionRoutes: Route[] = [
  route({
    method: 'post', path: '/session', tag, summary: 'Signs in; the cookie names the session, the token goes with every change. Whoever has a second factor is asked for its code next.', open: true,
    answer: z.union([signedIn, z.object({ step: z.literal('code') })]),
    body: z.object({ account: z.string().trim().min(1, '必填').max(64), password: z.string().min(1, '必填').max(256) }),
    async handle({ body, req }, deps) {
      await withinLimit(deps, req, 'passwords');
      const found = await deps.store.people.findOne({ account: body.account }).lean<Person>();
      const usable = found && maySignIn(found, deps.settings.production) ? found : null;
      if (!await isPassword(body.password, usable?.passwordHash)) {
        await note(deps, NOBODY, 'sign-in-failed', found, !found ? '没有这个账号' : usable ? '密码不正确' : '账号不能登录', 401);
        throw new Unauthenticated('账号或密码不正确');
      }
      if (!usable!.totp?.confirmed) return welcome(req, usable!, deps);
      await note(deps, NOBODY, 'sign-in-code', usable, '密码正确，等待动态口令');
      await beginPending(req, usable!);
      return { step: 'code' };
    },
  }),
  route({
    method: 'post', path: '/session/code', tag, summary: 'The second step of signing in: a code of the second factor, or one of the written codes.', open: true, answer: signedIn,
    body: z.object({ code: z.string().trim().min(1, '必填').max(40) }),
    async handle({ body, req }, deps) {
      const { pending } = req.session;
      if (!pending || Date.now() - pending.at > PENDING_MS) throw new Unauthenticated('登录已过期，请重新输入账号和密码');
      await withinLimit(deps, req, 'codes');
      const found = await deps.store.people.findById(pending.id).lean<Person>();
      if (!found || !maySignIn(found, deps.settings.production) || !await useCode(found, body.code, deps.store)) {
        await note(deps, NOBODY, 'sign-in-failed', found, '动态口令不正确', 401);
        throw new Unauthenticated('口令不正确或已用过，请等下一个再试');
      }
      return welcome(req, found, deps);
    },
  }),
  route({
    method: 'get', path: '/session', tag, summary: 'Who is signed in, how many notices are unread, and what has to be done first.', despite: 'password',
    answer: signedIn.extend({ unread: z.number().int(), idleSeconds: z.number().int(), passwordDaysLeft: z.number().int().optional() }),
    async handle({ person: who, req }, { store, clock }) {
      if (!who) throw new Unauthenticated('请先登录');
      const [[shown], unread, rules] = await Promise.all([showPeople(store, [who]), countUnread(store, who), readRules(store)]);
      const left = passwordDaysLeft(who, rules, clock.now());
      return {
        person: shown, csrfToken: csrfToken(req), ...(req.hurdle ? { hurdle: req.hurdle } : {}), unread, idleSeconds: rules.session.idleMinutes * 60,
        ...(left !== undefined && left <= rules.password.noticeDays ? { passwordDaysLeft: left } : {}),
      };
    },
  }),
  route({
    method: 'post', path: '/session/seen', tag, summary: 'Says that somebody is there, reading or writing: the session goes on.', despite: 'password', status: 204, answer: z.void(),
    async handle({ req }, { store }) { await markSeen(store, req.sessionID, Date.now()); },
  }),
  route({
    method: 'delete', path: '/session', tag, summary: 'Signs out.', despite: 'password', status: 204, answer: z.void(),
    async handle({ req, res }, { store }) {
      const print = printOf(req.sessionID);
      await new Promise<void>((resolve, reject) => req.session.destroy((error) => (error ? reject(error) : resolve())));
      touch(store, [sessionKey(print)]);
      res.clearCookie(COOKIE);
    },
  }),
];
