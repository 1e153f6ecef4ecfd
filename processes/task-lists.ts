// The lists of tasks that a person works from: mine, my groups', done, and what I sent in.
import { literally } from './cases.js';
import type { Deps } from './deps.js';
import type { Case, Person, Task } from './store/types.js';
import { taskFilters, type TaskView } from './visibility.js';

export interface TaskQuery { view: TaskView; q?: string; page: number; size: number }
export interface Listed { task: Task; case?: Pick<Case, '_id' | 'title' | 'place' | 'urgency' | 'category' | 'standing'> }

/** A page of tasks, the most pressing first (done ones: the latest first), with their exact number. */
export async function listTasks(query: TaskQuery, person: Person, { store }: Pick<Deps, 'store'>): Promise<{ total: number; items: Listed[] }> {
  // One question for each indexed key, then together: a single `$or` would read every task.
  const keys = { _id: 1, caseNo: 1, name: 1, dueAt: 1, createdAt: 1, endedAt: 1 };
  const all = (await Promise.all(taskFilters(person, query.view).map((filter) => store.tasks.find(filter, keys).lean<Listing[]>()))).flat();
  const wanted = query.q ? await matching(all, query.q, store) : all;
  const ids = wanted.sort(query.view === 'done' ? latestFirst : mostPressingFirst).slice((query.page - 1) * query.size, query.page * query.size).map((task) => task._id);
  const found = new Map((await store.tasks.find({ _id: { $in: ids } }).lean<Task[]>()).map((task) => [task._id, task]));
  const tasks = ids.flatMap((id) => found.get(id) ?? []);
  const cases = new Map((await store.cases.find(
    { _id: { $in: [...new Set(tasks.map((task) => task.caseNo))] } }, { title: 1, place: 1, urgency: 1, category: 1, standing: 1 },
  ).lean<Case[]>()).map((found) => [found._id, found]));
  return { total: wanted.length, items: tasks.map((task) => ({ task, case: cases.get(task.caseNo) })) };
}

type Listing = Pick<Task, '_id' | 'caseNo' | 'name' | 'dueAt' | 'createdAt' | 'endedAt'>;

// What has no limit, or stands still, comes after what is due.
const due = (task: Listing) => task.dueAt?.getTime() ?? Number.MAX_SAFE_INTEGER;
const mostPressingFirst = (a: Listing, b: Listing) => due(a) - due(b) || a.createdAt.getTime() - b.createdAt.getTime() || (a._id < b._id ? -1 : 1);
const ended = (task: Listing) => (task.endedAt ?? task.createdAt).getTime();
const latestFirst = (a: Listing, b: Listing) => ended(b) - ended(a) || (a._id < b._id ? 1 : -1);

/** Those whose name, case number or case contains a text. */
async function matching(all: Listing[], q: string, store: Deps['store']): Promise<Listing[]> {
  const wanted = literally(q);
  const direct = (task: Listing) => wanted.test(task.name) || wanted.test(task.caseNo);
  const rest = [...new Set(all.filter((task) => !direct(task)).map((task) => task.caseNo))];
  const found = await store.cases.find({ _id: { $in: rest }, $or: [{ title: wanted }, { 'place.text': wanted }, { description: wanted }] }, { _id: 1 }).lean();
  const cases = new Set(found.map(({ _id }) => _id));
  return all.filter((task) => direct(task) || cases.has(task.caseNo));
}
