// Makes the read model anew from the bulks that are kept, and says where it differed.
import type { Calendar } from './calendar.js';
import { elementKinds, markElementCells } from './figures/element-kinds.js';
import { computeStale } from './figures/stale.js';
import { applyRecords } from './projection/apply.js';
import { recordsOf } from './projection/kept.js';
import { writeStandings } from './projection/standing.js';
import { tell } from './projection/told.js';
import { Memory } from './projection/memory.js';
import { HUMAN, projected, type Projected } from './projection/working-set.js';
import { isDuplicate, type Store } from './store/store.js';
import type { Bulk, Task } from './store/types.js';
import { taskClock } from './task-clock.js';

/** How long the switch holds without being renewed, milliseconds: a rebuild that crashed must not stop the records for ever. */
const HOLD = 60_000;

const KEY = 'rebuilding';

/** Whether a rebuild is under way; meanwhile records stay with the broker. */
export async function rebuilding(store: Store): Promise<boolean> {
  const held = await store.settings.findById(KEY).lean();
  return typeof held?.value === 'number' && held.value > Date.now();
}

export interface Rebuilt { records: number; same: number; mended: number; missing: number; older: number }

/** Reads one property after another in a fixed order, so that two documents can be compared as texts. */
const canonical = (value: unknown): string => JSON.stringify(value, (_key, part) => (
  part && typeof part === 'object' && !Array.isArray(part) && !(part instanceof Date)
    ? Object.fromEntries(Object.entries(part).filter(([, v]) => v !== undefined).sort(([a], [b]) => (a < b ? -1 : 1))) : part));

/** What people did to a task stays; what follows from it is computed as the live way computes it. */
function withHuman(made: Task, old: Task | null, calendar: Calendar): Task {
  const human = Object.fromEntries(HUMAN.flatMap((name) => (old?.[name] === undefined ? [] : [[name, old[name]]])));
  const task = { ...made, ...human };
  // who was given it last has it, whomever the diagram had named
  const last = task.moves?.at(-1);
  if (last?.to) task.assignee = last.to;
  else if (last) delete task.assignee;
  if (task.state === 'open' && task.submission) task.state = 'submitted';
  return task.clock?.length ? { ...task, ...taskClock(calendar, task) } : task;
}

/** A filter that a task passes only while nobody has taken, drafted, sent, paused or reminded of it since it was read: people work on while we mend. */
const unchanged = ({ state, holder, draft, submission, clock = [], rungs = [], moves = [], urged = [], cards = [] }: Task): object => ({
  state, 'holder.at': holder?.at ?? null, 'draft.at': draft?.at ?? null, 'submission.sentAt': submission?.sentAt ?? null,
  [`clock.${clock.length}`]: { $exists: false }, [`rungs.${rungs.length}`]: { $exists: false },
  [`moves.${moves.length}`]: { $exists: false }, [`urged.${urged.length}`]: { $exists: false }, [`cards.${cards.length}`]: { $exists: false },
});

async function settle(store: Store, collection: Projected, made: any[], calendar: Calendar, result: Omit<Rebuilt, 'records'>): Promise<void> {
  for (let i = 0; i < made.length; i += 1_000) {
    const part = made.slice(i, i + 1_000);
    const existing = new Map((await (store[collection] as any).find({ _id: { $in: part.map(({ _id }) => _id) } }).lean()).map((one: any) => [one._id, one]));
    const wrong = part.flatMap((document) => {
      const old: any = existing.get(document._id) ?? null;
      const wanted = collection === 'tasks' ? withHuman(document, old, calendar) : collection === 'instances' && old ? { ...document, changed: old.changed, ...(old.scope ? { scope: old.scope } : {}) } : document;
      if (old && canonical(old) === canonical(wanted)) {
        result.same += 1;
        return [];
      }
      if (old) result.mended += 1;
      else result.missing += 1;
      return [{ replaceOne: { filter: { _id: wanted._id, ...(old && collection === 'tasks' ? unchanged(old) : {}) }, replacement: collection === 'tasks' || collection === 'instances' ? { ...wanted, changed: new Date() } : wanted, upsert: !old } }];
    });
    if (wrong.length === 0) continue;
    const { matchedCount, upsertedCount } = await (store[collection] as any).collection.bulkWrite(wrong, { ordered: false });
    // Somebody acted on one meanwhile: what they did goes before, and is looked at again.
    if (matchedCount + upsertedCount < wrong.length) await settle(store, collection, part, calendar, { same: 0, mended: 0, missing: 0, older: 0 });
  }
}

