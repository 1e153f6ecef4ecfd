// Makes the read model anew from the bulks that are kept, and says where it differed.
import type { Calendar } from './calendar.js';
import { applyRecords } from './projection/apply.js';
import { gunzip } from './projection/receive.js';
import { parseBulk } from './projection/record.js';
import { writeStandings } from './projection/standing.js';
import { tell } from './projection/told.js';
import { HUMAN, projected, type Projected, type Shelf } from './projection/working-set.js';
import type { Store } from './store/store.js';
import type { Bulk, Task } from './store/types.js';
import { taskClock } from './task-clock.js';

/** How long the switch holds without being renewed, milliseconds: a rebuild that crashed must not stop the records for ever. */
const HOLD = 60_000;

/** Whether a rebuild is under way; meanwhile records stay with the broker. */
export async function rebuilding(store: Store): Promise<boolean> {
  const held = await store.settings.findById('rebuilding').lean();
  return typeof held?.value === 'number' && held.value > Date.now();
}

export interface Rebuilt { records: number; same: number; mended: number; missing: number; older: number }

class Memory implements Shelf {
  readonly documents = new Map<Projected, Map<string, any>>(projected.map((name) => [name, new Map()]));
  async load(collection: Projected, ids: string[]): Promise<any[]> {
    return ids.flatMap((id) => this.documents.get(collection)!.get(id) ?? []);
  }
  async save(collection: Projected, documents: any[]): Promise<void> {
    for (const document of documents) this.documents.get(collection)!.set(document._id, document);
  }
}

/** Reads one property after another in a fixed order, so that two documents can be compared as texts. */
const canonical = (value: unknown): string => JSON.stringify(value, (_key, part) => (
  part && typeof part === 'object' && !Array.isArray(part) && !(part instanceof Date)
    ? Object.fromEntries(Object.entries(part).filter(([, v]) => v !== undefined).sort(([a], [b]) => (a < b ? -1 : 1))) : part));

/** What people did to a task stays; what follows from it is computed as the live way computes it. */
function withHuman(made: Task, old: Task | null, calendar: Calendar): Task {
  const human = Object.fromEntries(HUMAN.flatMap((name) => (old?.[name] === undefined ? [] : [[name, old[name]]])));
  const task = { ...made, ...human };
  if (task.state === 'open' && task.submission) task.state = 'submitted';
  return task.clock?.length ? { ...task, ...taskClock(calendar, task) } : task;
}

async function settle(store: Store, collection: Projected, made: any[], calendar: Calendar, result: Rebuilt): Promise<void> {
  for (let i = 0; i < made.length; i += 1_000) {
    const part = made.slice(i, i + 1_000);
    const existing = new Map((await (store[collection] as any).find({ _id: { $in: part.map(({ _id }) => _id) } }).lean()).map((one: any) => [one._id, one]));
    const wrong = part.flatMap((document) => {
      const old: any = existing.get(document._id) ?? null;
      const wanted = collection === 'tasks' ? withHuman(document, old, calendar) : document;
      if (old && canonical(old) === canonical(wanted)) {
        result.same += 1;
        return [];
      }
      if (old) result.mended += 1;
      else result.missing += 1;
      return [{ replaceOne: { filter: { _id: wanted._id }, replacement: wanted, upsert: true } }];
    });
    if (wrong.length > 0) await (store[collection] as any).collection.bulkWrite(wrong, { ordered: false });
  }
}

/**
 * Replays what is kept, in the order of each partition, and mends every document that differs. Instances whose beginning is no longer
 * kept (older than the settable time) are left as they are and counted.
 *
 * @throws when a rebuild is already under way
 */
export async function rebuild(store: Store, calendar: Calendar, progress: (records: number) => void = () => undefined): Promise<Rebuilt> {
  if (await rebuilding(store)) throw new Error('a rebuild is already under way');
  const hold = () => store.settings.updateOne({ _id: 'rebuilding' }, { $set: { value: Date.now() + HOLD } }, { upsert: true });
  await hold();
  const renewing = setInterval(() => void hold().catch(() => undefined), HOLD / 4);
  try {
    const memory = new Memory();
    const result: Rebuilt = { records: 0, same: 0, mended: 0, missing: 0, older: 0 };
    const cases = new Set<string>();
    const index = await store.bulks.find({}, { partition: 1, from: 1, to: 1 }).lean<Pick<Bulk, '_id' | 'partition' | 'from' | 'to'>[]>();
    index.sort((a, b) => a.partition - b.partition || a.from - b.from || a.to - b.to);
    const applied = new Map<number, number>();
    for (const { _id, partition } of index) {
      const bulk = await store.bulks.findById(_id).lean<Bulk>();
      if (!bulk) continue;
      const mark = applied.get(partition) ?? 0;
      const body = (bulk.body as unknown as { buffer?: Uint8Array }).buffer ?? bulk.body;
      const fresh = parseBulk((await gunzip(body as Uint8Array)).toString('utf8')).records.filter((record) => record.partition === partition && record.position > mark);
      if (fresh.length === 0) continue;
      const { cases: touched } = await applyRecords(fresh, memory, calendar);
      for (const caseNo of touched) cases.add(caseNo);
      applied.set(partition, fresh.at(-1)!.position);
      result.records += fresh.length;
      progress(result.records);
    }
    const born = new Set(memory.documents.get('instances')!.keys());
    for (const collection of projected) {
      const all = [...memory.documents.get(collection)!.values()];
      const whole = collection === 'definitions' || collection === 'instances' ? all : all.filter((document) => document.instanceKey === undefined || born.has(document.instanceKey));
      result.older += all.length - whole.length;
      await settle(store, collection, whole, calendar, result);
    }
    await tell(store, await store.tasks.find({ _id: { $in: [...memory.documents.get('tasks')!.keys()] } }).lean<Task[]>());
    await writeStandings(store, [...cases]);
    return result;
  } finally {
    clearInterval(renewing);
    await store.settings.deleteOne({ _id: 'rebuilding' });
  }
}
