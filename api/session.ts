// Sign-in sessions: kept in the store, named by a cookie, read anew for each request; who is signed in is `req.person`. What is not used for a while ends.
import MongoStore from 'connect-mongo';
import type { Request, RequestHandler } from 'express';
import session from 'express-session';
import { hurdleOf, type Hurdle } from '../processes/accounts/password-due.js';
import { readRules } from '../processes/accounts/rules.js';
import type { Deps } from '../processes/deps.js';
import { indexSessions, markSeen, SESSIONS } from '../processes/store/sessions.js';
import type { Store } from '../processes/store/store.js';
import type { Person } from '../processes/store/types.js';
import { guard } from './session-csrf.js';

declare module 'express-session' {
  interface SessionData {
    personId: string;
    /** Whose password was right, while the code of the second factor is still to come; nobody is signed in yet. */
    pending?: { id: string; at: number };
    device: string; address: string;
    /** Milliseconds of the wall clock: what a session is worth must not hang on an engine's clock that was moved. */
    startedAt: number; seenAt: number;
  }
}
declare module 'express-serve-static-core' {
  interface Request { person?: Person; hurdle?: Hurdle }
}

export const COOKIE = 'liandong.sid';

/** The longest that any rule lets a session live; what the rules in force say is held in `stillGood`. */
const LIFETIME_S = 24 * 3600;
/** That a session was used is written at most this often, milliseconds. */
const SEEN_MS = 60_000;
/** A session that is only read is written at most this often, so that reading stays cheap. */
const TOUCH_S = 600;
/** Between two sweeps of what has expired. */
const SWEEP_MS = 10 * 60_000;
/** For how long a person's posts may be remembered: the longest that somebody who was disabled still gets in. */
const REMEMBER_MS = 5_000;

/** May this person be signed in at all? Demo people never are in production mode, however they came there. */
export const maySignIn = (person: Person, production: boolean): boolean => person.active && !(production && person.demo);

/**
 * Whether a request shows that somebody is there: a page that is opened, a change, a program that asks. What a page asks by itself, again and again or as a
 * stream, does not (browsers say so in Sec-Fetch-Mode).
 */
export function isUse(req: Pick<Request, 'method' | 'get'>): boolean {
  if (req.get('x-liandong-background') || req.get('accept')?.includes('text/event-stream')) return false;
  if (req.method !== 'GET' && req.method !== 'HEAD') return true;
  const mode = req.get('sec-fetch-mode');
  return mode === undefined || mode === 'navigate';
}

/** Whether a session of these times is within the rules in force. */
export async function isWithinRules({ startedAt, seenAt = startedAt }: { startedAt?: number; seenAt?: number }, store: Store, wall = Date.now()): Promise<boolean> {
  // one of before sessions knew their age ends with its cookie
  if (startedAt === undefined || seenAt === undefined) return true;
  const { session: rules } = await readRules(store);
  return wall - seenAt <= rules.idleMinutes * 60_000 && wall - startedAt <= rules.absoluteHours * 3_600_000;
}

/** Whether a session may go on; that it was used is noted. */
async function stillGood(req: Request, store: Store): Promise<boolean> {
  const wall = Date.now();
  if (!await isWithinRules(req.session, store, wall)) return false;
  if (wall - (req.session.seenAt ?? wall) > SEEN_MS && isUse(req)) await markSeen(store, req.sessionID, wall);
  return true;
}

function loadPerson({ store, settings, clock }: Pick<Deps, 'store' | 'settings' | 'clock'>): RequestHandler {
  const remembered = new Map<string, { person: Person | null; until: number; at: number }>();
  return async (req, _res, next) => {
    const id = req.session?.personId;
    if (!id) return next();
    if (!await stillGood(req, store)) {
      await new Promise<void>((done) => req.session.destroy(() => done()));
      return next();
    }
    const now = performance.now();
    let found = remembered.get(id);
    // what was remembered before this sign-in is older than what it was let in on
    if (!found || found.until < now || (req.session.startedAt ?? 0) >= found.at) {
      const at = Date.now();
      const person = await store.people.findById(id).lean<Person>();
      found = { person: person && maySignIn(person, settings.production) ? person : null, until: now + REMEMBER_MS, at };
      // What is no longer valid must not pile up over the years of a process.
      if (remembered.size >= 1_000) for (const [key, { until }] of remembered) if (until < now) remembered.delete(key);
      remembered.set(id, found);
    }
    if (found.person) {
      req.person = found.person;
      req.hurdle = hurdleOf(found.person, await readRules(store), clock.now(), settings.production);
      // it is got over by a change of the person: that must count at once
      if (req.hurdle) remembered.delete(id);
    }
    next();
  };
}

/**
 * Where sessions are kept. Expired ones are refused when read; the embedded store knows no TTL indexes, so they are swept away here.
 */
export function sessionStore(store: Store, sweepMs = SWEEP_MS): MongoStore {
  // connect-mongo's own sweep does not wait for an answer (w: 0), which the embedded store cannot do: it would drop the connection.
  const sweep = () => store.connection.db?.collection(SESSIONS).deleteMany({ expires: { $lt: new Date() } }).catch(() => {});
  setInterval(() => void sweep(), sweepMs).unref();
  void indexSessions(store).catch(() => {});
  return MongoStore.create({
    // connect-mongo's types name the driver's client; it is the same driver that mongoose uses (package.json holds them to one version).
    client: store.connection.getClient() as never, dbName: store.connection.name, collectionName: SESSIONS,
    ttl: LIFETIME_S, touchAfter: TOUCH_S, autoRemove: 'disabled', stringify: false, writeOperationOptions: { w: 'majority' },
  });
}

/** The handlers that every page and API route stands behind: session, person, and protection against forged requests. */
export function sessions(deps: Pick<Deps, 'store' | 'settings' | 'clock'>): RequestHandler[] {
  const { settings } = deps;
  return [
    session({
      name: COOKIE, secret: settings.sessionSecret, store: sessionStore(deps.store), resave: false, saveUninitialized: false, rolling: false,
      cookie: { httpOnly: true, sameSite: 'lax', secure: settings.secureCookies, maxAge: LIFETIME_S * 1000 },
    }),
    loadPerson(deps),
    guard,
  ];
}
