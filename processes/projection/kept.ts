// The bulks that are kept, read again: records of one partition from a position on, in their order.
import type { Store } from '../store/store.js';
import type { Bulk } from '../store/types.js';
import { promisify } from 'node:util';
import { gunzip as gunzipCallback } from 'node:zlib';
import { parseBulk, type EngineRecord } from './record.js';

const gunzip = promisify(gunzipCallback) as (body: Uint8Array) => Promise<Buffer>;

/** The records of a bulk as it was kept. */
export async function recordsOf(bulk: Pick<Bulk, 'body'>): Promise<EngineRecord[]> {
  const body = (bulk.body as unknown as { buffer?: Uint8Array }).buffer ?? bulk.body;
  return parseBulk((await gunzip(body as Uint8Array)).toString('utf8')).records;
}

/** Bulk after bulk; each record once, however often it was sent. */
export async function* bulksFrom(store: Store, partition: number, position: number): AsyncGenerator<EngineRecord[]> {
  const index = await store.bulks.find({ partition, to: { $gte: position } }, { from: 1, to: 1 }).lean<Pick<Bulk, '_id' | 'from' | 'to'>[]>();
  let mark = position - 1;
  for (const { _id } of index.sort((a, b) => a.from - b.from || a.to - b.to)) {
    const bulk = await store.bulks.findById(_id).lean<Bulk>();
    if (!bulk) continue;
    const fresh = (await recordsOf(bulk)).filter((record) => record.partition === partition && record.position > mark);
    if (fresh.length === 0) continue;
    mark = fresh.at(-1)!.position;
    yield fresh;
  }
}
