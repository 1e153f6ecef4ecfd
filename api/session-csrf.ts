// Protection against forged requests: whoever is signed in proves with each change that the page they act on is ours.
import { csrfSync } from 'csrf-sync';
import type { RequestHandler } from 'express';
import { Forbidden } from '../processes/errors.js';

const { csrfSynchronisedProtection, generateToken } = csrfSync({
  size: 32,
  getTokenFromRequest: (req) => req.get('x-csrf-token') ?? (typeof req.body?._csrf === 'string' ? req.body._csrf : undefined),
});

/** Makes the session's token; once, at sign-in, so that reading never writes a session. */
export const csrfToken = generateToken;

const isSignIn = (req: { method: string; originalUrl: string }): boolean => req.method === 'POST' && /^\/api\/session\/?(\?|$)/.test(req.originalUrl);

/** Refuses a change in somebody's session without its token. Without a session there is nothing to forge; sign-in replaces the session it comes with. */
export const guard: RequestHandler = (req, res, next) => {
  if (isSignIn(req)) {
    // Nobody may be signed in to an account of another's choosing from another's page.
    if (req.get('sec-fetch-site') === 'cross-site') return next(new Forbidden('只能从本系统的页面登录'));
    return next();
  }
  if (!req.session?.personId) return next();
  csrfSynchronisedProtection(req, res, next);
};
