// Partners and their secrets, for administrators; what their words mean here, for policy staff.
import { z } from 'zod';
import { findLookUpStates } from '../../processes/partners/breaker.js';
import { getOwnMapping, mapOrder, mayMap, MOST_MAPPED, problemsOf, saveMapping } from '../../processes/partners/mapping.js';
import { addPartner, changePartner, findPartners, OVERLAP_HOURS, rotateSecret } from '../../processes/partners/partners.js';
import { Invalid } from '../../processes/errors.js';
import { unitsInFields } from '../../processes/find-units.js';
import type { Partner } from '../../processes/store/types.js';
import { route, type Route } from '../route.js';
import { text } from '../schemas.js';

const tag = '对接';
const ability = 'manage-settings' as const;
const one = z.object({ id: z.string().regex(/^[a-z0-9-]{1,40}$/, { message: '编号只用小写字母、数字和横线' }) });
const kind = z.enum(['hotline', 'city', 'data-centre']);
const centre = z.enum(['justice', 'hr', 'police']);
const url = z.string().trim().max(500).transform((given) => given || undefined).optional();
const given = z.object({ name: text(40), kind, unit: z.string().min(1).max(80), active: z.boolean().default(true), webhook: url, lookUp: url, centre: centre.optional(), patience: z.int().min(1).max(20).default(5), purposes: z.array(text(100)).max(20).default([]), returnLimit: z.string().trim().max(20).default('1 工作日'), sortLimit: z.string().trim().max(20).default('2 工作时') });
const secret = z.object({ id: z.string(), secret: z.string() });
const row = z.strictObject({ theirs: z.string().trim().max(100), ours: z.string().max(80) });
const rows = z.array(row).max(MOST_MAPPED, `最多 ${MOST_MAPPED} 行`);
const few = z.array(row).max(50, '最多 50 行');
const fields = z.array(z.strictObject({ theirs: z.string().trim().max(100), ours: z.string().trim().max(40), title: z.string().trim().max(40), type: z.enum(['text', 'number', 'flag']) })).max(50).default([]);
const tables = { categories: rows, units: rows, urgencies: few, fields, concerns: few.default([]) };

const show = ({ _id, secrets, scope: _, ...rest }: Partner, wall = Date.now()) => ({
  id: _id, ...rest, secrets: secrets.filter(({ until }) => until === undefined || until > wall).sort((a, b) => b.at - a.at).map(({ id, at, until }) => ({ id, at: new Date(at), ...(until && { until: new Date(until) }) })),
});

