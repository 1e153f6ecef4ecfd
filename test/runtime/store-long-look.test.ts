// A look at many documents sees them all, however long it takes and whatever is written and tidied up beside it.
import { join } from 'node:path';
import { newFolder, open, removeFolders } from './store-process.js';

afterAll(removeFolders);

test('a look that outlasts the tidying up of the file finds every document', async () => {
  const { db, close } = await open(join(await newFolder(), 'long-look.db'));
  try {
    const total = 20_000;
    const [read, written] = [db.collection<any>('read'), db.collection<any>('written')];
    // scattered over many parts of the file, most of which are soon worth tidying up
    for (let from = 0; from < total; from += 500) {
      await read.insertMany(Array.from({ length: 500 }, (_, i) => ({ _id: `r${from + i}`, pad: 'a'.repeat(36) + String(from + i) })));
      await written.updateOne({ _id: `w${from / 500 % 4}` }, { $set: { pad: 'y'.repeat(700_000) + from } }, { upsert: true });
    }
    let on = true;
    const writing = (async () => {
      for (let i = 0; on; i += 1) await written.updateOne({ _id: `w${i % 4}` }, { $set: { pad: 'z'.repeat(700_000) + i } }, { upsert: true });
    })();
    // some seconds: a pattern that takes a while for each of them, and that none matches
    const found = await read.countDocuments({ pad: { $not: /^(.*)(.*)(.*)!$/ } }).finally(() => { on = false; });
    await writing;
    expect(found).toBe(total);
  } finally {
    await close();
  }
}, 120_000);
