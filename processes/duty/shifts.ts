// The roster of a centre (值班表): who is on duty when; planned, copied from last week, and looked at for hours that nobody covers.
import { audit } from '../audit.js';
import { mayAt } from '../accounts/scope.js';
import type { Deps } from '../deps.js';
import { Forbidden, Invalid, NotFound } from '../errors.js';
import { getUnit, groupOf } from '../organisation.js';
import { allows } from '../roles.js';
import { DAY } from '../shanghai.js';
import { insertOnce, type Store } from '../store/store.js';
import type { Person, Shift, Unit } from '../store/types.js';
import { actorOf } from '../tasks.js';
import { LONGEST, shiftsOf } from './roster.js';

const WEEK = 7 * DAY;

export interface ShiftGiven { unit: string; role: string; person: string; from: Date; until: Date }

/** Whether a person plans the roster of a unit: a post that allows it there or above; a department's head plans the department. */
export const mayPlan = (person: Pick<Person, 'posts'>, unit: Pick<Unit, 'path'>): boolean => mayAt(person, 'plan-duty', unit);

/** A unit whose roster this person plans. @throws Forbidden when they only work there; NotFound when it is not theirs at all */
export async function getPlanned(store: Store, id: string, person: Person): Promise<Unit> {
  const unit = await getUnit(store, id);
  if (mayPlan(person, unit)) return unit;
  if (person.posts.some((post) => unit.path.includes(post.unit) || post.unit === unit._id)) throw new Forbidden('值班表由本单位或上级的值班安排人维护');
  throw new NotFound(`no unit <${id}>`);
}

async function check({ unit, role, person, from, until }: ShiftGiven, store: Store): Promise<void> {
  if (!(until > from)) throw new Invalid('a shift that ends before it begins', [{ path: 'until', message: '结束要晚于开始' }]);
  if (until.getTime() - from.getTime() > LONGEST) throw new Invalid('a shift that is too long', [{ path: 'until', message: '一班不能超过 48 小时' }]);
  const found = await store.people.findById(person).lean<Person>();
  if (!found?.active || !found.groups.includes(groupOf({ unit, role }))) throw new Invalid('not of that post', [{ path: 'person', message: '这个人不在该岗位' }]);
}

/** Plans a shift; the same id again is the same shift, changed. */
export async function planShift(id: string, given: ShiftGiven, by: Person, deps: Pick<Deps, 'store' | 'clock'>): Promise<Shift> {
  const { store, clock } = deps;
  const before = await store.shifts.findById(id).lean<Shift>();
  if (before) await getPlannedShift(before, by, store);
  await getPlanned(store, given.unit, by);
  await check(given, store);
  const shift: Shift = { _id: id, ...given, by: actorOf(by), at: clock.now() };
  const { _id, ...rest } = shift;
  await store.shifts.updateOne({ _id }, { $set: rest }, { upsert: true });
  return shift;
}

/** A shift of another's unit is answered in its own name: neither that it is there nor whose it is can be learnt. */
const getPlannedShift = async ({ _id, unit }: Shift, by: Person, store: Store): Promise<Unit> => getPlanned(store, unit, by).catch((error) => {
  throw error instanceof NotFound ? new NotFound(`no shift <${_id}>`) : error;
});

/** Takes a shift out. @throws NotFound */
export async function dropShift(id: string, by: Person, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  const found = await store.shifts.findById(id).lean<Shift>();
  if (!found) throw new NotFound(`no shift <${id}>`);
  await getPlannedShift(found, by, store);
  await audit(store, clock.now(), actorOf(by), '删除班次', { kind: 'unit', id: found.unit }, `${found.person} ${found.from.toISOString()}`);
  await store.shifts.deleteOne({ _id: id });
}

/** Copies the week before into the week that begins at `monday`; what was copied already is not copied again. Whoever has left the post is left out. @returns how many */
export async function copyWeek(unit: string, monday: Date, by: Person, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<number> {
  await getPlanned(store, unit, by);
  const last = (await shiftsOf(store, unit, new Date(monday.getTime() - WEEK), monday)).filter(({ from }) => from.getTime() >= monday.getTime() - WEEK);
  const people = new Map((await store.people.find({ _id: { $in: last.map(({ person }) => person) }, active: true }).lean<Person[]>()).map((person) => [person._id, person]));
  const copies = last.filter(({ role, person }) => people.get(person)?.groups.includes(groupOf({ unit, role }))).map((shift): Shift => ({
    ...shift, _id: `${shift._id.replace(/@.*$/, '')}@${monday.toISOString().slice(0, 10)}`, from: new Date(shift.from.getTime() + WEEK), until: new Date(shift.until.getTime() + WEEK), by: actorOf(by), at: clock.now(),
  }));
  await insertOnce(store.shifts, copies);
  return copies.length;
}

/** The spans that no shift covers; shifts may overlap. */
export function gapsIn(shifts: Pick<Shift, 'from' | 'until'>[], from: Date, until: Date): { from: Date; until: Date }[] {
  const gaps: { from: Date; until: Date }[] = [];
  let covered = from.getTime();
  for (const shift of [...shifts].sort((a, b) => a.from.getTime() - b.from.getTime())) {
    if (shift.from.getTime() > covered) gaps.push({ from: new Date(covered), until: new Date(Math.min(shift.from.getTime(), until.getTime())) });
    covered = Math.max(covered, shift.until.getTime());
  }
  if (covered < until.getTime()) gaps.push({ from: new Date(covered), until });
  return gaps.filter((gap) => gap.until > gap.from);
}

/** Who plans at a unit: people with the ability there. */
export async function plannersOf(store: Store, unit: string): Promise<string[]> {
  const people = await store.people.find({ 'posts.unit': unit, active: true }).lean<Person[]>();
  return people.filter(({ posts }) => posts.some((post) => post.unit === unit && allows(post.role, 'plan-duty'))).map(({ _id }) => _id);
}
