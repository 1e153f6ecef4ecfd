// Rows in memory: read whole once, then only what changed; what no longer belongs goes; a reading that failed is made again.
import { keptRows } from '../../processes/kept-rows.js';

interface Row { _id: string; open: boolean; changed?: Date }

/** A store of rows that says what it was asked. */
function source(first: Row[]) {
  const rows = new Map(first.map((row) => [row._id, row]));
  const asked: ('all' | 'changed')[] = [];
  return {
    asked,
    put: (row: Row) => rows.set(row._id, row),
    read: async (since?: Date) => {
      asked.push(since ? 'changed' : 'all');
      return [...rows.values()].filter(({ changed, open }) => (since ? changed !== undefined && changed >= since : open));
    },
  };
}

test('all is read once, then what changed, which comes in and goes out', async () => {
  const { put, read, asked } = source([{ _id: 'old', open: true }, { _id: 'ended', open: false }]);
  const rows = keptRows<Row>(read, { keeps: ({ open }) => open });
  expect([...(await rows()).keys()]).toEqual(['old']);
  put({ _id: 'new', open: true, changed: new Date() });
  put({ _id: 'old', open: false, changed: new Date() });
  expect([...(await rows()).keys()]).toEqual(['new']);
  expect(asked.filter((one) => one === 'all')).toHaveLength(1);
});

test('a change that becomes visible after a later one is not missed', async () => {
  const { put, read } = source([]);
  const rows = keptRows<Row>(read);
  await rows();
  const now = Date.now();
  put({ _id: 'later', open: true, changed: new Date(now) });
  await rows();
  put({ _id: 'earlier', open: true, changed: new Date(now - 2_000) });
  expect([...(await rows()).keys()].sort()).toEqual(['earlier', 'later']);
});

test('many who ask at once share a reading, and one that failed is made again', async () => {
  let fails = true;
  let readings = 0;
  const rows = keptRows<Row>(async (since) => {
    readings += 1;
    if (fails) throw new Error('the store is away');
    return since ? [] : [{ _id: 'one', open: true }];
  });
  await expect(rows()).rejects.toThrow('the store is away');
  fails = false;
  readings = 0;
  const found = await Promise.all(Array.from({ length: 20 }, rows));
  expect(found.map((each) => each.size)).toEqual(Array(20).fill(1));
  expect(readings).toBe(2);
});
