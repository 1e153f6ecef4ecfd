// A look-up in the embedded store looks at candidates only, and finds exactly what a look at every document would.
import { join } from 'node:path';
import fc from 'fast-check';
import { type Db, type Document, Long, ObjectId } from 'mongodb';
import { newFolder, open, removeFolders, stats } from './store-process.js';

let opened: Awaited<ReturnType<typeof open>>;
let db: Db;
let file: string;

beforeAll(async () => {
  file = join(await newFolder(), 'indexed.db');
  opened = await open(file);
  db = opened.db;
});

afterAll(async () => {
  await opened.close();
  await removeFolders();
});

async function examined<T>(work: () => Promise<T>): Promise<[T, number]> {
  const before = await stats(db);
  const result = await work();
  return [result, (await stats(db)).examined - before.examined];
}

describe('over 100,000 tasks', () => {
  const states = ['open', 'submitted', 'completed', 'withdrawn'];
  const task = (i: number) => ({
    _id: `t${i}`,
    caseNo: `C${Math.floor(i / 5)}`,
    instance: Long.fromNumber(2251799813685249 + Math.floor(i / 4)),
    groups: [`grid-${i % 1_000}`, `street-${i % 100}`],
    state: states[i % 50 === 0 ? 0 : 1 + (i % 3)],
    due: new Date(1_700_000_000_000 + i * 1_000),
    entries: [{ by: `u${i % 5_000}` }, { by: `v${i % 7_000}` }],
    pad: 'x'.repeat(100),
  });
  const total = 100_000;

  beforeAll(async () => {
    const tasks = db.collection<ReturnType<typeof task>>('tasks');
    await tasks.createIndexes([{ key: { caseNo: 1 } }, { key: { instance: 1 } }, { key: { groups: 1, state: 1 } }]);
    for (let from = 0; from < total; from += 5_000) await tasks.insertMany(Array.from({ length: 5_000 }, (_, i) => task(from + i)));
    // These are made over what is there already.
    await tasks.createIndexes([{ key: { state: 1, due: 1 } }, { key: { 'entries.by': 1 } }]);
  }, 240_000);

  const lookups: [string, Document, number][] = [
    ['a case number', { caseNo: 'C77' }, 5],
    ['an instance', { instance: Long.fromNumber(2251799813685249 + 500) }, 4],
    ['a group, which is a member of an array', { groups: 'grid-17' }, 100],
    ['several groups', { groups: { $in: ['grid-17', 'grid-18', 'street-17'] } }, 1_300],
    ['a group and a state', { groups: 'street-50', state: 'open' }, 1_000],
    ['a state', { state: 'open' }, 2_000],
    ['a state and a time', { state: 'open', due: { $lt: new Date(1_700_000_000_000 + 1_000_000) } }, 21],
    ['somebody in a sub-document of an array', { 'entries.by': 'u42' }, 20],
    ['somebody by $elemMatch', { entries: { $elemMatch: { by: 'v42' } } }, 15],
    ['a case and a range', { caseNo: 'C77', due: { $gt: new Date(0) } }, 5],
    ['a case within $and', { $and: [{ caseNo: 'C77' }, { state: { $ne: 'open' } }] }, 5],
    ['one of two cases', { $or: [{ caseNo: 'C77' }, { caseNo: { $eq: 'C78' } }] }, 10],
    ['some ids', { _id: { $in: ['t1', 't2', 'none'] } }, 2],
    ['an id and more', { _id: 't1', state: 'submitted' }, 1],
  ];

  test.each(lookups)('%s is found by looking at its candidates only', async (_, query, most) => {
    const tasks = db.collection<Document>('tasks');
    const [found, looked] = await examined(() => tasks.find(query, { projection: { _id: 1 } }).toArray());
    // Said with a double negation, which no index serves, the same query looks at every document.
    const all = await tasks.find({ $nor: [{ $nor: [query] }] }, { projection: { _id: 1 } }).toArray();
    expect(found.map((each) => each._id).sort()).toEqual(all.map((each) => each._id).sort());
    expect(looked).toBeGreaterThanOrEqual(found.length);
    expect(looked).toBeLessThanOrEqual(most);
    expect((await examined(() => tasks.countDocuments(query)))[1]).toBeLessThanOrEqual(most);
    expect((await examined(() => tasks.updateMany(query, { $set: { seen: 1 } })))[1]).toBeLessThanOrEqual(most);
  });
});

