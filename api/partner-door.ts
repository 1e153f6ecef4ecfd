// The door for partners: a message is read as it came, and believed only when its signature, its time and its nonce are right.
import express, { type Request, type RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { audit } from '../processes/audit.js';
import type { Deps } from '../processes/deps.js';
import { LARGEST_MESSAGE, useNonce, whyRefused } from '../processes/partners/signature.js';
import type { Partner } from '../processes/store/types.js';
import { Unauthenticated } from './errors.js';
import { tooMany } from './too-many.js';

export const PARTNER_PATH = '/api/intake';

/** A request of a partner: the bytes that were signed, and whose they proved to be. */
export type PartnerRequest = Request & { raw?: Buffer; partner?: Partner };

/** Reads the body, small and as plain bytes: what is signed is what came. */
export const readPartnerBody: RequestHandler = express.json({ limit: LARGEST_MESSAGE, inflate: false, verify: (req, _res, bytes) => { (req as PartnerRequest).raw = bytes; } });

const WINDOW_MS = 10 * 60_000;
/** So many messages that are not believed are answered, and written down, of one address and partner within the window. */
const REFUSALS = 20;
/** Each app has its own counts. */
export const limitRefusals = (): RequestHandler => rateLimit({
  windowMs: WINDOW_MS, limit: REFUSALS, skipSuccessfulRequests: true, requestWasSuccessful: (_req, { statusCode }) => statusCode !== 401 && statusCode !== 409, standardHeaders: false, legacyHeaders: false,
  keyGenerator: (req) => `${ipKeyGenerator(req.ip ?? '')} ${req.params.partner ?? ''}`, handler: tooMany(WINDOW_MS),
});

const header = (req: Request, name: string): string => req.get(name) ?? '';

/** Lets in whoever signed as the partner that the address names. @throws Unauthenticated, or Conflict for a replay */
export function partnerDoor(deps: Deps): RequestHandler<{ partner: string }> {
  const { store, settings, clock } = deps;
  return async (req, _res, next) => {
    const id = req.params.partner;
    const found = /^[a-z0-9-]{1,40}$/.test(id) ? await store.partners.findById(id).lean<Partner>() : null;
    const request = req as PartnerRequest;
    const nonce = header(request, 'x-nonce');
    const why = whyRefused({ method: req.method, path: req.originalUrl, timestamp: header(request, 'x-timestamp'), nonce, signature: header(request, 'x-signature').toLowerCase(), body: request.raw ?? '' }, found, settings);
    if (why) {
      // of partners that there are: whoever tries names could fill the audit
      if (found) await audit(store, clock.now(), { system: '对接接口' }, '拒绝对接消息', { kind: 'partner', id }, why, { address: req.ip, status: 401 });
      throw new Unauthenticated(why);
    }
    await useNonce(id, nonce, deps);
    request.partner = found!;
    next();
  };
}
