// Warnings (预警): issued by whoever commands a town or county, known by their sender's number, so that one which is sent again is the same.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { beginJob } from '../background/jobs.js';
import type { Deps } from '../deps.js';
import { Conflict, Forbidden, Invalid, NotFound } from '../errors.js';
import { unitKey, touch } from '../feed.js';
import { MOST_LISTED } from '../find-units.js';
import { loadLists, monthlyCategories } from '../grid/lists.js';
import { unitsFor } from '../roles.js';
import { sameId } from '../same-id.js';
import type { Warning } from '../store/control-types.js';
import { insertOnce } from '../store/store.js';
import type { Person, Unit } from '../store/types.js';
import { actorOf } from '../tasks.js';

/** What is warned of, with the category of the cases that come of it. */
export const warningKinds = { 台风: 'J02', 暴雨: 'J01', 洪水: 'J01' } as const;
export const warningLevels = ['蓝色', '黄色', '橙色', '红色'] as const;

export const warningSchema = z.object({
  sender: z.string().trim().min(1, '请写明发布单位').max(40), number: z.string().trim().min(1, '请写明预警编号').max(60),
  kind: z.enum(Object.keys(warningKinds) as [keyof typeof warningKinds]), level: z.enum(warningLevels),
  areas: z.array(z.string().max(80)).min(1, '请选择范围').max(200),
  /** Which people's households are checked; left out: those whom every month must see. */
  categories: z.array(z.string().max(40)).min(1).max(60).optional(),
});

type Given = Pick<Deps, 'store' | 'clock'>;

/** The units at which a person may issue warnings; below them, too. */
const commands = (person: Pick<Person, 'posts'>): string[] => unitsFor(person, 'issue-warning');
const mayCommand = (person: Pick<Person, 'posts'>, { path }: Pick<Unit, 'path'>): boolean => commands(person).some((unit) => path.includes(unit));

/** The units that a person may name as the areas of a warning: their own and those below, departments left out; of more than a page lists, the highest levels. `more`: so many are left out, found by what somebody types. */
export async function areasFor(person: Pick<Person, 'posts'>, { store }: Pick<Deps, 'store'>): Promise<{ items: Unit[]; more: number }> {
  const units = await store.units.find({ path: { $in: commands(person) } }, { outline: 0, deputies: 0 }).lean<Unit[]>();
  const all = units.filter(({ level, endedOn }) => level !== 'department' && !endedOn).sort((a, b) => a.path.join('/').localeCompare(b.path.join('/')));
  let items = all;
  for (let depth = Math.max(...all.map(({ path }) => path.length)); items.length > MOST_LISTED && items.some(({ path }) => path.length < depth); depth -= 1) items = all.filter(({ path }) => path.length < depth);
  return { items, more: all.length - items.length };
}

/** @throws NotFound when there is none */
export async function getWarning(id: string, { store }: Pick<Deps, 'store'>): Promise<Warning> {
  const found = await store.warnings.findById(id).lean<Warning>();
  if (!found) throw new NotFound(`no warning <${id}>`);
  return found;
}

/**
 * Issues a warning; its checks are opened in the background. Sent again it is the same one, and opens nothing twice; areas and categories that it did not name before are added.
 *
 * @throws Invalid for an area that is none or not theirs; Conflict when it was lifted
 */
export async function issueWarning({ sender, number, kind, level, areas, categories }: z.infer<typeof warningSchema>, person: Person, deps: Given): Promise<{ id: string; again: boolean }> {
  const { store, clock } = deps;
  const units = await store.units.find({ _id: { $in: areas } }, { path: 1, level: 1 }).lean<Unit[]>();
  const wrong = areas.find((id) => !units.some((unit) => unit._id === id && unit.level !== 'department' && mayCommand(person, unit)));
  if (wrong !== undefined) throw new Invalid(`no area <${wrong}> for a warning of theirs`, [{ path: 'areas', message: '范围只能是您指挥的镇、村或网格' }]);
  const id = sameId('warning', sender, number);
  const chosen = categories ?? monthlyCategories((await loadLists(store)).lists);
  await insertOnce(store.warnings, [{ _id: id, sender, number, kind, level, areas: [], scope: [], categories: chosen, at: clock.now(), by: actorOf(person), times: 0, state: 'active' }]);
  const scope = units.flatMap(({ path }) => path);
  const after = await store.warnings.findOneAndUpdate({ _id: id, state: 'active' }, { $addToSet: { areas: { $each: areas }, scope: { $each: scope }, ...(categories ? { categories: { $each: categories } } : {}) }, $set: { level }, $inc: { times: 1 } }, { returnDocument: 'after' }).lean<Warning>();
  if (!after) throw new Conflict('这个预警已经解除，请用新的编号发布');
  await beginJob({ id: sameId('checks', id, person._id, String(after.times)), kind: 'warning', title: `${kind}${level}预警 ${number}：逐户排查`, parameters: { warning: id }, urgent: true }, person, deps);
  touch(store, scope.map(unitKey));
  return { id, again: after.times > 1 };
}

/**
 * Lifts a warning (解除): checks that are still open are ended in the background, whoever is in danger is helped on.
 *
 * A second time it ends what was left open, should the first have broken off.
 *
 * @throws Forbidden when it reaches beyond the person's units
 */
export async function liftWarning(id: string, reason: string, person: Person, deps: Given): Promise<void> {
  const { store, clock } = deps;
  const found = await getWarning(id, deps);
  const units = await store.units.find({ _id: { $in: found.areas } }, { path: 1 }).lean<Unit[]>();
  if (!units.every((unit) => mayCommand(person, unit))) throw new Forbidden('这个预警的范围超出您的辖区，请由上级解除');
  await store.warnings.updateOne({ _id: id, state: 'active' }, { $set: { state: 'lifted', lifted: { by: actorOf(person), at: clock.now(), reason } } });
  await beginJob({ id: randomUUID(), kind: 'warning-lifted', title: `${found.kind}${found.level}预警 ${found.number}：解除`, parameters: { warning: id }, urgent: true }, person, deps);
  touch(store, found.scope.map(unitKey));
}
