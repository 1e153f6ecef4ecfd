import { findEntry, recordOnce } from '../../processes/entries.js';
import { openWork, type Work } from '../support/work.js';
import { closeTestStore } from '../support/store.js';

const entry = { _id: 'job:1', caseNo: 'BY-2026-000001', at: new Date('2026-06-22T02:00:00Z'), who: { system: '自动分派' }, action: '交办', text: '交孙海燕' };

describe('an entry on the timeline', () => {
  let work: Work;
  beforeEach(async () => { work = await openWork(); });
  afterAll(closeTestStore);

  test('stands as it was first written, and a repeat gets that', async () => {
    await recordOnce(work.store, entry);
    expect(await recordOnce(work.store, { ...entry, text: '交吴建军' })).toEqual(entry);
    expect(await findEntry(work.store, 'job:1')).toEqual(entry);
  });

  test('written by many at once stands once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => recordOnce(work.store, { ...entry, text: `${i}` })));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await work.store.entries.countDocuments()).toBe(1);
  });

  test('has no empty fields', async () => {
    await recordOnce(work.store, { ...entry, why: undefined });
    expect(Object.keys((await findEntry(work.store, 'job:1'))!)).not.toContain('why');
  });
});
