// Open tasks in memory, in the orders that lists show, and by who has them and which groups may take them.
import { hasIt } from './hand-over.js';
import { scopeOfGroups } from './visibility.js';
import type { Task } from './store/types.js';

/** An open task as lists look through it. */
export interface Row {
  task: Task;
  /** What is searched, in small letters. */
  words: string;
  /** The units whose groups may do it. */
  units: string[];
  /** Milliseconds, `NEVER` without a due time or a time to warn; whether its clock stands; urgency from 0; milliseconds of its age. */
  due: number; warn: number; paused: boolean; rank: number; created: number;
}
export type TaskSort = 'due' | 'priority' | 'age';

export const NEVER = Number.MAX_SAFE_INTEGER;
const RANKS: Record<string, number> = { 特急: 0, 紧急: 1 };
const ORDINARY = 2;
const rowOf = (task: Task): Row => {
  const { about } = task;
  return {
    task, units: scopeOfGroups(task.candidateGroups.filter((group) => /^[^/]+\/[^/]+$/.test(group))),
    words: [task.caseNo, task.name, about?.title, about?.place?.text, about?.description].filter(Boolean).join('\n').toLowerCase(),
    due: task.dueAt?.getTime() ?? NEVER, warn: task.warnAt?.getTime() ?? NEVER, paused: task.dueAt === null && !!task.limit, rank: RANKS[about?.urgency ?? ''] ?? ORDINARY, created: task.createdAt.getTime(),
  };
};

const byId = (a: Row, b: Row): number => (a.task._id < b.task._id ? -1 : 1);
const byDue = (a: Row, b: Row): number => a.due - b.due || a.created - b.created || byId(a, b);
export const ORDERS: Record<TaskSort, (a: Row, b: Row) => number> = {
  due: byDue, priority: (a, b) => a.rank - b.rank || byDue(a, b), age: (a, b) => a.created - b.created || byId(a, b),
};

/** Where a row stands, or would stand, in an order. */
export function placeIn<T>(rows: T[], row: T, order: (a: T, b: T) => number): number {
  let [from, to] = [0, rows.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (order(rows[middle]!, row) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The rows, and those by who has them, for whom they have them, and by the groups that may take them. */
export class Rows {
  readonly all = new Map<string, Row>();
  readonly people = new Map<string, Set<Row>>();
  readonly lent = new Map<string, Set<Row>>();
  readonly free = new Map<string, Set<Row>>();
  private readonly sorted = new Map<TaskSort, Row[]>();

  put(task: Task): void {
    this.drop(task._id);
    const row = rowOf(task);
    this.all.set(task._id, row);
    for (const [index, key] of this.keys(row)) index.set(key, (index.get(key) ?? new Set()).add(row));
    for (const [sort, rows] of this.sorted) rows.splice(placeIn(rows, row, ORDERS[sort]), 0, row);
  }

  drop(id: string): void {
    const row = this.all.get(id);
    if (!row) return;
    this.all.delete(id);
    for (const [index, key] of this.keys(row)) {
      index.get(key)?.delete(row);
      if (index.get(key)?.size === 0) index.delete(key);
    }
    for (const [sort, rows] of this.sorted) rows.splice(placeIn(rows, row, ORDERS[sort]), 1);
  }

  in(sort: TaskSort): readonly Row[] {
    const rows = this.sorted.get(sort) ?? [...this.all.values()].sort(ORDERS[sort]);
    this.sorted.set(sort, rows);
    return rows;
  }

  private keys(row: Row): [Map<string, Set<Row>>, string][] {
    const person = hasIt(row.task);
    const lender = row.task.holder?.for;
    return person ? [[this.people, person], ...(lender ? [[this.lent, lender] as [Map<string, Set<Row>>, string]] : [])] : row.task.candidateGroups.map((group) => [this.free, group]);
  }
}
