import { measurePilot } from '../../workers/measure-pilot.js';
import { aJob, keepCase, openWork, repeatedly, shanghai } from '../support/work.js';
import { closeTestStore } from '../support/store.js';

afterAll(closeTestStore);

test('what was measured is kept once, and a second run says the same though cases came meanwhile', async () => {
  const work = await openWork();
  await Promise.all([work.store.settings.deleteMany({ _id: /^filled/ }), work.store.caseFacts.deleteMany({})]);
  await keepCase(work, { procedure: 'policy-pilot', category: 'C01', suggestion: { to: 'by-jinghe', origins: [] } });
  const scope = ['by-jinghe-caoba', 'by-jinghe', 'by', 'yz'];
  await keepCase(work, { _id: 'BY-2026-000002', clientId: crypto.randomUUID(), category: 'C01', scope, reportedAt: shanghai('2026-06-15 09:00') });
  work.at('2026-06-22 10:00');
  const job = aJob('measure-pilot', { headers: { when: 'after' }, variables: { area: 'by-jinghe-caoba', trialFrom: '2026-06-18', trialUntil: '2026-06-21', goal: 50, indicators: [] } });
  const [first, last] = await repeatedly(async () => {
    const said = await measurePilot(job, work.deps);
    await work.store.cases.updateOne({ _id: 'BY-2026-000002' }, { $set: { reportedAt: shanghai('2026-06-19 09:00') } });
    await work.store.staleFigures.updateOne({ _id: 'case:BY-2026-000002' }, { $set: { kind: 'case', cell: 'BY-2026-000002', mark: 'one' } }, { upsert: true });
    return said;
  });
  expect(first).toMatchObject({ effect: 'reached', measuredText: expect.stringContaining('下降 100%') });
  expect(last).toEqual(first);
  expect((await work.store.cases.findById('BY-2026-000001').lean())!.facts).toEqual([expect.objectContaining({ key: 'pilot-measured', data: expect.objectContaining({ days: 4 }) })]);
});

test('a trial without area or days is a fault of the diagram', async () => {
  const work = await openWork();
  await keepCase(work, { procedure: 'policy-pilot' });
  await expect(measurePilot(aJob('measure-pilot', { headers: { when: 'before' } }), work.deps)).rejects.toThrow('the trial has no area');
});
