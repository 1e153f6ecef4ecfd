// The timeline of a case: entries are put on it once, under a key that repeats with the hop, and never change.
import { audit } from './audit.js';
import { caseKey, touch } from './feed.js';
import type { Store } from './store/store.js';
import type { ElementRef, Entry, Task } from './store/types.js';

/** Where in the diagram a task stands, as entries name it. */
export const placeOf = (task: Task): ElementRef => ({ id: task.elementId, name: task.name, procedure: task.procedure, key: task.elementKey });

/**
 * Puts an entry on its case's timeline unless one of that `_id` is there.
 *
 * @returns the entry that stands there: what an earlier run decided is what this run must answer too
 */
export async function recordOnce(store: Store, entry: Entry): Promise<Entry> {
  const { _id, ...rest } = withoutGaps(entry);
  const [stands] = await Promise.all([
    store.entries.findOneAndUpdate({ _id }, { $setOnInsert: rest }, { upsert: true, returnDocument: 'after' }).lean<Entry>(), ...('system' in entry.who ? [auditEntry(store, entry)] : []),
  ]);
  touch(store, [caseKey(entry.caseNo)]);
  return stands ?? entry;
}

/** What the system does is answered for as well: workers, sweeps, and what goes on for a person after their request was answered. */
export async function auditEntry(store: Store, { _id, caseNo, at, who, action, element }: Entry): Promise<void> {
  await audit(store, at, who, action, { kind: 'case', id: caseNo }, element?.name ?? element?.id ?? '', { key: _id });
}

/** An entry that stands already, by its key. */
export async function findEntry(store: Store, id: string): Promise<Entry | null> {
  return store.entries.findById(id).lean<Entry>();
}

/** Unset fields stay out of the document: a driver would write them as null. */
function withoutGaps(entry: Entry): Entry {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)) as unknown as Entry;
}
