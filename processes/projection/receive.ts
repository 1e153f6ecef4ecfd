// The way of a bulk into the store: kept as it came, applied, marked; only then may it be acknowledged.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip as gzipCallback } from 'node:zlib';
import type { Deps } from '../deps.js';
import { perStore } from '../store/per-store.js';
import { insertOnce, isDuplicate, type Store } from '../store/store.js';
import { DAYS } from '../figures/element-cells.js';
import { markStale } from '../figures/stale.js';
import { noteUnknown, setMark } from '../engine-room/marks.js';
import { applyRecords } from './apply.js';
import { caseKey, taskKeys, touch } from '../feed.js';
import { parseBulk, type BadLine, type EngineRecord } from './record.js';
import { writeStandings } from './standing.js';
import { hadIt, tell } from './told.js';
import { storeShelf } from './working-set.js';

const gzip = promisify(gzipCallback);

const marks = perStore(() => new Map<number, number>());

/** The position up to which a partition's records are applied; what is not above it has been here before. */
async function markOf(store: Store, partition: number): Promise<number> {
  const known = marks(store);
  if (!known.has(partition)) known.set(partition, ((await store.settings.findById(`position:${partition}`).lean())?.value as number) ?? 0);
  return known.get(partition)!;
}

async function keep(store: Store, partition: number, records: EngineRecord[], body: string): Promise<void> {
  const from = records[0]!.position;
  const to = records.at(-1)!.position;
  try {
    // A bulk that grew while it was re-sent is another one: it has another end.
    await store.bulks.collection.insertOne({ _id: `${partition}-${from}-${to}` as any, partition, from, to, at: new Date(), body: await gzip(body, { level: 1 }) });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
}

const appliedSoFar = new WeakMap<Store, number>();
/** How many records this process has applied. */
export const appliedRecords = (store: Store): number => appliedSoFar.get(store) ?? 0;

const busy = new WeakMap<Store, Promise<unknown>>();

/** One at a time: two partitions, or a bulk and a record that is applied once more, may meet in one case's document. */
export function exclusively<T>(store: Store, work: () => Promise<T>): Promise<T> {
  const done = (busy.get(store) ?? Promise.resolve()).then(work, work);
  busy.set(store, done.catch(() => undefined));
  return done;
}

async function setAside(store: Store, bad: { _id: string; error: string; record: string }[]): Promise<void> {
  await insertOnce(store.rejected, bad.map((one) => ({ ...one, at: new Date() })));
}

/**
 * Takes one bulk. When this resolves everything in it is durable.
 *
 * @param body the NDJSON of Zeebe's exporter
 * @returns how many records were new
 * @throws when the store is away; the exporter sends the bulk again
 */
export const receiveBulk = (body: string, deps: Deps): Promise<{ applied: number }> => exclusively(deps.store, () => receive(body, deps));

async function receive(body: string, deps: Deps): Promise<{ applied: number }> {
  const { store, calendar, clock } = deps;
  const { records, bad } = parseBulk(body);
  await setAside(store, bad.map(({ line, error }: BadLine) => ({ _id: `line-${createHash('sha256').update(line).digest('hex')}`, error, record: line.slice(0, 100_000) })));
  let applied = 0;
  for (const [partition, own] of byPartition(records)) {
    const mark = await markOf(store, partition);
    const fresh = own.filter((record) => record.position > mark);
    if (fresh.length === 0) continue;
    await keep(store, partition, own, body);
    const result = await applyRecords(fresh, storeShelf(store), calendar);
    await Promise.all([setAside(store, result.rejected), markStale(store, DAYS, result.cells), tell(store, result.tasks), writeStandings(store, [...result.cases])]);
    const last = fresh.at(-1)!;
    await noteUnknown(store, fresh);
    await setMark(store, partition, last);
    marks(store).set(partition, last.position);
    clock.seen(last.timestamp);
    touch(store, [...result.tasks.flatMap((task) => [...taskKeys(task), ...hadIt(task)]), ...[...result.moved].map(caseKey)]);
    applied += fresh.length;
    appliedSoFar.set(store, appliedRecords(store) + fresh.length);
  }
  return { applied };
}

function byPartition(records: EngineRecord[]): Map<number, EngineRecord[]> {
  const parts = new Map<number, EngineRecord[]>();
  for (const record of records) {
    const own = parts.get(record.partition);
    if (own) own.push(record);
    else parts.set(record.partition, [record]);
  }
  return parts;
}