/** Replays the bulks that are not in `done` yet, and adds them to it. */
async function replay(store: Store, memory: Memory, calendar: Calendar, done: Map<string, number>, told: (records: number, cases: Set<string>) => void): Promise<number> {
  const all = await store.bulks.find({}, { partition: 1, from: 1, to: 1 }).lean<Pick<Bulk, '_id' | 'partition' | 'from' | 'to'>[]>();
  const index = all.filter(({ _id }) => !done.has(_id)).sort((a, b) => a.partition - b.partition || a.from - b.from || a.to - b.to);
  const marks = new Map<number, number>();
  for (const [id, to] of done) marks.set(Number(id.split('-')[0]), Math.max(to, marks.get(Number(id.split('-')[0])) ?? 0));
  for (const { _id, partition, to } of index) {
    done.set(_id, to);
    const bulk = await store.bulks.findById(_id).lean<Bulk>();
    if (!bulk) continue;
    const fresh = (await recordsOf(bulk)).filter((record) => record.partition === partition && record.position > (marks.get(partition) ?? 0));
    if (fresh.length === 0) continue;
    const { cases } = await applyRecords(fresh, memory, calendar);
    marks.set(partition, fresh.at(-1)!.position);
    told(fresh.length, cases);
  }
  return index.length;
}

/** Compares every document that was made with the one that is there, and replaces those that differ. */
async function settleAll(store: Store, memory: Memory, calendar: Calendar): Promise<Omit<Rebuilt, 'records'>> {
  const result = { same: 0, mended: 0, missing: 0, older: 0 };
  for (const collection of projected) {
    const all = [...memory.documents.get(collection)!.values()];
    const whole = all.filter((document) => {
      // a job is told whole by its own records
      const instance = collection === 'instances' ? document._id : collection === 'jobs' ? undefined : document.instanceKey;
      return instance === undefined || memory.isWhole(instance);
    });
    result.older += all.length - whole.length;
    await settle(store, collection, whole, calendar, result);
  }
  const ended = [...memory.ended];
  for (let i = 0; i < ended.length; i += 1_000) result.mended += (await store.jobs.deleteMany({ _id: { $in: ended.slice(i, i + 1_000) } })).deletedCount;
  return result;
}

/** Stops the records for as long as it is renewed. @throws when a rebuild is already under way */
export async function takeHold(store: Store): Promise<() => Promise<void>> {
  try {
    await store.settings.collection.updateOne({ _id: KEY as any, value: { $lte: Date.now() } }, { $set: { value: Date.now() + HOLD } }, { upsert: true });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    throw new Error('a rebuild is already under way', { cause: error });
  }
  let renewed: Promise<unknown> = Promise.resolve();
  const renewing = setInterval(() => {
    renewed = store.settings.updateOne({ _id: KEY }, { $set: { value: Date.now() + HOLD } }, { upsert: true }).catch(() => undefined);
  }, HOLD / 4);
  return async () => {
    clearInterval(renewing);
    // one that is still on its way would put the switch back
    await renewed;
    await store.settings.deleteOne({ _id: KEY });
  };
}

/**
 * Replays what is kept, in the order of each partition, and mends every document that differs. Instances whose beginning is no longer
 * kept (older than the settable time) are left as they are and counted.
 *
 * @throws when a rebuild is already under way
 */
export async function rebuild(store: Store, calendar: Calendar, progress: (records: number) => void = () => undefined): Promise<Rebuilt> {
  const letGo = await takeHold(store);
  try {
    const memory = new Memory(store);
    const cases = new Set<string>();
    const done = new Map<string, number>();
    let records = 0;
    let result: Omit<Rebuilt, 'records'> = { same: 0, mended: 0, missing: 0, older: 0 };
    const again = () => replay(store, memory, calendar, done, (more, touched) => {
      records += more;
      for (const caseNo of touched) cases.add(caseNo);
      progress(records);
    });
    // A bulk that was under way when we began comes to light after the first look: what it changed must not be taken back.
    for (let round = 0; await again() > 0 || round === 0; round += 1) {
      const next = await settleAll(store, memory, calendar);
      result = round === 0 ? next : { ...next, same: next.same - next.mended - next.missing, mended: result.mended + next.mended, missing: result.missing + next.missing };
    }
    await tell(store, await store.tasks.find({ _id: { $in: [...memory.documents.get('tasks')!.keys()] } }).lean<Task[]>(), true);
    await writeStandings(store, [...cases]);
    await markElementCells(store, [...memory.documents.get('elements')!.values()].flatMap(({ cell }) => cell ?? []));
    await computeStale(store, elementKinds);
    return { records, ...result };
  } finally {
    await letGo();
  }
}
