// The one place that adds to the audit. What comes while a write is under way is written together with the next; several processes add to one chain without a lock.
import { perStore } from '../store/per-store.js';
import { isDuplicate, type Store } from '../store/store.js';
import { chained, seqOf, type Head, type Unchained } from './entry.js';
import { findHead, keepHead } from './head.js';

/** So many entries are written at once. */
const AT_ONCE = 250;
/** The end of the chain is kept beside it at most this often, milliseconds. */
const KEEP_MS = 1_000;

interface Waiting { entry: Unchained; done(): void; failed(error: unknown): void }
interface Line { waiting: Waiting[]; busy: boolean; head?: Head; keptAt: number }
const lines = perStore((): Line => ({ waiting: [], busy: false, keptAt: 0 }));

/**
 * Adds an entry; durable when it resolves. One with a `key` is added once for what it is about, however often and wherever it is tried.
 *
 * @throws whatever the store throws; then it may or may not be there
 */
export function append(store: Store, entry: Unchained): Promise<void> {
  const line = lines(store);
  return new Promise((done, failed) => {
    line.waiting.push({ entry, done, failed });
    if (!line.busy) void drain(store, line);
  });
}

async function drain(store: Store, line: Line): Promise<void> {
  line.busy = true;
  while (line.waiting.length > 0) {
    const batch = line.waiting.splice(0, AT_ONCE);
    await write(store, line, batch).catch((error: unknown) => {
      line.head = undefined;
      for (const { failed } of batch) failed(error);
    });
    if (!line.head || performance.now() - line.keptAt < KEEP_MS) continue;
    line.keptAt = performance.now();
    // a mark that comes late is lower than the end, which harms nothing
    await keepHead(store, line.head).catch(() => undefined);
  }
  line.busy = false;
}

/** Those that are not there yet. It is looked after the end of the chain is known: whatever is added meanwhile takes the next number, and so this is tried again. */
async function stillMissing(store: Store, batch: Waiting[]): Promise<Waiting[]> {
  const keyed = batch.filter(({ entry }) => entry.key !== undefined);
  if (keyed.length === 0) return batch;
  const there = await store.audit.find({ 'about.id': { $in: [...new Set(keyed.map(({ entry }) => entry.about.id))] }, key: { $ne: null } }, { key: 1, about: 1 }).lean();
  const seen = new Set(there.map(({ key, about }) => `${about.id} ${key}`));
  return batch.filter(({ entry, done }) => {
    if (entry.key === undefined) return true;
    const mark = `${entry.about.id} ${entry.key}`;
    if (seen.has(mark)) {
      done();
      return false;
    }
    seen.add(mark);
    return true;
  });
}

async function write(store: Store, line: Line, batch: Waiting[]): Promise<void> {
  let rest = batch;
  for (;;) {
    line.head ??= await findHead(store);
    rest = await stillMissing(store, rest);
    if (rest.length === 0) return;
    const documents = chained(line.head, rest.map(({ entry }) => entry));
    try {
      await store.audit.collection.insertMany(documents as never, { ordered: true });
      const last = documents.at(-1)!;
      line.head = { seq: seqOf(last._id), hash: last.hash };
      for (const { done } of rest) done();
      return;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      // another process was faster: what got in before it stands, the rest goes behind it
      const written = documents.slice(0, (error as { insertedCount?: number }).insertedCount ?? 0);
      rest.splice(0, written.length).forEach(({ done }) => done());
      const last = written.at(-1);
      line.head = await findHead(store, last ? { seq: seqOf(last._id), hash: last.hash } : line.head);
    }
  }
}
