// What an entry of the audit's chain says, in one written form, and the hash over it and the entry before.
import { createHash } from 'node:crypto';
import type { AuditEntry } from '../store/types.js';

/** An entry before it has a place in the chain. */
export type Unchained = Omit<AuditEntry, '_id' | 'prev' | 'hash'>;
/** The last entry of a chain: its number (0: none yet) and its hash. */
export interface Head { seq: number; hash: string }

/** What the first entry follows. */
export const GENESIS = '0'.repeat(64);
const DIGITS = 12;

/** The `_id` of an entry by its number. */
export const idOf = (seq: number): string => String(seq).padStart(DIGITS, '0');
/** The number of an entry by its `_id`; 0 for what is no entry of the chain. */
export const seqOf = (id: string): number => (/^\d{12}$/.test(id) ? Number(id) : 0);

/** The one written form that the hash is over: every field at its place, none left out. */
function written({ _id, at, engineAt, who, action, about, text, address, status, key, prev }: Omit<AuditEntry, 'hash'>): string {
  const { id = null, unit = null, system = null } = who as { id?: string; unit?: string; system?: string };
  return JSON.stringify(['audit-1', _id, at.toISOString(), engineAt?.toISOString() ?? null, id, unit, system, action, about.kind, about.id, text, address ?? null, status ?? null, key ?? null, prev]);
}

/** The hash that an entry should have. */
export const hashOf = (entry: Omit<AuditEntry, 'hash'>): string => createHash('sha256').update(written(entry)).digest('hex');

/** Puts entries behind a head, each chained to the one before. */
export function chained(head: Head, entries: readonly Unchained[]): AuditEntry[] {
  let { seq, hash } = head;
  return entries.map((made) => {
    const entry = { _id: idOf(seq += 1), ...made, prev: hash };
    return { ...entry, hash: hash = hashOf(entry) };
  });
}
