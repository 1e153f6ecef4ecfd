// Look-ups in the organisation: units, who belongs to a group, and who of a group has the least to do.
import { isPresent } from './duty/away.js';
import { onDuty } from './duty/roster.js';
import { Invalid, NotFound } from './errors.js';
import { roles } from './roles.js';
import { DAY, shanghaiDay } from './shanghai.js';
import type { Store } from './store/store.js';
import type { Person, Post, Unit, UnitLevel } from './store/types.js';

/** The territorial units that a grid lies in, by id. */
export interface Chain { grid: string; village: string; town: string; county: string; city: string }

/** The group string of a post: what a task's candidate groups name. */
export const groupOf = ({ unit, role }: Post): string => `${unit}/${role}`;

/** The unit and the role of a group string. @throws Invalid when it is not `<unit>/<role>` */
export function parseGroup(group: string): Post {
  const [unit, role, ...rest] = group.split('/');
  if (!unit || !role || rest.length) throw new Invalid(`not a group <${group}>`);
  return { unit, role };
}

/** A unit by its id. @throws NotFound */
export async function getUnit(store: Store, id: string): Promise<Unit> {
  const found = await store.units.findById(id).lean<Unit>();
  if (!found) throw new NotFound(`no unit <${id}>`);
  return found;
}

/** What lies directly below a unit, in the order of the ids as people count; what ended in the last thirty days is still among it. */
export async function findBelow(store: Store, parent: string, now: Date): Promise<Unit[]> {
  const since = shanghaiDay(new Date(now.getTime() - 30 * DAY));
  const found = await store.units.find({ parent }, { outline: 0, bot: 0 }).lean<Unit[]>();
  return found.filter(({ endedOn }) => !endedOn || endedOn > since).sort((a, b) => a._id.localeCompare(b._id, 'en', { numeric: true }));
}

/** Units in use by what they lie under (the unit itself is not among them) and by level, in the order of their ids; without their outlines (see outlines.ts). */
export async function findUnits(store: Store, { under, level }: { under?: string; level?: UnitLevel } = {}): Promise<Unit[]> {
  const found = await store.units.find({ endedOn: null, ...(under && { path: under }), ...(level && { level }) }, { outline: 0 }).lean<Unit[]>();
  return found.filter(({ _id }) => _id !== under).sort((a, b) => a._id.localeCompare(b._id));
}

/**
 * The units above a grid, level by level: what a case is filed under.
 *
 * @param ended whether a grid that has ended will do: for what concerns cases and households that are filed there already
 * @throws Invalid when there is no such unit, it is not a grid, or lies in none of the levels above
 */
export async function chain(store: Store, grid: string, ended = false): Promise<Chain> {
  const unit = await store.units.findById(grid, { outline: 0 }).lean<Unit>();
  if (!unit) throw new Invalid(`no grid <${grid}>`, [{ path: 'grid', message: '没有这个网格，可能已经撤并，请重新选择' }]);
  if (unit.level !== 'grid') throw new Invalid(`not a grid <${grid}>`, [{ path: 'grid', message: `「${unit.name}」不是网格` }]);
  if (unit.endedOn && !ended) throw new Invalid(`grid <${grid}> ended`, [{ path: 'grid', message: `网格「${unit.name}」已在 ${unit.endedOn} 撤销，请重新选择` }]);
  const above = await store.units.find({ _id: { $in: unit.path } }, { level: 1 }).lean<Unit[]>();
  const at = (level: UnitLevel): string => {
    const found = above.find((one) => one.level === level);
    if (!found) throw new Invalid(`grid <${grid}> lies in no ${level}`, [{ path: 'grid', message: `网格「${unit.name}」的上级不完整` }]);
    return found._id;
  };
  return { grid, village: at('village'), town: at('town'), county: at('county'), city: at('city') };
}

/** A person by id. @throws NotFound */
export async function getPerson(store: Store, id: string): Promise<Person> {
  const found = await store.people.findById(id).lean<Person>();
  if (!found) throw new NotFound(`no person <${id}>`);
  return found;
}

/** The active people of a group `<unit>/<role>`, in the order of their ids. */
export async function findMembers(store: Store, group: string): Promise<Person[]> {
  const found = await store.people.find({ groups: group, active: true }).lean<Person[]>();
  return found.sort((a, b) => a._id.localeCompare(b._id));
}

/** The active people posted at a unit or below it, or with a role anywhere, or both; in the order of their ids. */
export async function findPeople(store: Store, { unit, role }: { unit?: string; role?: string } = {}): Promise<Person[]> {
  const units = unit ? new Set([unit, ...(await findUnits(store, { under: unit })).map(({ _id }) => _id)]) : undefined;
  const found = await store.people.find({ active: true }).lean<Person[]>();
  return found
    .filter(({ posts }) => posts.some((post) => (!units || units.has(post.unit)) && (!role || post.role === role)))
    .sort((a, b) => a._id.localeCompare(b._id));
}

/** Who is posted at these units themselves, not below them; in the order of their ids. */
export async function postedAt(store: Store, units: readonly string[]): Promise<Person[]> {
  const groups = units.flatMap((unit) => roles.map(({ id }) => groupOf({ unit, role: id })));
  return (await store.people.find({ groups: { $in: groups }, active: true }).lean<Person[]>()).sort((a, b) => (a._id < b._id ? -1 : 1));
}

/** How many open tasks each of these people has, held or assigned. */
export async function openTasksOf(store: Store, ids: string[]): Promise<Map<string, number>> {
  const load = new Map(ids.map((id) => [id, 0]));
  const fields = { holder: 1, assignee: 1 };
  const [held, assigned] = await Promise.all([
    store.tasks.find({ 'holder.person': { $in: ids }, state: 'open' }, fields).lean(),
    store.tasks.find({ assignee: { $in: ids }, state: 'open' }, fields).lean(),
  ]);
  // What another person has taken over is no longer the assignee's load.
  const owners = [...held.map(({ holder }) => holder!.person), ...assigned.filter(({ holder }) => !holder).map(({ assignee }) => assignee!)];
  for (const owner of owners) load.set(owner, load.get(owner)! + 1);
  return load;
}

/** Who of a group can be given work at a moment: whoever is on duty by the roster, else whoever is there; whoever is away is not. */
async function available(store: Store, group: string, at: Date): Promise<Person[]> {
  const present = (await findMembers(store, group)).filter((person) => isPresent(person, at));
  const duty = await onDuty(store, group, at);
  const onIt = present.filter(({ _id }) => duty.includes(_id));
  return onIt.length > 0 ? onIt : present;
}

/**
 * Who of a group has the fewest open tasks, held or assigned; between equals the first id.
 *
 * @param group `<unit>/<role>`
 * @param at whoever is on duty then is preferred, whoever is away is left out; absent: neither is asked
 * @returns nobody when the group has no active member who is there
 */
export async function leastLoaded(store: Store, group: string, at?: Date): Promise<Person | null> {
  const members = at ? await available(store, group, at) : await findMembers(store, group);
  const load = await openTasksOf(store, members.map(({ _id }) => _id));
  return members.reduce<Person | null>((least, one) => (!least || load.get(one._id)! < load.get(least._id)! ? one : least), null);
}
