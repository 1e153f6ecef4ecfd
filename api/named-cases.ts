// Cases as the overview names them: what it is, how urgent, where it stands, and who has it in hand or that nobody has.
import type { Deps } from '../processes/deps.js';
import { hasIt } from '../processes/hand-over.js';
import { parseGroup } from '../processes/organisation.js';
import type { CaseFacts, Task } from '../processes/store/types.js';
import { maskedText } from '../processes/mask.js';
import { personNames, unitNames } from './pages/names.js';

const dueFirst = (a: Task, b: Task): number => (a.dueAt?.getTime() ?? Infinity) - (b.dueAt?.getTime() ?? Infinity);

/** Cases in the order given; `hand` says whose turn it is: a person, or a unit where nobody has claimed it (`unclaimed`). */
export async function named(facts: CaseFacts[], { store }: Pick<Deps, 'store'>) {
  const ids = { $in: facts.map(({ _id }) => _id) };
  const [cases, tasks] = await Promise.all([
    store.cases.find({ _id: ids }, { title: 1, urgency: 1 }).lean(), store.tasks.find({ caseNo: ids, state: 'open' }, { caseNo: 1, dueAt: 1, holder: 1, assignee: 1, candidateGroups: 1 }).lean<Task[]>(),
  ]);
  const [titles, turns] = [new Map(cases.map((one) => [one._id, one])), new Map(tasks.sort(dueFirst).reverse().map((task) => [task.caseNo, task]))];
  const who = (task?: Task) => task && hasIt(task);
  const unitOf = (task?: Task) => (task?.candidateGroups[0] ? parseGroup(task.candidateGroups[0]).unit : undefined);
  const shown = [...turns.values()];
  const [people, units] = await Promise.all([personNames({ store }, shown.map(who)), unitNames({ store }, shown.map(unitOf))]);
  return facts.map(({ _id, due: dueAt, moved, status, category }) => {
    const [one, task] = [titles.get(_id), turns.get(_id)];
    const unit = unitOf(task);
    const hand = [unit && (units[unit] ?? unit), people[who(task) ?? '']].filter(Boolean).join(' ');
    return { caseNo: _id, title: maskedText(one?.title ?? ''), urgency: one?.urgency ?? '', dueAt, moved, status, category, ...(hand ? { hand } : {}), unclaimed: task !== undefined && !who(task) };
  });
}
