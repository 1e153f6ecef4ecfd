// A page of a long list, and the number of all in it, need no more memory than the page.
import { join } from 'node:path';
import { newFolder, open, removeFolders } from './store-process.js';

afterAll(removeFolders);

test('a list that is larger than the store\'s memory is paged through in its order and counted', async () => {
  const file = join(await newFolder(), 'long-list.db');
  const total = 30_000;
  const filled = await open(file);
  await filled.db.collection('cases').createIndex({ scope: 1 });
  // some 240 MB; of every two one has the time of the other
  for (let from = 0; from < total; from += 500) await filled.db.collection<any>('cases').insertMany(Array.from({ length: 500 }, (_, i) => ({ _id: `c${from + i}`, scope: ['town', 'county'], at: Math.floor((from + i) * 7919 % total / 2), pad: 'x'.repeat(8_000) })));
  await filled.close();
  const { db, close } = await open(file, { heap: '192m' });
  try {
    const cases = db.collection<any>('cases');
    const page = (scope: string, skip: number) => cases.find({ scope, pad: /^x/ }).sort({ at: -1 }).skip(skip).limit(20).project({ at: 1 }).toArray();
    expect(await cases.countDocuments({ scope: 'town' })).toBe(total);
    expect((await page('town', 0)).map(({ at }) => at)).toEqual(Array.from({ length: 20 }, (_, i) => total / 2 - 1 - Math.floor(i / 2)));
    expect((await page('county', 400)).map(({ at }) => at)).toEqual(Array.from({ length: 20 }, (_, i) => total / 2 - 201 - Math.floor(i / 2)));
    // as everywhere, of equals the one that is found first comes first
    const [two, one] = [await page('town', 0), await page('town', 1)];
    expect(two.slice(1).map(({ _id }) => _id)).toEqual(one.slice(0, 19).map(({ _id }) => _id));
    expect(await cases.aggregate([{ $match: { scope: 'town' } }, { $group: { _id: null, most: { $max: '$at' } } }]).toArray()).toEqual([{ _id: null, most: total / 2 - 1 }]);
  } finally {
    await close();
  }
}, 240_000);
