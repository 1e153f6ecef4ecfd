import { classify } from '../../workers/classify.js';
import { aJob, keepCase, openWork, repeatedly, type Work } from '../support/work.js';
import { closeTestStore } from '../support/store.js';

const classification = { name: '欠薪逃匿、哄抢', lead: 'lds', level: 'town', start: 'village', respondLimit: '30 分钟', handleLimit: '60 工作日', joint: 'wage-arrears', urgency: '特急' };
const job = aJob('classify', { variables: { classification } });

describe('a case that is classified', () => {
  let work: Work;
  beforeEach(async () => { work = await openWork(); });
  afterAll(closeTestStore);

  test('carries what the table said, and starts at its level', async () => {
    await keepCase(work);
    await classify(job, work.deps);
    expect(await work.store.cases.findById('BY-2026-000001').lean()).toMatchObject({ classification, level: 'village' });
  });

  test('a job done twice leaves one entry, which says who, where and why', async () => {
    await keepCase(work);
    await repeatedly(() => classify(job, work.deps));
    expect(await work.store.entries.find().lean()).toEqual([expect.objectContaining({
      _id: `job:${job.key}`, caseNo: 'BY-2026-000001', at: work.deps.clock.now(), who: { system: '自动分类' }, action: '立案',
      element: { id: 'classify-it', procedure: 'grid-event', key: '2' }, why: '分类表：B03 欠薪逃匿、哄抢，特急',
    })]);
  });

  test('a late repeat does not take a case back that has climbed', async () => {
    await keepCase(work, { level: 'county' });
    await classify(job, work.deps);
    expect((await work.store.cases.findById('BY-2026-000001').lean())!.level).toBe('county');
  });

  test('without a row in the table the fault names the category', async () => {
    await keepCase(work, { category: 'Z99' });
    await expect(classify(aJob('classify', { variables: { classification: null } }), work.deps)).rejects.toThrow('no classification for category <Z99>');
  });

  test('a case that nobody knows is a clear fault', async () => {
    await expect(classify(job, work.deps)).rejects.toThrow(`no case <BY-2026-000001> for job <${job.key}> of type <classify>`);
  });
});
