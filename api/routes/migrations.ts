// Moving running cases to another version of their procedure: looked at before, tried with one, done in the background, paused, stopped.
import { z } from 'zod';
import { beginAnew, WHAT_DIFFERS } from '../../processes/migration/begin-anew.js';
import { candidatesFor, waysOut, type Candidate, type Preparation } from '../../processes/migration/candidates.js';
import { MIGRATABLE } from '../../processes/migration/drawing.js';
import { beginMigration, getMigration, turnMigration } from '../../processes/migration/jobs.js';
import { countItems, listItems, listMigrations } from '../../processes/migration/progress.js';
import { route, type Route } from '../route.js';
import { id, paging, text } from '../schemas.js';
import { migrationItemSummary, migrationSummary } from '../summaries.js';

const tag = '流程迁移';
const ability = 'edit-procedures' as const;
const any = z.looseObject({});
const params = z.object({ id });
const one = z.object({ id, migration: id });
/** A definition key of the engine, or the number of a release. */
const version = z.string().regex(/^\d{1,20}$/, '请从列表里选一个版本');
const mapping = z.array(z.object({ from: version, element: id, to: z.string().max(100) })).max(1_000).default([]);
const between = { to: version.optional(), from: z.array(version).max(100).optional(), mapping };

/** One case as the list shows it, with where it could be begun anew. */
function shown(candidate: Candidate, { sources, target, plans }: Preparation) {
  const { instanceKey, caseNo, title, from, fromVersion, startedAt, ok, places, hindrances } = candidate;
  return {
    instanceKey, caseNo, title, from, version: fromVersion.release ?? fromVersion.version, startedAt, ok, places,
    hindrances: hindrances.map((one) => ({ ...one, ways: one.offers.includes('move') && one.element ? waysOut(sources.get(from)!, target, plans.get(from)!, one.element) : [] })),
  };
}

export const migrationRoutes: Route[] = [
  route({
    method: 'post', path: '/procedures/{id}/migrations/preflight', tag, ability, params, body: z.object({ ...between, ...paging }), answer: any, status: 200,
    summary: 'What migrating would do, without doing it: which element goes where, and per running case whether the engine will take it and what can be done if not.',
    async handle({ params: { id: procedure }, body: { to, from, mapping: hand, page, size }, person }, deps) {
      const made = await candidatesFor(procedure, { to, from, hand }, person, deps);
      const sorted = [...made.candidates].sort((a, b) => Number(a.ok) - Number(b.ok));
      return {
        versions: made.versions, to: made.to, from: made.from, whatDiffers: WHAT_DIFFERS, hidden: made.hidden,
        plans: [...made.plans.values()].map(({ from: key, rows, unmapped }) => ({ from: key, rows, unmapped })),
        targets: [...made.target.elements.values()].filter(({ type }) => MIGRATABLE.has(type)).map(({ id: element, name, type }) => ({ id: element, name, type })),
        able: made.candidates.filter(({ ok }) => ok).length, total: sorted.length, page, size, items: sorted.slice((page - 1) * size, page * size).map((candidate) => shown(candidate, made)),
      };
    },
  }),
  route({
    method: 'post', path: '/procedures/{id}/migrations', tag, ability, params, status: 201, answer: any,
    summary: 'Begins a migration: dry keeps what the pre-flight says, one moves a single case, rest all others in the background.',
    body: z.object({ ...between, cases: z.array(id).min(1).max(5_000).optional(), mode: z.enum(['dry', 'one', 'rest']), reason: text(500) }),
    async handle({ params: { id: procedure }, body: { mapping: hand, ...wanted }, person }, deps) {
      const made = await beginMigration(procedure, { ...wanted, hand }, person, deps);
      return migrationSummary(made, await countItems(deps.store, made._id));
    },
  }),
  route({
    method: 'get', path: '/procedures/{id}/migrations', tag, ability, params, summary: 'The migrations of a procedure, newest first, with how far each is.',
    answer: z.object({ items: z.array(any) }),
    handle: async ({ params: { id: procedure } }, deps) => ({ items: (await listMigrations(procedure, deps)).map(({ counts, ...migration }) => migrationSummary(migration, counts)) }),
  }),
  route({
    method: 'get', path: '/procedures/{id}/migrations/{migration}', tag, ability, params: one, query: z.object(paging), summary: 'One migration: how far it is, and the result of each case that you may see.',
    answer: z.object({ migration: any, total: z.number(), page: z.number(), size: z.number(), items: z.array(any) }),
    async handle({ params: { id: procedure, migration }, query: { page, size }, person }, deps) {
      const [found, counts] = await Promise.all([getMigration(procedure, migration, deps), countItems(deps.store, migration)]);
      const { total, items } = await listItems(migration, { page, size }, person, deps);
      return { migration: migrationSummary(found, counts), total, page, size, items: items.map(migrationItemSummary) };
    },
  }),
  route({
    method: 'post', path: '/procedures/{id}/migrations/{migration}/{turn}', tag, ability, params: one.extend({ turn: z.enum(['pause', 'resume', 'stop']) }), answer: any, status: 200,
    summary: 'Pauses, resumes or stops a migration; a case that is half-way is brought to its end.',
    async handle({ params: { id: procedure, migration, turn }, person }, deps) {
      const made = await turnMigration(procedure, migration, turn, person, deps);
      return migrationSummary(made, await countItems(deps.store, made._id));
    },
  }),
  route({
    method: 'post', path: '/procedures/{id}/anew', tag, ability, params, answer: z.undefined(),
    summary: 'Begins a case anew at another element of the version that it is on, from which it can be migrated: its task is withdrawn and made anew, its clock starts anew.',
    body: z.object({ instance: version, element: version, at: id, to: version.optional(), mapping, reason: text(500) }),
    handle: async ({ params: { id: procedure }, body: { mapping: hand, ...wanted }, person }, deps) => beginAnew(procedure, { ...wanted, hand }, person, deps),
  }),
];
