// An order of a partner becomes a case, once however often it is sent; what its tables do not map waits for people to sort it, in its own words.
import { z } from 'zod';
import { audit } from '../audit.js';
import type { Deps } from '../deps.js';
import { recordOnce } from '../entries.js';
import { Conflict, DomainError, Invalid, Unavailable } from '../errors.js';
import { dueAt, parseLimit } from '../limit.js';
import { notify } from '../notices.js';
import { replaceNumbers } from '../personal-numbers.js';
import { fileReport, type Report } from '../report.js';
import { contentHash, sameId } from '../same-id.js';
import { insertOnce } from '../store/store.js';
import type { OrderText, Partner, PartnerOrder, RegisterItem, Unit } from '../store/types.js';
import { MOST_CONCERNS } from '../grid/concerns.js';
import { findByCode, linkItems } from '../grid/link-concerns.js';
import { getMapping, mapOrder, plain } from './mapping.js';
import { MARKED, STALE } from './mark.js';
import { partnerPerson } from './partner-person.js';
import { kinds } from './partners.js';

/** What an order says; the same schema checks the partners' input. */
export const orderSchema = z.object({
  orderNo: z.string().regex(/^[\w.-]{1,64}$/, { message: '工单号只用字母、数字、点和横线' }), title: z.string().trim().min(2).max(200), content: z.string().trim().min(1).max(2_000),
  category: z.string().trim().max(100).optional(), urgency: z.string().trim().max(40).optional(), area: z.string().trim().max(100).optional(), address: z.string().trim().min(1).max(200),
  lng: z.number().min(-180).max(180).optional(), lat: z.number().min(-90).max(90).optional(), people: z.int().min(0).max(1_000_000).optional(),
  /** What else the partner's form says, by the names of its fields: a table of the mapping names those that are codes of the registers. */
  fields: z.record(z.string().trim().min(1).max(40), z.string().trim().max(200)).refine((fields) => Object.keys(fields).length <= 30, { message: '最多 30 项' }).optional(),
  citizen: z.strictObject({ name: z.string().trim().max(40).optional(), phone: z.string().regex(/^[0-9+\- ]{5,20}$/, { message: '不是电话号码' }).optional(), anonymous: z.boolean().optional() }).optional(),
});

/** The client id of an order's case: the same order is the same case. */
const clientIdOf = (id: string): string => sameId('order', id);

/** Who sorts orders at a unit. */
const SORTERS: Record<string, string> = { grid: 'intake', village: 'intake', town: 'dispatcher', county: 'dispatcher' };
export const sortersOf = ({ _id, level }: Pick<Unit, '_id' | 'level'>): string[] => [`${_id}/${SORTERS[level] ?? 'dispatcher'}`];

/**
 * Takes an order. The same again is answered with where it stands.
 *
 * @throws Conflict when another text came under this number before
 */
export async function receiveOrder(partner: Partner, text: OrderText, deps: Deps): Promise<{ order: PartnerOrder; created: boolean }> {
  const { store, clock, calendar } = deps;
  const id = `${partner._id}:${text.orderNo}`;
  const said = contentHash(text);
  const before = await store.partnerOrders.findById(id).lean<PartnerOrder>();
  if (before && before.said !== said) throw new Conflict(`工单 ${text.orderNo} 先前已经收到，但两次的内容不同；内容有变请用新的工单号`);
  if (before) return { order: await settleOrder(before, partner, deps), created: false };
  const at = clock.now();
  const { category, unit, urgency, missing } = await mapOrder(text, await getMapping(partner._id, deps), deps);
  const to = unit ?? await store.units.findById(partner.unit, { outline: 0 }).lean<Unit>();
  if (!to) throw new Unavailable(`the unit <${partner.unit}> of partner <${partner._id}> is no more`);
  // whoever sorts sits at a village or above
  const seat = to.level === 'grid' ? to.parent! : to._id;
  const until = (limit: string) => dueAt(calendar, at, parseLimit(limit)).at;
  await audit(store, at, { system: partner.name }, '转办工单', { kind: 'order', id }, kinds[partner.kind]);
  await insertOnce(store.partnerOrders, [{
    _id: id, partner: partner._id, orderNo: text.orderNo, said, text, unit: seat, scope: to.path, state: 'received', at, sortBy: until(partner.sortLimit), returnBy: until(partner.returnLimit),
    ...(category && { category }), ...(unit?.level === 'grid' && { grid: unit._id }), urgency, missing, events: [], queued: 0, marks: 1, stale: true,
  }]);
  const kept = (await store.partnerOrders.findById(id).lean<PartnerOrder>())!;
  // of two at once with one number one was first
  if (kept.said !== said) throw new Conflict(`工单 ${text.orderNo} 先前已经收到，但两次的内容不同；内容有变请用新的工单号`);
  return { order: await settleOrder(kept, partner, deps), created: true };
}

