// Who did what to a procedure, when and why: one list per procedure, only ever added to.
import { audit, inRequest } from './audit.js';
import type { Store } from './store/store.js';
import type { ProcedureEntry } from './store/types.js';

const HOUR = 3_600_000;

/**
 * Adds an entry.
 *
 * @param every saves come every few seconds: those of one person to the same thing within an hour are one entry, named by this
 */
export async function logProcedure(store: Store, entry: Omit<ProcedureEntry, '_id'>, every?: string): Promise<void> {
  const who = 'id' in entry.who ? entry.who.id : entry.who.system;
  const _id = every ? `${entry.procedure}:${every}:${who}:${Math.floor(entry.at.getTime() / HOUR)}` : crypto.randomUUID();
  const written = Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
  if ('system' in entry.who || !inRequest()) await audit(store, entry.at, entry.who, entry.action, { kind: 'procedure', id: entry.procedure }, entry.release ? `第 ${entry.release} 版` : '');
  await store.procedureEntries.collection.updateOne({ _id: _id as any }, { $set: written }, { upsert: true });
}

/** The entries of a procedure, the newest first. */
export const procedureLog = async (store: Store, procedure: string): Promise<ProcedureEntry[]> =>
  store.procedureEntries.find({ procedure }).sort({ at: -1 }).limit(200).lean<ProcedureEntry[]>();
