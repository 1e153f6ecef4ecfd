// Whether the chain is whole: every entry is hashed anew and must follow the one before; what was given out of it earlier must still be there. In bounded memory.
import type { Store } from '../store/store.js';
import type { AuditEntry } from '../store/types.js';
import { hashOf, idOf, seqOf, type Head } from './entry.js';
import { chainStart, findHead, lastAbove, readMark, type Checkpoint } from './head.js';

/**
 * - `changed`: the entry does not have the hash that it says;
 * - `missing`: it is not there, later ones are; `cut-off`: it and all later ones are not there;
 * - `inserted`: it does not follow the one before, or has no place in the chain;
 * - `rewritten`: it is sound, but was another when its hash was given out;
 * - `removed`: what stood before the first entry was removed, and the chain does not say so.
 */
export type Fault = 'changed' | 'missing' | 'cut-off' | 'inserted' | 'rewritten' | 'removed';
export interface Verdict {
  ok: boolean;
  /** Numbers of the first and the last entry that were found sound, 0 and 0 for none; and the hash of the last. */
  first: number; last: number; hash: string;
  /** The first wrong entry: its number, or the `_id` of what has none. */
  wrong?: { entry: number | string; fault: Fault };
}
export interface Verifying {
  /** Ends of the chain that were given out earlier and kept elsewhere: hashes by number. */
  anchors?: ReadonlyMap<number, string>;
  /** Told now and then: how many of how many. */
  progress?(seq: number, of: number): unknown;
}

/** So many entries are held at once. */
const AT_ONCE = 500;
/** The action by which the chain says that old entries were removed; what it is about names up to which. */
export const TRIMMED = 'audit-trimmed';
export const trimmedTo = ({ seq, hash }: Head): string => `${seq}:${hash}`;

async function block(store: Store, from: number, until: number): Promise<Map<number, AuditEntry>> {
  const ids = Array.from({ length: until - from + 1 }, (_, index) => idOf(from + index));
  const found = await store.audit.find({ _id: { $in: ids } }).lean<AuditEntry[]>();
  return new Map(found.map((entry) => [seqOf(entry._id), entry]));
}

/** The last number that should be there: of entries that are, of the mark beside the chain, of what was given out. */
async function expectedEnd(store: Store, start: Head, anchors: ReadonlyMap<number, string>): Promise<number> {
  const kept = await readMark<Head>(store, 'head');
  const last = [await lastAbove(store, start.seq), kept && kept.seq > start.seq ? await lastAbove(store, kept.seq) : undefined];
  return [start.seq, kept?.seq ?? 0, ...last.map((one) => (one ? seqOf(one._id) : 0)), ...anchors.keys()].reduce((one, other) => Math.max(one, other));
}

async function isAnyAbove(store: Store, seq: number, end: number): Promise<boolean> {
  for (let from = seq + 1; from <= end; from += AT_ONCE) if ((await block(store, from, Math.min(from + AT_ONCE - 1, end))).size > 0) return true;
  return false;
}

/** Something in the collection that has no place in the chain. What was kept before there was a chain does, until it is carried over. */
async function findForeign(store: Store, start: Checkpoint): Promise<string | undefined> {
  const legacy = !await readMark(store, 'carried');
  const before = (await findHead(store)).seq;
  const total = await store.audit.countDocuments();
  if (total >= before - start.seq && total <= (await findHead(store)).seq - start.seq) return undefined;
  for await (const { _id, hash } of store.audit.find({}, { hash: 1 }).lean().cursor({ batchSize: AT_ONCE })) {
    const seq = seqOf(_id);
    if (seq > (start.from ?? start.seq) || (legacy && !hash)) continue;
    return _id;
  }
  return undefined;
}

/** Reads the whole chain and says whether it is sound, or which entry is the first that is not. What is added meanwhile is no fault. */
export async function verifyAudit(store: Store, { anchors = new Map(), progress }: Verifying = {}): Promise<Verdict> {
  const start = await chainStart(store);
  const kept = await readMark<Head>(store, 'head');
  const end = await expectedEnd(store, start, anchors);
  const verdict: Verdict = { ok: true, first: end > start.seq ? start.seq + 1 : 0, last: start.seq, hash: start.hash };
  const wrong = (entry: number | string, fault: Fault): Verdict => ({ ...verdict, ok: false, wrong: { entry, fault } });
  // the chain itself says what was removed of it
  let saysSo = start.seq === 0;
  for (let from = start.seq + 1; from <= end; from += AT_ONCE) {
    const until = Math.min(from + AT_ONCE - 1, end);
    const entries = await block(store, from, until);
    for (let seq = from; seq <= until; seq += 1) {
      const entry = entries.get(seq);
      if (!entry) return wrong(seq, entries.size > 0 && Math.max(...entries.keys()) > seq || await isAnyAbove(store, until, end) ? 'missing' : 'cut-off');
      if (hashOf(entry) !== entry.hash) return wrong(seq, 'changed');
      if (entry.prev !== verdict.hash) return wrong(seq, 'inserted');
      if ((anchors.get(seq) ?? entry.hash) !== entry.hash || (kept?.seq === seq && kept.hash !== entry.hash)) return wrong(seq, 'rewritten');
      saysSo ||= entry.action === TRIMMED && entry.about.id === trimmedTo(start);
      Object.assign(verdict, { last: seq, hash: entry.hash });
    }
    await progress?.(until, end);
  }
  if (!saysSo) return wrong(start.seq, 'removed');
  const foreign = await findForeign(store, start);
  return foreign ? wrong(foreign, 'inserted') : verdict;
}
