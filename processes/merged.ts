// Cases that were merged (并案) into others, one way and the other.
import type { Store } from './store/store.js';
import type { Case } from './store/types.js';

/** Chains longer than this are none that people made. */
export const DEEPEST = 20;

/** Every case that was merged into this one, or into one of those. */
export async function mergedInto(store: Store, caseNo: string): Promise<Case[]> {
  const known = new Map<string, Case>();
  let next = [caseNo];
  for (let depth = 0; next.length > 0 && depth < DEEPEST; depth++) {
    const found = (await store.cases.find({ mergedInto: { $in: next } }).lean<Case[]>()).filter(({ _id }) => _id !== caseNo && !known.has(_id));
    for (const one of found) known.set(one._id, one);
    next = found.map(({ _id }) => _id);
  }
  return [...known.values()].sort((a, b) => (a._id < b._id ? -1 : 1));
}

/** The case that a matter is handled in: itself, or what it was merged into in the end. */
export async function handledIn(found: Case, store: Store): Promise<Case> {
  let now = found;
  for (let depth = 0; now.mergedInto && depth < DEEPEST; depth += 1) {
    const next = await store.cases.findById(now.mergedInto).lean<Case>();
    if (!next) break;
    now = next;
  }
  return now;
}
