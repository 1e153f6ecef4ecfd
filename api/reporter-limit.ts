// Tries to get to a reporter's page are counted, by address and by code: who guesses must wait long before they guess right.
import type { Request } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { tooMany } from './too-many.js';

type Limiter = ReturnType<typeof rateLimit>;
const MINUTES = 60_000;

const limiter = (windowMs: number, limit: number, keyGenerator: (req: Request) => string, skipSuccessfulRequests = true): Limiter => rateLimit({
  windowMs, limit, skipSuccessfulRequests, standardHeaders: false, legacyHeaders: false, validate: { creationStack: false }, keyGenerator,
  handler: tooMany(windowMs),
});

const address = (req: Request): string => ipKeyGenerator(req.ip ?? '');
const code = (req: Request): string => String(req.body?.code ?? '').toUpperCase().replace(/[^A-Z0-9]/g, '').slice(0, 16);

/** Wrong tries of an address; wrong tries at one code from anywhere; what one address writes. Each app has its own counts. */
const make = () => ({ look: [limiter(10 * MINUTES, 10, address)], type: [limiter(10 * MINUTES, 10, address), limiter(60 * MINUTES, 20, code)], write: [limiter(10 * MINUTES, 20, address, false)] });
const made = new WeakMap<object, ReturnType<typeof make>>();

/** Resolves when the request may go on. @param what `look`: opening an address, `type`: typing a code, `write`: rating, asking again @throws TooManyAttempts */
export async function withinReporterLimit(deps: object, what: 'look' | 'type' | 'write', req: Request): Promise<void> {
  if (!made.has(deps)) made.set(deps, make());
  for (const one of made.get(deps)![what]) {
    await new Promise<void>((resolve, reject) => void one(req, req.res!, (error?: unknown) => (error ? reject(error) : resolve())));
  }
}
