// One item of a grid's registers: made once, changed by whoever saw its newest state, never taken away without a trace.
import type { Deps } from '../deps.js';
import { Conflict, Invalid, NotFound } from '../errors.js';
import { touch } from '../feed.js';
import { getUnit } from '../organisation.js';
import type { Store } from '../store/store.js';
import { insertOnce } from '../store/store.js';
import type { Actor, Person, RegisterItem, RegisterKind } from '../store/types.js';
import { actorOf } from '../tasks.js';
import { written, type ItemDraft, type Written } from './draft.js';
import { registerOf } from './fields.js';
import { loadLists } from './lists.js';
import { mayKeep, maySee } from './may.js';

type Given = Pick<Deps, 'store' | 'clock'>;

/** The grid, if a person keeps its registers. @throws NotFound when it is none, or not theirs: what is not theirs cannot be told from what is not there */
export async function getKeptGrid(store: Store, grid: string, person: Person): Promise<{ _id: string; name: string; path: string[]; endedOn?: string }> {
  const unit = await getUnit(store, grid);
  if (unit.level !== 'grid' || !mayKeep(person, { scope: unit.path })) throw new NotFound(`no grid <${grid}>`);
  return unit;
}

/** The grid, if a person enters items in its registers. @throws NotFound likewise; Invalid when it has ended: its registers lie elsewhere now */
export async function getOpenGrid(store: Store, grid: string, person: Person): Promise<{ _id: string; name: string; path: string[] }> {
  const unit = await getKeptGrid(store, grid, person);
  if (unit.endedOn) throw new Invalid(`grid <${grid}> ended`, [{ path: 'grid', message: `网格「${unit.name}」已在 ${unit.endedOn} 撤销，请登记到它并入的网格` }]);
  return unit;
}

/** An item that a person may see. @throws NotFound when there is none, or none for them */
export async function getItem(id: string, person: Person, { store }: Pick<Deps, 'store'>): Promise<RegisterItem> {
  const found = await store.registers.findById(id).lean<RegisterItem>();
  if (!found || !maySee(person, found)) throw new NotFound(`no register item <${id}>`);
  return found;
}

/** An item that a person may change. @throws NotFound likewise */
export async function getKeptItem(id: string, person: Person, deps: Pick<Deps, 'store'>): Promise<RegisterItem> {
  const found = await getItem(id, person, deps);
  if (!mayKeep(person, found)) throw new NotFound(`no register item <${id}>`);
  return found;
}

/** Tells the lists of whoever keeps a grid that something changed. */
export const tellKeepers = (store: Store, scope: string[]): void => touch(store, scope.flatMap((unit) => [`${unit}/grid-member`, `${unit}/grid-leader`, `${unit}/intake`]));

async function assertHousehold(store: Store, household: string | undefined, grid: string): Promise<void> {
  if (!household) return;
  const found = await store.registers.findById(household).lean<RegisterItem>();
  if (!found || found.kind !== 'household' || found.grid !== grid) throw new Invalid('no such household', [{ path: '所属户主', message: '本网格没有登记这一户' }]);
}

/** A new item, not kept yet. */
export function newItem(id: string, kind: RegisterKind, grid: { _id: string; path: string[] }, what: Written, at: Date, by: Actor, action = '登记'): RegisterItem {
  return {
    _id: id, kind, grid: grid._id, scope: grid.path, ...what, state: 'current', revision: 1,
    history: [{ revision: 1, at, by, action, fields: [] }], createdAt: at, createdBy: by, updatedAt: at, updatedBy: by,
  };
}

/**
 * Enters an item. The same client id is the same item, however often it is sent.
 *
 * @throws NotFound for a grid that is not theirs; Invalid field by field; Conflict when the id is another person's
 */
export async function addItem({ clientId, kind, grid, ...draft }: ItemDraft & { clientId: string; kind: RegisterKind; grid: string }, person: Person, { store, clock }: Given): Promise<RegisterItem> {
  const unit = await getOpenGrid(store, grid, person);
  const what = written(kind, draft, (await loadLists(store)).lists);
  await assertHousehold(store, what.household, grid);
  await insertOnce(store.registers, [newItem(clientId, kind, unit, what, clock.now(), actorOf(person))]);
  const kept = (await store.registers.findById(clientId).lean<RegisterItem>())!;
  if (kept.grid !== grid || kept.kind !== kind || !('id' in kept.createdBy) || kept.createdBy.id !== person._id) throw new Conflict('这个登记编号已被使用，请重新填写');
  tellKeepers(store, kept.scope);
  return kept;
}

