import { settlePilot } from '../../workers/settle-pilot.js';
import type { Trouble } from '../../processes/store/types.js';
import { aJob, keepCase, openWork, repeatedly, type Work } from '../support/work.js';
import { closeTestStore } from '../support/store.js';

let work: Work;
beforeEach(async () => {
  work = await openWork();
  await work.store.troubles.deleteMany({});
  const { clientId } = await keepCase(work, { procedure: 'policy-pilot', suggestion: { to: 'by-jinghe', origins: [] } });
  await work.store.troubles.create({
    _id: 't', at: 'by-jinghe|C01', unit: 'by-jinghe', category: 'C01', path: ['yz', 'by', 'by-jinghe'], place: { text: '南门' }, grid: 'g', state: 'taken', taken: { by: { system: '试' }, at: new Date(), clientId }, foundAt: new Date(),
    cases: ['BY-2026-000009'], total: 3, reports: 3, reporters: 3, first: new Date(), last: new Date(), rule: { days: 90, count: 3, metres: 300, level: 'town' },
  } satisfies Trouble);
});
afterAll(closeTestStore);

const run = (outcome: string) => repeatedly(() => settlePilot(aJob('settle-pilot', { headers: { outcome }, variables: { reason: '有效', area: 'by-jinghe-caoba', spreadUnits: ['by-jinghe-songzhu'] } }), work.deps));

test('how a pilot ended stands with the trouble and on the case, once', async () => {
  await run('spread');
  expect(await work.store.troubles.findById('t').lean()).toMatchObject({ state: 'settled', pilot: 'BY-2026-000001', settled: { outcome: 'spread', reason: '有效' } });
  expect((await work.store.cases.findById('BY-2026-000001').lean())!.facts).toEqual([expect.objectContaining({ key: 'pilot-outcome', data: { outcome: 'spread', reason: '有效', area: 'by-jinghe-caoba', spreadUnits: ['by-jinghe-songzhu'] } })]);
});

test('one that was withdrawn leaves it on offer', async () => {
  await run('released');
  expect(await work.store.troubles.findById('t').lean()).toMatchObject({ state: 'offered' });
  expect((await work.store.troubles.findById('t').lean())!.taken).toBeUndefined();
});

test('an outcome that is none is a fault of the diagram', async () => {
  await expect(run('maybe')).rejects.toThrow('no such outcome of a pilot <maybe>');
});
