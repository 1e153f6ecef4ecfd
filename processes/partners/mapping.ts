// What a partner's words mean here: policy staff keep three tables a partner, by which its orders find their category, unit and urgency.
import { audit } from '../audit.js';
import { findCategory } from '../categories.js';
import type { Deps } from '../deps.js';
import { Conflict, Invalid, NotFound, type Problem } from '../errors.js';
import { CODES } from '../grid/link-concerns.js';
import { urgencies } from '../report.js';
import { unitsFor } from '../roles.js';
import { RESERVED } from './taken-over.js';
import { isDuplicate } from '../store/store.js';
import type { FieldRow, MappingRow, OrderText, Partner, PartnerMapping, Person, Unit } from '../store/types.js';
import { actorOf } from '../tasks.js';
import { unitsOf, type KnownUnit } from '../units.js';

export type Tables = Pick<PartnerMapping, 'categories' | 'units' | 'urgencies' | 'fields' | 'concerns'>;
/** The tables of orders. */
type OrderTable = 'categories' | 'units' | 'urgencies' | 'concerns';
/** What an order came to; `missing` names what the tables did not know. */
export interface Mapped { category?: string; unit?: Unit; urgency: string; missing: string[] }

/** A partner's word as it is compared: width and case of its letters do not count. */
export const plain = (text?: string) => (text ?? '').normalize('NFKC').trim().toLowerCase();
const byName = (rows: MappingRow[], theirs?: string): string | undefined => (plain(theirs) ? rows.find((row) => plain(row.theirs) === plain(theirs))?.ours : undefined);

/** The longest entry that stands in the address: 曹坝村三组 before 曹坝村. */
const inAddress = (rows: MappingRow[], address: string): string | undefined =>
  rows.filter((row) => plain(row.theirs).length > 1 && plain(address).includes(plain(row.theirs))).sort((a, b) => b.theirs.length - a.theirs.length)[0]?.ours;

/** Looks an order up in a partner's tables. */
export async function mapOrder(text: Pick<OrderText, 'category' | 'urgency' | 'area' | 'address'>, tables: Tables, { store }: Pick<Deps, 'store'>): Promise<Mapped> {
  const category = byName(tables.categories, text.category);
  const unitId = byName(tables.units, text.area) ?? inAddress(tables.units, text.address);
  // units come and go: one that is no more is as if it had not been mapped
  const unit = unitId ? await store.units.findOne({ _id: unitId, endedOn: null }, { outline: 0 }).lean<Unit>() ?? undefined : undefined;
  const urgency = byName(tables.urgencies, text.urgency) ?? (urgencies.find((one) => one === text.urgency) ?? '一般');
  const known = category !== undefined && findCategory(category) !== undefined;
  return { ...(known && { category }), ...(unit && { unit }), urgency, missing: [...(known ? [] : ['category']), ...(unit?.level === 'grid' ? [] : ['grid'])] };
}

/** So many rows a table has at most: the grids of a city. */
export const MOST_MAPPED = 20_000;

/** The tables alone. */
export const tablesOf = ({ categories, units, urgencies, fields, concerns }: Tables): Tables => ({ categories, units, urgencies, fields, concerns });

/** Whether a unit can be what a partner's area means: a place in use within the partner's unit. */
export const mappable = ({ level, path, endedOn }: KnownUnit, unit: string): boolean => !endedOn && path.includes(unit) && ['grid', 'village', 'town', 'county'].includes(level);

type KnownMapping = PartnerMapping & Pick<Partner, 'name' | 'kind' | 'unit' | 'scope'>;
const EMPTY = { categories: [], units: [], urgencies: [], fields: [], concerns: [] };

/** The tables of a partner; empty ones when nobody has written any. @throws NotFound when there is no such partner */
export async function getMapping(id: string, { store }: Pick<Deps, 'store'>): Promise<KnownMapping> {
  const [partner, found] = await Promise.all([store.partners.findById(id).lean<Partner>(), store.partnerMappings.findById(id).lean<PartnerMapping>()]);
  if (!partner) throw new NotFound(`没有这个对接单位 <${id}>`);
  return { ...EMPTY, revision: 0, ...found, _id: id, name: partner.name, kind: partner.kind, unit: partner.unit, scope: partner.scope };
}

/** The tables of a partner of a person's own area. @throws NotFound for any other */
export async function getOwnMapping(id: string, person: Person, deps: Pick<Deps, 'store'>): Promise<KnownMapping> {
  const found = await getMapping(id, deps);
  if (!mayMap(person, found)) throw new NotFound(`没有这个对接单位 <${id}>`);
  return found;
}

/** Whether a person may say what a partner's words mean: policy staff of its unit or above. */
export const mayMap = (person: Person, { scope }: Pick<Partner, 'scope'>): boolean => unitsFor(person, 'edit-procedures').some((unit) => scope.includes(unit));

