// Instances as the engine's records tell them: where each stands, the way it took, what went wrong.
import { z } from 'zod';
import type { Deps } from '../../processes/deps.js';
import { Forbidden, NotFound } from '../../processes/errors.js';
import { getCase } from '../../processes/cases.js';
import { elementsOn, ranOn } from '../../processes/migration/history.js';
import { can } from '../../processes/roles.js';
import type { Case, Definition, Element, Incident, Instance, Person } from '../../processes/store/types.js';
import { countByElement } from '../../processes/projection/counts.js';
import { described } from '../../processes/projection/described.js';
import { caseFilter } from '../../processes/visibility.js';
import { hidden, withoutNames } from '../hide.js';
import { route, type Route } from '../route.js';
import { paging } from '../schemas.js';
import { instanceSummary } from '../summaries.js';

/** An instance is seen by whoever sees its case. @throws NotFound otherwise */
async function getInstance(key: string, person: Person, deps: Deps): Promise<Instance> {
  const instance = await deps.store.instances.findById(key).lean<Instance>();
  // one answer, whether it is hidden or not there: the number of a case that is not theirs must not be in it
  const hidden = () => new NotFound(`no instance <${key}>`);
  if (!instance) throw hidden();
  if (instance.caseNo) await getCase(instance.caseNo, person, deps).catch((error: Error) => { throw error instanceof NotFound ? hidden() : error; });
  else if (!can(person, 'see-instances')) throw hidden();
  return instance;
}

export const instanceRoutes: Route[] = [
  route({
    method: 'get', path: '/instances', tag: '实例', summary: 'Running and ended instances of the procedures, newest first.',
    query: z.object({
      procedure: z.string().max(120).optional(), state: z.enum(['active', 'completed', 'terminated']).optional(), caseNo: z.string().max(40).optional(),
      incident: z.enum(['true', 'false']).optional(), ...paging,
    }),
    answer: z.object({ total: z.number(), page: z.number(), size: z.number(), items: z.array(z.looseObject({ key: z.string() })) }),
    async handle({ query, person }, { store }) {
      if (!can(person, 'see-instances')) throw new Forbidden('实例由指挥长、督查员和管理员查看');
      const { page, size, procedure, state, caseNo, incident } = query;
      const own = await store.cases.find(caseFilter(person), { _id: 1 }).lean<Pick<Case, '_id'>[]>();
      const broken = incident ? await store.incidents.distinct('instanceKey', { state: 'open' }) : [];
      const filter = {
        caseNo: caseNo ? { $in: own.some(({ _id }) => _id === caseNo) ? [caseNo] : [] } : { $in: [...own.map(({ _id }) => _id), null] },
        ...(procedure ? { procedure } : {}), ...(state ? { state } : {}), ...(incident ? { _id: incident === 'true' ? { $in: broken } : { $nin: broken } } : {}),
      };
      const [total, items] = await Promise.all([
        store.instances.countDocuments(filter), store.instances.find(filter).sort({ startedAt: -1, _id: -1 }).skip((page - 1) * size).limit(size).lean<Instance[]>(),
      ]);
      const incidents = await store.incidents.find({ instanceKey: { $in: items.map(({ _id }) => _id) }, state: 'open' }).lean<Incident[]>();
      return {
        total, page, size,
        items: items.map((instance) => ({ ...instanceSummary(instance), incidents: incidents.filter(({ instanceKey }) => instanceKey === instance._id).length })),
      };
    },
  }),
  route({
    method: 'get', path: '/instances/{key}', tag: '实例', summary: 'One instance: elements with counts, the flows taken (on the version that it is on, or an earlier one), incidents, variables, called instances.',
    params: z.object({ key: z.string().regex(/^\d{1,20}$/) }), query: z.object({ definitionKey: z.string().regex(/^\d{1,20}$/).optional() }),
    answer: z.object({
      instance: z.looseObject({}), counts: z.record(z.string(), z.object({ active: z.number(), completed: z.number(), terminated: z.number(), moved: z.number().optional() })), flows: z.array(z.string()),
      versions: z.array(z.object({ definitionKey: z.string(), version: z.number(), now: z.boolean(), until: z.date().optional() })), drawn: z.string(),
      elements: z.array(z.looseObject({})), incidents: z.array(z.looseObject({})), variables: z.array(z.looseObject({})), children: z.array(z.looseObject({})),
    }),
    async handle({ params, query, person }, deps) {
      const { store } = deps;
      const instance = await getInstance(params.key, person, deps);
      const own = { instanceKey: instance._id };
      const [elements, incidents, variables, children, versions] = await Promise.all([
        store.elements.find(own).sort({ startedAt: 1, pos: 1 }).lean<Element[]>(), store.incidents.find(own).lean<Incident[]>(),
        can(person, 'see-instances') ? store.variables.find(own).sort({ name: 1 }).lean() : [], store.instances.find({ parentElementKey: { $in: (await store.elements.distinct('_id', { ...own, type: 'CALL_ACTIVITY' })) as string[] } }).lean<Instance[]>(),
        ranOn(store, instance),
      ]);
      const drawn = query.definitionKey ?? instance.definitionKey;
      if (!versions.some(({ definitionKey }) => definitionKey === drawn)) throw new NotFound(`这个流程实例没有在这个版本上办理过 <${drawn}>`);
      const shown = versions.length === 1 ? elements : elementsOn(elements, drawn);
      const definitions = await store.definitions.find({ _id: { $in: versions.map(({ definitionKey }) => definitionKey) } }).lean<Definition[]>();
      const names = new Map(await Promise.all(definitions.map(async (definition) => [definition._id, (await described(definition)).elements] as const)));
      const calls = new Map(elements.map((element) => [element._id, element.elementId]));
      return {
        instance: instanceSummary(instance), versions, drawn, counts: countByElement(shown), flows: [...new Set(shown.filter(({ state }) => state === 'taken').map(({ elementId }) => elementId))],
        elements: elements.filter(({ state }) => state !== 'taken').map(({ _id, elementId, type, state, startedAt, endedAt, definitionKey }) => ({
          key: _id, elementId, name: names.get(definitionKey)?.get(elementId)?.name ?? elementId, type, state, startedAt, endedAt,
          ...(versions.length > 1 ? { version: versions.find((one) => one.definitionKey === definitionKey)?.version } : {}),
        })),
        incidents: incidents.map(({ _id, elementId, type, message, state, at, endedAt }) => ({ key: _id, elementId, type, message: hidden(message), state, at, endedAt })),
        variables: variables.map(({ name, value, scopeKey }) => ({ name, value: withoutNames(hidden(JSON.parse(value))), scopeKey })),
        children: children.map((child) => ({ ...instanceSummary(child), calledBy: calls.get(child.parentElementKey!) })),
      };
    },
  }),
];
