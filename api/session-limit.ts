// Wrong passwords are counted by account and address; after ten within ten minutes whoever tries must wait.
import type { RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { TooManyAttempts } from './errors.js';

const WINDOW_MS = 10 * 60_000;
const FAILURES = 10;

/** A limiter of its own for each app, so that tests and instances do not share counts. Sign-ins that succeed are not counted. */
export const limitFailures = (): RequestHandler => rateLimit({
  windowMs: WINDOW_MS, limit: FAILURES, skipSuccessfulRequests: true, standardHeaders: false, legacyHeaders: false,
  // It is made with the app's first sign-in, once for each app.
  validate: { creationStack: false },
  // The body is not checked yet when this runs: anything that is no text counts as one account.
  keyGenerator: (req) => `${ipKeyGenerator(req.ip ?? '')} ${typeof req.body?.account === 'string' ? req.body.account.trim().toLowerCase().slice(0, 64) : ''}`,
  handler: (req, _res, next) => {
    const { resetTime } = (req as typeof req & { rateLimit: { resetTime?: Date } }).rateLimit;
    const wait = resetTime ? Math.max(1, Math.ceil((resetTime.getTime() - Date.now()) / 1000)) : WINDOW_MS / 1000;
    next(new TooManyAttempts(wait));
  },
});
