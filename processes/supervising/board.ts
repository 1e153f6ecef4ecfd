// The board of supervision: every open task of one's units that is near or past its limit, carded, pressed or standing still; counted exactly from the open tasks in memory.
import type { Deps } from '../deps.js';
import { openTasks } from '../open-tasks.js';
import { unitsFor } from '../roles.js';
import type { Person, Task } from '../store/types.js';
import { rowFilter, type TaskFilter } from '../task-filters.js';
import { NEVER, type Row } from '../task-rows.js';
import { isPressed, levelOf } from './cards.js';

export const columns = ['near', 'overdue', 'yellow', 'red', 'pressed', 'paused'] as const;
export type Column = (typeof columns)[number];
export type BoardFilter = Pick<TaskFilter, 'q' | 'unit' | 'category' | 'level' | 'urgency'>;

/** Where a task stands: under its card, else by its limit; 加急 is beside that. */
export function columnsOf(row: Row, now: number): Column[] {
  const { task, due, warn, paused } = row;
  const level = levelOf(task);
  const main: Column | undefined = level === 'red' || level === 'yellow' ? level : paused ? 'paused' : due !== NEVER && due <= now ? 'overdue' : due !== NEVER && warn <= now ? 'near' : undefined;
  return [...(main ? [main] : []), ...(isPressed(task) ? ['pressed' as const] : [])];
}

/** Whether an open task lies where a person supervises. */
export function supervisedBy(person: Person): (row: Row) => boolean {
  const units = new Set(unitsFor(person, 'supervise'));
  return ({ task: { about } }) => about !== undefined && [about.grid, about.village, about.town, about.county, about.city].some((unit) => units.has(unit));
}

/** How many stand in each column and the first of each, the most pressing first. @param only one column, from a place on */
export async function board(filter: BoardFilter, { column, skip, most }: { column?: Column; skip: number; most: number }, person: Person, deps: Pick<Deps, 'store' | 'clock'>): Promise<{ counts: Record<Column, number>; items: Record<Column, Task[]> }> {
  const now = deps.clock.now();
  const open = openTasks(deps.store);
  const [wanted] = await Promise.all([rowFilter(filter, now, deps.store), open.fresh()]);
  const mine = supervisedBy(person);
  const counts = Object.fromEntries(columns.map((one) => [one, 0])) as Record<Column, number>;
  const items = Object.fromEntries(columns.map((one) => [one, [] as Task[]])) as Record<Column, Task[]>;
  for (const row of open.inOrder('due')) {
    if (!mine(row) || !wanted(row)) continue;
    for (const one of columnsOf(row, now.getTime())) {
      counts[one] += 1;
      if ((!column || column === one) && counts[one] > skip && items[one].length < most) items[one].push(row.task);
    }
  }
  return { counts, items };
}