export const partnerRoutes: Route[] = [
  route({
    method: 'get', path: '/partners', tag, ability, summary: 'The partners of your units; their secrets are never shown again.',
    answer: z.array(z.object({
      id: z.string(), name: z.string(), kind, unit: z.string(), active: z.boolean(), webhook: z.string().optional(), lookUp: z.string().optional(), centre: centre.optional(), patience: z.number().optional(), purposes: z.array(z.string()).optional(), returnLimit: z.string(), sortLimit: z.string(),
      secrets: z.array(z.object({ id: z.string(), at: z.date(), until: z.date().optional() })), waiting: z.number().int(), failed: z.number().int(),
      lookUps: z.object({ failures: z.number().int(), openUntil: z.date().optional(), answeredAt: z.date().optional(), failed: z.array(z.object({ at: z.date(), caseNo: z.string(), step: z.string(), why: z.string() })) }).optional(),
    })),
    async handle({ person }, { store, ...deps }) {
      const found = await findPartners(person, { store, ...deps });
      const count = async (to: string, state: 'waiting' | 'failed') => (await store.outgoing.find({ state, channel: 'webhook', to }, { _id: 1 }).lean()).length;
      const asked = await findLookUpStates(found.map(({ _id }) => _id), { store });
      return Promise.all(found.map(async (partner) => ({ ...show(partner), waiting: await count(partner._id, 'waiting'), failed: await count(partner._id, 'failed'), ...(partner.kind === 'data-centre' && { lookUps: asked(partner._id) }) })));
    },
  }),
  route({
    method: 'post', path: '/partners', tag, ability, summary: 'Adds a partner; its secret is shown in this answer and never again.', body: given.extend(one.shape), answer: secret, status: 201,
    handle: async ({ body: { id, ...rest }, person }, deps) => ({ id, secret: await addPartner(id, rest, person, deps) }),
  }),
  route({
    method: 'put', path: '/partners/{id}', tag, ability, summary: 'Changes a partner.', params: one, body: given, answer: z.void(), status: 204,
    async handle({ params, body, person }, deps) { await changePartner(params.id, body, person, deps); },
  }),
  route({
    method: 'post', path: '/partners/{id}/secrets', tag, ability, summary: `Makes a new secret, shown this once; those before end ${OVERLAP_HOURS} hours later.`, params: one, answer: secret, status: 201,
    handle: async ({ params, person }, deps) => ({ id: params.id, secret: await rotateSecret(params.id, person, deps) }),
  }),
  route({
    method: 'get', path: '/partner-mappings', tag, ability: 'edit-procedures', summary: 'The partners whose words are mapped.', answer: z.array(z.object({ id: z.string(), name: z.string(), kind })),
    handle: async ({ person }, { store }) => (await store.partners.find().lean<Partner[]>()).filter((one) => mayMap(person, one)).map(({ _id, name, kind: what }) => ({ id: _id, name, kind: what })).sort((a, b) => a.id.localeCompare(b.id)),
  }),
  route({
    method: 'get', path: '/partner-mappings/{id}', tag, ability: 'edit-procedures', summary: 'What a partner\'s categories, units and urgencies mean here.', params: one, answer: z.object({ id: z.string(), name: z.string(), kind, unit: z.string(), revision: z.number().int(), ...tables, unitNames: z.record(z.string(), z.string()) }),
    async handle({ params, person }, deps) {
      const { _id, name, kind: what, unit, revision, categories, units, urgencies, fields: taken = [], concerns = [] } = await getOwnMapping(params.id, person, deps);
      return { id: _id, name, kind: what, unit, revision, categories, units, urgencies, fields: taken, concerns, unitNames: await unitsInFields(units.map(({ ours }) => ours), deps.store) };
    },
  }),
  route({
    method: 'put', path: '/partner-mappings/{id}', tag, ability: 'edit-procedures', summary: 'Saves what a partner\'s words mean, as a whole; 409 when somebody saved meanwhile.', params: one, body: z.object({ revision: z.int().min(0), ...tables }), answer: z.object({ revision: z.number().int() }),
    handle: async ({ params, body: { revision, ...rest }, person }, deps) => ({ revision: await saveMapping(params.id, revision, rest, person, deps) }),
  }),
  route({
    method: 'post', path: '/partner-mappings/{id}/tryout', tag, ability: 'edit-procedures', summary: 'What an order would come to by these tables; nothing is kept.', params: one,
    body: z.object({ ...tables, order: z.strictObject({ category: z.string().max(100).default(''), urgency: z.string().max(40).default(''), area: z.string().max(100).default(''), address: z.string().max(200).default('') }) }),
    answer: z.object({ category: z.string().optional(), unit: z.string().optional(), unitName: z.string().optional(), urgency: z.string(), missing: z.array(z.string()) }),
    async handle({ params, body: { order, ...rest }, person }, deps) {
      const { unit: theirs } = await getOwnMapping(params.id, person, deps);
      const problems = await problemsOf(rest, theirs, deps);
      if (problems.length > 0) throw new Invalid('有几行不对，没有试算', problems);
      const { unit, ...found } = await mapOrder(order, rest, deps);
      return { ...found, ...(unit && { unit: unit._id, unitName: unit.name }) };
    },
  }),
];
