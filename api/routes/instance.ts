// One instance: the diagram as it stands, the way through called procedures, its variables, and the history of its elements.
import { z } from 'zod';
import { NotFound } from '../../processes/errors.js';
import { drawingOf } from '../../processes/migration/drawing.js';
import { elementsOn, ranOn } from '../../processes/migration/history.js';
import { can } from '../../processes/roles.js';
import { skippedIn } from '../../processes/skipped.js';
import type { Definition, Element, Incident, Instance } from '../../processes/store/types.js';
import { countByElement } from '../../processes/projection/counts.js';
import { described } from '../../processes/projection/described.js';
import { kindOfIncident } from '../../processes/interventions/retry.js';
import { hidden } from '../hide.js';
import { callersOf, getInstance, showHistory, showVariables } from '../instance-shown.js';
import { route, type Route } from '../route.js';
import { paging, taskKey } from '../schemas.js';
import { instanceSummary } from '../summaries.js';

const one = z.object({ key: taskKey });
/** So many elements and called instances the answer names; the rest is in the history, page by page. */
const MOST = 200;

export const oneInstanceRoutes: Route[] = [
  route({
    method: 'get', path: '/instances/{key}', tag: '实例', summary: 'One instance: elements with counts, the flows taken and what was left aside (on the version that it is on, or an earlier one), incidents, variables, callers and called instances.',
    params: one, query: z.object({ definitionKey: taskKey.optional() }),
    answer: z.object({
      instance: z.looseObject({}), counts: z.record(z.string(), z.object({ active: z.number(), completed: z.number(), terminated: z.number(), moved: z.number().optional() })), flows: z.array(z.string()), skipped: z.array(z.string()),
      versions: z.array(z.object({ definitionKey: z.string(), version: z.number(), now: z.boolean(), until: z.date().optional() })), drawn: z.string(),
      elements: z.array(z.looseObject({})), incidents: z.array(z.looseObject({})), variables: z.array(z.looseObject({})), children: z.array(z.looseObject({})), callers: z.array(z.looseObject({})),
    }),
    async handle({ params, query, person }, deps) {
      const { store } = deps;
      const instance = await getInstance(params.key, person, deps);
      const own = { instanceKey: instance._id };
      const [elements, incidents, versions, callers] = await Promise.all([
        store.elements.find(own, { job: 0 }).lean<Element[]>(), store.incidents.find(own).lean<Incident[]>(), ranOn(store, instance), callersOf(store, instance),
      ]);
      elements.sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime() || a.pos - b.pos);
      const drawn = query.definitionKey ?? instance.definitionKey;
      if (!versions.some(({ definitionKey }) => definitionKey === drawn)) throw new NotFound(`这个流程实例没有在这个版本上办理过 <${drawn}>`);
      const calls = new Map(elements.filter(({ type }) => type === 'CALL_ACTIVITY').map((element) => [element._id, element.elementId]));
      const [children, definitions] = await Promise.all([
        calls.size === 0 ? [] : store.instances.find({ parentElementKey: { $in: [...calls.keys()] } }).lean<Instance[]>(), store.definitions.find({ _id: { $in: versions.map(({ definitionKey }) => definitionKey) } }).lean<Definition[]>(),
      ]);
      const shown = versions.length === 1 ? elements : elementsOn(elements, drawn);
      const diagrams = new Map(await Promise.all(definitions.map(async (definition) => [definition._id, (await described(definition)).elements] as const)));
      const nameOf = ({ definitionKey, elementId }: { definitionKey: string; elementId: string }) => diagrams.get(definitionKey)?.get(elementId)?.name || elementId;
      const definition = definitions.find(({ _id }) => _id === drawn);
      // a diagram that cannot be read leaves nothing aside
      const drawing = definition && await drawingOf(definition).catch(() => undefined);
      const inOrder = children.sort((a, b) => Number(b.state === 'active') - Number(a.state === 'active') || b.startedAt.getTime() - a.startedAt.getTime());
      return {
        instance: instanceSummary(instance), versions, drawn, counts: countByElement(shown), flows: [...new Set(shown.filter(({ state }) => state === 'taken').map(({ elementId }) => elementId))],
        skipped: drawing ? skippedIn(drawing, shown, instance.state !== 'active' || drawn !== instance.definitionKey) : [],
        elements: elements.filter(({ state }) => state !== 'taken').slice(-MOST).map(({ _id, elementId, type, state, startedAt, endedAt, definitionKey }) => ({
          key: _id, elementId, name: nameOf({ definitionKey, elementId }), type, state, startedAt, endedAt, ...(versions.length > 1 ? { version: versions.find((each) => each.definitionKey === definitionKey)?.version } : {}),
        })),
        incidents: incidents.map(({ _id, elementId, type, message, state, at, endedAt }) => ({ key: _id, elementId, name: nameOf({ definitionKey: instance.definitionKey, elementId }), type, kind: kindOfIncident(type), message: hidden(message), state, at, endedAt })),
        variables: can(person, 'see-instances') ? await showVariables(store, instance, elements, nameOf) : [],
        children: inOrder.slice(0, MOST).map((child) => ({ ...instanceSummary(child), calledBy: calls.get(child.parentElementKey!) })), callers: callers.map(instanceSummary),
      };
    },
  }),
  route({
    method: 'get', path: '/instances/{key}/history', tag: '实例', summary: 'The elements of one instance, the newest first: when, how long, and which person or worker did them.',
    params: one, query: z.object(paging), answer: z.object({ total: z.number(), page: z.number(), size: z.number(), items: z.array(z.looseObject({ key: z.string() })) }),
    async handle({ params, query: { page, size }, person }, deps) {
      return { page, size, ...await showHistory(deps.store, await getInstance(params.key, person, deps), page, size) };
    },
  }),
];
