// Who may be given a task: the active people of its groups and units who are not away, with how much they have to do already.
import type { Deps } from './deps.js';
import { isPresent } from './duty/away.js';
import { openTasksOf } from './organisation.js';
import { roleName, roles } from './roles.js';
import type { Store } from './store/store.js';
import type { Person, Task, Unit } from './store/types.js';
import { unitsOf } from './units.js';
import { scopeOfGroups } from './visibility.js';

export interface Candidate { id: string; name: string; posts: string[]; inGroup: boolean; load: number }

/** The groups of a unit, one for each role. */
export const groupsAt = (unit: string): string[] => roles.map(({ id }) => `${unit}/${id}`);

/** The people who may be given this task: those of its groups first, then by how little they have to do. */
export async function findCandidates(store: Store, task: Pick<Task, 'candidateGroups'>, now: Date): Promise<Candidate[]> {
  const units = scopeOfGroups(task.candidateGroups);
  const [people, named] = await Promise.all([
    store.people.find({ groups: { $in: units.flatMap(groupsAt) }, active: true }).lean<Person[]>(), unitsOf(store, units),
  ]);
  const present = people.filter((person) => isPresent(person, now));
  const load = await openTasksOf(store, present.map(({ _id }) => _id));
  return present.map((person) => ({
    id: person._id, name: person.name, load: load.get(person._id)!, inGroup: person.groups.some((group) => task.candidateGroups.includes(group)),
    posts: person.posts.filter(({ unit }) => units.includes(unit)).map(({ unit, role }) => `${named.get(unit)?.name ?? unit}${roleName(role)}`),
  })).sort((a, b) => Number(b.inGroup) - Number(a.inGroup) || a.load - b.load || a.id.localeCompare(b.id));
}

/** The people who may decide on a task (`mayAssign`), of the nearest unit that has any besides `except`; and all units whose leaders may. */
export async function findLeaders(store: Deps['store'], task: Pick<Task, 'candidateGroups'>, except: string, now: Date): Promise<{ units: string[]; people: string[] }> {
  const own = await store.units.find({ _id: { $in: scopeOfGroups(task.candidateGroups) } }).lean<Unit[]>();
  const above = own.flatMap(({ _id, path }) => path.filter((unit) => _id === unit || _id.startsWith(`${unit}.`) || _id.startsWith(`${unit}-`)).map((unit) => ({ unit, depth: path.indexOf(unit) })));
  const deciding = roles.filter(({ abilities }) => abilities.includes('assign'));
  const units = [...new Set(above.sort((a, b) => b.depth - a.depth).map(({ unit }) => unit))];
  for (const depth of [...new Set(above.map((one) => one.depth))].sort((a, b) => b - a)) {
    const groups = above.filter((one) => one.depth === depth).flatMap(({ unit }) => deciding.map(({ id }) => `${unit}/${id}`));
    const people = await store.people.find({ groups: { $in: groups }, active: true, _id: { $ne: except } }).lean<Person[]>();
    const present = people.filter((person) => isPresent(person, now));
    if (present.length > 0) return { units, people: present.map(({ _id }) => _id).sort() };
  }
  return { units, people: [] };
}
