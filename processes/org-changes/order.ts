// Orders of changes: looked at before, given, listed and called off. What is ordered is one document, so that it is there wholly or not at all.
import { audit } from '../audit.js';
import type { Deps } from '../deps.js';
import { Conflict, Forbidden, Invalid, NotFound } from '../errors.js';
import { can, unitsFor } from '../roles.js';
import { shanghaiDay } from '../shanghai.js';
import { contentHash } from '../same-id.js';
import { isDuplicate, type Store } from '../store/store.js';
import type { Person } from '../store/types.js';
import { actorOf } from '../tasks.js';
import { columnsOf } from './columns.js';
import { planPeople } from './plan-people.js';
import { planUnits } from './plan-units.js';
import { groundOf, type Plan } from './plan.js';
import { readSheet, type Line } from './sheet.js';
import type { OrgChange, OrgKind } from './types.js';

type Around = Pick<Deps, 'store' | 'clock'>;
/** Problems that are told at once. */
const MOST_TOLD = 200;
const ability = { units: 'manage-settings', people: 'manage-people' } as const;

/** Which of the two a person may change. */
export const orgKinds = (person: Person): OrgKind[] => (['units', 'people'] as const).filter((kind) => can(person, ability[kind]));
const topsOf = (kind: OrgKind, person: Person): string[] => unitsFor(person, ability[kind]);

/** @throws Forbidden when the office is another one's: units are the system administrator's, accounts the security administrator's */
function assertMay(kind: OrgKind, person: Person): void {
  if (!can(person, ability[kind])) throw new Forbidden(kind === 'units' ? '单位由系统管理员维护' : '人员由安全管理员维护');
}

export async function planOf(kind: OrgKind, lines: Line[], person: Person, { store, clock }: Around, but?: string): Promise<Plan> {
  const ground = await groundOf(kind, person, shanghaiDay(clock.now()), store, but);
  return kind === 'units' ? planUnits(lines, ground, store) : planPeople(lines, ground, store);
}

/** The fields of a form as a line of a file. @throws Invalid for one that no file has */
export function lineOf(kind: OrgKind, fields: Record<string, string>): Line {
  const odd = Object.keys(fields).find((key) => !columnsOf(kind).some((column) => column.key === key));
  if (odd) throw new Invalid(`no field <${odd}>`);
  return { line: 1, has: (key) => key in fields, at: (key) => (fields[key] ?? '').trim() };
}

export interface Order { id: string; kind: OrgKind; title: string; lines: Line[]; /** Problems are told by the fields of a form, not by line and column. */ form?: boolean }

/**
 * Gives an order; giving it twice under one id is one, other lines under that id are a Conflict. It is carried out by `applyOrgChanges`, what is due today at once.
 *
 * @throws Invalid with a problem for each line that cannot be, and nothing is ordered then; also when nothing would change
 */
