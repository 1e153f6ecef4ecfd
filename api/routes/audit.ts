// The audit for auditors: who did what, to what, when and from where; how the chain stands, and its verification.
import { z } from 'zod';
import { auditKinds, searchAudit } from '../../processes/audit/search.js';
import { auditStanding, beginVerifying } from '../../processes/audit/standing.js';
import { seqOf } from '../../processes/audit/entry.js';
import type { Store } from '../../processes/store/store.js';
import type { AuditEntry } from '../../processes/store/types.js';
import { unitsOf } from '../../processes/units.js';
import { faultWords } from '../audit-words.js';
import { hidden } from '../hide.js';
import { route, type Route } from '../route.js';

const tag = '审计';
const ability = 'read-audit' as const;
const number = z.number().int();
const who = z.union([z.object({ id: z.string(), name: z.string(), unit: z.string().optional() }), z.object({ system: z.string() })]);
const item = z.object({
  number, at: z.date(), engineAt: z.date().optional(), who, action: z.string(), about: z.object({ kind: z.string(), id: z.string(), name: z.string().optional() }), text: z.string(), status: number.optional(), address: z.string().optional(),
});
const wrong = z.object({ entry: z.union([number, z.string()]), fault: z.enum(['changed', 'missing', 'cut-off', 'inserted', 'rewritten', 'removed']) });

/** Names as they are now, by kind and id: an entry itself holds none. */
async function namesOf(items: AuditEntry[], store: Store): Promise<(kind: string, id: string) => string | undefined> {
  const of = (kind: string) => [...new Set(items.flatMap(({ about }) => (about.kind === kind ? about.id : [])))];
  const people = [...of('person'), ...items.flatMap((one) => ('id' in one.who ? one.who.id : []))];
  const [persons, units, tasks] = await Promise.all([
    store.people.find({ _id: { $in: [...new Set(people)] } }, { name: 1 }).lean(), unitsOf(store, of('unit')), store.tasks.find({ _id: { $in: of('task') } }, { name: 1 }).lean(),
  ]);
  const known = new Map<string, string>([...persons.map(({ _id, name }) => [`person:${_id}`, name] as const), ...[...units.values()].map(({ _id, name }) => [`unit:${_id}`, name] as const), ...tasks.map(({ _id, name }) => [`task:${_id}`, name] as const)]);
  return (kind, id) => (kind === 'case' ? `案件 ${id}` : known.get(`${kind}:${id}`));
}

export const auditRoutes: Route[] = [
  route({
    method: 'get', path: '/audit', tag, ability, summary: 'What people of your units and the system did, newest first; `before` goes on below a number. An answer without `before` is the last.',
    query: z.object({
      who: z.string().max(40).optional(), about: z.string().max(100).optional(), kind: z.enum(auditKinds).optional(), from: z.iso.date().optional(), until: z.iso.date().optional(), text: z.string().max(100).optional(),
      address: z.string().max(60).optional(), before: z.coerce.number().int().min(1).optional(), size: z.coerce.number().int().min(1).max(200).default(50),
    }),
    answer: z.object({ items: z.array(item), before: number.optional() }),
    async handle({ query, person }, { store }) {
      const { items, before } = await searchAudit(query, person, { store });
      const name = await namesOf(items, store);
      return {
        items: items.map(({ _id, at, engineAt, who: actor, action, about, text, status, address }) => ({
          number: seqOf(_id), at, ...(engineAt ? { engineAt } : {}), who: 'id' in actor ? { ...actor, name: name('person', actor.id) ?? actor.id } : actor, action, about: { ...about, ...(name(about.kind, about.id) ? { name: name(about.kind, about.id) } : {}) },
          text: hidden(action === 'audit-broken' ? faultWords[text] ?? text : text), ...(status ? { status } : {}), ...(address ? { address } : {}),
        })),
        ...(before ? { before } : {}),
      };
    },
  }),
  route({
    method: 'get', path: '/audit/chain', tag, ability, summary: 'How the chain of entries stands: its length, the hash of its end, until where it was verified, and a verification that goes on.',
    answer: z.object({
      first: number, last: number, hash: z.string(), days: number, running: z.object({ seq: number, of: number }).optional(),
      verified: z.object({ at: z.date(), ok: z.boolean(), first: number, last: number, hash: z.string(), wrong: wrong.optional() }).optional(),
    }),
    async handle(_call, deps) {
      const { verified, ...standing } = await auditStanding(deps);
      if (!verified) return standing;
      const { at, ok, first, last, hash, wrong: found } = verified;
      return { ...standing, verified: { at, ok, first, last, hash, ...(found ? { wrong: found } : {}) } };
    },
  }),
  route({
    method: 'post', path: '/audit/verify', tag, ability, summary: 'Begins to verify the whole chain in the background.', status: 202, answer: z.object({ begun: z.boolean() }),
    async handle(_call, deps) {
      const { done } = await beginVerifying(deps);
      done.catch((error: Error) => console.error(`audit: ${error.message}`));
      return { begun: true };
    },
  }),
];
