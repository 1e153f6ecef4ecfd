// Procedures: which there are, in which versions, what differs between two of them, and their drawings.
import { z } from 'zod';
import { acceptFiles, LARGEST } from '../../processes/accept.js';
import { compare } from '../../processes/compare/compare.js';
import { departmentNames } from '../../processes/compare/departments.js';
import { Forbidden, Invalid, NotFound } from '../../processes/errors.js';
import { impactOf } from '../../processes/impact.js';
import { procedureLog } from '../../processes/procedure-log.js';
import { overview, versionsOf } from '../../processes/procedure-overview.js';
import { can } from '../../processes/roles.js';
import type { Definition } from '../../processes/store/types.js';
import { versionFor } from '../../processes/versions.js';
import { route, type Route } from '../route.js';
import { id } from '../schemas.js';

const tag = '流程';
const any = z.looseObject({});
const params = z.object({ id });
const version = z.string().max(80);
const reference = z.object({ procedure: id, version }).or(z.object({ files: z.array(z.object({ name: z.string().max(90), content: z.string().max(LARGEST) })).max(80) }));

export const procedureRoutes: Route[] = [
  route({
    method: 'get', path: '/procedures', tag, summary: 'Every procedure: the version in force, its draft, the last change, and the cases running by version.',
    answer: z.object({ items: z.array(z.looseObject({ id: z.string(), name: z.string(), version: z.number().optional(), running: z.number(), housekeeping: z.boolean() })) }),
    handle: async (_call, { store }) => ({ items: await overview(store) }),
  }),
  route({
    method: 'get', path: '/procedures/{id}', tag, summary: 'One procedure: all versions, snapshots, who did what when, and the cases running by version.', params, answer: any,
    async handle({ params: { id: procedure }, person }, { store }) {
      const [about] = await overview(store, procedure);
      if (!about) throw new NotFound(`没有这个流程 <${procedure}>`);
      const versions = await versionsOf(store, procedure);
      // what is only being thought about is for those who decide on it
      return can(person, 'approve-procedures') ? { ...about, ...versions, log: await procedureLog(store, procedure) } : { ...about, ...versions, snapshots: [], log: [] };
    },
  }),
  route({
    method: 'get', path: '/procedures/{id}/files', tag, summary: 'The files of a version: newest, draft, a number, or snapshot:<id>.', params,
    query: z.object({ version: version.default('newest') }), answer: z.object({ label: z.string(), name: z.string(), files: z.array(z.object({ name: z.string(), content: z.string() })) }),
    async handle({ params: { id: procedure }, query, person }, { store }) {
      const { label, name, files } = await versionFor(person, store, procedure, query.version);
      return { label, name, files };
    },
  }),
  route({
    method: 'post', path: '/compare', tag, summary: 'What differs between two versions, or any two sets of files (for those who may approve): as sentences, with the elements to mark.',
    body: z.object({ left: reference, right: reference }), answer: z.object({ equal: z.boolean(), changes: z.array(any), files: z.array(any) }),
    async handle({ body, person }, { store }) {
      const brought = 'files' in body.left || 'files' in body.right;
      if (brought && !can(person, 'approve-procedures')) throw new Forbidden('自带的文件只有流程管理员和指挥长能比较，请选择已发布的版本');
      const side = async (given: z.infer<typeof reference>) => ('files' in given ? acceptFiles(given.files) : (await versionFor(person, store, given.procedure, given.version)).files);
      const [left, right] = await Promise.all([side(body.left), side(body.right)]);
      if (left.length === 0 && right.length === 0) throw new Invalid('没有可比较的文件');
      return compare(left, right, { departments: await departmentNames(store) });
    },
  }),
  route({
    method: 'get', path: '/procedures/{id}/impact', tag, summary: 'Which running cases will meet the draft when it is published: they take tables and called procedures in their newest version.',
    ability: 'approve-procedures', params, answer: any,
    handle: async ({ params: { id: procedure }, person }, deps) => impactOf(procedure, person, deps),
  }),
  route({
    method: 'get', path: '/procedures/{id}/xml', tag, summary: 'The BPMN of a procedure: the newest, a version, or the one of a definition key.',
    params, query: z.object({ version: z.coerce.number().int().optional(), definitionKey: z.string().max(24).optional() }), answer: z.string(), gives: 'application/xml',
    async handle({ params: { id: procedure }, query, res }, { store }) {
      const wanted = query.definitionKey ? { _id: query.definitionKey, procedure } : { procedure, ...(query.version ? { version: query.version } : {}) };
      const [definition] = await store.definitions.find(wanted).sort({ version: -1 }).limit(1).lean<Definition[]>();
      if (!definition) throw new NotFound(`no procedure <${procedure}>`);
      res.type('application/xml').send(definition.xml);
    },
  }),
];
