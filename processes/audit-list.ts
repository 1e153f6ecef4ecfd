// What was written down to be answered for, as auditors read it: who looked at, exported, changed or blanked whose data.
import { unitsWhere } from './accounts/find-people.js';
import { literally } from './cases.js';
import type { Deps } from './deps.js';
import { DAY, startOfShanghaiDay } from './shanghai.js';
import type { AuditEntry, Person } from './store/types.js';

/** `change`: accounts, duties, settings. */
export const auditKinds = ['reveal', 'export', 'blank', 'change'] as const;
export interface AuditQuery {
  /** Part of the name of whoever did it. */
  who?: string;
  /** What it was about: the number of a case, the id, account or name of a person. */
  about?: string;
  kind?: (typeof auditKinds)[number];
  /** Days of Shanghai, both included. */
  from?: string; until?: string;
  page: number; size: number;
}

/**
 * A page, newest first, with the exact number: what people of one's units did. What the system itself did (到期清除) is shown to the auditors of a county or city.
 *
 * @param admin reads what was done in the units of their auditing posts and below
 */
export async function listAudit({ who, about, kind, from, until, page, size }: AuditQuery, admin: Person, { store }: Pick<Deps, 'store'>): Promise<{ total: number; items: AuditEntry[] }> {
  const units = await unitsWhere(store, admin, 'read-audit');
  const above = units.some(({ level }) => level === 'county' || level === 'city');
  const ids = about ? [about, ...(await store.people.find({ $or: [{ account: about }, { name: about }] }, { _id: 1 }).lean()).map(({ _id }) => _id)] : undefined;
  const filter = {
    $and: [
      { $or: [{ 'who.unit': { $in: units.map(({ _id }) => _id) } }, ...(above ? [{ 'who.system': { $exists: true } }] : [])] },
      ...(ids ? [{ 'about.id': { $in: ids } }] : []), ...(who ? [{ $or: [{ 'who.name': literally(who) }, { 'who.id': who }] }] : []),
      ...(kind ? [{ action: kind === 'change' ? { $nin: ['reveal', 'export', 'blank'] } : kind }] : []),
      ...(from ? [{ at: { $gte: startOfShanghaiDay(from) } }] : []), ...(until ? [{ at: { $lt: new Date(startOfShanghaiDay(until).getTime() + DAY) } }] : []),
    ],
  };
  const [total, items] = await Promise.all([
    store.audit.countDocuments(filter), store.audit.find(filter).sort({ at: -1, _id: -1 }).skip((page - 1) * size).limit(size).lean<AuditEntry[]>(),
  ]);
  return { total, items };
}
