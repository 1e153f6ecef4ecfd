// The lists of tasks that a person works from: mine, my groups', done, and what I sent in.
import { literally } from './cases.js';
import type { Deps } from './deps.js';
import type { Case, Person, Task } from './store/types.js';
import { taskFilter, type TaskView } from './visibility.js';

export interface TaskQuery { view: TaskView; q?: string; page: number; size: number }
export interface Listed { task: Task; case?: Pick<Case, '_id' | 'title' | 'place' | 'urgency' | 'category' | 'standing'> }

/** A page of tasks, the most pressing first (done ones: the latest first), with their exact number. */
export async function listTasks(query: TaskQuery, person: Person, { store }: Pick<Deps, 'store'>): Promise<{ total: number; items: Listed[] }> {
  const filter: Record<string, unknown> = { ...taskFilter(person, query.view) };
  if (query.q) {
    const wanted = literally(query.q);
    const own = await store.tasks.distinct('caseNo', filter);
    const found = await store.cases.find({ _id: { $in: own }, $or: [{ title: wanted }, { 'place.text': wanted }, { description: wanted }] }, { _id: 1 }).lean();
    filter.$and = [{ $or: [{ name: wanted }, { caseNo: wanted }, { caseNo: { $in: found.map(({ _id }) => _id) } }] }];
  }
  const [total, tasks] = await Promise.all([
    store.tasks.countDocuments(filter),
    // dueAt is null for what has no limit: those come after what has one
    query.view === 'done'
      ? store.tasks.find(filter).sort({ endedAt: -1, createdAt: -1, _id: -1 }).skip((query.page - 1) * query.size).limit(query.size).lean<Task[]>()
      : byDue(await store.tasks.find(filter, { _id: 1, dueAt: 1, createdAt: 1 }).lean<Task[]>(), query, store),
  ]);
  const cases = new Map((await store.cases.find(
    { _id: { $in: [...new Set(tasks.map((task) => task.caseNo))] } }, { title: 1, place: 1, urgency: 1, category: 1, standing: 1 },
  ).lean<Case[]>()).map((found) => [found._id, found]));
  return { total, items: tasks.map((task) => ({ task, case: cases.get(task.caseNo) })) };
}

async function byDue(all: Pick<Task, '_id' | 'dueAt' | 'createdAt'>[], { page, size }: TaskQuery, store: Deps['store']): Promise<Task[]> {
  const due = (task: Pick<Task, 'dueAt'>) => task.dueAt?.getTime() ?? Infinity;
  const ids = all.sort((a, b) => (due(a) === due(b) ? a.createdAt.getTime() - b.createdAt.getTime() : due(a) - due(b)))
    .slice((page - 1) * size, page * size).map((task) => task._id);
  const tasks = new Map((await store.tasks.find({ _id: { $in: ids } }).lean<Task[]>()).map((task) => [task._id, task]));
  return ids.flatMap((id) => tasks.get(id) ?? []);
}
