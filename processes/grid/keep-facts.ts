// What a form says of a register's facts goes into the register when the task is sent: once for a task, never over what somebody changed meanwhile.
import type { Deps } from '../deps.js';
import { placeOf, recordOnce } from '../entries.js';
import { at, rowsAt } from '../form-data.js';
import type { FormSchema } from '../form-schema.js';
import { sameId } from '../same-id.js';
import { insertOnce } from '../store/store.js';
import type { Case, RegisterChange, RegisterItem, RegisterKind, Task, Unit } from '../store/types.js';
import { concernOf, MOST_CONCERNS } from './concerns.js';
import { draftProblems, written, type ItemDraft } from './draft.js';
import { CREDIT_CODE, registerOf, type Field } from './fields.js';
import { boundFields, factIn, type Bound } from './form-facts.js';
import { subjectsOf } from './known-facts.js';
import { loadLists } from './lists.js';
import { newItem, tellKeepers } from './registers.js';

interface Given { fact: string; field: Field; text: string }
/** What a form says of one item: by its single fields, or by one row of a list. */
interface Told { kind: RegisterKind; given: Given[]; row?: number }

/** How often a change is tried again when another one came between. */
const TRIES = 5;

const textAt = (values: unknown, { path, fact: { field } }: Bound): string => {
  const text = String(at(values, path) ?? '').trim();
  return field.header === CREDIT_CODE ? text.toUpperCase() : text;
};
const givenIn = (bound: Bound[], values: unknown): Given[] => bound.map((one) => ({ fact: one.fact.name, field: one.fact.field, text: textAt(values, one) })).filter(({ text }) => text !== '');

/** Everything that a task's form says of items, the single fields of each kind first. */
function toldIn(bound: Bound[], task: Task): Told[] {
  const { values } = task.submission!;
  const kinds = [...new Set(bound.map(({ fact }) => fact.kind))];
  const lists = [...new Set(bound.flatMap(({ list }) => list?.join('.') ?? []))];
  return kinds.flatMap((kind): Told[] => [
    { kind, given: givenIn(bound.filter(({ fact, list }) => fact.kind === kind && !list), values) },
    ...lists.flatMap((list) => rowsAt(values, list.split('.')).map((row, n) => ({ kind, given: givenIn(bound.filter((one) => one.fact.kind === kind && one.list?.join('.') === list), row), row: n + 1 }))),
  ]).filter(({ given }) => given.length > 0);
}

/** The item that is meant: a row's by its name (of two with one name the one whose telephone does not speak against it), a single field's where there is only one. */
function meant({ given, row }: Told, subjects: RegisterItem[]): RegisterItem | undefined {
  if (!row) return subjects[0];
  const of = (key: Field['key']) => given.find(({ field }) => field.key === key)?.text;
  const named = subjects.filter(({ name }) => name === of('name'));
  return named.find((item) => isSame(item, undefined, of('phone'))) ?? named[0];
}
const isRight = ({ field, text }: Given): boolean => text.length <= field.most && field.problem?.(text) === undefined;
const headers = (some: Given[]): string => some.map(({ field }) => field.header).join('、');

/** What is written where, for one field. */
const setting = ({ field: { key, header }, text }: Given): [string, string] => [key === 'fact' ? `facts.${header}` : key === 'place' ? 'place.text' : key, text];

/** Whether two that have a name in common are the same thing, as far as can be told: neither the credit code nor the telephone says otherwise. */
const isSame = (item: RegisterItem, code: string | undefined, phone: string | undefined): boolean => (!code || !item.facts[CREDIT_CODE] || item.facts[CREDIT_CODE] === code) && (!phone || !item.phone || item.phone === phone);

/** The item that a case is to be about from now on: one of the same grid that is the same thing, or a new one when enough is known of it. */
async function begun({ kind, given, row }: Told, found: Case, task: Task, { store }: Pick<Deps, 'store'>): Promise<RegisterItem | undefined> {
  const right = given.filter(isRight);
  const of = (key: Field['key'], header?: string): string | undefined => right.find(({ field }) => field.key === key && (!header || field.header === header))?.text;
  const [name, code] = [of('name'), of('fact', CREDIT_CODE)];
  // a row that is no more than a name may be anybody's, such as a party that is no household
  if (!name || (row && given.length === 1)) return undefined;
  const alike = await store.registers.find({ grid: found.grid, kind, state: 'current', $or: [{ name }, ...(code ? [{ [`facts.${CREDIT_CODE}`]: code }] : [])] }).sort({ _id: 1 }).lean<RegisterItem[]>();
  const same = alike.find((item) => code && item.facts[CREDIT_CODE] === code) ?? alike.find((item) => isSame(item, code, of('phone')));
  if (same) return same;
  const unit = await store.units.findById(found.grid).lean<Unit>();
  const { lists } = await loadLists(store);
  const place = of('place');
  const draft: ItemDraft = { name, categories: [], place: place ? { text: place } : found.place, phone: of('phone'), facts: Object.fromEntries(right.filter(({ field }) => field.key === 'fact').map(({ field, text }) => [field.header, text])) };
  if (!unit || unit.level !== 'grid' || unit.endedOn || draftProblems(kind, draft, lists).length > 0) return undefined;
  const { by, at: when } = task.submission!;
  const item = newItem(sameId('register', found._id, kind, ...(row ? [name] : [])), kind, unit, written(kind, draft, lists), when, by, '办案登记');
  await insertOnce(store.registers, [{ ...item, history: [{ ...item.history[0]!, ...through(task) }] }]);
  return (await store.registers.findById(item._id).lean<RegisterItem>())!;
}

