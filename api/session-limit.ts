// Wrong passwords are counted by account and address, by address alone and by account alone: rotating either does not help, and who has signed in from a device before is not locked out by others.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { readRules } from '../processes/accounts/rules.js';
import type { Deps } from '../processes/deps.js';
import { tooMany } from './too-many.js';

const WINDOW_MS = 10 * 60_000;
/** From one address whatever the account: an office behind one address makes mistakes, too. */
const ADDRESS_FAILURES = 100;
/** Of one account from devices that it never signed in from, whatever the address. */
const ACCOUNT_FAILURES = 50;
const KNOWN_MS = 180 * 86_400_000;
/** On a device that several share, the last of them stay known. */
const KNOWN_MOST = 5;
export const KNOWN_COOKIE = 'liandong.known';

// The body is not checked yet when this runs: anything that is no text counts as one account.
const accountOf = (req: Request): string => (typeof req.body?.account === 'string' ? req.body.account.trim().toLowerCase().slice(0, 64) : '');

const mark = (account: string, secret: string): string => createHmac('sha256', secret).update(`known device of ${account}`).digest('base64url').slice(0, 32);
const marksOf = (req: Request): string[] => (new RegExp(`(?:^|;\\s*)${KNOWN_COOKIE.replace('.', '\\.')}=([\\w.-]{1,400})`).exec(req.get('cookie') ?? '')?.[1] ?? '').split('.').filter(Boolean);
const same = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** Whether this device has signed in to an account before; only the server can make the mark that says so. */
export const isKnownDevice = (req: Request, account: string, { settings }: Pick<Deps, 'settings'>): boolean => marksOf(req).some((one) => same(one, mark(account, settings.sessionSecret)));

/** Remembers that a device signed in to an account. */
export function rememberDevice(req: Request, account: string, { settings }: Pick<Deps, 'settings'>): void {
  const own = mark(account.toLowerCase(), settings.sessionSecret);
  const marks = [own, ...marksOf(req).filter((one) => one !== own)].slice(0, KNOWN_MOST);
  req.res!.cookie(KNOWN_COOKIE, marks.join('.'), { httpOnly: true, sameSite: 'lax', secure: settings.secureCookies, maxAge: KNOWN_MS, path: '/api/session' });
}

/** Of one account from one address (or known device), as the settings say. */
const failures = ({ store }: Pick<Deps, 'store'>) => async (): Promise<number> => (await readRules(store)).signIn.attempts;

const limiter = (limit: number | (() => Promise<number>), keyGenerator: (req: Request) => string, skip: (req: Request) => boolean = () => false): RequestHandler => rateLimit({
  windowMs: WINDOW_MS, limit, keyGenerator, skip, skipSuccessfulRequests: true, standardHeaders: false, legacyHeaders: false,
  // It is made with the app's first sign-in, once for each app; that keys hold no bare address is seen to here.
  validate: { creationStack: false, keyGeneratorIpFallback: false },
  handler: tooMany(WINDOW_MS),
});

/** Limiters of its own for each app, so that tests and instances do not share counts. Sign-ins that succeed are not counted. */
export function limitFailures(deps: Pick<Deps, 'settings' | 'store'>): RequestHandler[] {
  const known = (req: Request) => isKnownDevice(req, accountOf(req), deps);
  const address = (req: Request) => ipKeyGenerator(req.ip ?? '');
  return [
    limiter(ADDRESS_FAILURES, (req) => `address ${address(req)}`, known),
    limiter(ACCOUNT_FAILURES, (req) => `account ${accountOf(req)}`, known),
    limiter(failures(deps), (req) => `${known(req) ? 'known ' : ''}${address(req)} ${accountOf(req)}`),
  ];
}

/** Limits wrong codes of the second factor by whose they are. */
export const limitCodes = (deps: Pick<Deps, 'store'>): RequestHandler => limiter(failures(deps), (req) => `code ${req.session?.pending?.id ?? ''}`);
