// Rows in memory: read whole once, then only what changed, and that once; what no longer belongs goes; a reading that failed is made again.
import { keptRows } from '../../processes/kept-rows.js';

interface Row { _id: string; open: boolean; changed?: Date }

/** A store of rows that says what it was asked: for all, for marks, or for how many rows by their keys or marks. */
function source(first: Row[]) {
  const rows = new Map(first.map((row) => [row._id, row]));
  const asked: (string | number)[] = [];
  return {
    asked,
    put: (row: Row) => rows.set(row._id, row),
    find: async (filter: { open?: true; changed?: { $gte: Date }; _id?: { $in: string[] } }, fields: Record<string, 0 | 1>) => {
      const found = [...rows.values()].filter(({ _id, open, changed }) => (!filter.open || open) && (!filter.changed || (changed !== undefined && changed >= filter.changed.$gte)) && (!filter._id || filter._id.$in.includes(_id)));
      asked.push(Object.keys(fields).length === 1 ? 'marks' : !filter.changed && !filter._id ? 'all' : found.length);
      return found;
    },
  };
}
const fields = { open: 1, changed: 1 } as const;

test('all is read once, then what changed, which comes in and goes out', async () => {
  const { put, find, asked } = source([{ _id: 'old', open: true }, { _id: 'ended', open: false }]);
  const rows = keptRows<Row>(find, { fields, now: { open: true }, keeps: ({ open }) => open });
  expect([...(await rows()).keys()]).toEqual(['old']);
  put({ _id: 'new', open: true, changed: new Date() });
  put({ _id: 'old', open: false, changed: new Date() });
  expect([...(await rows()).keys()]).toEqual(['new']);
  expect(asked.filter((one) => one === 'all')).toHaveLength(1);
});

const later = (ms = 300) => new Promise((resolve) => setTimeout(resolve, ms));

test('a change that becomes visible a little after a later one is seen at once, one that becomes so much after it within half a second', async () => {
  const { put, find } = source([]);
  const rows = keptRows<Row>(find, { fields });
  await rows();
  const now = Date.now();
  put({ _id: 'later', open: true, changed: new Date(now) });
  await rows();
  put({ _id: 'earlier', open: true, changed: new Date(now - 200) });
  put({ _id: 'much earlier', open: true, changed: new Date(now - 2_000) });
  expect([...(await rows()).keys()].sort()).toEqual(['earlier', 'later']);
  await later(500);
  expect([...(await rows()).keys()].sort()).toEqual(['earlier', 'later', 'much earlier']);
});

test('what was seen between two looks that go back all the way is not read again by the second', async () => {
  const { put, find, asked } = source([]);
  const rows = keptRows<Row>(find, { fields });
  await rows();
  put({ _id: 'one', open: true, changed: new Date() });
  await rows();
  await later(150);
  // surely seen now
  await rows();
  await later(400);
  await rows();
  await rows();
  expect(asked).toEqual(['all', 'marks', 'marks', 1, 'marks', 1, 'marks', 1, 'marks']);
});

test('what was surely seen with its mark is not read again; what is written anew is', async () => {
  const { put, find, asked } = source([]);
  const rows = keptRows<Row>(find, { fields });
  await rows();
  for (let n = 0; n < 30; n += 1) put({ _id: `row${n}`, open: true, changed: new Date() });
  await rows();
  await later();
  // once more, long enough after their marks
  for (let n = 0; n < 4; n += 1) await rows();
  put({ _id: 'row7', open: false, changed: new Date() });
  expect((await rows()).get('row7')).toMatchObject({ open: false });
  expect(asked).toEqual(['all', 'marks', 'marks', 30, 'marks', 30, 'marks', 30, 'marks', 'marks', 'marks', 1]);
});

test('while much is written the newest rows come with the marks, and the others after them', async () => {
  const { put, find, asked } = source([]);
  const rows = keptRows<Row>(find, { fields });
  await rows();
  put({ _id: 'first', open: true, changed: new Date() });
  await rows();
  put({ _id: 'second', open: true, changed: new Date() });
  put({ _id: 'late', open: true, changed: new Date(Date.now() - 200) });
  expect([...(await rows()).keys()].sort()).toEqual(['first', 'late', 'second']);
  expect(asked.slice(2)).toEqual(['marks', 1, 'marks', 2, 1]);
});

test('a row that is written between the two questions is not kept as it was', async () => {
  const { put, find } = source([]);
  const rows = keptRows<Row>(async (filter, wanted) => {
    const found = (await find(filter, wanted)).map((row) => ({ ...row }));
    // the newest rows are read first, then this is written, then the marks are read
    if (Object.keys(wanted).length > 1) put({ _id: 'one', open: false, changed: new Date(Date.now() + 10) });
    else await new Promise((resolve) => setTimeout(resolve, 20));
    return Object.keys(wanted).length > 1 ? found : find(filter, wanted);
  }, { fields });
  await rows();
  put({ _id: 'one', open: true, changed: new Date() });
  await rows();
  expect((await rows()).get('one')).toMatchObject({ open: false });
});

test.each([0, 300])('two writes that leave the same mark are both seen, looked at %i ms later', async (pause) => {
  const { put, find } = source([]);
  const rows = keptRows<Row>(find, { fields });
  const changed = new Date();
  put({ _id: 'one', open: true, changed });
  await rows();
  put({ _id: 'one', open: false, changed });
  await new Promise((resolve) => setTimeout(resolve, pause));
  expect((await rows()).get('one')).toMatchObject({ open: false });
});

test('very many that are new come at once by their marks', async () => {
  const { put, find, asked } = source([]);
  const rows = keptRows<Row>(find, { fields });
  await rows();
  for (let n = 0; n < 130; n += 1) put({ _id: `row${n}`, open: true, changed: new Date() });
  expect((await rows()).size).toBe(130);
  expect(asked.slice(2)).toEqual(['marks', 130]);
});

test('what was new when a reading failed is new at the next one', async () => {
  const { put, find } = source([]);
  let fails = false;
  const rows = keptRows<Row>(async (filter, wanted) => {
    if (fails && '_id' in filter) throw new Error('the store is away');
    return find(filter, wanted);
  }, { fields });
  await rows();
  put({ _id: 'one', open: true, changed: new Date() });
  fails = true;
  await expect(rows()).rejects.toThrow('the store is away');
  await later();
  fails = false;
  expect([...(await rows()).keys()]).toEqual(['one']);
});

test('many who ask at once share a reading, and one that failed is made again', async () => {
  let fails = true;
  let readings = 0;
  const rows = keptRows<Row>(async (filter) => {
    readings += 1;
    if (fails) throw new Error('the store is away');
    return 'changed' in filter ? [] : [{ _id: 'one', open: true }];
  }, { fields });
  await expect(rows()).rejects.toThrow('the store is away');
  fails = false;
  readings = 0;
  const found = await Promise.all(Array.from({ length: 20 }, rows));
  expect(found.map((each) => each.size)).toEqual(Array(20).fill(1));
  expect(readings).toBe(2);
});
