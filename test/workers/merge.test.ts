import { BusinessError } from '../../processes/errors.js';
import type { Case } from '../../processes/store/types.js';
import { merge } from '../../workers/merge.js';
import { aJob, keepCase, openWork, repeatedly, type Work } from '../support/work.js';
import { closeTestStore } from '../support/store.js';

const into = (mergedInto: string) => aJob('merge', { variables: { mergedInto } });

describe('a case that is about a known matter', () => {
  let work: Work;
  beforeEach(async () => {
    work = await openWork();
    await keepCase(work);
  });
  afterAll(closeTestStore);

  test('is joined to it, and both timelines say so, once', async () => {
    await keepCase(work, { _id: 'BY-2026-000002' });
    await repeatedly(() => merge(into(' BY-2026-000002 '), work.deps));
    expect((await work.store.cases.findById('BY-2026-000001').lean())!.mergedInto).toBe('BY-2026-000002');
    const entries = await work.store.entries.find().sort({ caseNo: 1 }).lean();
    expect(entries.map(({ caseNo, action }) => [caseNo, action])).toEqual([['BY-2026-000001', '并案'], ['BY-2026-000002', '并案']]);
  });

  const others: [string, string, Partial<Case> | null][] = [
    ['a case that does not exist', 'BY-2026-000009', null],
    ['nothing', ' ', null],
    ['a case of another county', 'GY-2026-000002', { county: 'gy' }],
    ['itself', 'BY-2026-000001', null],
    ['a closed case', 'BY-2026-000002', { closing: { outcome: '已结案', at: new Date() } }],
    ['a case whose procedure has ended', 'BY-2026-000002', { standing: { status: '作废', instanceKey: '1', state: 'terminated', elements: [], at: new Date() } }],
    ['a case that is merged itself', 'BY-2026-000002', { mergedInto: 'BY-2026-000001' }],
  ];
  test.each(others)('is not joined to %s', async (_, target, other) => {
    if (other) await keepCase(work, { _id: target, ...other });
    const refused = await merge(into(target), work.deps).catch((error: BusinessError) => error);
    expect(refused).toMatchObject({ name: 'BusinessError', code: 'MERGE_TARGET' });
    expect((await work.store.cases.findById('BY-2026-000001').lean())!.mergedInto).toBeUndefined();
    expect(await work.store.entries.countDocuments()).toBe(0);
  });
});