export async function orderChanges({ id, kind, title, lines, form }: Order, person: Person, deps: Around): Promise<OrgChange> {
  const { store, clock } = deps;
  assertMay(kind, person);
  const given = contentHash([kind, lines.map(({ line, has, at }) => [line, columnsOf(kind).map(({ key }) => (has(key) ? at(key) : null))])]);
  const before = await store.orgChanges.findById(id).lean<OrgChange>();
  if (before) return own(before, given, person);
  const { rows, problems } = await planOf(kind, lines, person, deps);
  // what stands in the way may be the same order, given a moment ago
  const twin = problems.length > 0 || rows.length === 0 ? await store.orgChanges.findById(id).lean<OrgChange>() : null;
  if (twin) return own(twin, given, person);
  if (problems.length) throw new Invalid('有错误，什么都没有改', problems.slice(0, MOST_TOLD).map(({ line, path, message }) => ({ path: form ? `fields.${columnsOf(kind).find(({ header }) => header === path)?.key ?? ''}` : `第 ${line} 行·${path}`, message })));
  if (rows.length === 0) throw new Invalid('和现在的完全一样，没有要改的');
  const made: OrgChange = { _id: id, kind, title, person: person._id, by: actorOf(person), at: clock.now(), rows, lines: given, state: 'open', next: rows[0]!.day, applied: [], done: 0, lease: 0, tries: 0, tops: topsOf(kind, person) };
  const count = (action: string) => rows.filter((row) => row.action === action).length;
  await audit(store, clock.now(), actorOf(person), kind === 'units' ? '安排单位变更' : '安排人员变更', { kind: 'organisation', id }, `新增 ${count('add')}、变更 ${count('change')}、${kind === 'units' ? '撤销' : '离岗'} ${count('end')}，最早 ${rows[0]!.day} 生效`);
  await store.orgChanges.collection.insertOne(made as never).catch((error: { code?: number }) => { if (!isDuplicate(error)) throw error; });
  return own((await store.orgChanges.findById(id).lean<OrgChange>())!, given, person);
}
/** @param given the hash of the lines that are given now; an order from before it was kept is taken to be the same */
function own(change: OrgChange, given: string, person: Person): OrgChange {
  if (change.person !== person._id) throw new Conflict('这个编号已经用过');
  if (change.lines && change.lines !== given) throw new Conflict(`「${change.title}」先前已经收到并安排，这次的内容和它不同，没有安排。请先在「组织机构」里看那次变更，再刷新本页重新导入或填写`);
  return change;
}

/** The first lines of what a file would change, and all that is wrong with it; nothing is ordered. */
export async function previewFile(kind: OrgKind, bytes: Buffer, person: Person, deps: Around): Promise<Plan> {
  assertMay(kind, person);
  return planOf(kind, await readSheet(kind, bytes), person, deps);
}

/** Whether a person looks after an order: their own, or one of their area. */
const sees = (change: Pick<OrgChange, 'kind' | 'tops' | 'person'>, person: Person): boolean => change.person === person._id || (can(person, ability[change.kind]) && change.tops.every((top) => topsOf(change.kind, person).includes(top)));

/** A page of orders without their lines, the newest first. */
export async function findOrders(person: Person, { page, size }: { page: number; size: number }, store: Store): Promise<{ total: number; items: Omit<OrgChange, 'rows'>[] }> {
  const all = (await store.orgChanges.find({ kind: { $in: orgKinds(person) } }, { rows: 0 }).lean<OrgChange[]>()).filter((change) => sees(change, person)).sort((a, b) => b.at.getTime() - a.at.getTime());
  return { total: all.length, items: all.slice((page - 1) * size, page * size) };
}

/** @throws NotFound when there is none, or none that they look after */
export async function getOrder(id: string, person: Person, store: Store): Promise<OrgChange> {
  const found = await store.orgChanges.findById(id).lean<OrgChange>();
  if (!found || !sees(found, person)) throw new NotFound(`没有这次变更 <${id}>`);
  return found;
}

/** Calls off what is not yet due, or begins anew what stuck. @throws Conflict when it is over, or under way */
export async function turnOrder(id: string, turn: 'cancel' | 'retry', person: Person, { store, clock }: Around): Promise<void> {
  const found = await getOrder(id, person, store);
  assertMay(found.kind, person);
  await audit(store, clock.now(), actorOf(person), turn === 'cancel' ? '取消变更' : '重试变更', { kind: 'organisation', id }, '');
  const filter = turn === 'cancel' ? { state: { $in: ['open', 'stuck'] }, applying: null } : { state: 'stuck' };
  const set = turn === 'cancel' ? { state: 'cancelled', endedAt: clock.now() } : { state: 'open', tries: 0, lease: 0 };
  const { modifiedCount } = await store.orgChanges.updateOne({ _id: id, ...filter } as never, { $set: set, $unset: { problems: 1 } });
  if (modifiedCount === 0) throw new Conflict(turn === 'cancel' ? '正在生效或已经生效，不能取消' : '没有停下来的内容');
}
