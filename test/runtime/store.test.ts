// What the embedded store acknowledged is there, whatever ends it, and what it cannot do it says in one sentence.
import { createServer } from 'node:net';
import { once } from 'node:events';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Binary, type Document, Long, MongoClient, ObjectId } from 'mongodb';
import { newFolder, open, removeFolders, start, stats } from './store-process.js';

afterAll(removeFolders);

describe('the embedded store', () => {
  test('a write that was acknowledged is there after kill -9', async () => {
    const file = join(await newFolder(), 'cases.db');
    const single = new Map<string, number>();
    const bulk = new Set<string>();
    for (let round = 0; round < 3; round++) {
      const { store, client, db } = await open(file);
      const cases = db.collection<{ _id: string; n: number; state: string }>('cases');
      await cases.createIndex({ state: 1 });
      let ended = false;
      const writers = Array.from({ length: 8 }, async (_, writer) => {
        for (let n = 0; !ended; n++) {
          const _id = `${round}-${writer}-${n % 40}`;
          await cases.updateOne({ _id }, { $set: { n, state: `s${n % 5}` } }, { upsert: true });
          single.set(_id, n);
        }
      });
      const bulkWriter = (async () => {
        for (let n = 0; !ended; n++) {
          const ids = Array.from({ length: 50 }, (_, i) => `bulk-${round}-${n}-${i}`);
          await cases.insertMany(ids.map((_id) => ({ _id, n, state: 'bulk' })));
          for (const id of ids) bulk.add(id);
        }
      })();
      await new Promise((later) => setTimeout(later, 200 + Math.random() * 600));
      process.kill(store.pid, 'SIGKILL');
      ended = true;
      await Promise.allSettled([...writers, bulkWriter]);
      await client.close(true);

      const again = await open(file);
      const kept = again.db.collection<{ _id: string; n: number; state: string }>('cases');
      const found = new Map((await kept.find().toArray()).map((each) => [each._id, each]));
      const lost = [...single].filter(([id, n]) => (found.get(id)?.n ?? -1) < n).map(([id]) => id);
      expect(lost).toEqual([]);
      expect([...bulk].filter((id) => !found.has(id))).toEqual([]);
      for (const state of ['s0', 's1', 's2', 's3', 's4', 'bulk']) {
        const wanted = [...found.values()].filter((each) => each.state === state).length;
        expect([state, await kept.countDocuments({ state })]).toEqual([state, wanted]);
      }
      await again.close();
    }
    expect(single.size).toBeGreaterThan(0);
    expect(bulk.size).toBeGreaterThan(0);
  });

  test('the file does not grow without bound when the same documents are updated again and again', async () => {
    const file = join(await newFolder(), 'busy.db');
    const { db, close } = await open(file);
    const busy = db.collection<{ _id: number }>('busy');
    await busy.createIndex({ state: 1 });
    const pad = 'x'.repeat(800);
    await busy.insertMany(Array.from({ length: 1_000 }, (_, _id) => ({ _id, pad, state: 'new' })));
    let written = 0;
    // What was freed last stays untouched for two seconds: there is more than that to see on a fast machine, too.
    const enough = performance.now() + 8_000;
    for (let n = 0; n < 60_000 || performance.now() < enough; n += 500) {
      await busy.bulkWrite(
        Array.from({ length: 500 }, (_, i) => ({ updateOne: { filter: { _id: (n + i) % 1_000 }, update: { $set: { state: `s${n % 7}`, n: n + i } } } })),
        { ordered: false },
      );
      written += 500 * pad.length;
    }
    // A file that only grew would hold every one of them.
    expect((await stats(db)).fileBytes).toBeLessThan(written);
    const settled = async () => (await stats(db)).fileBytes < 20 * 2 ** 20;
    for (let tries = 0; tries < 100 && !(await settled()); tries++) await new Promise((later) => setTimeout(later, 200));
    expect(await settled()).toBe(true);
    await close();
    expect((await stat(file)).size).toBeLessThan(20 * 2 ** 20);
  });

  test('documents, indexes and a renamed collection are as they were after an orderly restart', async () => {
    const file = join(await newFolder(), 'kept.db');
    const first = await open(file);
    const documents: Document[] = [
      { _id: new ObjectId(), when: new Date(0), yes: true, long: Long.fromString('9007199254740993'), none: null },
      { _id: 'text', bytes: new Binary(Buffer.from([1, 2, 3])), list: [1, 'a', { b: [2] }], re: /a+/i },
      { _id: 2.5, 文: '网格员' },
    ];
    await first.db.collection('before').insertMany(documents);
    await first.db.collection('before').createIndex({ yes: 1 });
    await first.db.collection('before').createIndex({ when: 1 }, { unique: true, sparse: true });
    await first.db.collection('other').createIndex({ yes: 1 });
    await first.db.collection('before').rename('after');
    await first.db.collection('after').dropIndex('yes_1');
    await first.close();
    const second = await open(file);
    const after = second.db.collection('after');
    const byId = (list: Document[]) => Object.fromEntries(list.map((each) => [String(each._id), each]));
    expect(byId(await after.find({}, { promoteLongs: false, promoteValues: true }).toArray())).toMatchObject(byId(documents.slice(1)));
    expect((await after.find({ long: Long.fromString('9007199254740993') }).toArray()).length).toBe(1);
    expect((await after.indexes()).map((index) => index.name)).toEqual(['_id_', 'when_1']);
    expect((await second.db.collection('other').indexes()).map((index) => index.name)).toEqual(['_id_', 'yes_1']);
    await expect(after.insertOne({ when: new Date(0) })).rejects.toMatchObject({ code: 11000 });
    await second.close();
  });

  test('a file in use, a damaged file, a taken port and a folder that is none are refused in one sentence each', async () => {
    const folder = await newFolder();
    const file = join(folder, 'held.db');
    const held = await start(file);
    await expect(start(file)).rejects.toMatchObject({ exitCode: 10, message: expect.stringContaining('in use by another process') });
    await expect(start(join(folder, 'free.db'), { port: held.port })).rejects.toMatchObject({ exitCode: 13, message: expect.stringContaining(`<127.0.0.1:${held.port}>`) });
    await held.stop();
    await writeFile(file, Buffer.alloc(20_000, 'no store'));
    await expect(start(file)).rejects.toMatchObject({ exitCode: 11, message: expect.stringContaining('not a store or is damaged') });
    await mkdir(join(folder, 'folder.db'));
    await expect(start(join(folder, 'folder.db'))).rejects.toMatchObject({ exitCode: 12 });
    await expect(start(join(file, 'below-a-file.db'))).rejects.toMatchObject({ exitCode: 12, message: expect.not.stringContaining('\n') });
  });

  // A limit on the size of files stands in for a full disk, which a test cannot make.
  (process.platform === 'win32' ? test.skip : test)('a write that finds no room is answered with an error, and what was acknowledged before is there', async () => {
    const folder = await newFolder();
    const wrap = async (java: string) => {
      const script = join(folder, 'java');
      await writeFile(script, `#!/bin/bash\nulimit -f 3000\nexec "${java}" "$@"\n`, { mode: 0o755 });
      return script;
    };
    const file = join(folder, 'full.db');
    const { store, client, db } = await open(file, { wrap });
    const left = once(store.child, 'close');
    let acknowledged = 0;
    const fill = async () => {
      for (;;) {
        await db.collection('big').insertOne({ pad: 'x'.repeat(3_000) });
        acknowledged += 1;
      }
    };
    const errors = await Promise.all([fill(), fill(), fill()].map((each) => each.catch((error) => error)));
    expect(errors.map((error) => error.code)).toEqual([14031, 14031, 14031]);
    expect((await left)[0]).toBe(14);
    await client.close(true);
    const again = await open(file);
    expect(await again.db.collection('big').countDocuments()).toBeGreaterThanOrEqual(acknowledged);
    await again.close();
  });

  test('only this machine reaches it unless told otherwise', async () => {
    const store = await start(join(await newFolder(), 'local.db'));
    const other = createServer();
    // The same port on another of this machine's addresses is still free.
    other.listen(store.port, '127.0.0.2');
    const [outcome] = await Promise.race([once(other, 'listening').then(() => ['free']), once(other, 'error').then(() => ['taken'])]);
    expect(process.platform === 'linux' ? outcome : 'free').toBe('free');
    other.close();
    await store.stop();
  });

  test('a bulk tells how many documents it wrote and stops where its sender said it must', async () => {
    const { db, close } = await open(join(await newFolder(), 'bulk.db'));
    const things = db.collection<{ _id: number; n?: number }>('things');
    await things.insertOne({ _id: 1 });
    const unordered = await things.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }], { ordered: false }).catch((error) => error);
    expect([unordered.code, unordered.insertedCount]).toEqual([11000, 2]);
    const ordered = await things.insertMany([{ _id: 4 }, { _id: 1 }, { _id: 5 }]).catch((error) => error);
    expect([ordered.insertedCount, await things.countDocuments({ _id: 5 })]).toEqual([1, 0]);
    await things.createIndex({ n: 1 }, { unique: true, sparse: true });
    const updates = [1, 2, 3].map((_id) => ({ updateOne: { filter: { _id }, update: { $set: { n: _id === 2 ? 1 : _id } } } }));
    await expect(things.bulkWrite(updates)).rejects.toMatchObject({ code: 11000 });
    expect(await things.findOne({ _id: 3 })).toEqual({ _id: 3 });
    await close();
  });

  test('a newer driver finds a server it can talk to', async () => {
    const { store, db, close } = await open(join(await newFolder(), 'wire.db'));
    expect((await db.admin().buildInfo()).version).toBe('7.0.0');
    const second = await MongoClient.connect(`mongodb://127.0.0.1:${store.port}`);
    expect(await second.db('x').command({ ping: 1 })).toMatchObject({ ok: 1 });
    await second.close();
    await close();
  });
});
