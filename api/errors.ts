// The only place that turns errors into HTTP: RFC 9457 problem+json for programs, the page `error` for people.
import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import { pino } from 'pino';
import { describe, type ProblemDetails } from './errors-describe.js';

/** Nobody is signed in. */
export class Unauthenticated extends Error {
  override name = 'Unauthenticated';
}

/** The password must be changed before anything else. */
export class PasswordDue extends Error {
  override name = 'PasswordDue';
}

/** A second factor must be set up before anything else. */
export class SecondFactorDue extends Error {
  override name = 'SecondFactorDue';
}

/** Too many wrong passwords; the same may be tried again after `retryAfter` seconds. */
export class TooManyAttempts extends Error {
  override name = 'TooManyAttempts';
  constructor(readonly retryAfter: number, said = `尝试次数过多,请 ${Math.ceil(retryAfter / 60)} 分钟后再试`) {
    super(said);
  }
}

const wantsPage = (req: Request): boolean => !/^\/api(\/|$)/.test(req.originalUrl) && req.accepts(['json', 'html']) === 'html';

type Log = (error: unknown, request: { method: string; url: string; status: number }) => void;
const logger = pino({ name: 'api' });
const toLog: Log = (err, request) => logger.error({ err, request }, 'a request failed');

/** Answers what no route knows. */
export const notFound: RequestHandler = (req, _res, next) => {
  next(Object.assign(new Error(`没有这个地址 <${req.method} ${req.path}>`), { name: 'NotFound' }));
};

/** An address without what may name somebody or let them in: what was searched for, and the reporter's secret. */
const harmless = (url: string): string => url.split('?')[0]!.replace(/\/r\/[^/]+/, '/r/…');

/** The error handler, to be mounted last. @param log where faults of ours are written; what is answered never shows them */
export function errors(log: Log = toLog): ErrorRequestHandler {
  return (error, req, res, next) => {
    const { details, retryAfter } = describe(error);
    if (details.status >= 500) log(error, { method: req.method, url: harmless(req.originalUrl), status: details.status });
    if (res.headersSent) return next(error);
    if (retryAfter !== undefined) res.set('Retry-After', String(retryAfter));
    res.set('Cache-Control', 'no-store').status(details.status);
    const asJson = () => res.type('application/problem+json').send(JSON.stringify(details));
    if (!wantsPage(req)) return void asJson();
    res.render('error', { ...details }, (failed: Error | null, html: string) => {
      if (!failed) return res.type('html').send(html);
      log(failed, { method: req.method, url: harmless(req.originalUrl), status: 500 });
      asJson();
    });
  };
}

export type { ProblemDetails };
