// Signing in and out, and who is signed in.
import type { Request } from 'express';
import { z } from 'zod';
import { countUnread } from '../../processes/inbox.js';
import { isPassword } from '../../processes/passwords.js';
import type { Person } from '../../processes/store/types.js';
import { Unauthenticated } from '../errors.js';
import { showPeople } from '../people.js';
import { route, type Route } from '../route.js';
import { person } from '../schemas.js';
import { csrfToken } from '../session-csrf.js';
import { limitFailures } from '../session-limit.js';
import { COOKIE, maySignIn } from '../session.js';

const tag = '登录';
const signedIn = z.object({ person, csrfToken: z.string() });
const limits = new WeakMap<object, ReturnType<typeof limitFailures>>();

/** Resolves when the request may go on, rejects when it must wait; the count is kept by app, that is by its dependencies. */
async function withinLimit(deps: object, req: Request): Promise<void> {
  if (!limits.has(deps)) limits.set(deps, limitFailures());
  await new Promise<void>((resolve, reject) => {
    void limits.get(deps)!(req, req.res!, (error?: unknown) => (error ? reject(error) : resolve()));
  });
}

/** Starts a new session for somebody: the old id must not live on, or whoever planted it would be signed in too. */
async function begin(req: Request, id: string): Promise<string> {
  await new Promise<void>((resolve, reject) => req.session.regenerate((error) => (error ? reject(error) : resolve())));
  req.session.personId = id;
  return csrfToken(req);
}

export const sessionRoutes: Route[] = [
  route({
    method: 'post', path: '/session', tag, summary: 'Signs in; the cookie names the session, the token goes with every change.', open: true, answer: signedIn,
    body: z.object({ account: z.string().trim().min(1, '必填').max(64), password: z.string().min(1, '必填').max(256) }),
    async handle({ body, req }, deps) {
      await withinLimit(deps, req);
      const found = await deps.store.people.findOne({ account: body.account }).lean<Person>();
      const usable = found && maySignIn(found, deps.settings.production) ? found : null;
      if (!await isPassword(body.password, usable?.passwordHash)) throw new Unauthenticated('账号或密码不正确');
      const token = await begin(req, usable!._id);
      return { person: (await showPeople(deps.store, [usable!]))[0], csrfToken: token };
    },
  }),
  route({
    method: 'get', path: '/session', tag, summary: 'Who is signed in, and how many notices are unread.', answer: signedIn.extend({ unread: z.number().int() }),
    async handle({ person: who, req }, { store }) {
      if (!who) throw new Unauthenticated('请先登录');
      const [[shown], unread] = await Promise.all([showPeople(store, [who]), countUnread(store, who)]);
      return { person: shown, csrfToken: csrfToken(req), unread };
    },
  }),
  route({
    method: 'delete', path: '/session', tag, summary: 'Signs out.', status: 204, answer: z.void(),
    async handle({ req, res }) {
      await new Promise<void>((resolve, reject) => req.session.destroy((error) => (error ? reject(error) : resolve())));
      res.clearCookie(COOKIE);
    },
  }),
];
