// The audit for administrators: who looked at, exported, changed or blanked whose data, when and why.
import { z } from 'zod';
import { administers } from '../../processes/accounts/scope.js';
import { auditKinds, listAudit } from '../../processes/audit-list.js';
import type { Store } from '../../processes/store/store.js';
import type { AuditEntry, Case, Person } from '../../processes/store/types.js';
import { maySeeCase } from '../../processes/visibility.js';
import { hidden } from '../hide.js';
import { route, type Route } from '../route.js';
import { paging } from '../schemas.js';

const who = z.union([z.object({ id: z.string(), name: z.string(), unit: z.string().optional() }), z.object({ system: z.string() })]);
const item = z.object({ id: z.string(), at: z.date(), who, action: z.string(), about: z.object({ kind: z.string(), id: z.string(), name: z.string().optional(), link: z.string().optional() }), text: z.string(), address: z.string().optional() });

/** What each entry is about by its name, with its page where this administrator may open it. */
async function abouts(items: AuditEntry[], admin: Person, store: Store) {
  const of = (kind: string) => [...new Set(items.flatMap(({ about }) => (about.kind === kind ? about.id : [])))];
  const [people, cases] = await Promise.all([store.people.find({ _id: { $in: of('person') } }).lean<Person[]>(), store.cases.find({ _id: { $in: of('case') } }, { scope: 1, reporter: 1 }).lean<Case[]>()]);
  const known = new Map<string, { name: string; link?: string }>(await Promise.all(people.map(async (one) => [`person:${one._id}`, { name: one.name, ...(await administers(store, admin, one.posts) ? { link: `/people/${one._id}` } : {}) }] as const)));
  for (const one of cases) known.set(`case:${one._id}`, { name: `案件 ${one._id}`, ...(maySeeCase(admin, one) ? { link: `/cases/${one._id}` } : {}) });
  return ({ kind, id }: AuditEntry['about']) => ({ kind, id, ...known.get(`${kind}:${id}`) });
}

export const auditRoutes: Route[] = [
  route({
    method: 'get', path: '/audit', tag: '查看记录', ability: 'read-audit', summary: 'What people of your units did that must be answered for, newest first: looks behind masks, exports, changes of accounts and settings, blanking.',
    query: z.object({ who: z.string().max(40).optional(), about: z.string().max(100).optional(), kind: z.enum(auditKinds).optional(), from: z.iso.date().optional(), until: z.iso.date().optional(), ...paging }),
    answer: z.object({ total: z.number().int(), page: z.number().int(), size: z.number().int(), items: z.array(item) }),
    async handle({ query, person }, { store }) {
      const { total, items } = await listAudit(query, person, { store });
      const about = await abouts(items, person, store);
      return {
        total, page: query.page, size: query.size,
        items: items.map((one) => ({ id: one._id, at: one.at, who: one.who, action: one.action, about: about(one.about), text: hidden(one.text), ...(one.address ? { address: one.address } : {}) })),
      };
    },
  }),
];
