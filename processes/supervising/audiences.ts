// Whom a leader may address about a task: whoever has it, its own posts, and those who answer for the case at each level.
import { parseGroup } from '../organisation.js';
import { hasIt } from '../hand-over.js';
import { roleName } from '../roles.js';
import type { Store } from '../store/store.js';
import type { Case, Person, Task } from '../store/types.js';
import { unitsOf } from '../units.js';

export interface Audience { id: string; name: string }

/** Posts at the levels of a case that answer for what happens there, from below. */
const POSTS: [keyof Pick<Case, 'village' | 'town' | 'county'>, string[]][] = [['village', ['intake']], ['town', ['dispatcher', 'duty-leader']], ['county', ['dispatcher', 'commander']]];

/** People and groups with members, by what they are called. */
export async function audiences(task: Task, found: Case, store: Store): Promise<Audience[]> {
  const has = hasIt(task);
  const heads = [...new Set(task.candidateGroups.map((group) => parseGroup(group).unit))].filter((unit) => unit.includes('.')).map((unit) => `${unit}/head`);
  const groups = [...new Set([...task.candidateGroups, ...heads, ...POSTS.flatMap(([level, roles]) => (found[level] ? roles.map((role) => `${found[level]}/${role}`) : []))])];
  const [people, units] = await Promise.all([
    store.people.find({ $or: [{ groups: { $in: groups } }, ...(has ? [{ _id: has }] : [])], active: true } as never, { name: 1, groups: 1 }).lean<Person[]>(),
    unitsOf(store, groups.map((group) => parseGroup(group).unit)),
  ]);
  const staffed = groups.filter((group) => people.some((person) => person.groups.includes(group)));
  const holder = people.find(({ _id }) => _id === has);
  return [
    ...(holder ? [{ id: holder._id, name: `${holder.name}（办理人）` }] : []),
    ...staffed.map((group) => { const { unit, role } = parseGroup(group); return { id: group, name: `${units.get(unit)?.name ?? unit} ${roleName(role)}` }; }),
  ];
}
