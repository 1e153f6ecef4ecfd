// The audit as auditors read it, newest first: narrowed by who, about what, action, period, words and address; page after page downwards, since nothing counts a million.
import { unitsWhere } from '../accounts/find-people.js';
import { literally } from '../cases.js';
import type { Deps } from '../deps.js';
import { DAY, startOfShanghaiDay } from '../shanghai.js';
import type { Store } from '../store/store.js';
import type { AuditEntry, Person } from '../store/types.js';
import { idOf, seqOf } from './entry.js';
import { chainStart, findHead } from './head.js';

/** `sign`: signing in and out; `refused`: what was not done; `system`: what nobody in person did; `change`: accounts, duties, settings; `other`: requests that need no words of their own. */
export const auditKinds = ['reveal', 'export', 'blank', 'change', 'sign', 'refused', 'system', 'other'] as const;
export type AuditKind = (typeof auditKinds)[number];
export interface AuditQuery {
  /** Id, or part of the name, of whoever did it. */
  who?: string;
  /** What it was about: the number of a case, the id, account or name of a person. */
  about?: string;
  kind?: AuditKind;
  /** Days of Shanghai, both included. */
  from?: string; until?: string;
  /** Part of the text, of the action or of what it was about. */
  text?: string;
  /** The beginning of a network address. */
  address?: string;
  /** Entries below this number. */
  before?: number;
  size: number;
}
export interface AuditFound { items: AuditEntry[]; /** Where to go on below; absent: nothing older fits. */ before?: number }

/** So many are looked at in one go, and in one search. */
const AT_ONCE = 500;
const MOST = 10_000;

const isRequest = ({ action }: AuditEntry): boolean => /^(POST|PUT|DELETE) /.test(action);
const isSign = ({ action }: AuditEntry): boolean => action.startsWith('sign-in') || /\/session(\/code)?$/.test(action);
const kinds: Record<AuditKind, (entry: AuditEntry) => boolean> = {
  reveal: ({ action }) => action === 'reveal', export: ({ action }) => action === 'export', blank: ({ action }) => action === 'blank', sign: isSign,
  refused: ({ status }) => status !== undefined, system: ({ who }) => 'system' in who, other: (entry) => isRequest(entry) && !isSign(entry),
  change: (entry) => 'id' in entry.who && !isRequest(entry) && !isSign(entry) && !['reveal', 'export', 'blank'].includes(entry.action),
};

const ids = async (store: Store, match: object, self: string): Promise<string[]> => [self, ...(await store.people.find(match, { _id: 1 }).lean()).map(({ _id }) => String(_id))];

/** The number below which everything was written before a time. */
async function numberAt(store: Store, from: number, until: number, time: Date): Promise<number> {
  let [low, high] = [from, until];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const entry = await store.audit.findById(idOf(middle)).lean<AuditEntry>();
    if (entry && entry.at < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * What people of one's units did, the newest first. What the system did, and who did not sign in, is shown to auditors of a county or city.
 *
 * @param auditor reads what was done in the units of their auditing posts and below
 */
export async function searchAudit({ who, about, kind, from, until, text, address, before, size }: AuditQuery, auditor: Person, { store }: Pick<Deps, 'store'>): Promise<AuditFound> {
  const units = await unitsWhere(store, auditor, 'read-audit');
  const mine = new Set(units.map(({ _id }) => _id));
  const above = units.some(({ level }) => level === 'county' || level === 'city');
  const byWhom = who ? await ids(store, { name: literally(who) }, who) : undefined;
  const aboutWhat = about ? await ids(store, { $or: [{ account: about }, { name: about }] }, about) : undefined;
  const since = from ? startOfShanghaiDay(from) : undefined;
  const end = until ? new Date(startOfShanghaiDay(until).getTime() + DAY) : undefined;
  const fits = (entry: AuditEntry): boolean => Boolean(entry.hash) && ('system' in entry.who ? above : mine.has(entry.who.unit ?? ''))
    && (!byWhom || ('id' in entry.who && byWhom.includes(entry.who.id)) || ('system' in entry.who && entry.who.system === who)) && (!aboutWhat || aboutWhat.includes(entry.about.id))
    && (!kind || kinds[kind](entry)) && (!since || entry.at >= since) && (!end || entry.at < end) && (!address || (entry.address ?? '').startsWith(address))
    && (!text || [entry.text, entry.action, entry.about.id].some((words) => words.includes(text)));

  const start = (await chainStart(store)).seq;
  const last = (await findHead(store)).seq;
  let next = Math.min(before ?? Infinity, last + 1);
  if (end) next = Math.min(next, await numberAt(store, start + 1, last + 1, end));
  // by a key where there is one; a name may stand for the system's own parts, which have none
  const key = aboutWhat ? { 'about.id': { $in: aboutWhat } } : byWhom && byWhom.length > 1 ? { 'who.id': { $in: byWhom } } : undefined;
  const items: AuditEntry[] = [];
  for (let looked = 0; looked < MOST && next > start + 1; looked += AT_ONCE) {
    const least = Math.max(start + 1, next - AT_ONCE);
    const found = key
      ? await store.audit.find({ ...key, _id: { $lt: idOf(next) } } as never).sort({ _id: -1 }).limit(AT_ONCE).lean<AuditEntry[]>()
      : (await store.audit.find({ _id: { $in: Array.from({ length: next - least }, (_, index) => idOf(least + index)) } }).lean<AuditEntry[]>()).sort((a, b) => (a._id < b._id ? 1 : -1));
    for (const entry of found) {
      if (!fits(entry)) continue;
      if (items.length === size) return { items, before: seqOf(items.at(-1)!._id) };
      items.push(entry);
    }
    if (key ? found.length < AT_ONCE : since && found.length > 0 && found.at(-1)!.at < since) return { items };
    next = key ? seqOf(found.at(-1)!._id) : least;
  }
  return { items, ...(next > start + 1 ? { before: next } : {}) };
}
