// Who is to get what a group cannot do because all of it is away: its deputy, else whoever stands in for it in the nearest unit.
import { parseGroup } from '../organisation.js';
import { standInGroups } from '../stand-ins.js';
import type { Store } from '../store/store.js';
import type { Person, Unit } from '../store/types.js';
import { isPresent } from './away.js';

/** The deputy (副手) of a group's post, when there is one who is present. */
export async function deputyOf(store: Store, group: string, at: Date): Promise<Person | null> {
  const { unit, role } = parseGroup(group);
  const id = (await store.units.findById(unit, { deputies: 1 }).lean<Unit>())?.deputies?.[role];
  const found = id ? await store.people.findById(id).lean<Person>() : null;
  return found && isPresent(found, at) ? found : null;
}

/** Somebody present for a group of whom nobody is: the deputy, else one of the stand-ins of the nearest unit. */
export async function whoInstead(store: Store, group: string, at: Date): Promise<Person | null> {
  const deputy = await deputyOf(store, group, at);
  if (deputy) return deputy;
  const { unit } = parseGroup(group);
  for (const groups of await standInGroups(store, unit)) {
    const people = (await store.people.find({ groups: { $in: groups }, active: true }).lean<Person[]>()).filter((person) => isPresent(person, at));
    // the first of the groups that has somebody, there the first by id: repeating gives the same
    for (const one of groups) {
      const [first] = people.filter((person) => person.groups.includes(one)).sort((a, b) => (a._id < b._id ? -1 : 1));
      if (first) return first;
    }
  }
  return null;
}

/** The members of a group who are present. */
export async function presentMembers(store: Store, group: string, at: Date): Promise<Person[]> {
  return (await store.people.find({ groups: group, active: true }).lean<Person[]>()).filter((person) => isPresent(person, at));
}
