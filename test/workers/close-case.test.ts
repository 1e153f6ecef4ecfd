import { closeCase } from '../../workers/close-case.js';
import { aJob, keepCase, openWork, repeatedly, type Work } from '../support/work.js';
import { closeTestStore } from '../support/store.js';

describe('a case that ends', () => {
  let work: Work;
  beforeEach(async () => {
    work = await openWork();
    await keepCase(work);
  });
  afterAll(closeTestStore);

  test('keeps its outcome and rating, and its reporter is told once', async () => {
    const job = aJob('close-case', { headers: { outcome: '已结案' }, variables: { rating: '满意' } });
    await repeatedly(() => closeCase(job, work.deps));
    expect((await work.store.cases.findById('BY-2026-000001').lean())!.closing).toEqual({ outcome: '已结案', at: work.deps.clock.now(), rating: '满意' });
    expect(await work.store.entries.find().lean()).toEqual([expect.objectContaining({ action: '结案', text: '已结案，回访评价：满意' })]);
    expect(await work.store.notices.find().lean()).toEqual([expect.objectContaining({ to: ['caoba'], title: '事项已办结' })]);
  });

  test('keeps its first outcome when a late repeat comes', async () => {
    await closeCase(aJob('close-case', { headers: { outcome: '不予受理' }, variables: { reason: '不属受理范围' } }), work.deps);
    const { at } = (await work.store.cases.findById('BY-2026-000001').lean())!.closing!;
    work.at('2026-06-25 10:00');
    await closeCase(aJob('close-case', { headers: { outcome: '不予受理' }, variables: { reason: '不属受理范围' } }), work.deps);
    expect((await work.store.cases.findById('BY-2026-000001').lean())!.closing).toEqual({ outcome: '不予受理', at, reason: '不属受理范围' });
  });

  test('does not tell a reporter whom the diagram has told already', async () => {
    await closeCase(aJob('close-case', { headers: { outcome: '已结案', reporter: 'told' } }), work.deps);
    expect(await work.store.notices.find().lean()).toEqual([]);
  });

  test('has one of the known outcomes', async () => {
    await expect(closeCase(aJob('close-case', { headers: { outcome: '完结' } }), work.deps)).rejects.toThrow('no such outcome <完结>');
  });
});
