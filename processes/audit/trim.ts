// What is older than the audit must be kept is removed from its beginning; a checkpoint holds the hash that the rest follows, and the rest says that it was done.
import { readRules } from '../accounts/rules.js';
import { audit } from '../audit.js';
import type { Deps } from '../deps.js';
import { DAY } from '../shanghai.js';
import type { Store } from '../store/store.js';
import type { AuditEntry } from '../store/types.js';
import { idOf, seqOf, type Head } from './entry.js';
import { chainStart, replaceCheckpoint } from './head.js';
import { TRIMMED, trimmedTo } from './verify.js';

/** So many entries are looked at, and removed, at once. */
const AT_ONCE = 500;
const idsOf = (from: number, until: number): string[] => Array.from({ length: until - from + 1 }, (_, index) => idOf(from + index));

/** The last entry of the beginning of the chain in which all are older. */
async function lastOlder(store: Store, after: number, before: Date): Promise<Head | undefined> {
  let last: Head | undefined;
  for (let from = after + 1; ; from += AT_ONCE) {
    const entries = (await store.audit.find({ _id: { $in: idsOf(from, from + AT_ONCE - 1) } }).lean<AuditEntry[]>()).sort((a, b) => (a._id < b._id ? -1 : 1));
    for (const { _id, at, hash } of entries) {
      if (at >= before) return last;
      last = { seq: seqOf(_id), hash };
    }
    if (entries.length < AT_ONCE) return last;
  }
}

/**
 * Removes the entries that are older than the setting says (190 days at least), by the wall clock: an engine's clock that was moved ahead removes nothing.
 * One that broke off is gone on with.
 *
 * @returns how many were removed
 */
export async function trimAudit({ store, clock }: Pick<Deps, 'store' | 'clock'>, wall = new Date()): Promise<number> {
  let checkpoint = await chainStart(store);
  if (checkpoint.from === undefined) {
    const { audit: rules } = await readRules(store);
    const before = new Date(wall.getTime() - rules.days * DAY);
    const last = await lastOlder(store, checkpoint.seq, before);
    if (!last) return 0;
    await audit(store, clock.now(), { system: '审计' }, TRIMMED, { kind: 'audit', id: trimmedTo(last) }, `移除保存满 ${rules.days} 天的记录：第 ${checkpoint.seq + 1} 至 ${last.seq} 条`, { key: TRIMMED });
    const next = { ...last, at: wall, from: checkpoint.seq };
    if (!await replaceCheckpoint(store, checkpoint, next)) return 0;
    checkpoint = next;
  }
  const { from: begin = checkpoint.seq, ...done } = checkpoint;
  for (let from = begin + 1; from <= checkpoint.seq; from += AT_ONCE) await store.audit.collection.deleteMany({ _id: { $in: idsOf(from, Math.min(from + AT_ONCE - 1, checkpoint.seq)) } } as never);
  await replaceCheckpoint(store, checkpoint, done);
  return checkpoint.seq - begin;
}
