// Orders of partners as intake and dispatchers see them: sorted to a category and a grid, or sent back (退单) with a reason while the limit runs.
import { audit } from '../audit.js';
import { findCategory } from '../categories.js';
import type { Deps } from '../deps.js';
import { Conflict, Invalid, NotFound } from '../errors.js';
import { urgencies } from '../report.js';
import { unitsFor } from '../roles.js';
import type { Actor, Case, Partner, PartnerOrder, Person, Unit } from '../store/types.js';
import { actorOf } from '../tasks.js';
import { keepWithdrawal } from '../withdrawal.js';
import { MARKED, STALE } from './mark.js';
import { fileOrder } from './receive.js';

export const views = ['sorting', 'filed', 'returned'] as const;
export type OrderView = (typeof views)[number];

/** The units where a person sorts orders: theirs and all below. */
const seats = (person: Person): string[] => unitsFor(person, 'sort-orders');
const own = (person: Person) => ({ scope: { $in: seats(person) } });

/** A page of the orders of a person's units in one state, the newest first, and how many there are of each. */
export async function listOrders({ state, page, size }: { state: OrderView; page: number; size: number }, person: Person, { store }: Pick<Deps, 'store'>): Promise<{ counts: Record<OrderView, number>; total: number; items: PartnerOrder[] }> {
  const [items, ...numbers] = await Promise.all([
    store.partnerOrders.find({ ...own(person), state }).sort({ at: -1, _id: -1 }).skip((page - 1) * size).limit(size).lean<PartnerOrder[]>(), ...views.map((one) => store.partnerOrders.countDocuments({ ...own(person), state: one })),
  ]);
  const counts = Object.fromEntries(views.map((one, index) => [one, numbers[index]!])) as Record<OrderView, number>;
  return { counts, total: counts[state], items };
}

/** @throws NotFound for one that is not theirs to see */
export async function getOrder(id: string, person: Person, { store }: Pick<Deps, 'store'>): Promise<PartnerOrder> {
  const found = await store.partnerOrders.findById(id).lean<PartnerOrder>();
  if (!found || !seats(person).some((unit) => found.scope.includes(unit))) throw new NotFound(`没有这张工单 <${id}>`);
  return found;
}

/** Sorts an order: it becomes a case. @throws Invalid when the grid lies elsewhere; Conflict when it was sorted or sent back */
export async function sortOrder(id: string, { category, grid, urgency }: { category: string; grid: string; urgency: string }, person: Person, deps: Deps): Promise<string> {
  const { store, clock } = deps;
  const order = await getOrder(id, person, deps);
  if (!findCategory(category)) throw new Invalid('no category', [{ path: 'category', message: '没有这个事件类别' }]);
  if (!(urgencies as readonly string[]).includes(urgency)) throw new Invalid('no urgency', [{ path: 'urgency', message: '没有这个紧急程度' }]);
  const unit = await store.units.findById(grid, { level: 1, path: 1 }).lean<Unit>();
  if (unit?.level !== 'grid' || !seats(person).some((one) => unit.path.includes(one))) throw new Invalid('no grid of theirs', [{ path: 'grid', message: '请选择您辖区里的网格；不在您辖区的，请退单或由上级分拣' }]);
  const by = { by: actorOf(person), at: clock.now() };
  await audit(store, by.at, by.by, '分拣工单', { kind: 'order', id }, `${category} ${grid}`);
  const { modifiedCount } = await store.partnerOrders.updateOne({ _id: id, state: 'sorting' }, { $set: { category, grid, urgency, sorted: by, state: 'received', scope: [...new Set([...order.scope, ...unit.path])], missing: [], ...STALE }, $inc: MARKED });
  if (modifiedCount === 0) throw new Conflict('这张工单已经分拣或退回');
  const partner = (await store.partners.findById(order.partner).lean<Partner>())!;
  // crashed before this, the sweep files it
  return (await fileOrder({ ...order, category, grid, urgency }, partner, deps)).caseNo!;
}

/**
 * Sends an order back to its partner (退单): one that is not sorted ends with it, the case of one that is filed is withdrawn.
 *
 * @throws Conflict when it was sent back, its limit is over, or the case is closed
 */
export async function returnOrder(id: string, reason: string, person: Person, deps: Deps): Promise<void> {
  const { store, clock } = deps;
  const order = await getOrder(id, person, deps);
  const at = clock.now();
  if (order.returned) throw new Conflict('这张工单已经退回');
  if (at > order.returnBy) throw new Conflict('已过退单期限，不能再退；办不了的，请逐级上报');
  const found = order.caseNo ? await store.cases.findById(order.caseNo).lean<Case>() : undefined;
  if (found?.closing || found?.withdrawal || (found?.standing && found.standing.state !== 'active')) throw new Conflict('案件已经办结或撤回，不能退单');
  const returned = { by: actorOf(person), at, reason };
  await audit(store, at, returned.by, '退单', { kind: 'order', id }, order.caseNo ?? '');
  // what is being filed at this very moment is not sent back beside it
  const { modifiedCount } = await store.partnerOrders.updateOne({ _id: id, returned: null, state: order.state === 'filed' ? 'filed' : 'sorting' }, { $set: { returned, state: 'returned', ...STALE }, $inc: MARKED, $unset: { 'text.citizen': '', 'text.fields': '' } });
  if (modifiedCount === 0) throw new Conflict('这张工单刚刚有了变化，请刷新后再看');
  await endReturned({ ...order, returned }, deps);
}

/** Ends the case of an order that was sent back; repeated by the sweep. */
export async function endReturned({ caseNo, returned }: Pick<PartnerOrder, 'caseNo' | 'returned'>, deps: Deps): Promise<void> {
  if (!caseNo || !returned) return;
  const found = await deps.store.cases.findById(caseNo).lean<Case>();
  if (!found || found.withdrawal || (found.standing && found.standing.state !== 'active')) return;
  await keepWithdrawal(found, { by: returned.by as Actor, at: returned.at, reason: `退单：${returned.reason}` }, deps).catch((error) => { if (!(error instanceof Conflict)) throw error; });
}
