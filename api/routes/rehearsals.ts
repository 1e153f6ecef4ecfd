// Rehearsals: a draft tried out with a case of its own, step by step or by a script that was kept; never part of any figure.
import { z } from 'zod';
import type { Deps } from '../../processes/deps.js';
import { Conflict, Forbidden, Unavailable } from '../../processes/errors.js';
import { actor, findDraft } from '../../processes/drafts.js';
import { newestReleases } from '../../processes/publication.js';
import { coverageOf, partsOf, together } from '../../processes/rehearsal/coverage.js';
import { caseSchema, limitSchema, stepsSchema } from '../../processes/rehearsal/script.js';
import { getScript, keepScript, removeScript, scriptsOf } from '../../processes/rehearsal/scripts.js';
import { beginningOf } from '../../processes/rehearsal/start.js';
import type { Rehearsals, RehearsalState } from '../../processes/rehearsal/types.js';
import type { Person } from '../../processes/store/types.js';
import { getVersion } from '../../processes/versions.js';
import { route, type Route } from '../route.js';
import { id, text } from '../schemas.js';

const tag = '流程演练';
const ability = 'approve-procedures';
const params = z.object({ id });
const any = z.looseObject({});
const state = z.looseObject({ id: z.string(), state: z.enum(['starting', 'running', 'waiting', 'ended', 'failed']) });
const values = z.record(z.string().max(100), z.unknown());

function of({ rehearsals }: Deps): Rehearsals {
  if (!rehearsals) throw new Unavailable('这个服务器不提供演练');
  return rehearsals;
}

/** Others may watch, and end it when it is in their way; only who began it plays. */
function assertOwn({ by }: RehearsalState, person: Person): void {
  if (by.id !== person._id) throw new Forbidden(`这场演练由 ${by.name} 操作，您可以看，不能办理`);
}

/** A draft when there is one, else what is in force: what a replay is for. */
const newestVersion = async (procedure: string, { store }: Deps): Promise<string> => (await findDraft(store, procedure) ? 'draft' : 'newest');

export const rehearsalRoutes: Route[] = [
  route({
    method: 'get', path: '/rehearsals', tag, summary: 'What can be rehearsed of a procedure: how it begins, the scripts that are kept and what they walked together, and whether a rehearsal runs now.', ability,
    query: z.object({ procedure: id, version: z.string().max(80).optional() }), answer: any,
    async handle({ query: { procedure, version } }, deps) {
      const wanted = version ?? await newestVersion(procedure, deps);
      const found = await getVersion(deps.store, procedure, wanted);
      const others = [...(await newestReleases(deps.store)).values()].filter((one) => one.procedure !== procedure).map(({ files }) => files);
      const scripts = await scriptsOf(deps, procedure);
      const parts = await partsOf(found.files.find(({ name }) => name.endsWith('.bpmn'))?.content ?? '');
      const way = together(scripts.flatMap(({ last }) => (last ? [last.way] : [])));
      const now = deps.rehearsals?.current();
      return {
        procedure, name: found.name, version: wanted, label: found.label, beginning: await beginningOf(procedure, found.files, others),
        unavailable: deps.rehearsals ? deps.rehearsals.unavailable : '这个服务器不提供演练', scripts, way, coverage: coverageOf(parts, way),
        current: now && { id: now.id, procedure: now.procedure, name: now.name, state: now.state, by: now.by, startedAt: now.startedAt },
      };
    },
  }),
  route({
    method: 'post', path: '/rehearsals', tag, summary: 'Starts a rehearsal of a draft (or of a version) with a case; with steps it plays them at once. One at a time.', ability, status: 201,
    body: z.object({ procedure: id, version: z.string().max(80).default('draft'), case: caseSchema, steps: stepsSchema.optional() }), answer: state,
    handle: async ({ body, person }, deps) => of(deps).start(body as never, { id: person._id, name: person.name }),
  }),
  route({
    method: 'get', path: '/rehearsals/{id}', tag, summary: 'How a rehearsal goes: what waits and for whom, the way through the diagram, coverage, incidents, the log.', ability, params, answer: state,
    handle: async ({ params: { id: wanted } }, deps) => of(deps).get(wanted),
  }),
  route({
    method: 'get', path: '/rehearsals/{id}/xml', tag, summary: 'The diagram that is rehearsed.', ability, params, answer: z.string(), gives: 'application/xml',
    async handle({ params: { id: wanted }, res }, deps) { res.type('application/xml').send(of(deps).xml(wanted)); },
  }),
  route({
    method: 'post', path: '/rehearsals/{id}/answers', tag, summary: 'Answers a task that waits, as one of those who would; what is wrong is named field by field.', ability, params,
    body: z.object({ element: id, key: z.string().regex(/^\d{1,20}$/).optional(), values, as: id.optional() }), answer: state,
    async handle({ params: { id: wanted }, body, person }, deps) {
      assertOwn(of(deps).get(wanted), person);
      return of(deps).tell(wanted, { do: 'answer', ...body });
    },
  }),
  route({
    method: 'post', path: '/rehearsals/{id}/time', tag, summary: 'Lets time pass: a limit such as "1 工作日", or "deadline" for as far as the next deadline.', ability, params, body: z.object({ limit: limitSchema }), answer: state,
    async handle({ params: { id: wanted }, body, person }, deps) {
      assertOwn(of(deps).get(wanted), person);
      return of(deps).tell(wanted, { do: 'time', ...body });
    },
  }),
  route({
    method: 'post', path: '/rehearsals/{id}/script', tag, summary: 'Keeps what was played as a script, to be played again on a later draft; one of the same name is replaced.', ability, params,
    body: z.object({ name: text(60) }), answer: any, status: 201,
    async handle({ params: { id: wanted }, body, person }, deps) {
      const played = of(deps).get(wanted);
      if (played.state === 'starting' || played.state === 'running') throw new Conflict('演练还在进行，停下来之后再保存');
      if (!played.caseNo) throw new Conflict('这次演练没有走出一步，没有可以保存的');
      return keepScript(body.name, played, actor(person), deps);
    },
  }),
  route({
    method: 'delete', path: '/rehearsals/{id}', tag, summary: 'Ends a rehearsal; its engine and everything in it are thrown away.', ability, params, answer: state, status: 200,
    handle: async ({ params: { id: wanted } }, deps) => of(deps).end(wanted),
  }),
  route({
    method: 'post', path: '/rehearsal-scripts/{id}/run', tag, summary: 'Plays a script again in one go, on the draft if there is one; how it went is kept with the script.', ability, params, status: 201,
    body: z.object({ version: z.string().max(80).optional() }), answer: state,
    async handle({ params: { id: wanted }, body, person }, deps) {
      const { _id, name, procedure, case: given, steps, expect } = await getScript(deps, wanted);
      const version = body.version ?? await newestVersion(procedure, deps);
      return of(deps).start({ procedure, version, case: given, steps, expect, script: { id: _id, name } }, { id: person._id, name: person.name });
    },
  }),
  route({
    method: 'delete', path: '/rehearsal-scripts/{id}', tag, summary: 'Gives a script up.', ability: 'edit-procedures', params, answer: z.undefined(),
    handle: async ({ params: { id: wanted } }, deps) => removeScript(wanted, deps),
  }),
];
