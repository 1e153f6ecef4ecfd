// Where the chain ends: found by look-ups of numbers alone, since the embedded store sorts slowly; and the marks that are kept beside it.
import { insertOnce, type Store } from '../store/store.js';
import type { AuditEntry } from '../store/types.js';
import { GENESIS, idOf, seqOf, type Head } from './entry.js';

/** Up to which entry old ones were removed; `from` while the removal goes on: the numbers above it may still be there. */
export interface Checkpoint extends Head { at: Date; from?: number }

/** A mark kept beside the chain. */
export async function readMark<T>(store: Store, name: string): Promise<T | undefined> {
  return (await store.settings.findById(`audit:${name}`).lean())?.value as T | undefined;
}

/** Keeps a mark. */
export async function writeMark(store: Store, name: string, value: object): Promise<void> {
  await store.settings.updateOne({ _id: `audit:${name}` }, { $set: { value } }, { upsert: true });
}

/** Puts a checkpoint in the place of the one that was read. @returns whether it was still that one: of two that remove at once, one goes on */
export async function replaceCheckpoint(store: Store, old: Checkpoint, value: Checkpoint): Promise<boolean> {
  if (old.seq === 0 && old.from === undefined) await insertOnce(store.settings, [{ _id: 'audit:checkpoint', value: old }]);
  const kept = await store.settings.updateOne({ _id: 'audit:checkpoint', 'value.seq': old.seq, 'value.from': old.from ?? null }, { $set: { value } });
  return kept.matchedCount === 1;
}

/** What the chain begins behind: the removal's checkpoint, or nothing. */
export const chainStart = async (store: Store): Promise<Checkpoint> => await readMark<Checkpoint>(store, 'checkpoint') ?? { seq: 0, hash: GENESIS, at: new Date(0) };

/** The last entry that is there above a number, in about twice the logarithm of their count of look-ups. */
export async function lastAbove(store: Store, seq: number): Promise<AuditEntry | undefined> {
  let last: AuditEntry | undefined;
  for (;;) {
    const base = last ? seqOf(last._id) : seq;
    const ids = Array.from({ length: 34 }, (_, power) => idOf(base + 2 ** power));
    const found = (await store.audit.find({ _id: { $in: ids } }).lean<AuditEntry[]>()).sort((a, b) => (a._id < b._id ? 1 : -1))[0];
    if (!found) return last;
    last = found;
  }
}

/**
 * The end of the chain. When entries that the kept mark knows of are gone, the chain goes on behind them all the same: what was cut off stays visible.
 *
 * @param known an end that was seen before
 */
export async function findHead(store: Store, known?: Head): Promise<Head> {
  const marks = [await chainStart(store), await readMark<Head>(store, 'head'), known].filter((one) => one !== undefined);
  const { seq, hash } = marks.reduce((one, other) => (other.seq > one.seq ? other : one));
  const last = await lastAbove(store, seq);
  return last ? { seq: seqOf(last._id), hash: last.hash } : { seq, hash };
}

/** Keeps the end of the chain beside it, so that a chain that is cut off at its end is noticed. An older end never replaces a newer one. */
export async function keepHead(store: Store, { seq, hash }: Head): Promise<void> {
  const kept = await store.settings.updateOne({ _id: 'audit:head', 'value.seq': { $lt: seq } }, { $set: { value: { seq, hash } } });
  if (kept.matchedCount === 0) await insertOnce(store.settings, [{ _id: 'audit:head', value: { seq, hash } }]);
}
