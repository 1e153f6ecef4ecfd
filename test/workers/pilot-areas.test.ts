import { pilotAreas } from '../../workers/pilot-areas.js';
import { aJob, keepCase, openWork } from '../support/work.js';
import { closeTestStore } from '../support/store.js';

afterAll(closeTestStore);

test('the areas of a town are its villages and then their grids, each with who carries it out; the trouble is told in its own words', async () => {
  const work = await openWork();
  await keepCase(work, { description: '反复打架', suggestion: { to: 'by-jinghe', origins: [] } });
  const { areas, problem } = await pilotAreas(aJob('pilot-areas'), work.deps) as { areas: { label: string; value: string; group: string }[]; problem: string };
  expect(problem).toBe('反复打架');
  expect(areas[0]).toEqual({ value: 'by-jinghe-caoba', label: '曹坝村', group: 'by-jinghe-caoba/intake' });
  expect(areas.find(({ value }) => value === 'by-jinghe-caoba-g1')).toEqual({ value: 'by-jinghe-caoba-g1', label: '曹坝村 › 曹坝园区网格', group: 'by-jinghe-caoba-g1/grid-member' });
  expect(areas.every(({ value }) => !value.includes('.'))).toBe(true);
});
