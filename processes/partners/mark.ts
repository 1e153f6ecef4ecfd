// Marks orders of partners of which something may have to be told; durable before what changed is acknowledged.
import type { Store } from '../store/store.js';

/** What an update of an order adds to mark it, so that the mark is there with the change itself. */
export const STALE = { stale: true } as const;
export const MARKED = { marks: 1 } as const;

/** The orders of these cases. */
export async function markOrders(store: Store, caseNos: string[]): Promise<void> {
  if (caseNos.length > 0) await store.partnerOrders.updateMany({ caseNo: { $in: caseNos } }, { $set: STALE, $inc: MARKED });
}