/** Everything that is wrong with the fields that are taken over from a data centre's answers. */
const fieldProblems = (fields: FieldRow[]): Problem[] => fields.flatMap(({ theirs, ours, title }, row): Problem[] => {
  const say = (path: keyof FieldRow, message: string) => ({ path: `fields.${row}.${path}`, message });
  const before = fields.slice(0, row);
  return [
    ...(theirs === '' ? [say('theirs', '请填写对方的字段名')] : before.some((one) => one.theirs === theirs) ? [say('theirs', `「${theirs}」写了两次`)] : []),
    ...(title === '' ? [say('title', '请填写中文名称')] : []),
    ...(!/^[a-z][A-Za-z0-9]{0,39}$/.test(ours) ? [say('ours', '变量名用小写英文字母开头，只用字母和数字')] : RESERVED.includes(ours) ? [say('ours', `「${ours}」另有用处，请换一个`)] : before.some((one) => one.ours === ours) ? [say('ours', `「${ours}」写了两次`)] : []),
  ];
});

/** Everything that is wrong with tables, row by row. @param unit the partner's: its orders go nowhere else */
export async function problemsOf(tables: Tables, unit: string, { store }: Pick<Deps, 'store'>): Promise<Problem[]> {
  const units = await unitsOf(store, tables.units.map(({ ours }) => ours));
  const right: Record<OrderTable, (ours: string) => boolean> = {
    categories: (ours) => findCategory(ours) !== undefined, units: (ours) => units.has(ours) && mappable(units.get(ours)!, unit), urgencies: (ours) => (urgencies as readonly string[]).includes(ours), concerns: (ours) => Object.hasOwn(CODES, ours),
  };
  const words: Record<OrderTable, string> = { categories: '没有这个事件小类', units: '这个对接单位的辖区里没有这个网格、村、镇或县，或已撤销', urgencies: '没有这个紧急程度', concerns: '登记册没有这个编码' };
  return [...fieldProblems(tables.fields ?? []), ...(Object.keys(right) as OrderTable[]).flatMap((table) => {
    const seen = new Set<string>();
    return (tables[table] ?? []).flatMap(({ theirs, ours }, row): Problem[] => {
      const twice = seen.has(plain(theirs));
      seen.add(plain(theirs));
      return [...(plain(theirs) === '' ? [{ path: `${table}.${row}.theirs`, message: '请填写对方的写法' }] : twice ? [{ path: `${table}.${row}.theirs`, message: `「${theirs}」写了两次` }] : []), ...(right[table](ours) ? [] : [{ path: `${table}.${row}.ours`, message: words[table] }])];
    });
  })];
}

/** What is wrong with tables that was not wrong before in the very same row: a unit that has ended meanwhile keeps nobody from changing another row. */
async function newProblems(tables: Tables, before: KnownMapping, deps: Pick<Deps, 'store'>): Promise<Problem[]> {
  const problems = await problemsOf(tables, before.unit, deps);
  if (problems.length === 0) return problems;
  const key = (from: Tables, { path, message }: Problem): string => {
    const [table, row] = (path ?? '').split('.') as [keyof Tables, string];
    return JSON.stringify([table, from[table]?.[Number(row)], message]);
  };
  const known = new Set((await problemsOf(before, before.unit, deps)).map((problem) => key(before, problem)));
  return problems.filter((problem) => !known.has(key(tables, problem)));
}

/** Saves the tables of a partner as a whole. @throws Invalid row by row; Conflict when somebody saved meanwhile */
export async function saveMapping(id: string, revision: number, tables: Tables, person: Person, deps: Pick<Deps, 'store' | 'clock'>): Promise<number> {
  const { store, clock } = deps;
  const before = await getOwnMapping(id, person, deps);
  const problems = await newProblems(tables, before, deps);
  if (problems.length > 0) throw new Invalid('有几行不对，没有保存', problems);
  if (before.revision !== revision) throw new Conflict('别人刚刚改过这些对照表，请刷新后再改');
  await audit(store, clock.now(), actorOf(person), '修改对照表', { kind: 'partner', id }, `第 ${revision + 1} 版`);
  const made = { revision: revision + 1, ...tables, by: actorOf(person), at: clock.now() };
  try {
    const { modifiedCount, upsertedCount } = await store.partnerMappings.updateOne({ _id: id, revision }, { $set: made }, { upsert: revision === 0 });
    if (modifiedCount + upsertedCount === 0) throw new Conflict('别人刚刚改过这些对照表，请刷新后再改');
  } catch (error) {
    if (isDuplicate(error)) throw new Conflict('别人刚刚改过这些对照表，请刷新后再改');
    throw error;
  }
  return made.revision;
}
