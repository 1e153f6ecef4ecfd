import { recordFact } from '../../workers/record-fact.js';
import { aJob, keepCase, openWork, repeatedly, type Work } from '../support/work.js';
import { closeTestStore } from '../support/store.js';

describe('a fact that the procedure has established', () => {
  let work: Work;
  beforeEach(async () => {
    work = await openWork();
    await keepCase(work);
  });
  afterAll(closeTestStore);

  test('is kept with the case once, with the variables that the diagram names', async () => {
    const job = aJob('record-fact', { headers: { fact: 'equipment', title: '设备清单', from: 'equipment, keeper, missing' }, variables: { equipment: [{ name: '注塑机', count: 3 }], keeper: '派出所', other: 1 } });
    await repeatedly(() => recordFact(job, work.deps));
    expect((await work.store.cases.findById('BY-2026-000001').lean())!.facts).toEqual([
      { _id: `job:${job.key}`, key: 'equipment', at: work.deps.clock.now(), data: { equipment: [{ name: '注塑机', count: 3 }], keeper: '派出所' } },
    ]);
    expect(await work.store.entries.find().lean()).toEqual([expect.objectContaining({ action: '备案', text: '登记：设备清单' })]);
  });

  test('stands beside the others', async () => {
    for (const [key, fact] of [['1', 'equipment'], ['2', 'advance']] as const) await recordFact(aJob('record-fact', { key, headers: { fact } }), work.deps);
    expect((await work.store.cases.findById('BY-2026-000001').lean())!.facts.map(({ key }) => key)).toEqual(['equipment', 'advance']);
  });

  test('without a name is a fault', async () => {
    await expect(recordFact(aJob('record-fact'), work.deps)).rejects.toThrow('names no fact');
  });
});
