// Sign-in sessions: kept in the store, named by a cookie, read anew for each request; who is signed in is `req.person`.
import MongoStore from 'connect-mongo';
import type { RequestHandler } from 'express';
import session from 'express-session';
import type { Deps } from '../processes/deps.js';
import type { Store } from '../processes/store/store.js';
import type { Person } from '../processes/store/types.js';
import { guard } from './session-csrf.js';

declare module 'express-session' {
  interface SessionData { personId: string }
}
declare module 'express-serve-static-core' {
  interface Request { person?: Person }
}

export const COOKIE = 'liandong.sid';

/** A working day and its evening; whoever comes back within it stays signed in. */
const LIFETIME_S = 12 * 3600;
/** A session that is only read is written at most this often, so that reading stays cheap. */
const TOUCH_S = 600;
/** Between two sweeps of what has expired. */
const SWEEP_MS = 10 * 60_000;
const COLLECTION = 'sessions';
/** For how long a person's posts may be remembered: the longest that somebody who was disabled still gets in. */
const REMEMBER_MS = 5_000;

/** May this person be signed in at all? Demo people never are in production mode, however they came there. */
export const maySignIn = (person: Person, production: boolean): boolean => person.active && !(production && person.demo);

function loadPerson({ store, settings }: Pick<Deps, 'store' | 'settings'>): RequestHandler {
  const remembered = new Map<string, { person: Person | null; until: number }>();
  return async (req, _res, next) => {
    const id = req.session?.personId;
    if (!id) return next();
    const now = performance.now();
    let found = remembered.get(id);
    if (!found || found.until < now) {
      const person = await store.people.findById(id).lean<Person>();
      found = { person: person && maySignIn(person, settings.production) ? person : null, until: now + REMEMBER_MS };
      // What is no longer valid must not pile up over the years of a process.
      if (remembered.size >= 1_000) for (const [key, { until }] of remembered) if (until < now) remembered.delete(key);
      remembered.set(id, found);
    }
    if (found.person) req.person = found.person;
    next();
  };
}

/**
 * Where sessions are kept. Expired ones are refused when read; the embedded store knows no TTL indexes, so they are swept away here.
 */
export function sessionStore(store: Store, sweepMs = SWEEP_MS): MongoStore {
  // connect-mongo's own sweep does not wait for an answer (w: 0), which the embedded store cannot do: it would drop the connection.
  const sweep = () => store.connection.db?.collection(COLLECTION).deleteMany({ expires: { $lt: new Date() } }).catch(() => {});
  setInterval(() => void sweep(), sweepMs).unref();
  return MongoStore.create({
    // connect-mongo's types name the driver's client; it is the same driver that mongoose uses (package.json holds them to one version).
    client: store.connection.getClient() as never, dbName: store.connection.name, collectionName: COLLECTION,
    ttl: LIFETIME_S, touchAfter: TOUCH_S, autoRemove: 'disabled', stringify: false, writeOperationOptions: { w: 'majority' },
  });
}

/** The handlers that every page and API route stands behind: session, person, and protection against forged requests. */
export function sessions(deps: Pick<Deps, 'store' | 'settings'>): RequestHandler[] {
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
