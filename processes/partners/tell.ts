// What becomes of a partner's orders is told back to it: each state once, in order, as messages that are kept until they are taken.
import type { Deps } from '../deps.js';
import { insertOnce } from '../store/store.js';
import type { Case, OrderEvent, Outgoing, Partner, PartnerOrder, Task } from '../store/types.js';
import { settleOrder } from './receive.js';
import { endReturned } from './sort.js';

/** How many orders are looked at in one round. */
const ROUND = 100;

/** Everything that has happened with an order so far, in order: filed, each status that a task brought, its end. */
function eventsOf(order: PartnerOrder, found: Case | null, tasks: Task[]): OrderEvent[] {
  const { returned } = order;
  if (!found) return returned ? [{ id: 'returned', state: 'returned', status: '退单', at: returned.at, reason: returned.reason }] : [];
  const progress = tasks.filter(({ status }) => status).sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || a.pos - b.pos).map((task): OrderEvent => ({ id: `task:${task._id}`, state: 'progress', status: task.status!, at: task.createdAt }));
  const { standing, closing } = found;
  const over = standing && standing.state !== 'active';
  const reason = returned?.reason ?? closing?.reason ?? found.withdrawal?.reason;
  return [
    { id: 'accepted', state: 'accepted', status: '已接收', at: found.reportedAt }, ...progress,
    ...(over ? [{ id: `end:${standing.instanceKey}`, state: returned ? 'returned' as const : 'closed' as const, status: returned ? '退单' : standing.status, at: standing.at, ...(reason && { reason }), ...(closing?.rating && { rating: closing.rating }) }] : []),
  ];
}

/** Adds what is new; what was said once stands, whatever arrives later. A status that is the last one's is no change. */
async function addEvents(order: PartnerOrder, deps: Deps): Promise<OrderEvent[]> {
  const { store } = deps;
  const found = order.caseNo ? await store.cases.findById(order.caseNo).lean<Case>() : null;
  const tasks = found ? await store.tasks.find({ caseNo: found._id }).lean<Task[]>() : [];
  const told = [...order.events];
  for (const event of eventsOf(order, found, tasks)) {
    const last = told.at(-1);
    if (told.some(({ id }) => id === event.id) || (event.state === 'progress' && last?.status === event.status)) continue;
    const { modifiedCount } = await store.partnerOrders.updateOne({ _id: order._id, 'events.id': { $ne: event.id } }, { $push: { events: event } } as never);
    // another process is at it: the mark that it leaves brings the rest
    if (modifiedCount === 0) break;
    told.push(event);
  }
  return (await store.partnerOrders.findById(order._id, { events: 1 }).lean<PartnerOrder>())!.events;
}

/** A message for one event: its id is the same however often it is made. */
function messageOf(order: PartnerOrder, partner: Partner, event: OrderEvent, place: number): Outgoing {
  const { id: _, ...rest } = event;
  const body = { event: `${order._id}:${place}`, order: order.orderNo, seq: place, ...(order.caseNo && { caseNo: order.caseNo }), ...rest };
  return {
    _id: `webhook:${order._id}:${place}`, channel: 'webhook', to: partner._id, title: `回传：${event.status}`, text: JSON.stringify(body), at: event.at, state: 'waiting', tries: 0, nextAt: 0, line: order._id, place, scope: partner.scope,
    ...(order.caseNo && { caseNo: order.caseNo }),
  };
}

async function tellOne(order: PartnerOrder, partner: Partner | null, deps: Deps): Promise<void> {
  const { store } = deps;
  const done = () => store.partnerOrders.updateOne({ _id: order._id, marks: order.marks }, { $set: { stale: false } });
  if (!partner) return void await done();
  const now = await settleOrder(order, partner, deps);
  await endReturned(now, deps);
  const events = await addEvents(now, deps);
  // without an address nothing is told; once one is set, all of it is
  if (partner.webhook && partner.active) {
    await insertOnce(store.outgoing, events.map((event, index) => messageOf(now, partner, event, index + 1)).slice(now.queued));
    await store.partnerOrders.updateOne({ _id: order._id, queued: { $lt: events.length } }, { $set: { queued: events.length } });
  }
  await done();
}

/** One round over the orders of which something may be new. @returns how many were looked at */
export async function tellPartners(deps: Deps): Promise<number> {
  const { store } = deps;
  const stale = await store.partnerOrders.find({ stale: true }).limit(ROUND).lean<PartnerOrder[]>();
  if (stale.length === 0) return 0;
  const partners = new Map((await store.partners.find({ _id: { $in: [...new Set(stale.map(({ partner }) => partner))] } }).lean<Partner[]>()).map((one) => [one._id, one]));
  let failed: Error | undefined;
  for (const order of stale) await tellOne(order, partners.get(order.partner) ?? null, deps).catch((error: Error) => { failed ??= error; });
  if (failed) throw failed;
  return stale.length;
}
