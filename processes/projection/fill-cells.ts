// Elements from before they said in which figures they count say it, once; whatever broke off is gone on with at the next start.
import { cellOf, pathOf } from '../figures/cell-key.js';
import { DAYS } from '../figures/element-cells.js';
import { markStale } from '../figures/stale.js';
import type { Store } from '../store/store.js';
import type { Case, Element, Instance } from '../store/types.js';

const KEY = 'filled:element-cells';
const BATCH = 1_000;

async function fill(store: Store, elements: Element[]): Promise<number> {
  const instances = await store.instances.find({ _id: { $in: [...new Set(elements.map(({ instanceKey }) => instanceKey))] } }, { caseNo: 1, path: 1 }).lean<Instance[]>();
  const cases = await store.cases.find({ _id: { $in: instances.flatMap(({ caseNo, path }) => (caseNo && !path ? [caseNo] : [])) } }, { city: 1, county: 1, town: 1, village: 1, grid: 1 }).lean<Case[]>();
  const paths = new Map(cases.map((one) => [one._id, pathOf(one)]));
  const placed = new Map(instances.map((one) => [one._id, { ...one, path: one.path ?? paths.get(one.caseNo ?? '') }]));
  const found = elements.flatMap((element) => { const cell = cellOf(element, placed.get(element.instanceKey)); return cell ? [{ _id: element._id, cell }] : []; });
  const lacking = instances.filter(({ _id, path }) => !path && placed.get(_id)!.path);
  if (lacking.length > 0) await store.instances.collection.bulkWrite(lacking.map(({ _id }) => ({ updateOne: { filter: { _id }, update: { $set: { path: placed.get(_id)!.path } } } })) as never, { ordered: false });
  // marked before and after: a sweep between the two would count without them
  const mark = () => markStale(store, DAYS, found.map(({ cell }) => cell));
  await mark();
  if (found.length > 0) await store.elements.collection.bulkWrite(found.map(({ _id, cell }) => ({ updateOne: { filter: { _id }, update: { $set: { cell } } } })) as never, { ordered: false });
  await mark();
  return found.length;
}

/** Writes onto every ended element in which cell it counts. Repeated it changes nothing; once it was through it is not looked for again. @returns how many got one */
export async function fillCells(store: Store): Promise<number> {
  if (await store.settings.exists({ _id: KEY })) return 0;
  let filled = 0;
  let batch: Element[] = [];
  const fields = { instanceKey: 1, type: 1, endedAt: 1, definitionKey: 1 };
  for await (const one of store.elements.find({ cell: null }, fields).lean<Element>().cursor()) {
    if (!one.endedAt) continue;
    if (batch.push(one as Element) < BATCH) continue;
    filled += await fill(store, batch);
    batch = [];
  }
  if (batch.length > 0) filled += await fill(store, batch);
  await store.settings.updateOne({ _id: KEY }, { $set: { value: true } }, { upsert: true });
  return filled;
}
