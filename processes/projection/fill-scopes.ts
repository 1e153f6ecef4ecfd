// Instances from before they kept their case's scope get it, once.
import type { Store } from '../store/store.js';
import type { Case } from '../store/types.js';

const KEY = 'filled:instance-scope';
const BATCH = 1_000;

/** Writes the scope of its case onto every instance that has none. Repeated it changes nothing; once it was through it is not looked for again. @returns how many got one */
export async function fillScopes(store: Store): Promise<number> {
  if (await store.settings.exists({ _id: KEY })) return 0;
  let filled = 0;
  let batch: { _id: string; caseNo?: string }[] = [];
  const write = async () => {
    const cases = await store.cases.find({ _id: { $in: [...new Set(batch.map(({ caseNo }) => caseNo!))] } }, { scope: 1 }).lean<Pick<Case, '_id' | 'scope'>[]>();
    const scopes = new Map(cases.map(({ _id, scope }) => [_id, scope]));
    const operations = batch.flatMap(({ _id, caseNo }) => (scopes.has(caseNo!) ? [{ updateOne: { filter: { _id }, update: { $addToSet: { scope: { $each: scopes.get(caseNo!)! } } } } }] : []));
    if (operations.length > 0) await store.instances.collection.bulkWrite(operations as never, { ordered: false });
    filled += operations.length;
    batch = [];
  };
  for await (const one of store.instances.find({ scope: null }, { caseNo: 1 }).lean().cursor()) {
    if (!one.caseNo) continue;
    batch.push(one);
    if (batch.length >= BATCH) await write();
  }
  if (batch.length > 0) await write();
  await store.settings.updateOne({ _id: KEY }, { $set: { value: true } }, { upsert: true });
  return filled;
}
