// Where an instance stands, as far as migrating it is concerned: what is active, where tokens wait, what is broken.
import type { Store } from '../store/store.js';
import type { Element, Incident } from '../store/types.js';
import type { Drawing } from './drawing.js';

export interface Active { key: string; elementId: string; type: string }
export interface Where {
  active: Active[];
  /** Ids of joins at which a part of the branches has arrived. */
  waitingJoins: string[];
  /** Keys of active elements with an open incident. */
  broken: string[];
}

type Part = Pick<Element, '_id' | 'instanceKey' | 'elementId' | 'type' | 'state' | 'scopeKey' | 'definitionKey'>;

const FIELDS = { instanceKey: 1, elementId: 1, type: 1, state: 1, scopeKey: 1, definitionKey: 1 };

/** Reads where instances stand, in few queries for all of them. @param drawings by definition key: those that the instances run on */
export async function whereStand(store: Store, instances: { _id: string; definitionKey: string }[], drawings: Map<string, Drawing>): Promise<Map<string, Where>> {
  const keys = instances.map(({ _id }) => _id);
  const joins = [...drawings.values()].flatMap((drawing) => drawing.joins);
  const [active, passed, incidents] = await Promise.all([
    store.elements.find({ instanceKey: { $in: keys }, state: 'active' }, FIELDS).lean<Part[]>(),
    // only what tells of joins: the way of a thousand cases is long
    joins.length === 0 ? [] : store.elements.find({ instanceKey: { $in: keys }, elementId: { $in: joins.flatMap(({ id, incoming }) => [id, ...incoming]) } }, FIELDS).lean<Part[]>(),
    store.incidents.find({ instanceKey: { $in: keys }, state: 'open' }, { instanceKey: 1, elementKey: 1 }).lean<Pick<Incident, 'instanceKey' | 'elementKey'>[]>(),
  ]);
  const elements = [...new Map([...active, ...passed].map((one) => [one._id, one])).values()];
  const own = new Map<string, Part[]>(keys.map((key) => [key, []]));
  for (const element of elements) own.get(element.instanceKey)?.push(element);
  return new Map(instances.map(({ _id, definitionKey }) => {
    const parts = own.get(_id)!;
    const drawing = drawings.get(definitionKey);
    return [_id, {
      active: parts.filter(({ state, type }) => state === 'active' && type !== 'PROCESS').map(({ _id: key, elementId, type }) => ({ key, elementId, type })),
      waitingJoins: drawing ? waiting(drawing, parts.filter((part) => part.definitionKey === definitionKey)) : [],
      broken: incidents.filter(({ instanceKey }) => instanceKey === _id).map(({ elementKey }) => elementKey),
    }];
  }));
}

/** A join is passed once per token on each of its flows: a flow that was taken more often than that has a token waiting. */
function waiting(drawing: Drawing, parts: Part[]): string[] {
  return drawing.joins.filter(({ id, incoming }) => {
    const passed = new Map<string, number>();
    for (const part of parts) if (part.elementId === id) passed.set(part.scopeKey, (passed.get(part.scopeKey) ?? 0) + 1);
    const taken = new Map<string, number>();
    for (const part of parts) {
      if (part.state !== 'taken' || !incoming.includes(part.elementId)) continue;
      const at = `${part.scopeKey} ${part.elementId}`;
      taken.set(at, (taken.get(at) ?? 0) + 1);
    }
    const isOver = (scope: string) => !parts.some(({ _id, instanceKey, state }) => instanceKey === scope || (_id === scope && state === 'active'));
    return [...taken].some(([at, count]) => !isOver(at.split(' ')[0]!) && count > (passed.get(at.split(' ')[0]!) ?? 0));
  }).map(({ id }) => id);
}
