// Marks orders of partners of which something may have to be told; durable before what changed is acknowledged.
import type { Store } from '../store/store.js';

const MARK = { $inc: { marks: 1 }, $set: { stale: true } } as const;

/** The orders of these cases. */
export async function markOrders(store: Store, caseNos: string[]): Promise<void> {
  if (caseNos.length > 0) await store.partnerOrders.updateMany({ caseNo: { $in: caseNos } }, MARK);
}

/** One order by its id. */
export async function markOrder(store: Store, id: string): Promise<void> {
  await store.partnerOrders.updateOne({ _id: id }, MARK);
}
