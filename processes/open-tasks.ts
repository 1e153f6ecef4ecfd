// Every open task of the store in memory, with what lists filter and sort by, brought up to date from the store before each answer.
//
// Exact counts under any mix of filters would make each list read every open task of a county from the store, whatever its indexes. Read once and kept, they are counted
// in milliseconds on every store; what changed since (`Task.changed`, indexed, the store's own clock) is read first, so that nobody sees what was before their own act.
import { isDeepStrictEqual } from 'node:util';
import { aboutOf, ABOUT_FIELDS } from './task-about.js';
import { NewMarks } from './new-marks.js';
import { sharedLook } from './shared-look.js';
import { ORDERS, Rows, type Row, type TaskSort } from './task-rows.js';
import { openTaskFilter, type TaskView } from './visibility.js';
import { perStore } from './store/per-store.js';
import { storeTime, type Store } from './store/store.js';
import type { Case, Person, Task } from './store/types.js';

/** Writes may become visible a little out of the order of their marks, milliseconds. */
const OVERLAP = 2_000;
/** Between two complete readings, which heal what a raw write did not mark, milliseconds. */
const AGAIN = 15 * 60_000;
/** So many lists are remembered between two changes. */
const KNOWN = 500;
/** And not longer than this, for the units that a filter asks for may change, milliseconds. */
const REMEMBERED = 10_000;
/** So many tasks that ended are remembered. */
const LEFT = 10_000;
const FIELDS = { draft: 0, submission: 0, headers: 0 };

export class OpenTasks {
  private rows = new Rows();
  /** What was looked up since the last change. */
  private readonly known = new Map<string, readonly Row[]>();
  private knownAt = 0;
  /** Tasks that ended lately, by when they were last written; and for whom something ended, by a number that only grows. */
  private readonly left = new Map<string, number>();
  private readonly ended = new Map<string, number>();
  private turn = 0;
  private marks = new NewMarks(0, OVERLAP);
  private loadedAt = -Infinity;
  private loading?: Promise<void>;
  private loaded?: { rows: Rows; since: number };
  constructor(private readonly store: Store) {}

  /** Brings everything up to what the store holds now. Asked for by many at once, the store is asked once. */
  readonly fresh = sharedLook(() => this.look());

  /** One of a person's lists in an order, as it was at the last `fresh`. @param narrowed a test that does not change with time, and what it is called */
  theirs(person: Person, view: Exclude<TaskView, 'done'>, sort: TaskSort, narrowed?: { name: string; test: (row: Row) => boolean }): readonly Row[] {
    if (this.knownAt < performance.now() - REMEMBERED) this.forget();
    const key = JSON.stringify([view, sort, view === 'mine' ? person._id : person.groups, view === 'unit' ? person.posts.map(({ unit, role }) => [unit, role]) : '', narrowed?.name]);
    const known = this.known.get(key);
    if (known) return known;
    const found = narrowed ? this.theirs(person, view, sort).filter(narrowed.test) : this.read(person, view, sort);
    if (this.known.size >= KNOWN) this.forget();
    this.known.set(key, found);
    return found;
  }

  /** What somebody does for a person, as of the last `fresh`. */
  lentBy(person: string): Task[] { return [...this.rows.lent.get(person) ?? []].map(({ task }) => task); }

  /** How many are open and how many of them overdue, as of the last `fresh`. */
  counts(now: Date): { open: number; overdue: number } {
    let overdue = 0;
    for (const { due } of this.rows.all.values()) if (due <= now.getTime()) overdue += 1;
    return { open: this.rows.all.size, overdue };
  }

  /** Every open task in an order, as of the last `fresh`. */
  inOrder(sort: TaskSort): readonly Row[] { return this.rows.in(sort); }

  /** The instances with a task that is past its due time, as of the last `fresh`. @param time milliseconds */
  overdueInstances(time: number): Set<string> {
    const found = new Set<string>();
    for (const { due, task } of this.rows.in('due')) {
      if (due > time) break;
      found.add(task.instanceKey);
    }
    return found;
  }

  /** A number that is another one whenever something that a person has done may have changed, as of the last `fresh`. */
  endedFor(person: string): number { return this.ended.get(person) ?? 0; }

  private forget(): void {
    this.known.clear();
    this.knownAt = performance.now();
  }

  private read(person: Person, view: Exclude<TaskView, 'done'>, sort: TaskSort): Row[] {
    const test = openTaskFilter(person, view);
    return view === 'unit' ? this.rows.in(sort).filter(({ task }) => test(task))
      : [...new Set((view === 'mine' ? [this.rows.people.get(person._id)] : person.groups.map((group) => this.rows.free.get(group))).flatMap((set) => [...(set ?? [])]))].filter(({ task }) => test(task)).sort(ORDERS[sort]);
  }

  private async look(): Promise<void> {
    const first = this.loadedAt === -Infinity;
    if (this.loadedAt < performance.now() - AGAIN && !this.loading) this.loading = this.load().finally(() => { this.loading = undefined; });
    // only who comes first waits for all of it
    if (first) await this.loading;
    else this.loading?.catch(() => undefined);
    await this.catchUp();
  }

  private async load(): Promise<void> {
    const began = await storeTime(this.store);
    const rows = new Rows();
    for (const task of await this.withAbout(await this.store.tasks.find({ state: 'open' }, FIELDS).lean<Task[]>())) rows.put(task);
    this.loaded = { rows, since: began.getTime() };
  }

  private async catchUp(): Promise<void> {
    if (this.loaded) {
      this.rows = this.loaded.rows;
      this.marks = new NewMarks(this.loaded.since, OVERLAP);
      this.loaded = undefined;
      this.loadedAt = performance.now();
      this.forget();
    }
    const { tasks } = this.store;
    await this.marks.look<Task>({
      marks: (late) => tasks.find(late, { changed: 1 }).lean<Pick<Task, '_id' | 'changed'>[]>(),
      read: async (some) => this.withAbout(await tasks.find(some, FIELDS).lean<Task[]>()),
    }, (task) => this.take(task));
  }

  private take(task: Task): void {
    const before = this.rows.all.get(task._id);
    if (task.state !== 'open' && this.left.get(task._id) !== task.changed!.getTime()) {
      if (this.left.size >= LEFT) this.left.clear();
      this.left.set(task._id, task.changed!.getTime());
      for (const person of [task.holder?.person, task.assignee]) if (person) this.ended.set(person, (this.turn += 1));
    }
    // seen before, in the overlap
    if (task.state === 'open' ? before && isDeepStrictEqual(before.task, task) : !before) return;
    if (task.state === 'open') this.rows.put(task);
    else this.rows.drop(task._id);
    this.forget();
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

/** The open tasks of a store, one copy a process. */
export const openTasks = perStore((store) => new OpenTasks(store));
