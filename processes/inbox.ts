// A person's inbox: what was addressed to them or to one of their groups, counted exactly, looked through by kind, read one by one or all at once.
import { touch } from './feed.js';
import type { Store } from './store/store.js';
import type { Notice, Person } from './store/types.js';

/** The kinds of notices as a reader sorts them; what is in none of them is `other`. */
export const KINDS: Record<string, string[]> = {
  task: ['task', 'moved', 'withdrawn', 'co-handling', 'co-reply', 'co-withdrawn', 'clock-request', 'clock-decided'],
  supervision: ['supervision', 'urge'],
  feedback: ['feedback', 'notice', 'reopened', 'rated', 'erasure-asked'],
  talk: ['mention', 'comment'],
};
export const kindNames = ['task', 'supervision', 'feedback', 'talk', 'other'] as const;
export type Kind = (typeof kindNames)[number];

export interface InboxQuery { unread?: boolean; kind?: Kind; page: number; size: number }

const addressed = (person: Person) => ({ to: { $in: [person._id, ...person.groups] } });
const unreadBy = (person: Person) => ({ ...addressed(person), readBy: { $ne: person._id }, over: { $ne: true } });
const ofKind = (kind?: Kind) => (kind ? { kind: kind === 'other' ? { $nin: Object.values(KINDS).flat() } : { $in: KINDS[kind] } } : {});

/** The filter of what was addressed to a person. */
export const inboxFilter = (person: Person, { unread, kind }: Pick<InboxQuery, 'unread' | 'kind'>): object => ({ ...(unread ? unreadBy(person) : addressed(person)), ...ofKind(kind) });

/** The embedded store counts by reading the whole collection; it looks up by index when it finds. */
const count = async (store: Store, filter: object): Promise<number> => (await store.notices.find(filter as never, { _id: 1 }).lean()).length;

/** How many notices a person has not read, but for those of tasks that have ended. */
export const countUnread = (store: Store, person: Person): Promise<number> => count(store, unreadBy(person));

/** Unread notices by kind; a kind without any is not named. */
export type UnreadKinds = Partial<Record<Kind, number>>;

async function unreadKinds(store: Store, person: Person): Promise<UnreadKinds> {
  const counts: UnreadKinds = {};
  for (const { kind } of await store.notices.find(unreadBy(person) as never, { kind: 1 }).lean<Pick<Notice, 'kind'>[]>()) {
    const sorted = kindNames.find((one) => KINDS[one]?.includes(kind)) ?? 'other';
    counts[sorted] = (counts[sorted] ?? 0) + 1;
  }
  return counts;
}

/** A page of the inbox, the newest first, with how many there are and how many of all are unread, of each kind. */
export async function inbox(store: Store, person: Person, { unread, kind, page, size }: InboxQuery): Promise<{ unread: number; kinds: UnreadKinds; total: number; items: Notice[] }> {
  const filter = inboxFilter(person, { unread, kind });
  const [kinds, total, items] = await Promise.all([
    unreadKinds(store, person), count(store, filter), store.notices.find(filter as never).sort({ at: -1, _id: -1 }).skip((page - 1) * size).limit(size).lean<Notice[]>(),
  ]);
  return { unread: Object.values(kinds).reduce((sum, n) => sum + n, 0), kinds, total, items };
}

/**
 * Marks notices as read by one person.
 *
 * @param which some by their ids, or all of a kind (of any without one) that are not newer than `until`: what came while somebody looked stays unread
 * @returns how many of theirs there were among them
 */
export async function markRead(store: Store, person: Person, which: { ids: string[] } | { kind?: Kind; until?: Date }): Promise<number> {
  const filter = 'ids' in which
    ? { _id: { $in: which.ids }, ...addressed(person) }
    : { ...unreadBy(person), ...ofKind(which.kind), ...(which.until ? { at: { $lte: which.until } } : {}) };
  const { matchedCount } = await store.notices.updateMany(filter as never, { $addToSet: { readBy: person._id } });
  if (matchedCount > 0) touch(store, [person._id]);
  return matchedCount;
}
