// A case that was filed without saying what it is about is linked to the registers later: by whoever handles it, or by the code that a partner's order names.
import { audit } from '../audit.js';
import type { Deps } from '../deps.js';
import { recordOnce } from '../entries.js';
import { Conflict, Forbidden, Invalid } from '../errors.js';
import { caseKeys, touch } from '../feed.js';
import type { Actor, Case, Person, RegisterItem, RegisterKind, Task } from '../store/types.js';
import { actorOf } from '../tasks.js';
import { mayAct } from '../visibility.js';
import { concernOf, MOST_CONCERNS } from './concerns.js';
import { CREDIT_CODE, FACILITY_CODE, HOUSE_CODE, registerOf } from './fields.js';
import { maySee } from './may.js';

/** A code that so many bear is none. */
const MOST_BEARING = 200;

type Parts = Pick<Deps, 'store' | 'clock'>;

/** The codes by which something is the same one wherever it stands, by the name of the fact. */
export const CODES: Readonly<Record<string, { kind: RegisterKind; header: string; title: string }>> = Object.fromEntries(([['employer', CREDIT_CODE], ['household', HOUSE_CODE], ['facility', FACILITY_CODE]] as const)
  .map(([kind, header]) => [`${kind}.${header}`, { kind, header, title: `${registerOf(kind).title} · ${header}` }]));

/** Whether a person handles a case: has a task of it, or may take one. @param tasks the case's */
export const mayLink = (person: Person, tasks: Task[]): boolean => tasks.some((task) => task.state === 'open' && mayAct(person, task));

/**
 * The one item that bears a code within a unit; of several the one of the given grid.
 *
 * @param names the facts that the code may be, of `CODES`; all of them when left out
 */
export async function findByCode(code: string, { unit, grid }: { unit: string; grid?: string }, { store }: Pick<Deps, 'store'>, names: string[] = Object.keys(CODES)): Promise<RegisterItem | undefined> {
  const given = code.trim();
  if (!given) return undefined;
  const bearing = await Promise.all(names.map(async (name) => {
    const { kind, header } = CODES[name]!;
    // by the code alone, which has an index: a city has hundreds of thousands of households
    const items = await store.registers.find({ [`facts.${header}`]: header === CREDIT_CODE ? given.toUpperCase() : given }).limit(MOST_BEARING).lean<RegisterItem[]>();
    return items.filter((item) => item.kind === kind && item.state === 'current' && item.scope.includes(unit));
  }));
  const found = bearing.flat();
  const here = found.filter((item) => item.grid === grid);
  return here.length === 1 ? here[0] : here.length === 0 && found.length === 1 ? found[0] : undefined;
}

/** Links items to a case, with a line in its history for each; what is linked already stays as it is. @throws Conflict when it would be about too many */
export async function linkItems(caseNo: string, items: RegisterItem[], by: Actor, { store, clock }: Parts): Promise<void> {
  const found = (await store.cases.findById(caseNo).lean<Case>())!;
  const { concerns = [] } = found;
  const fresh = items.filter(({ _id }) => !concerns.some(({ id }) => id === _id));
  if (fresh.length === 0) return;
  const full = (): never => { throw new Conflict(`一件案件最多涉及 ${MOST_CONCERNS} 项登记`); };
  if (concerns.length + fresh.length > MOST_CONCERNS) full();
  for (const item of fresh) {
    // the line first: a crash after it is made up for by linking again
    await recordOnce(store, { _id: `concern:${caseNo}:${item._id}`, caseNo, at: clock.now(), who: by, action: '登记册', text: `关联了${registerOf(item.kind).title}${['household', 'resident'].includes(item.kind) ? '' : `「${item.name}」`}。` });
    await store.cases.updateOne({ _id: caseNo, 'concerns.id': { $ne: item._id }, [`concerns.${MOST_CONCERNS - 1}`]: { $exists: false } }, { $push: { concerns: concernOf(item) } });
  }
  touch(store, caseKeys(found));
}

/** What bears a code in the county of a case. A household is found so in the case's village alone: who holds its task reads its facts, and house codes are easily guessed. */
async function byCode(found: Case, code: string, person: Person, deps: Parts): Promise<RegisterItem | undefined> {
  const item = await findByCode(code, { unit: found.county, grid: found.grid }, deps);
  return item && (item.kind !== 'household' || item.scope.includes(found.village) || maySee(person, item)) ? item : undefined;
}

/**
 * Links a case to items that a person chose, or to the one that bears a code, which whoever may not look into the registers must know.
 *
 * @throws Forbidden when they do not handle the case; Invalid when an item is none that they may see, or nothing (or more than one) bears the code; Conflict as `linkItems` does
 */
export async function linkConcerns(found: Case, { concerns = [], code }: { concerns?: string[]; code?: string }, person: Person, deps: Parts): Promise<void> {
  const { store, clock } = deps;
  if (!mayLink(person, await store.tasks.find({ caseNo: found._id, state: 'open' }).lean<Task[]>())) throw new Forbidden('只有正在办理这件事的人可以关联登记');
  const wrong = (path: string, message: string): never => { throw new Invalid(message, [{ path, message }]); };
  if (concerns.length === 0 && !code) wrong('concerns', '请选择要关联的登记');
  const ids = [...new Set(concerns)];
  const items = await store.registers.find({ _id: { $in: ids } }).lean<RegisterItem[]>();
  if (items.length < ids.length || items.some((item) => !maySee(person, item))) wrong('concerns', '登记册里没有这一条，或者不在您的网格里');
  const coded = code ? await byCode(found, code, person, deps) ?? wrong('code', '登记册里没有这个编码，或者不止一处，请核对；别的村（社区）的住户由当地网格员关联') : undefined;
  const all = [...items, ...(coded ? [coded] : [])];
  await audit(store, clock.now(), actorOf(person), '关联登记', { kind: 'case', id: found._id }, all.map(({ kind, _id }) => `${kind} ${_id}`).join('、'));
  await linkItems(found._id, all, actorOf(person), deps);
}
