// What recurs is found from the cases alone: the same place to the metre, the window to the Shanghai day, duplicates once, what was withdrawn or refused not at all.
import { findAround, findEverywhere } from '../../../processes/recurring/find.js';
import { dismiss } from '../../../processes/recurring/take.js';
import type { Case, Person, Trouble } from '../../../processes/store/types.js';
import { closeTestStore } from '../../support/store.js';
import { keepCase, openWork, shanghai, type Work } from '../../support/work.js';

let work: Work;
let number: number;
beforeEach(async () => {
  work = await openWork();
  await work.store.troubles.deleteMany({});
  work.at('2026-06-22 10:00');
  number = 0;
});
afterAll(closeTestStore);

/** A metre to the east at that latitude, in degrees. */
const METRE = 1 / (111_195 * Math.cos(33.4 * (Math.PI / 180)));
const HERE = { lng: 119.46, lat: 33.4 };
const east = (metres: number) => ({ text: '景区南门', lng: HERE.lng + metres * METRE, lat: HERE.lat });

/** A fight about a parking place: three within 500 m and 90 days are recurring, says the table. */
const fight = (given: Partial<Case> = {}) => keepCase(work, {
  _id: `BY-2026-9${String(number += 1).padStart(5, '0')}`, clientId: crypto.randomUUID(), title: '争车位打架', category: 'C01', place: east(0), scope: ['by-jinghe-caoba-g1', 'by-jinghe-caoba', 'by-jinghe', 'by', 'yz'],
  reporter: { phone: `13000000${number}`, anonymous: false }, reportedAt: shanghai('2026-06-20 09:00'), ...given,
});
const look = async (): Promise<Trouble[]> => {
  await findAround((await work.store.cases.find({}, { _id: 1 }).lean()).map(({ _id }) => _id), work.deps);
  return work.store.troubles.find().sort({ foundAt: 1 }).lean<Trouble[]>();
};

test('as many as the table asks, at one place, are offered to the town once, with who reported them, and those who can take it up are told', async () => {
  await fight();
  await fight({ place: east(120), reporter: { phone: '130000001', anonymous: false } });
  expect(await look()).toEqual([]);
  await fight({ place: east(-200), reportedAt: shanghai('2026-06-21 09:00') });
  const [found, ...more] = await look();
  expect(more).toEqual([]);
  expect(found).toMatchObject({ unit: 'by-jinghe', category: 'C01', state: 'offered', total: 3, reports: 3, reporters: 2, rule: { days: 90, count: 3, metres: 500, level: 'town' }, last: shanghai('2026-06-21 09:00') });
  expect(await look()).toEqual([found]);
  expect((await work.store.notices.find().lean()).map(({ to, title }) => ({ to, title }))).toEqual([{ to: ['by/policy', 'by-jinghe/duty-leader'], title: '反复问题：打架斗殴' }]);
});

test('one that lies a metre beyond the distance from the middle is another place, one at the distance is not', async () => {
  await fight();
  await fight({ place: east(499) });
  await fight({ place: east(-501) });
  expect(await look()).toEqual([]);
  await fight({ place: east(-499) });
  expect((await look()).map(({ total }) => total)).toEqual([3]);
});

test('a row of places each near the next is not one place', async () => {
  for (const metres of [0, 450, 900, 1_350, 1_800]) await fight({ place: east(metres) });
  expect((await look()).map(({ cases }) => cases)).toEqual([['BY-2026-900001', 'BY-2026-900002', 'BY-2026-900003']]);
});

test('without a position the grid is the place', async () => {
  for (const grid of ['by-jinghe-caoba-g1', 'by-jinghe-caoba-g1', 'by-jinghe-caoba-g2']) await fight({ grid, place: { text: '小区门口' } });
  expect(await look()).toEqual([]);
  await fight({ place: { text: '停车场' } });
  expect((await look()).map(({ total }) => total)).toEqual([3]);
});

test('the window is whole days of Shanghai, and what falls out of it is no longer offered', async () => {
  // the ninetieth day with the 22nd of June as the last begins on the 25th of March
  await fight({ reportedAt: shanghai('2026-03-25 00:00') });
  await fight();
  await fight();
  expect((await look()).map(({ state }) => state)).toEqual(['offered']);
  work.at('2026-06-22 23:59');
  expect((await look()).map(({ state }) => state)).toEqual(['offered']);
  work.at('2026-06-23 00:00');
  expect(await findEverywhere(work.deps)).toMatchObject({ offered: 0 });
  expect((await look()).map(({ state }) => state)).toEqual(['lapsed']);
  await fight({ reportedAt: shanghai('2026-06-22 12:00') });
  expect((await look()).map(({ state, total }) => [state, total])).toEqual([['offered', 3]]);
});

test('what was merged counts once with its target, whoever reported it counts; what was withdrawn or refused does not count, nor do suggestions', async () => {
  const first = await fight();
  await fight({ mergedInto: first._id, closing: { outcome: '并案', at: shanghai('2026-06-21 10:00') } });
  await fight();
  await fight({ closing: { outcome: '不予受理', at: shanghai('2026-06-21 10:00') } });
  await fight({ withdrawal: { by: { system: '试' }, at: shanghai('2026-06-21 10:00'), reason: '误报' } });
  await fight({ suggestion: { to: 'by-jinghe.cgb', origins: [first._id] } });
  await fight({ procedure: 'joint-enforcement' });
  await fight({ category: 'C02' });
  expect(await look()).toEqual([]);
  await fight();
  expect((await look()).map(({ total, reports, reporters }) => ({ total, reports, reporters }))).toEqual([{ total: 3, reports: 4, reporters: 4 }]);
  await work.store.cases.updateOne({ _id: first._id }, { $set: { closing: { outcome: '作废', at: shanghai('2026-06-22 09:00') } } });
  expect((await look()).map(({ state }) => state)).toEqual(['lapsed']);
});

test('one that was set aside is offered again only when it recurs after, and says what was before it', async () => {
  for (let n = 0; n < 3; n += 1) await fight();
  const [found] = await look();
  const leader = await work.store.people.findById('jinghezhiban').lean<Person>();
  await dismiss(found!._id, '已有工程在做', leader!, work.deps);
  work.at('2026-06-23 10:00');
  await fight({ reportedAt: shanghai('2026-06-22 10:00') });
  for (let n = 0; n < 2; n += 1) await fight({ reportedAt: shanghai('2026-06-23 09:00'), place: east(30) });
  expect((await look()).map(({ state }) => state)).toEqual(['settled']);
  await fight({ reportedAt: shanghai('2026-06-23 09:30') });
  expect((await look()).map(({ state, before }) => [state, before])).toEqual([['settled', undefined], ['offered', found!._id]]);
});

test('what the table leaves out is not looked for', async () => {
  for (let n = 0; n < 12; n += 1) await fight({ category: 'H04' });
  expect(await look()).toEqual([]);
});

test('arrears of wages at one place are put to the county, not to the town', async () => {
  for (let n = 0; n < 3; n += 1) await fight({ category: 'B01' });
  expect((await look()).map(({ unit }) => unit)).toEqual(['by']);
  expect((await work.store.notices.find().lean()).map(({ to }) => to)).toEqual([['by/policy', 'by/commander']]);
});
