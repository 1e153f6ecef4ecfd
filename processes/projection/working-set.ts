// The documents that one bulk touches, read once, changed in memory, and written back with only what the engine owns.
import type { Store } from '../store/store.js';
import type { Case, Definition, Element, Incident, Instance, OpenJob, Subscription, Task, Variable } from '../store/types.js';
import { ABOUT_FIELDS } from '../task-about.js';

/** The collections that are made from records and from nothing else. */
export interface Shapes {
  instances: Instance; elements: Element; tasks: Task; variables: Variable; incidents: Incident; subscriptions: Subscription; definitions: Definition; jobs: OpenJob;
}
export type Projected = keyof Shapes;
export const projected: Projected[] = ['definitions', 'instances', 'elements', 'variables', 'subscriptions', 'tasks', 'incidents', 'jobs'];

/** What people and workers own in a task (and `changed`, which is the store's): the projection reads it and never writes it. */
export const HUMAN = ['holder', 'draft', 'submission', 'clock', 'rungs', 'moves', 'urged', 'cards', 'changed', 'claimedAt'] as const;

/** Where documents come from and go to: the store, or memory while rebuilding. */
export interface Shelf {
  load<K extends Projected>(collection: K, ids: string[]): Promise<Shapes[K][]>;
  save<K extends Projected>(collection: K, documents: Shapes[K][]): Promise<void>;
  /** Told of the jobs that the engine holds no more, and of which of them a document was read: it goes. */
  remove(ended: string[], read: string[]): Promise<void>;
  /** The keys of all elements of these instances that are kept so far. */
  elementsOf(instances: string[]): Promise<string[]>;
  /** Cases as far as tasks keep something of them; they come from people, not from records. */
  cases(ids: string[]): Promise<Case[]>;
}

/** Reads cases as `Shelf.cases` gives them. */
export const casesOf = (store: Store, ids: string[]): Promise<Case[]> => store.cases.find({ _id: { $in: ids } }, ABOUT_FIELDS).lean<Case[]>();

/** The store as a shelf. */
export function storeShelf(store: Store): Shelf {
  return {
    cases: (ids) => casesOf(store, ids),
    elementsOf: async (instances) => (await store.elements.find({ instanceKey: { $in: instances } }, { _id: 1 }).lean()).map(({ _id }) => _id),
    async load(collection, ids) {
      return (await (store[collection] as any).find({ _id: { $in: ids } }).lean()) as any;
    },
    async save(collection, documents) {
      const operations = documents.map((document) => {
        const { _id, ...set } = document as any;
        if (collection === 'jobs') return { replaceOne: { filter: { _id }, replacement: set, upsert: true } };
        return { updateOne: { filter: { _id }, update: collection === 'tasks' ? taskUpdate(set) : collection === 'instances' ? instanceUpdate(set) : { $set: set }, upsert: true } };
      });
      await (store[collection] as any).collection.bulkWrite(operations, { ordered: false });
    },
    remove: async (_ended, read) => void (read.length > 0 && await store.jobs.deleteMany({ _id: { $in: read } })),
  };
}

/** Units come to see a case by what people do, too: its scope only ever grows. */
function instanceUpdate({ scope, changed: _changed, ...set }: any): object {
  return { $set: set, $currentDate: { changed: true }, ...(scope?.length ? { $addToSet: { scope: { $each: scope } } } : {}) };
}

/** While a task is open its state and its clock belong to people (submitted, 延期, 暂停): the projection only sets them at birth and at the end. */
function taskUpdate(set: any): object {
  for (const name of HUMAN) delete set[name];
  // whom the diagram named is said at birth; afterwards people give it away
  const { assignee } = set;
  delete set.assignee;
  const born = assignee === undefined ? {} : { assignee };
  // the version that a task was migrated to may say nothing of the case's status
  const gone = set.status === undefined ? { $unset: { status: '' } } : {};
  const marked = { ...gone, $currentDate: { changed: true } };
  if (set.state === 'completed' || set.state === 'withdrawn') return { $set: set, ...marked, ...(assignee === undefined ? {} : { $setOnInsert: born }) };
  const { state, dueAt, warnAt, certain, ...rest } = set;
  return { $set: rest, ...marked, $setOnInsert: { ...born, state, ...(dueAt === undefined ? {} : { dueAt, warnAt }), ...(certain === undefined ? {} : { certain }) } };
}

/** What one bulk has read and changed. A document is `undefined` when it was looked for and is not there. */
export class WorkingSet {
  private readonly held = new Map<Projected, Map<string, any>>(projected.map((name) => [name, new Map()]));
  private readonly changed = new Map<Projected, Set<string>>(projected.map((name) => [name, new Set()]));

  /** Jobs that have ended, and those of which a document was read. */
  private readonly ended = new Set<string>();
  private readonly read = new Set<string>();

  constructor(private readonly shelf: Shelf) {}

  /** Brings documents in; those that are here already stay as they are. */
  async bring<K extends Projected>(collection: K, ids: Iterable<string>): Promise<void> {
    const here = this.held.get(collection)!;
    const missing = [...new Set(ids)].filter((id) => !here.has(id));
    if (missing.length === 0) return;
    for (const id of missing) here.set(id, undefined);
    for (const document of await this.shelf.load(collection, missing)) {
      here.set((document as any)._id, document);
      if (collection === 'jobs') this.read.add((document as any)._id);
    }
  }

  get<K extends Projected>(collection: K, id: string): Shapes[K] | undefined {
    return this.held.get(collection)!.get(id);
  }

  /** Puts a new or changed document in; it is written by `flush`. */
  put<K extends Projected>(collection: K, document: Shapes[K]): void {
    this.held.get(collection)!.set(document._id, document);
    this.changed.get(collection)!.add(document._id);
  }

  /** A job has ended; one that began in this very bulk is never written. */
  endJob(id: string): void {
    this.ended.add(id);
    this.held.get('jobs')!.set(id, undefined);
    this.changed.get('jobs')!.delete(id);
  }

  touched<K extends Projected>(collection: K): Shapes[K][] {
    return [...this.changed.get(collection)!].map((id) => this.held.get(collection)!.get(id));
  }

  async flush(): Promise<void> {
    await Promise.all(projected.map(async (name) => {
      const documents = this.touched(name);
      if (documents.length > 0) await this.shelf.save(name, documents as any);
    }));
    // last: what a job leaves on its element is told from it
    if (this.ended.size > 0) await this.shelf.remove([...this.ended], [...this.ended].filter((id) => this.read.has(id)));
  }
}
