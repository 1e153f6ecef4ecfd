// Check-ins on this device until the server has them: each with its photos, sent one after another, never twice (the server knows each by its id).
import { openDB, type IDBPDatabase } from 'idb';
import { call, Refused, upload } from './api.js';

export interface VisitBody {
  clientId: string; kind: string; occasion: string; duty: string; role: string; grid: string; items: string[]; place: { text: string; lng?: number; lat?: number };
  at: string; text: string; attachments: string[]; corrects?: string;
}
/** A photo before it is uploaded, and the id that the server gave it then. */
export interface Photo { blob: Blob; name: string; id?: string }
/** `draft`: being written; `waiting`: to be sent; `refused`: the server said no, `said` why. */
export interface Kept { id: string; person: string; state: 'draft' | 'waiting' | 'refused'; body: VisitBody; photos: Photo[]; said?: string; problems?: { path: string; message: string }[]; at: number }

let opened: Promise<IDBPDatabase> | undefined;
const box = (): Promise<IDBPDatabase> => (opened ??= openDB('liandong-visits', 1, { upgrade: (made) => void made.createObjectStore('visits', { keyPath: 'id' }) }));

/** Keeps it as it is now. @returns false where the browser keeps nothing */
export async function put(kept: Kept): Promise<boolean> {
  try {
    await (await box()).put('visits', kept);
    return true;
  } catch {
    return false;
  }
}

export const take = async (id: string): Promise<Kept | undefined> => (await box()).get('visits', id).catch(() => undefined) as Promise<Kept | undefined>;
export const drop = async (id: string): Promise<void> => { await (await box()).delete('visits', id).catch(() => undefined); };

/** What one person has here, oldest first; another's on the same device is none of theirs. */
export async function all(person: string): Promise<Kept[]> {
  try {
    return ((await (await box()).getAll('visits')) as Kept[]).filter((kept) => kept.person === person).sort((a, b) => a.at - b.at);
  } catch {
    return [];
  }
}

/** The server's answer may be different later: no answer, signed out, busy, broken. */
const later = (status: number): boolean => status === 0 || status === 401 || status === 408 || status === 429 || status >= 500;

/**
 * Sends one with its photos; each photo that arrived is remembered, so that the next try goes on from there.
 *
 * @returns the answer, or nothing when it has to wait
 * @throws Refused when the server says no for good; it stays here as refused
 */
export async function send(kept: Kept): Promise<{ id: string } | undefined> {
  try {
    for (const photo of kept.photos.filter(({ id }) => !id)) {
      photo.id = (await upload(photo.blob, photo.name)).id;
      await put(kept);
    }
    const answer = await call<{ id: string }>('POST', '/visits', { ...kept.body, attachments: [...kept.body.attachments, ...kept.photos.map(({ id }) => id!)] });
    await drop(kept.id);
    return answer;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    // a page that lay open too long carries an old token: the next page has a new one
    if (later(error.status) || (error.status === 403 && /刷新/.test(error.message))) return undefined;
    await put({ ...kept, state: 'refused', said: error.message, problems: error.problems });
    throw error;
  }
}

let under = false;
/** Sends what waits, one after another; stops at the first that gets no answer. @returns whether anything changed */
export async function sendWaiting(person: string): Promise<boolean> {
  if (under) return false;
  under = true;
  let changed = false;
  try {
    for (const kept of (await all(person)).filter(({ state }) => state === 'waiting')) {
      const done = await send(kept).catch(() => 'refused');
      if (!done) break;
      changed = true;
    }
  } finally {
    under = false;
  }
  return changed;
}
