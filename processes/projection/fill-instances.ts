// Instances and variables from before lists asked for them get what they lack, once; whatever broke off is gone on with at the next start.
import type { Store } from '../store/store.js';
import type { Case, Element, Incident, Instance } from '../store/types.js';
import { shortOf } from '../variable-text.js';
import { HOLDERS } from './track.js';

const BATCH = 500;

/** Goes through what lacks something, in batches, unless it was gone through before. */
async function once(store: Store, name: string, all: () => AsyncIterable<any>, fill: (batch: any[]) => Promise<object[]>, write: (operations: object[]) => Promise<unknown>): Promise<number> {
  if (await store.settings.exists({ _id: `filled:${name}` })) return 0;
  let filled = 0;
  let batch: any[] = [];
  const flush = async () => {
    const operations = await fill(batch);
    if (operations.length > 0) await write(operations);
    filled += operations.length;
    batch = [];
  };
  for await (const one of all()) if (batch.push(one) >= BATCH) await flush();
  if (batch.length > 0) await flush();
  await store.settings.updateOne({ _id: `filled:${name}` }, { $set: { value: true } }, { upsert: true });
  return filled;
}

const by = <T extends { instanceKey: string }>(all: T[]): Map<string, T[]> => {
  const made = new Map<string, T[]>();
  for (const one of all) made.set(one.instanceKey, [...(made.get(one.instanceKey) ?? []), one]);
  return made;
};

/** Where each stands, and who may see its case. */
async function lacking(batch: Instance[], store: Store): Promise<object[]> {
  const own = { instanceKey: { $in: batch.map(({ _id }) => _id) } };
  const [cases, elements, incidents] = await Promise.all([
    store.cases.find({ _id: { $in: [...new Set(batch.flatMap(({ caseNo }) => caseNo ?? []))] } }, { scope: 1 }).lean<Pick<Case, '_id' | 'scope'>[]>(),
    store.elements.find({ ...own, state: 'active' }, { instanceKey: 1, elementId: 1, type: 1, startedAt: 1, pos: 1 }).lean<Element[]>(), store.incidents.find({ ...own, state: 'open' }, { instanceKey: 1, at: 1, pos: 1 }).lean<Incident[]>(),
  ]);
  const scopes = new Map(cases.map(({ _id, scope }) => [_id, scope]));
  const [active, open] = [by(elements), by(incidents)];
  return batch.map(({ _id, caseNo, startedAt, endedAt, pos, told }) => {
    const [on, broken] = [active.get(_id) ?? [], open.get(_id) ?? []];
    const times = [startedAt, endedAt, ...on.map((one) => one.startedAt), ...broken.map(({ at }) => at)].flatMap((time) => (time ? [time.getTime()] : []));
    const stands = { tokens: on.filter(({ type }) => !HOLDERS.has(type)).map((one) => ({ key: one._id, id: one.elementId })), faults: broken.map((one) => one._id), movedAt: new Date(Math.max(...times)), told: Math.max(pos ?? 0, ...on.map((one) => one.pos), ...broken.map((one) => one.pos)) };
    const scope = scopes.get(caseNo ?? '');
    return { updateOne: { filter: { _id }, update: { ...(told === undefined ? { $set: stands } : {}), ...(scope ? { $addToSet: { scope: { $each: scope } } } : {}), $currentDate: { changed: true } } } };
  });
}

/** Instances get where they stand and who may see them. To be called before new records are taken. @returns how many got something */
export const fillInstances = (store: Store): Promise<number> => once(
  store, 'instances', () => store.instances.find({ $or: [{ told: null }, { scope: null }] }).lean().cursor(), (batch) => lacking(batch, store), (operations) => store.instances.collection.bulkWrite(operations as never, { ordered: false }));

/** Variables get what they are looked up by. @returns how many */
export const fillVariables = (store: Store): Promise<number> => once(
  store, 'variables', () => store.variables.find({ short: null }, { value: 1 }).lean().cursor(), async (batch) => batch.map(({ _id, value }) => ({ updateOne: { filter: { _id }, update: { $set: { short: shortOf(value) } } } })), (operations) => store.variables.collection.bulkWrite(operations as never, { ordered: false }));
