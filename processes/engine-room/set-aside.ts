// Records that could not be applied: looked at, applied once the software can, or discarded with a reason; until then the picture is not complete.
import { audit } from '../audit.js';
import type { Calendar } from '../calendar.js';
import type { Deps } from '../deps.js';
import { Conflict, NotFound, Unavailable } from '../errors.js';
import { applyRecords } from '../projection/apply.js';
import { bulksFrom } from '../projection/kept.js';
import { exclusively } from '../projection/receive.js';
import { parseBulk, type EngineRecord } from '../projection/record.js';
import { writeStandings } from '../projection/standing.js';
import { tell } from '../projection/told.js';
import { storeShelf } from '../projection/working-set.js';
import { takeHold } from '../rebuild.js';
import type { Store } from '../store/store.js';
import type { Person, Rejected } from '../store/types.js';
import { actorOf } from '../tasks.js';

export interface SetAside { id: string; at: Date; error: string; valueType?: string; intent?: string; procedure?: string; instanceKey?: string; position?: number; partition?: number; record: string }

/** Reads a record as it was set aside: one of ours, or the line as it came. */
function read(record: string): EngineRecord | undefined {
  try {
    const known = JSON.parse(record) as EngineRecord;
    if (typeof known.partition === 'number' && typeof known.position === 'number' && typeof known.valueType === 'string') return known;
  } catch {
    // a broken line
  }
  return parseBulk(`\n${record}`).records[0];
}

function describe({ _id, at, error, record }: Rejected): SetAside {
  const known = read(record);
  if (!known) return { id: _id, at, error, record };
  const { valueType, intent, value, position, partition } = known;
  return {
    id: _id, at, error, record, valueType, intent, position, partition, ...(value.bpmnProcessId ? { procedure: String(value.bpmnProcessId) } : {}),
    ...(value.processInstanceKey && value.processInstanceKey !== '-1' ? { instanceKey: String(value.processInstanceKey) } : {}),
  };
}

/** The newest of them, and how many there are. */
export async function listSetAside({ store }: Pick<Deps, 'store'>, { page, size }: { page: number; size: number }): Promise<{ total: number; items: SetAside[] }> {
  const [total, items] = await Promise.all([store.rejected.countDocuments(), store.rejected.find().sort({ at: -1, _id: -1 }).skip((page - 1) * size).limit(size).lean<Rejected[]>()]);
  return { total, items: items.map(describe) };
}

const getSetAside = async (store: Store, id: string): Promise<Rejected> => {
  const found = await store.rejected.findById(id).lean<Rejected>();
  if (!found) throw new NotFound(`no record <${id}> is set aside`);
  return found;
};

/** What else came of the same instance since: without it a task that was set aside at its birth would never end. */
async function followers(store: Store, record: EngineRecord): Promise<EngineRecord[]> {
  const { processInstanceKey } = record.value;
  const later: EngineRecord[] = [];
  for await (const records of bulksFrom(store, record.partition, record.position)) {
    later.push(...records.filter((one) => one.position > record.position && (one.key === record.key || (processInstanceKey && processInstanceKey !== '-1' && one.value.processInstanceKey === processInstanceKey))));
  }
  return later;
}

/**
 * Applies a record that was set aside, and after it whatever came of its instance since, as far as that is kept.
 *
 * @throws Conflict with the reason when it still cannot be applied; Unavailable while a rebuild is under way
 */
export async function applyAgain(id: string, person: Person, deps: Deps, address?: string): Promise<void> {
  const { store, calendar, clock } = deps;
  const found = await getSetAside(store, id);
  const record = read(found.record);
  if (!record) throw new Conflict(`这条记录的内容读不懂，不能应用：${found.error}`);
  await audit(store, clock.now(), actorOf(person), 'apply-record', { kind: 'record', id }, `${record.valueType} ${record.intent}`, address);
  // new records wait meanwhile: what they change must not be taken back
  const letGo = await takeHold(store).catch((error: Error) => { throw new Unavailable('正在重建读模型，请稍后再试', 30, { cause: error }); });
  try {
    await exclusively(store, () => applyAll(record, found, store, calendar));
  } finally {
    await letGo();
  }
}

async function applyAll(record: EngineRecord, found: Rejected, store: Store, calendar: Calendar): Promise<void> {
  const all = [record, ...await followers(store, record)];
  const { tasks, cases, rejected } = await applyRecords(all, storeShelf(store), calendar);
  const still = rejected.find(({ _id }) => _id === `${record.partition}-${record.position}`);
  if (still) {
    await store.rejected.updateOne({ _id: found._id }, { $set: { error: still.error } });
    throw new Conflict(`还是不能应用：${still.error}`);
  }
  await Promise.all([tell(store, tasks, true), writeStandings(store, [...cases])]);
  const done = [found._id, ...all.map(({ partition, position }) => `${partition}-${position}`).filter((id) => !rejected.some(({ _id }) => _id === id))];
  await store.rejected.deleteMany({ _id: { $in: done } });
}

/** Gives a record up: the picture stays without it. The audit names what kind of record it was: its error and its content may hold what is personal. */
export async function discard(id: string, reason: string, person: Person, { store, clock }: Deps, address?: string): Promise<void> {
  const found = await getSetAside(store, id);
  const known = read(found.record);
  await audit(store, clock.now(), actorOf(person), 'discard-record', { kind: 'record', id }, known ? `${reason}（${known.valueType} ${known.intent}）` : reason, address);
  await store.rejected.deleteOne({ _id: id });
}
