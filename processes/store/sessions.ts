// The sessions of who is signed in, as connect-mongo keeps them: found by person, ended, and marked as used.
import { createHash } from 'node:crypto';
import { sessionKey, touch } from '../feed.js';
import type { Store } from './store.js';

export const SESSIONS = 'sessions';

/** What a session says of itself. The id is not the secret that the cookie carries, but a print of it. */
export interface SignIn { id: string; device: string; address: string; startedAt: Date; seenAt: Date }
interface Kept { _id: string; expires: Date; session: { personId?: string; device?: string; address?: string; startedAt?: number; seenAt?: number } }

const all = (store: Store) => store.connection.db!.collection<Kept>(SESSIONS);

/** The print by which a session is named to people. */
export const printOf = (sid: string): string => createHash('sha256').update(sid).digest('hex').slice(0, 24);

/** A person's sessions that are not over, the last used first. */
export async function sessionsOf(store: Store, person: string, wall = new Date()): Promise<SignIn[]> {
  const found = await all(store).find({ 'session.personId': person }).toArray();
  return found.filter(({ expires }) => expires > wall).map(({ _id, session }) => ({
    id: printOf(_id), device: session.device ?? '', address: session.address ?? '', startedAt: new Date(session.startedAt ?? 0), seenAt: new Date(session.seenAt ?? 0),
  })).sort((a, b) => b.seenAt.getTime() - a.seenAt.getTime());
}

/** Ends a person's sessions: all, or all but one, or the one of that print. @returns how many */
export async function endSessions(store: Store, person: string, { but, only }: { but?: string; only?: string } = {}): Promise<number> {
  const found = await all(store).find({ 'session.personId': person }, { projection: { _id: 1 } }).toArray();
  const ended = found.map(({ _id }) => _id).filter((sid) => sid !== but && (!only || printOf(sid) === only));
  if (ended.length === 0) return 0;
  const { deletedCount } = await all(store).deleteMany({ _id: { $in: ended } });
  touch(store, ended.map((sid) => sessionKey(printOf(sid))));
  return deletedCount;
}

/** What these sessions say of themselves now; those that are no more are left out. */
export async function readSessions(store: Store, sids: string[]): Promise<Map<string, Kept['session']>> {
  const found = await all(store).find({ _id: { $in: sids } }).toArray();
  return new Map(found.map(({ _id, session }) => [_id, session]));
}

/** Notes that a session was used. @param wall milliseconds of the wall clock */
export async function markSeen(store: Store, sid: string, wall: number): Promise<void> {
  await all(store).updateOne({ _id: sid }, { $set: { 'session.seenAt': wall } });
}

/** Makes the index by which a person's sessions are found. */
export async function indexSessions(store: Store): Promise<void> {
  await all(store).createIndex({ 'session.personId': 1 });
}
