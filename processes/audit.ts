// What must be answered for later is written down before it is done: looks behind a mask, changes of accounts, exports.
import type { Store } from './store/store.js';
import type { Actor, AuditEntry } from './store/types.js';

/** Writes one entry; when it cannot be written, what it is about must not be done. @param address the network address it came from */
export async function audit(store: Store, at: Date, who: Actor, action: string, about: AuditEntry['about'], text: string, address?: string): Promise<void> {
  const entry: AuditEntry = { _id: crypto.randomUUID(), at, who, action, about, text, ...(address ? { address } : {}) };
  await store.audit.collection.insertOne(entry as never);
}