const through = ({ caseNo, name, _id }: Task): Pick<RegisterChange, 'why' | 'caseNo' | 'task'> => ({ why: `案件 ${caseNo} · ${name}`, caseNo, task: _id });

/** Whether the register says something that the form was not filled from: somebody else wrote it, or it may be of another. */
function isNewer(item: RegisterItem, { fact, field }: Given, task: Task): boolean {
  const base = task.known?.find((one) => one.fact === fact && one.item === item._id);
  const now = factIn(item, field);
  return base ? String(base.value) !== now : now !== '';
}

interface Kept { changed: string; newer: string; wrong: string; made: boolean; another: boolean }

async function kept(id: string, given: Given[], task: Task, { store }: Pick<Deps, 'store'>): Promise<Kept | undefined> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const item = (await store.registers.findById(id).lean<RegisterItem>())!;
    const own = item.history.find((change) => change.task === task._id);
    const base = (fact: string): string => String(task.known?.find((one) => one.fact === fact && one.item === id)?.value ?? '');
    const other = own ? [] : given.filter((one) => one.text !== factIn(item, one.field) && one.text !== base(one.fact));
    const wrong = other.filter((one) => !isRight(one));
    const newer = other.filter((one) => isRight(one) && isNewer(item, one, task));
    // who is called otherwise is somebody else: none of it is theirs
    const another = other.some(({ field }) => field.key === 'name');
    const set = another ? [] : other.filter((one) => !wrong.includes(one) && !newer.includes(one));
    const said = { another, changed: own ? own.fields.join('、') : headers(set), newer: headers(newer), wrong: headers(wrong), made: own?.revision === 1 };
    if (own || other.length === 0) return own ? said : undefined;
    if (set.length === 0) return said;
    const { by, at: when } = task.submission!;
    const change: RegisterChange = { revision: item.revision + 1, at: when, by, action: '办案核实', fields: set.map(({ field }) => field.header), ...through(task) };
    const done = await store.registers.updateOne({ _id: id, revision: item.revision }, { $set: { ...Object.fromEntries(set.map(setting)), updatedAt: when, updatedBy: by, revision: item.revision + 1 }, $push: { history: change } });
    if (done.modifiedCount) return said;
  }
  throw new Error(`register item <${id}> changes too often`);
}

/**
 * Writes what a task that was sent says of facts of the registers: what is new or corrected, into the item that the case is about. A case that is about none of the kind yet is
 * about the one that its form tells of from now on; each row of a list is about the one that bears its name. Doing it again changes nothing.
 */
export async function keepFacts(task: Task, form: FormSchema, deps: Pick<Deps, 'store'>): Promise<void> {
  const { store } = deps;
  const bound = boundFields(form);
  const found = bound.length > 0 && task.submission ? await store.cases.findById(task.caseNo).lean<Case>() : null;
  if (!found) return;
  for (const told of toldIn(bound, task)) {
    const { kind, given, row } = told;
    const subjects = await subjectsOf((await store.cases.findById(found._id).lean<Case>())!, kind, deps);
    if (!row && subjects.length > 1) continue;
    const known = meant(told, subjects);
    const item = known ?? await begun(told, found, task, deps);
    if (!item) continue;
    if (!known) await store.cases.updateOne({ _id: found._id, 'concerns.id': { $ne: item._id }, [`concerns.${MOST_CONCERNS - 1}`]: { $exists: false } }, { $push: { concerns: concernOf(item) } });
    const said = await kept(item._id, given, task, deps);
    if (said) await tell(said, told, task, deps);
    tellKeepers(store, item.scope);
  }
}

/** The line in the case's history; a row is told by its place, as names of people stand in no line. */
async function tell(said: Kept, { kind, row }: Told, task: Task, { store }: Pick<Deps, 'store'>): Promise<void> {
  const { title } = registerOf(kind);
  const parts = [said.made ? `登记了${title}` : said.changed && `更新了${title}：${said.changed}`, said.another && `表单里的名称和登记的不同，登记册没有改动，如有变化请到${title}里改`, !said.another && said.newer && `登记册里另有内容，没有覆盖：${said.newer}`, !said.another && said.wrong && `格式不对，没有写入登记册：${said.wrong}`].filter(Boolean);
  await recordOnce(store, {
    _id: `fact:${task._id}:${kind}${row ? `:${row}` : ''}`, caseNo: task.caseNo, at: task.submission!.at, who: task.submission!.by, action: '登记册', element: placeOf(task), text: `${row ? `第 ${row} 行` : ''}${parts.join('；')}。`,
  });
}
