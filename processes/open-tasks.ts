// Every open task of the store in memory, with what lists filter and sort by, brought up to date from the store before each answer.
//
// Exact counts under any mix of filters would make each list read every open task of a county from the store, whatever its indexes. Read once and kept, they are counted
// in milliseconds on every store; what changed since (`Task.changed`, indexed, the store's own clock) is read first, so that nobody sees what was before their own act.
import { aboutOf, ABOUT_FIELDS } from './task-about.js';
import { scopeOfGroups } from './visibility.js';
import type { Store } from './store/store.js';
import type { Case, Task } from './store/types.js';

/** An open task as lists look through it. */
export interface Row {
  task: Task;
  /** What is searched, in small letters. */
  words: string;
  /** The units whose groups may do it. */
  units: string[];
  /** Milliseconds, `NEVER` without a due time; urgency from 0; milliseconds of its age. */
  due: number; rank: number; created: number;
}
export type TaskSort = 'due' | 'priority' | 'age';

export const NEVER = Number.MAX_SAFE_INTEGER;
const RANKS: Record<string, number> = { 特急: 0, 紧急: 1 };
const ORDINARY = 2;
/** Writes may become visible a little out of the order of their marks, milliseconds. */
const OVERLAP = 2_000;
/** Between two complete readings, which heal what a raw write did not mark, milliseconds. */
const AGAIN = 15 * 60_000;
const FIELDS = { draft: 0, submission: 0, headers: 0 };

const rowOf = (task: Task): Row => {
  const { about } = task;
  return {
    task, units: scopeOfGroups(task.candidateGroups.filter((group) => /^[^/]+\/[^/]+$/.test(group))),
    words: [task.caseNo, task.name, about?.title, about?.place?.text, about?.description].filter(Boolean).join('\n').toLowerCase(),
    due: task.dueAt?.getTime() ?? NEVER, rank: RANKS[about?.urgency ?? ''] ?? ORDINARY, created: task.createdAt.getTime(),
  };
};

const byId = (a: Row, b: Row): number => (a.task._id < b.task._id ? -1 : 1);
const byDue = (a: Row, b: Row): number => a.due - b.due || a.created - b.created || byId(a, b);
const ORDERS: Record<TaskSort, (a: Row, b: Row) => number> = {
  due: byDue, priority: (a, b) => a.rank - b.rank || byDue(a, b), age: (a, b) => a.created - b.created || byId(a, b),
};

export class OpenTasks {
  private rows = new Map<string, Row>();
  private sorted = new Map<TaskSort, Row[]>();
  private stale = new Set<TaskSort>();
  private since = 0;
  private loadedAt = -Infinity;
  private running?: Promise<void>;
  private next?: Promise<void>;

  constructor(private readonly store: Store) {}

  /** All open tasks as the store holds them now, in an order. Asked for by many at once, the store is asked once. */
  async list(sort: TaskSort): Promise<readonly Row[]> {
    await this.fresh();
    const old = this.sorted.get(sort);
    if (old && !this.stale.has(sort)) return old;
    // what did not change stays in its order, so that sorting again is quick
    const kept = (old ?? []).filter((row) => this.rows.get(row.task._id) === row);
    const here = new Set(kept);
    for (const row of this.rows.values()) if (!here.has(row)) kept.push(row);
    const made = kept.sort(ORDERS[sort]);
    this.sorted.set(sort, made);
    this.stale.delete(sort);
    return made;
  }

  private fresh(): Promise<void> {
    if (!this.running) return this.begin();
    // the look that is under way may have passed what this caller has just done
    return (this.next ??= this.running.catch(() => undefined).then(() => this.begin()));
  }

  private begin(): Promise<void> {
    this.next = undefined;
    const look = this.loadedAt < performance.now() - AGAIN ? this.load() : this.catchUp();
    this.running = look.finally(() => { this.running = undefined; });
    return this.running;
  }

  private async load(): Promise<void> {
    const { localTime } = await this.store.connection.db!.command({ hello: 1 }) as { localTime?: Date };
    const rows = new Map<string, Row>();
    for (const task of await this.withAbout(await this.store.tasks.find({ state: 'open' }, FIELDS).lean<Task[]>())) rows.set(task._id, rowOf(task));
    this.rows = rows;
    this.since = (localTime ?? new Date()).getTime();
    this.loadedAt = performance.now();
    this.sorted.clear();
    await this.catchUp();
  }

  private async catchUp(): Promise<void> {
    const changed = await this.store.tasks.find({ changed: { $gte: new Date(this.since - OVERLAP) } }, FIELDS).lean<Task[]>();
    for (const task of await this.withAbout(changed)) {
      this.since = Math.max(this.since, task.changed!.getTime());
      if (task.state === 'open') this.rows.set(task._id, rowOf(task));
      else this.rows.delete(task._id);
    }
    if (changed.length > 0) this.stale = new Set(Object.keys(ORDERS) as TaskSort[]);
  }

  /** Tasks from before lists kept something of their case get it now, and for good. */
  private async withAbout(tasks: Task[]): Promise<Task[]> {
    const bare = tasks.filter((task) => !task.about && task.caseNo && task.state === 'open');
    if (bare.length === 0) return tasks;
    const cases = new Map((await this.store.cases.find({ _id: { $in: [...new Set(bare.map(({ caseNo }) => caseNo))] } }, ABOUT_FIELDS).lean<Case[]>()).map((found) => [found._id, aboutOf(found)]));
    const known = bare.filter(({ caseNo }) => cases.has(caseNo));
    for (const task of known) task.about = cases.get(task.caseNo)!;
    const mend = known.map(({ _id, about }) => ({ updateOne: { filter: { _id }, update: { $set: { about } } } }));
    if (mend.length > 0) void this.store.tasks.collection.bulkWrite(mend as never, { ordered: false }).catch(() => undefined);
    return tasks;
  }
}

const opened = new WeakMap<Store, OpenTasks>();

/** The open tasks of a store, one copy a process. */
export function openTasks(store: Store): OpenTasks {
  const made = opened.get(store) ?? new OpenTasks(store);
  opened.set(store, made);
  return made;
}
