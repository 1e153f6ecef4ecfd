import { findHelpers } from '../../workers/find-helpers.js';
import { aJob, keepCase, openWork, repeatedly, type Work } from '../support/work.js';
import { closeTestStore } from '../support/store.js';

describe('who can be called to help', () => {
  let work: Work;
  beforeEach(async () => { work = await openWork(); });
  afterAll(closeTestStore);
  const job = aJob('find-helpers', { headers: { needed: '2' } });

  test('the neighbours and volunteers of the grid, those who left not among them', async () => {
    await keepCase(work, { grid: 'by-jinghe-caoba-g1' });
    await work.store.people.updateOne({ _id: 'zhiyuan' }, { $set: { active: false } });
    expect((await repeatedly(() => findHelpers(job, work.deps)))[0]).toEqual({ helpers: ['linli', 'yishe'], helpersNeeded: 2 });
    expect((await work.store.entries.find().lean()).map(({ text }) => text)).toEqual(['已呼叫本网格和本村邻里、志愿者 2 人，需要 2 人']);
  });

  test('those of the village are called, too, and whoever is both once', async () => {
    await keepCase(work, { grid: 'by-jinghe-caoba-g1', village: 'by-jinghe-caoba' });
    await work.store.people.updateMany({ _id: { $in: ['zhiyuan', 'caobazhang'] } }, { $push: { groups: 'by-jinghe-caoba/helper' } });
    try {
      expect(await findHelpers(job, work.deps)).toMatchObject({ helpers: ['linli', 'yishe', 'zhiyuan', 'caobazhang'] });
    } finally {
      await work.store.people.updateMany({}, { $pull: { groups: 'by-jinghe-caoba/helper' } });
    }
  });

  test('a grid where nobody is registered calls nobody and says so', async () => {
    await keepCase(work, { grid: 'by-jinghe-songzhu-g1' });
    expect(await findHelpers(job, work.deps)).toEqual({ helpers: [], helpersNeeded: 2 });
    expect((await work.store.entries.find().lean())[0]?.text).toContain('没有登记');
  });

  test.each(['', '0', '两', '1.5'])('a diagram that needs <%s> helpers is refused', async (needed) => {
    await keepCase(work);
    await expect(findHelpers(aJob('find-helpers', { headers: { needed } }), work.deps)).rejects.toThrow(`not a number of helpers <${needed}>`);
  });
});