/** Brings an order on that was received, or stayed so because of a crash: filed when it is known where and what, else put before those who sort. */
export async function settleOrder(order: PartnerOrder, partner: Partner, deps: Deps): Promise<PartnerOrder> {
  if (order.state !== 'received') return order;
  if (order.category && order.grid) return fileOrder(order, partner, deps).catch((error) => askToSort(order, partner, deps, error));
  return askToSort(order, partner, deps);
}

/** What cannot be filed for a reason of its own (a grid that is no more) is sorted by people; when store or engine are away it is tried again. */
async function askToSort(order: PartnerOrder, partner: Partner, deps: Deps, error?: Error): Promise<PartnerOrder> {
  if (error && (!(error instanceof DomainError) || error instanceof Unavailable)) throw error;
  const { store, clock } = deps;
  const unit = await store.units.findById(order.unit, { outline: 0 }).lean<Unit>();
  await notify(store, {
    id: `order:${order._id}:${order.unit}`, to: unit ? sortersOf(unit) : [], kind: 'order', at: clock.now(), title: `待分拣工单：${replaceNumbers(order.text.title, () => '[号码]')}`, text: `${partner.name}工单 ${order.orderNo} 还没有确定${order.missing.includes('category') ? '事件类别' : ''}${order.missing.length > 1 ? '和' : ''}${order.missing.includes('grid') ? '网格' : ''}，请在「转办工单」里分拣或退单。`,
  });
  await store.partnerOrders.updateOne({ _id: order._id, state: 'received' }, { $set: { state: 'sorting' } });
  return (await store.partnerOrders.findById(order._id).lean<PartnerOrder>())!;
}

const SOURCES: Record<Partner['kind'], Report['source']> = { hotline: '12345转办', city: '部门移送', 'data-centre': '部门移送' };

/** The items of the registers of the partner's area that an order names by a code, where the tables say which of its fields is one. */
async function namedItems({ text, grid }: PartnerOrder, { _id, unit }: Partner, deps: Deps): Promise<RegisterItem[]> {
  const { concerns = [] } = await getMapping(_id, deps);
  const found = await Promise.all(concerns.map(({ theirs, ours }) => findByCode(fieldOf(text, theirs), { unit, grid }, deps, [ours])));
  return [...new Map(found.flatMap((item) => (item ? [[item._id, item] as const] : []))).values()].slice(0, MOST_CONCERNS);
}

const fieldOf = ({ fields = {} }: OrderText, name: string): string => Object.entries(fields).find(([theirs]) => plain(theirs) === plain(name))?.[1] ?? '';

/** Files an order whose category and grid are known; afterwards the case alone says what the matter is. @throws Invalid when its grid is none */
export async function fileOrder(order: PartnerOrder, partner: Partner, deps: Deps): Promise<PartnerOrder> {
  const { store } = deps;
  const { _id, text, category, grid, urgency } = order;
  if (!category || !grid) throw new Invalid('an order needs a category and a grid', [{ path: category ? 'grid' : 'category', message: '必填' }]);
  const { title, content, address, lng, lat, people = 0, citizen } = text;
  const report: Report = {
    clientId: clientIdOf(_id), title: title.slice(0, 80), description: content, category, urgency: urgency as Report['urgency'], people, source: SOURCES[partner.kind], grid, attachments: [],
    place: { text: address, ...(lng !== undefined && lat !== undefined && { lng, lat }) }, reporter: { ...citizen, anonymous: citizen?.anonymous ?? false },
  };
  const { caseNo } = await fileReport(report, partnerPerson(partner), deps);
  // one that people have linked to as much as it can hold stays as it is
  await linkItems(caseNo, await namedItems(order, partner, deps), { system: partner.name }, deps).catch((error) => { if (!(error instanceof Conflict)) throw error; });
  await recordOnce(store, {
    _id: `order:${_id}`, caseNo, at: order.at, who: { system: partner.name }, action: '转办', text: `${partner.name}工单 ${order.orderNo}：${title}`, why: `对方的类别「${text.category ?? '未填'}」、区域「${text.area ?? '未填'}」、紧急程度「${text.urgency ?? '未填'}」`,
  });
  // names stay in the case, where they are masked and blanked in time
  await store.partnerOrders.updateOne({ _id, state: { $ne: 'returned' } }, { $set: { state: 'filed', caseNo, ...STALE }, $inc: MARKED, $unset: { 'text.citizen': '', 'text.fields': '' } });
  return (await store.partnerOrders.findById(_id).lean<PartnerOrder>())!;
}
