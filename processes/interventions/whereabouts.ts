// Where an instance and what it calls stand: the running instances below it, their active elements, open tasks and open incidents.
import type { Store } from '../store/store.js';
import type { Element, Incident, Instance, Task } from '../store/types.js';

export type Active = Pick<Element, '_id' | 'instanceKey' | 'elementId' | 'type' | 'scopeKey' | 'definitionKey' | 'startedAt'>;

/** An instance and all running ones that it calls, itself first. */
export async function treeOf(store: Store, instance: Instance): Promise<Instance[]> {
  const running = await store.instances.find({ rootKey: instance.rootKey, state: 'active' }).lean<Instance[]>();
  const calls = new Map<string, Instance[]>();
  for (const one of running) if (one.parentKey) calls.set(one.parentKey, [...(calls.get(one.parentKey) ?? []), one]);
  const tree = [instance];
  for (let at = 0; at < tree.length; at += 1) tree.push(...(calls.get(tree[at]!._id) ?? []));
  return tree;
}

const keysOf = (instances: Pick<Instance, '_id'>[]): string[] => instances.map(({ _id }) => _id);

/** The active elements of instances, the instances themselves not among them, in a fixed order. */
export async function activeIn(store: Store, instances: Pick<Instance, '_id'>[]): Promise<Active[]> {
  const found = await store.elements.find(
    { instanceKey: { $in: keysOf(instances) }, state: 'active' }, { instanceKey: 1, elementId: 1, type: 1, scopeKey: 1, definitionKey: 1, startedAt: 1 },
  ).lean<Active[]>();
  return found.filter(({ type }) => type !== 'PROCESS').sort((a, b) => (a._id < b._id ? -1 : 1));
}

/** The tasks that people still have of instances, in a fixed order. */
export async function openTasksIn(store: Store, instances: Pick<Instance, '_id'>[]): Promise<Task[]> {
  const found = await store.tasks.find({ instanceKey: { $in: keysOf(instances) }, state: { $in: ['open', 'submitted'] } }).lean<Task[]>();
  return found.sort((a, b) => (a._id < b._id ? -1 : 1));
}

/** The incidents of instances that nobody has mended, in a fixed order. */
export async function openIncidentsIn(store: Store, instances: Pick<Instance, '_id'>[]): Promise<Incident[]> {
  const found = await store.incidents.find({ instanceKey: { $in: keysOf(instances) }, state: 'open' }).lean<Incident[]>();
  return found.sort((a, b) => (a._id < b._id ? -1 : 1));
}
