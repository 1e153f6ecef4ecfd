// A person's inbox: what was addressed to them or to one of their groups.
import { z } from 'zod';
import { NotFound } from '../../processes/errors.js';
import { inbox, kindNames, markRead, type Kind } from '../../processes/inbox.js';
import { noticePath } from '../../processes/messages.js';
import type { Notice, Person } from '../../processes/store/types.js';
import { maskedText } from '../../processes/mask.js';
import { route, type Route } from '../route.js';
import { id, paging } from '../schemas.js';

const tag = '通知';
const kind = z.enum(kindNames).optional();
const item = z.object({
  id: z.string(), caseNo: z.string().optional(), taskKey: z.string().optional(), procedure: z.string().optional(), /** The page that it leads to. */ link: z.string().optional(), kind: z.string(), title: z.string(), text: z.string(), at: z.date(), read: z.boolean(),
  urgent: z.boolean().optional(), /** Its task has ended. */ over: z.boolean().optional(),
});

/** A notice as its reader reads it. */
export const showNotice = (notice: Notice, person: Person) => {
  const { _id, caseNo, taskKey, procedure, kind: what, title, at, readBy, urgent, over } = notice;
  const text = over && caseNo ? `案件 ${caseNo} 的这项任务已经办完或收回，不用再办。` : notice.text;
  const link = noticePath(notice);
  return {
    id: _id, ...(caseNo && { caseNo }), ...(taskKey && { taskKey }), ...(procedure && { procedure }), ...(link && { link }), kind: what, title: maskedText(title), text: maskedText(text), at, read: Boolean(over) || readBy.includes(person._id), ...(urgent && { urgent }), ...(over && { over }),
  };
};

/** What is asked of an inbox; `?unread` alone means yes. */
export const inboxQueryOf = ({ unread, ...query }: { unread?: string; kind?: Kind }) => ({ ...query, unread: unread !== undefined && !['0', 'false'].includes(unread) });

export const noticeRoutes: Route[] = [
  route({
    method: 'get', path: '/notices', tag, summary: 'Your notices and your groups\', newest first; how many there are of what is asked for, and how many of all are unread, of each kind.',
    answer: z.object({ unread: z.number().int(), kinds: z.partialRecord(z.enum(kindNames), z.number().int()), total: z.number().int(), page: z.number().int(), size: z.number().int(), items: z.array(item) }),
    query: z.object({ unread: z.enum(['', '1', '0', 'true', 'false']).optional(), kind, page: paging.page, size: z.coerce.number().int().min(1).max(100).default(100) }),
    async handle({ query, person }, { store }) {
      const found = await inbox(store, person, { ...query, ...inboxQueryOf(query) });
      return { unread: found.unread, kinds: found.kinds, total: found.total, page: query.page, size: query.size, items: found.items.map((notice) => showNotice(notice, person)) };
    },
  }),
  route({
    method: 'post', path: '/notices/read', tag, summary: 'Marks several notices as read by you: some by their ids, or all (of a kind) up to a time.', answer: z.object({ read: z.number().int() }),
    body: z.object({ ids: z.array(id).min(1).max(100).optional(), all: z.literal(true).optional(), kind, until: z.coerce.date().optional() })
      .refine(({ ids, all }) => (ids === undefined) !== (all === undefined), { message: '要么给出编号，要么全部', path: ['ids'] }),
    async handle({ body: { ids, kind: what, until }, person }, { store }) {
      return { read: await markRead(store, person, ids ? { ids } : { kind: what, until }) };
    },
  }),
  route({
    method: 'post', path: '/notices/{id}/read', tag, summary: 'Marks a notice as read by you.', status: 204, params: z.object({ id }), answer: z.void(),
    async handle({ params, person }, { store }) {
      if (await markRead(store, person, { ids: [params.id] }) === 0) throw new NotFound(`no notice <${params.id}>`);
    },
  }),
];
