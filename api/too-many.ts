// What a limiter answers to whoever tried too often: when they may try again.
import type { Options } from 'express-rate-limit';
import { TooManyAttempts } from './errors.js';

/** @param windowMs how long tries are counted, milliseconds */
export const tooMany = (windowMs: number): Options['handler'] => (req, _res, next) => {
  const { resetTime } = (req as typeof req & { rateLimit: { resetTime?: Date } }).rateLimit;
  next(new TooManyAttempts(resetTime ? Math.max(1, Math.ceil((resetTime.getTime() - Date.now()) / 1000)) : windowMs / 1000));
};
