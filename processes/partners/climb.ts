// Orders of partners that nobody sorts in time climb to the unit above, up to the county, or the city where the partner is the city's; there they are urged anew each time the limit runs out.
import type { Deps } from '../deps.js';
import { dueAt, parseLimit } from '../limit.js';
import { notify } from '../notices.js';
import { replaceNumbers } from '../personal-numbers.js';
import type { Partner, PartnerOrder, Unit } from '../store/types.js';
import { sortersOf } from './receive.js';

/** How many one round takes; the next goes on. */
const ROUND = 100;

/** One round. @returns how many climbed or were urged */
export async function climbOrders(deps: Pick<Deps, 'store' | 'clock' | 'calendar'>): Promise<number> {
  const { store, clock, calendar } = deps;
  const now = clock.now();
  const late = await store.partnerOrders.find({ state: 'sorting', sortBy: { $lt: now } }).limit(ROUND).lean<PartnerOrder[]>();
  for (const order of late) {
    const [unit, partner] = await Promise.all([store.units.findById(order.unit, { outline: 0 }).lean<Unit>(), store.partners.findById(order.partner).lean<Partner>()]);
    const above = unit?.parent && (unit.level !== 'county' || partner?.unit === unit.parent) ? await store.units.findById(unit.parent, { outline: 0 }).lean<Unit>() : null;
    const next = above ?? unit;
    // told before it is moved: what is repeated after a crash is told once, by its key
    if (next) {
      await notify(store, {
        id: `order:${order._id}:${order.sortBy.getTime()}`, to: sortersOf(next), kind: 'order', at: now, title: `逾期未分拣：${replaceNumbers(order.text.title, () => '[号码]')}`, text: `工单 ${order.orderNo} 在「${unit!.name}」逾期未分拣，请在「转办工单」里分拣或退单。`,
      });
    }
    const sortBy = dueAt(calendar, now, parseLimit(partner?.sortLimit ?? '2 工作时')).at;
    await store.partnerOrders.updateOne({ _id: order._id, state: 'sorting', sortBy: order.sortBy }, { $set: { sortBy, ...(next && { unit: next._id }) } });
  }
  return late.length;
}
