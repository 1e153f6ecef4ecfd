// Facts of a case that later steps and reports rely on: equipment listed, an order to pay, an advance, production resumed.
import type { Deps } from './deps.js';
import type { Fact } from './store/types.js';

/** Appends a fact to its case unless one of that `_id` is there. */
export async function recordFact(caseNo: string, fact: Fact, { store }: Pick<Deps, 'store'>): Promise<void> {
  await store.cases.updateOne({ _id: caseNo, 'facts._id': { $ne: fact._id } }, { $push: { facts: fact } });
}
