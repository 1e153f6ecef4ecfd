// The lists of tasks that a person works from: mine, my groups', what is at work in my units, and what I have done.
import { countDone, listDone } from './done-tasks.js';
import type { Deps } from './deps.js';
import { openTasks, type Row, type TaskSort } from './open-tasks.js';
import type { Person, Task } from './store/types.js';
import { dueStateOf, dueStates, rowFilter, type DueState, type TaskFilter } from './task-filters.js';
import { openTaskFilter, sentFilter, type TaskView } from './visibility.js';

export interface TaskQuery extends TaskFilter { view: TaskView; sort?: TaskSort; page: number; size: number }
export interface TaskPage {
  /** Exact, whatever the page shows. */
  total: number; items: Task[];
  /** How many of these there would be in each due state; of open views. */
  due?: Record<DueState, number>;
}
type Reading = Pick<Deps, 'store' | 'clock'>;

/** A page of tasks, the most pressing first unless `sort` says otherwise (done ones: the latest first), with their exact number. */
export async function listTasks(query: TaskQuery, person: Person, deps: Reading): Promise<TaskPage> {
  const { view, sort = 'due', page, size } = query;
  if (view === 'done') return listDone(query, person, deps.store);
  const now = deps.clock.now();
  const { due, ...rest } = query;
  const [rows, wanted, ofState] = await Promise.all([openTasks(deps.store).list(sort), rowFilter(rest, now, deps.store), rowFilter({ due }, now, deps.store)]);
  const theirs = openTaskFilter(person, view);
  const counts = Object.fromEntries(dueStates.map((state) => [state, 0])) as Record<DueState, number>;
  const items: Task[] = [];
  let total = 0;
  for (const row of rows) {
    if (!theirs(row.task) || !wanted(row)) continue;
    count(row, now, counts);
    if (due && !ofState(row)) continue;
    total += 1;
    if (total > (page - 1) * size && items.length < size) items.push(row.task);
  }
  return { total, items, due: counts };
}

function count({ task }: Row, now: Date, counts: Record<DueState, number>): void {
  const state = dueStateOf(task, now);
  if (state !== 'later') counts[state] += 1;
  // what is due today may already be soon
  if (state === 'soon' && dueStateOf({ ...task, warnAt: null }, now) === 'today') counts.today += 1;
}

/** How many tasks stand in each of a person's lists, and how many of their own are overdue; exact. */
export async function countTasks(person: Person, { store, clock }: Reading): Promise<Record<TaskView | 'sent' | 'overdue', number>> {
  const now = clock.now().getTime();
  const [rows, done, sent] = await Promise.all([openTasks(store).list('due'), countDone(person, {}, store), store.cases.countDocuments(sentFilter(person))]);
  const counts = { mine: 0, group: 0, unit: 0, overdue: 0, done, sent };
  const views = (['mine', 'group', 'unit'] as const).map((view) => [view, openTaskFilter(person, view)] as const);
  for (const { task, due } of rows) {
    for (const [view, theirs] of views) {
      if (!theirs(task)) continue;
      counts[view] += 1;
      if (view === 'mine' && due <= now) counts.overdue += 1;
    }
  }
  return counts;
}
