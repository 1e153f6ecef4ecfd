import { escalate } from '../../workers/escalate.js';
import { aJob, keepCase, openWork, repeatedly, type Work } from '../support/work.js';
import { closeTestStore } from '../support/store.js';

const to = (level: string, variables = {}) => aJob('escalate', { headers: { to: level }, variables });

describe('a case that climbs', () => {
  let work: Work;
  const kept = async () => (await work.store.cases.findById('BY-2026-000001').lean())!;
  beforeEach(async () => { work = await openWork(); });
  afterAll(closeTestStore);

  test('is seen by the upper level, and the timeline says why', async () => {
    await keepCase(work, { level: 'village' });
    const [first, last] = await repeatedly(() => escalate(to('town', { reason: '法定代表人联系不上' }), work.deps));
    expect([first, last]).toEqual([{ level: 'town' }, { level: 'town' }]);
    expect(await kept()).toMatchObject({ level: 'town', scope: ['by-jinghe-caoba', 'by-jinghe'] });
    expect(await work.store.entries.find().lean()).toEqual([expect.objectContaining({ action: '上报', text: '上报至泾河镇', why: '法定代表人联系不上' })]);
    // and whoever filed it is told, once
    expect(await work.store.notices.find().lean()).toEqual([expect.objectContaining({ to: ['caoba'], title: '事项办理进展', text: expect.stringContaining('已上报泾河镇办理') })]);
  });

  test('that passes over a level is said to', async () => {
    await keepCase(work, { level: 'village' });
    await repeatedly(() => escalate(to('county'), work.deps));
    expect((await work.store.entries.find().lean()).map(({ action }) => action)).toEqual(['越级上报']);
  });

  test('never climbs down', async () => {
    await keepCase(work, { level: 'city' });
    await escalate(to('town'), work.deps);
    expect((await kept()).level).toBe('city');
  });

  test('cannot climb to nowhere', async () => {
    await keepCase(work);
    await expect(escalate(to('province'), work.deps)).rejects.toThrow('cannot escalate to <province>');
  });
});
