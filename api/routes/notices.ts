// A person's inbox: what was addressed to them or to one of their groups.
import { z } from 'zod';
import { NotFound } from '../../processes/errors.js';
import type { Store } from '../../processes/store/store.js';
import type { Notice, Person } from '../../processes/store/types.js';
import { route, type Route } from '../route.js';
import { id } from '../schemas.js';

const tag = '通知';
/** An inbox shows the newest; what is older is on the case's timeline. */
const MOST = 100;

const addressed = (person: Person) => ({ to: { $in: [person._id, ...person.groups] } });
const unreadBy = (person: Person) => ({ ...addressed(person), readBy: { $ne: person._id } });

/** How many notices a person has not read, counted up to 100. */
export async function countUnread(store: Store, person: Person): Promise<number> {
  // The embedded store counts by reading the whole collection; it looks up by index when it finds.
  return (await store.notices.find(unreadBy(person), { _id: 1 }).limit(MOST).lean()).length;
}

const item = z.object({
  id: z.string(), caseNo: z.string().optional(), taskKey: z.string().optional(), procedure: z.string().optional(), kind: z.string(), title: z.string(), text: z.string(), at: z.date(), read: z.boolean(),
});

const show = ({ _id, caseNo, taskKey, procedure, kind, title, text, at, readBy }: Notice, person: Person) => ({
  id: _id, ...(caseNo && { caseNo }), ...(taskKey && { taskKey }), ...(procedure && { procedure }), kind, title, text, at, read: readBy.includes(person._id),
});

export const noticeRoutes: Route[] = [
  route({
    method: 'get', path: '/notices', tag, summary: 'Your notices and your groups\', newest first, at most 100.', answer: z.object({ unread: z.number().int(), items: z.array(item) }),
    // `?unread` alone means yes.
    query: z.object({ unread: z.enum(['', '1', '0', 'true', 'false']).optional() }),
    async handle({ query, person }, { store }) {
      const only = query.unread !== undefined && !['0', 'false'].includes(query.unread);
      const [found, unread] = await Promise.all([
        store.notices.find(only ? unreadBy(person) : addressed(person)).sort({ at: -1 }).limit(MOST).lean<Notice[]>(),
        countUnread(store, person),
      ]);
      return { unread, items: found.map((notice) => show(notice, person)) };
    },
  }),
  route({
    method: 'post', path: '/notices/{id}/read', tag, summary: 'Marks a notice as read by you.', status: 204, params: z.object({ id }), answer: z.void(),
    async handle({ params, person }, { store }) {
      const { matchedCount } = await store.notices.updateOne({ _id: params.id, ...addressed(person) }, { $addToSet: { readBy: person._id } });
      if (matchedCount === 0) throw new NotFound(`no notice <${params.id}>`);
    },
  }),
];
