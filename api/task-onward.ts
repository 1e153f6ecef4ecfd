// Where a case went after a task that is done: its open tasks that began since, each with whom it waits for.
import type { Deps } from '../processes/deps.js';
import { hasIt } from '../processes/hand-over.js';
import { parseGroup } from '../processes/organisation.js';
import type { Person, Task } from '../processes/store/types.js';
import { mayAct } from '../processes/visibility.js';
import { personNames, unitNames } from './pages/names.js';

/** The next steps; none while the engine has not made them, and none after the last. */
export async function onwardOf(task: Task, person: Person, deps: Pick<Deps, 'store'>): Promise<{ key: string; name: string; unitName: string; holderName?: string; mine: boolean }[]> {
  if (task.state !== 'completed' || !task.endedAt) return [];
  const next = await deps.store.tasks.find({ caseNo: task.caseNo, state: { $in: ['open', 'submitted'] }, createdAt: { $gte: task.endedAt } }).sort({ createdAt: 1, _id: 1 }).limit(5).lean<Task[]>();
  const unitOf = ({ candidateGroups: [group] }: Task) => group && parseGroup(group).unit;
  const [units, people] = await Promise.all([unitNames(deps, next.map(unitOf)), personNames(deps, next.map(hasIt))]);
  return next.map((one) => ({ key: one._id, name: one.name, unitName: units[unitOf(one) ?? ''] ?? '', holderName: people[hasIt(one) ?? ''], mine: mayAct(person, one) && one.candidateGroups.some((group) => person.groups.includes(group)) }));
}