/** The Chinese names of the fields in which two states of an item differ. */
export function changedFields(kind: RegisterKind, before: Written, after: Written): string[] {
  const shown = (of: Written, key: string, header: string): string => (
    key === 'fact' ? of.facts[header] ?? '' : key === 'place' ? JSON.stringify([of.place.text, of.place.lng ?? null, of.place.lat ?? null]) : key === 'categories' ? of.categories.join('、') : String(of[key as 'name'] ?? ''));
  return registerOf(kind).fields.filter(({ key, header }) => shown(before, key, header) !== shown(after, key, header)).map(({ header }) => header);
}

/** What others did to an item since a revision, as one sentence. */
function since({ history, revision }: RegisterItem, seen: number): Conflict {
  const later = history.filter((change) => change.revision > seen);
  const said = later.map(({ by, action, fields }) => `${'name' in by ? by.name : '系统'}${fields.length ? `改了${fields.join('、')}` : action}`).join('；');
  return new Conflict(`这一条刚刚变了（${said || `现在是第 ${revision} 次修改`}）。您填的内容还在，请对照后再保存。`);
}

/** Writes a new state over the one that was seen. @throws Conflict saying what the others changed meanwhile */
async function replace(item: RegisterItem, seen: number, set: object, unset: string[], change: { action: string; fields: string[]; why?: string }, person: Person, { store, clock }: Given): Promise<RegisterItem> {
  if (item.revision !== seen) throw since(item, seen);
  const [at, by] = [clock.now(), actorOf(person)];
  const after = await store.registers.findOneAndUpdate({ _id: item._id, revision: seen }, {
    $set: { ...set, updatedAt: at, updatedBy: by, revision: seen + 1 }, ...(unset.length ? { $unset: Object.fromEntries(unset.map((name) => [name, 1])) } : {}),
    $push: { history: { revision: seen + 1, at, by, ...change } },
  }, { returnDocument: 'after' }).lean<RegisterItem>();
  if (!after) throw since((await store.registers.findById(item._id).lean<RegisterItem>())!, seen);
  tellKeepers(store, after.scope);
  return after;
}

/**
 * Changes an item that was seen in a revision.
 *
 * @throws Conflict when somebody changed it since, saying who and what; Invalid field by field
 */
export async function changeItem(id: string, revision: number, draft: ItemDraft, person: Person, deps: Given): Promise<RegisterItem> {
  const item = await getKeptItem(id, person, deps);
  const given = { ...draft, phone: draft.phone === undefined ? item.phone : draft.phone, idNumber: draft.idNumber === undefined ? item.idNumber : draft.idNumber };
  const what = written(item.kind, given, (await loadLists(deps.store)).lists, item.categories);
  await assertHousehold(deps.store, what.household, item.grid);
  const fields = changedFields(item.kind, item, what);
  if (fields.length === 0 && item.revision === revision) return item;
  const gaps = (['household', 'phone', 'idNumber', 'note'] as const).filter((key) => what[key] === undefined);
  return replace(item, revision, what, gaps, { action: '修改', fields }, person, deps);
}

const stateWords = { current: '恢复在册', gone: '注销', solved: '销号' } as const;

/**
 * Marks an item as gone, a danger as solved, or either as current again; it stays in the register with who, when and why.
 *
 * @throws Conflict when somebody changed it since, or it is so already; Invalid when only a danger can be solved
 */
export async function setItemState(id: string, { revision, state, why }: { revision: number; state: RegisterItem['state']; why: string }, person: Person, deps: Given): Promise<RegisterItem> {
  const item = await getKeptItem(id, person, deps);
  if (state === 'solved' && item.kind !== 'danger') throw new Invalid('not a danger', [{ path: 'state', message: '只有隐患矛盾可以销号' }]);
  if (item.state === state && item.revision === revision) throw new Conflict(`这一条已经是「${stateWords[state]}」`);
  return replace(item, revision, { state }, [], { action: stateWords[state], fields: [], why }, person, deps);
}
