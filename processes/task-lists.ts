// The lists of tasks that a person works from: mine, my groups', what is at work in my units, and what I have done.
import { countDone, listDone } from './done-tasks.js';
import type { Deps } from './deps.js';
import { openTasks } from './open-tasks.js';
import { NEVER, type Row, type TaskSort } from './task-rows.js';
import { dayNumber, startOfDayNumber } from './shanghai.js';
import { sharedRows } from './shared-look.js';
import { perStore } from './store/per-store.js';
import type { Person, Task } from './store/types.js';
import { dueStates, rowFilter, type DueState, type TaskFilter } from './task-filters.js';
import type { TaskView } from './visibility.js';

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
  const open = openTasks(deps.store);
  if (view === 'done') {
    await open.fresh();
    return listDone(query, person, deps.store, open.endedFor(person._id));
  }
  const now = deps.clock.now();
  const { due, ...rest } = query;
  const { q, level, unit, category, urgency, procedure, step } = rest;
  const name = JSON.stringify([q, level, unit, category, urgency, procedure, step]);
  const [wanted, ofState] = await Promise.all([rowFilter(rest, now, deps.store), rowFilter({ due }, now, deps.store), open.fresh()]);
  const counts = Object.fromEntries(dueStates.map((state) => [state, 0])) as Record<DueState, number>;
  const count = counter(counts, now);
  const items: Task[] = [];
  let total = 0;
  for (const row of open.theirs(person, view, sort, [q, level, unit, category, urgency, procedure, step].some(Boolean) ? { name, test: wanted } : undefined)) {
    count(row);
    if (due && !ofState(row)) continue;
    total += 1;
    if (total > (page - 1) * size && items.length < size) items.push(row.task);
  }
  return { total, items, due: counts };
}

/** Counts rows by their due state; what is due today may already be soon. */
function counter(counts: Record<DueState, number>, now: Date): (row: Row) => void {
  const time = now.getTime();
  const midnight = startOfDayNumber(dayNumber(now) + 1).getTime();
  return ({ due, warn, paused }) => {
    if (due === NEVER) counts[paused ? 'paused' : 'none'] += 1;
    else if (due <= time) counts.overdue += 1;
    else {
      if (warn <= time) counts.soon += 1;
      if (due < midnight) counts.today += 1;
    }
  };
}

const sentBy = perStore((store) => sharedRows((people) => store.cases.aggregate<{ _id: string; total: number }>([{ $match: { 'reporter.person': { $in: people } } }, { $group: { _id: '$reporter.person', total: { $sum: 1 } } }]), ({ _id }) => [_id]));

/** How many tasks stand in each of a person's lists, and how many of their own are overdue; exact. */
export async function countTasks(person: Person, { store, clock }: Reading): Promise<Record<TaskView | 'sent' | 'overdue', number>> {
  const now = clock.now().getTime();
  const open = openTasks(store);
  const [[sent]] = await Promise.all([sentBy(store)([person._id]), open.fresh()]);
  const done = await countDone(person, {}, store, open.endedFor(person._id));
  const mine = open.theirs(person, 'mine', 'due');
  return { mine: mine.length, group: open.theirs(person, 'group', 'due').length, unit: open.theirs(person, 'unit', 'due').length, overdue: mine.filter(({ due }) => due <= now).length, done, sent: sent?.total ?? 0 };
}
