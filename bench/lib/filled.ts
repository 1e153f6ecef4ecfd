// A database of a bench's own, filled and gone afterwards; with BENCH_KEEP=1 it stays, and the next run begins where filling ended.
import { openStore, type Store } from '../../processes/store/store.js';

const keep = process.env.BENCH_KEEP === '1';
const MARK = 'bench-filled';

/** @param name of what is filled, the same for the same data @param fill is left out for a kept database that is whole; says how long things took */
export async function onFilled<T>(uri: string, name: string, fill: (store: Store) => Promise<string | void>, work: (address: string, store: Store) => Promise<T>): Promise<T> {
  const address = new URL(uri);
  address.pathname = keep ? `/bench_${name}` : `/bench_${name}_${Date.now()}`;
  const store = await openStore(address.href);
  const marks = store.connection.collection(MARK);
  try {
    if (!(await marks.findOne({}))) {
      if (keep && await store.cases.countDocuments() > 0) throw new Error(`<${address.pathname}> was filled in part: drop it`);
      const from = performance.now();
      const said = await fill(store);
      console.log(`\n<${name}> was filled in ${((performance.now() - from) / 1000).toFixed(0)} s${said ? `: ${said}` : ''}`);
      await marks.insertOne({ at: new Date() });
    }
    return await work(address.href, store);
  } finally {
    if (!keep) await store.connection.dropDatabase().catch(() => undefined);
    await store.close();
  }
}