describe('whatever is written', () => {
  const scalar = fc.oneof(
    fc.constantFrom<unknown>(null, 0, 1, -1, 1.5, 'a', 'b', '', true, false),
    fc.constantFrom<unknown>(Long.fromNumber(1), Long.fromString('9007199254740993'), new Date(0), new Date(5), new ObjectId('0123456789abcdef01234567')),
  );
  const value = fc.oneof(
    { weight: 5, arbitrary: scalar },
    fc.array(scalar, { maxLength: 3 }),
    fc.record({ b: scalar }, { requiredKeys: [] }),
    fc.array(fc.record({ b: fc.oneof(scalar, fc.array(scalar, { maxLength: 2 })) }, { requiredKeys: [] }), { maxLength: 3 }),
  );
  const body = fc.record({ a: value, c: scalar, d: fc.array(scalar, { maxLength: 2 }) }, { requiredKeys: [] });
  const id = fc.integer({ min: 0, max: 7 });
  const path = fc.constantFrom('a', 'a.b', 'c', 'd');
  const condition = fc.oneof(
    scalar,
    fc.record({ $eq: scalar }),
    fc.record({ $in: fc.array(scalar, { maxLength: 3 }) }),
    fc.record({ $gt: fc.constantFrom<unknown>(0, 1, new Date(0)) }),
    fc.record({ $lte: fc.constantFrom<unknown>(1, 1.5, new Date(5)) }),
    fc.record({ $in: fc.array(scalar, { minLength: 1, maxLength: 2 }), $exists: fc.boolean() }),
  );
  const simple = fc.array(fc.tuple(path, condition), { minLength: 1, maxLength: 3 }).map((pairs) => Object.fromEntries(pairs) as Document);
  const query = fc.oneof(
    { weight: 4, arbitrary: simple },
    fc.array(simple, { minLength: 1, maxLength: 2 }).map(($or) => ({ $or })),
    fc.array(simple, { minLength: 1, maxLength: 2 }).map(($and) => ({ $and })),
    scalar.map((b) => ({ a: { $elemMatch: { b } } })),
  );
  const step = fc.oneof(
    fc.tuple(fc.constant('insert'), id, body),
    fc.tuple(fc.constant('replace'), id, body),
    fc.tuple(fc.constant('set'), query, fc.record({ a: value, c: scalar }, { requiredKeys: [] })),
    fc.tuple(fc.constant('unset'), query, fc.constant({ a: 1 })),
    fc.tuple(fc.constant('delete'), fc.oneof(id.map((_id) => ({ _id })), query), fc.constant({})),
    fc.tuple(fc.constant('upsert'), id, fc.record({ c: scalar })),
    fc.tuple(fc.constant('bulk'), id, body),
  ) as fc.Arbitrary<[string, Document | number, Document]>;

  async function apply(name: string, [kind, target, content]: [string, Document | number, Document]): Promise<unknown> {
    const collection = db.collection<Document>(name);
    const filter = target as Document;
    const byId = { _id: target } as unknown as Document;
    const outcome = async () => {
      switch (kind) {
        case 'insert': return collection.insertOne({ ...byId, ...content });
        case 'replace': return collection.replaceOne(byId, content, { upsert: true });
        case 'set': return collection.updateMany(filter, Object.keys(content).length > 0 ? { $set: content } : { $set: { e: 1 } });
        case 'unset': return collection.updateMany(filter, { $unset: content });
        case 'delete': return collection.deleteMany(filter);
        case 'upsert': return collection.findOneAndUpdate(byId, { $set: content, $push: { d: 1 } as never }, { upsert: true });
        default: return collection.bulkWrite([{ insertOne: { document: { ...byId, ...content } } }, { updateOne: { filter: { _id: (Number(target) + 1) % 8 } as never, update: { $set: { a: content.a ?? 'a' } } } }], { ordered: false });
      }
    };
    return outcome().then((result) => ({ ...result, insertedIds: undefined }), (error) => String(error.code));
  }

  test('an indexed collection answers as one without indexes does', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), fc.array(query, { minLength: 4, maxLength: 10 }), async (steps, queries) => {
        run += 1;
        const [indexed, plain] = [`indexed${run}`, `plain${run}`];
        const half = Math.floor(steps.length / 2);
        await db.collection(indexed).createIndexes([{ key: { a: 1 } }, { key: { c: 1, 'a.b': 1 } }]);
        for (const [i, each] of steps.entries()) {
          if (i === half) await db.collection(indexed).createIndexes([{ key: { 'a.b': 1 } }, { key: { d: 1, c: 1 }, sparse: true }]);
          expect(await apply(indexed, each)).toEqual(await apply(plain, each));
        }
        for (const each of queries) {
          const read = (name: string) => db.collection(name).find(each).sort({ _id: 1 }).toArray();
          const [a, b] = await Promise.all([read(indexed), read(plain)]);
          expect(a).toEqual(b);
          expect(await db.collection(indexed).countDocuments(each)).toBe(b.length);
        }
        await Promise.all([db.collection(indexed).drop(), db.collection(plain).drop().catch(() => {})]);
      }),
      { numRuns: 60 },
    );
  });

  test('an index still answers after a restart, and is gone with its collection', async () => {
    await db.collection<Document>('kept').insertMany([{ a: 1 }, { a: 2 }, { a: [1, 3] }]);
    await db.collection('kept').createIndex({ a: 1 });
    await opened.close();
    opened = await open(file);
    db = opened.db;
    const [found, looked] = await examined(() => db.collection('kept').find({ a: 1 }).toArray());
    expect([found.length, looked]).toEqual([2, 2]);
    await db.collection('kept').drop();
    await db.collection<Document>('kept').insertOne({ a: 1 });
    expect(await db.collection('kept').countDocuments({ a: 1 })).toBe(1);
  });

  test('a pipeline that begins with $match looks at candidates only and changes nothing it reads', async () => {
    const cases = db.collection<Document>('piped');
    await cases.createIndex({ state: 1 });
    await cases.insertMany(Array.from({ length: 200 }, (_, i) => ({ state: i % 20 ? 'closed' : 'open', limit: { days: 1 } })));
    const pipeline = [{ $match: { state: 'open' } }, { $addFields: { limit: { days: 9 } } }, { $group: { _id: '$limit.days', n: { $sum: 1 } } }];
    const [result, looked] = await examined(() => cases.aggregate(pipeline).toArray());
    expect([result, looked]).toEqual([[{ _id: 9, n: 10 }], 10]);
    expect(await cases.countDocuments({ 'limit.days': 9 })).toBe(0);
  });
});
