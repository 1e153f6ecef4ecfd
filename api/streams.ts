// Streams of changes to people's browsers: how many each may have, what each may learn of, and their end with the session. They say which parts to look at, nothing else.
import { createSession, type Session } from 'better-sse';
import type { Request } from 'express';
import { listen, type Listener } from '../processes/changes.js';
import type { Deps } from '../processes/deps.js';
import { caseKey, sessionKey, unitKey } from '../processes/feed.js';
import { printOf, readSessions } from '../processes/store/sessions.js';
import type { Person } from '../processes/store/types.js';
import { watchedUnits } from '../processes/visibility.js';
import { TooManyAttempts } from './errors.js';
import { isWithinRules, maySignIn } from './session.js';

/** Of one session: browsers keep six connections to a server over HTTP/1.1, and one must be left for everything else. */
const OF_SESSION = 5;
/** Of one person, on all their devices. */
const OF_PERSON = 20;
/** A comment keeps proxies from taking the line for dead; the browser tries again after so long, milliseconds. */
const HEARTBEAT = 15_000;
const RETRY = 2_000;
/** Sessions that ended by themselves are noticed within this time, milliseconds; those that were ended, at once. */
const CHECK = 15_000;

type Part = 'mine' | 'groups' | 'units' | 'case';
interface Stream { sid: string; print: string; person: Person; cases: string[]; line: Session; listener: Listener; end(): void }
interface Streams { open: Set<Stream>; timer?: NodeJS.Timeout }
const all = new WeakMap<object, Streams>();

const keysOf = (person: Person, print: string, cases: string[]): ReadonlySet<string> => new Set([person._id, ...person.groups, ...watchedUnits(person).map(unitKey), ...cases.map(caseKey), sessionKey(print)]);

/** Which parts of a page a key speaks of. */
function partOf(key: string, person: Person): Part | undefined {
  if (key === person._id) return 'mine';
  if (key.startsWith('case:')) return 'case';
  if (key.startsWith('unit:')) return 'units';
  return person.groups.includes(key) ? 'groups' : undefined;
}

/** Ends the streams whose session is over or whose person may no longer be signed in; who has other posts by now learns of other things. */
async function check(streams: Streams, some: Iterable<Stream>, { store, settings }: Deps): Promise<void> {
  const looked = [...some];
  const sessions = await readSessions(store, [...new Set(looked.map(({ sid }) => sid))]);
  const people = new Map((await store.people.find({ _id: { $in: [...new Set(looked.map(({ person }) => person._id))] } }).lean<Person[]>()).map((person) => [person._id, person]));
  for (const stream of looked) {
    const session = sessions.get(stream.sid);
    const person = people.get(stream.person._id);
    if (!session || session.personId !== stream.person._id || !person || !maySignIn(person, settings.production) || !await isWithinRules(session, store)) {
      if (streams.open.has(stream)) stream.line.push({}, 'over', '');
      stream.end();
      continue;
    }
    stream.person = person;
    stream.listener.keys = keysOf(person, stream.print, stream.cases);
  }
}

function watch(streams: Streams, deps: Deps): void {
  streams.timer ??= setInterval(() => void check(streams, streams.open, deps).catch(() => undefined), CHECK).unref();
}

/**
 * Opens a stream and returns; it goes on until the browser leaves or the session ends.
 *
 * @param cases what they look at; whether they may see it was asked before
 * @param after the number of the last change that they know of
 * @throws TooManyAttempts when this session or person has too many already
 */
export async function openStream(req: Request, person: Person, cases: string[], after: number | undefined, deps: Deps): Promise<void> {
  const streams = all.get(deps) ?? { open: new Set<Stream>() };
  all.set(deps, streams);
  const sid = req.sessionID;
  const [ofSession, ofPerson] = [[...streams.open].filter((one) => one.sid === sid).length, [...streams.open].filter((one) => one.person._id === person._id).length];
  if (ofSession >= OF_SESSION || ofPerson >= OF_PERSON) throw new TooManyAttempts(60, '同时打开的窗口太多，这个窗口会每分钟刷新一次。');
  // it lives on for hours: what it read at the beginning must never be written back
  (req as { session?: unknown }).session = undefined;
  const print = printOf(sid);
  let left: (() => void) | undefined;
  // what is packed waits for more
  req.res!.set('Cache-Control', 'no-store, no-transform');
  const line = await createSession(req, req.res!, { keepAlive: HEARTBEAT, retry: RETRY });
  const stream: Stream = {
    sid, print, person, cases, line,
    listener: {
      keys: keysOf(person, print, cases),
      told(hits, upTo) {
        if (hits.includes(sessionKey(print))) void check(streams, [stream], deps).catch(() => undefined);
        const parts = new Set(hits.flatMap((key) => partOf(key, stream.person) ?? []));
        if (parts.size > 0) line.push({ parts: [...parts] }, 'change', String(upTo));
      },
      missed: (upTo) => void line.push({ parts: ['all'] }, 'change', String(upTo)),
    },
    end() {
      left?.();
      streams.open.delete(stream);
      if (streams.open.size === 0) {
        clearInterval(streams.timer);
        streams.timer = undefined;
      }
      if (!req.res!.writableEnded) req.res!.end();
    },
  };
  streams.open.add(stream);
  line.once('disconnected', stream.end);
  watch(streams, deps);
  try {
    left = await listen(deps.store, stream.listener, after);
    if (!streams.open.has(stream)) left();
  } catch {
    // the store is away: the browser comes again
    stream.end();
  }
}
