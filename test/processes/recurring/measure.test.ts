// What a pilot brought is counted from the cases: equal days before and during, the same level of areas beside it, paused time told apart.
import { effectOf, endedOn, measure, spansOf } from '../../../processes/recurring/measure.js';
import type { Case, Trouble } from '../../../processes/store/types.js';
import { closeTestStore } from '../../support/store.js';
import { keepCase, keepTask, openWork, shanghai, type Work } from '../../support/work.js';

let work: Work;
let number = 0;
const trouble = { unit: 'by-jinghe', category: 'C01', at: 'by-jinghe|C01' };
const trial = { area: 'by-jinghe-caoba', from: '2026-06-11', until: '2026-06-20', goal: 50, chosen: ['onTimeRate'] };
beforeEach(async () => {
  work = await openWork();
  await Promise.all([work.store.troubles.deleteMany({}), work.store.caseFacts.deleteMany({}), work.store.staleFigures.deleteMany({}), work.store.settings.deleteMany({ _id: /^filled/ })]);
  work.at('2026-06-25 10:00');
});
afterAll(closeTestStore);

const kept = (village: string, day: string, given: Partial<Case> = {}) => keepCase(work, {
  _id: `BY-2026-7${String(number += 1).padStart(5, '0')}`, clientId: crypto.randomUUID(), category: 'C01', village: `by-jinghe-${village}`, grid: `by-jinghe-${village}-g1`,
  scope: [`by-jinghe-${village}-g1`, `by-jinghe-${village}`, 'by-jinghe', 'by', 'yz'], reportedAt: shanghai(day), ...given,
});
async function measureNow(over = true) {
  await work.store.staleFigures.insertMany((await work.store.cases.find().lean()).map(({ _id }) => ({ _id: `case:${_id}`, kind: 'case', cell: _id, mark: 'one' })));
  return measure(trouble, trial, over, work.deps);
}

test('before and during are equally many days, one after the other', () => {
  expect(spansOf('2026-03-01', '2026-03-30')).toEqual({ days: 30, before: { from: '2026-01-30', until: '2026-02-28' }, after: { from: '2026-03-01', until: '2026-03-30' } });
  expect(spansOf('2026-03-10', '2026-03-05').days).toBe(1);
  expect([endedOn('2026-06-20', shanghai('2026-06-25 10:00')), endedOn('2026-06-20', shanghai('2026-06-15 23:59'))]).toEqual(['2026-06-20', '2026-06-15']);
});

test('the kind is counted of all, on both edges of the days, in the trial area and beside it', async () => {
  for (const day of ['2026-05-31 23:59', '2026-06-01 00:00', '2026-06-05 10:00', '2026-06-10 23:59', '2026-06-11 00:00', '2026-06-20 23:59', '2026-06-21 00:00']) await kept('caoba', day);
  for (const day of ['2026-06-01 09:00', '2026-06-12 09:00']) await kept('songzhu', day);
  await kept('caoba', '2026-06-05 09:00', { category: 'D01' });
  const found = await measureNow();
  expect(found).toMatchObject({ days: 10, area: { name: '曹坝村', before: { kind: 3, all: 4 }, after: { kind: 2, all: 2 } }, together: { before: { kind: 1, all: 1 }, after: { kind: 1, all: 1 } }, changeOthers: 0, effect: 'none' });
  expect(found.others.map(({ name }) => name)).toEqual(['松竹村', '小涵村']);
  expect(found.text).toContain('曹坝村（试点）：2026-06-01 至 2026-06-10 3 起（同期全部案件 4 起），2026-06-11 至 2026-06-20 2 起（同期全部案件 2 起），下降 33%');
});

test('one matter counts once however often it was reported, and what was withdrawn, refused or no report of a matter counts not at all', async () => {
  const { _id } = await kept('caoba', '2026-06-12 09:00');
  await kept('caoba', '2026-06-13 09:00', { mergedInto: _id, closing: { outcome: '并案', at: shanghai('2026-06-13 10:00') } });
  await kept('caoba', '2026-06-14 09:00', { closing: { outcome: '不予受理', at: shanghai('2026-06-14 10:00') } });
  await kept('caoba', '2026-06-15 09:00', { withdrawal: { by: { system: '' }, at: shanghai('2026-06-15 10:00'), reason: '', sent: true } });
  await kept('caoba', '2026-06-16 09:00', { procedure: 'joint-enforcement' });
  expect((await measureNow()).area.after).toMatchObject({ kind: 1 });
});

test('an area in which the same kind is being tried too is not compared with', async () => {
  await work.store.troubles.create({ _id: 't', ...trouble, path: [], place: { text: '' }, grid: 'g', state: 'taken', foundAt: new Date(), cases: [], total: 3, reports: 3, reporters: 3, first: new Date(), last: new Date(), rule: { days: 90, count: 3, metres: 300, level: 'town' }, trial: { area: 'by-jinghe-songzhu', from: '2026-06-15', until: '2026-07-15' } } satisfies Trouble);
  expect((await measureNow()).others.map(({ name }) => name)).toEqual(['小涵村']);
});

test('paused time is told with its cases and its hours', async () => {
  const { _id } = await kept('caoba', '2026-06-12 09:00');
  await keepTask(work, { caseNo: _id, createdAt: shanghai('2026-06-12 09:00'), clock: [{ type: 'pause', at: shanghai('2026-06-12 10:00') }, { type: 'resume', at: shanghai('2026-06-12 15:30') }] });
  expect((await measureNow()).area.after).toMatchObject({ kind: 1, pausedCases: 1, pausedHours: 5.5 });
});

test('before the trial there is a baseline and no effect', async () => {
  await kept('caoba', '2026-06-05 10:00');
  expect(await measureNow(false)).toMatchObject({ area: { before: { kind: 1 } }, change: null, effect: 'few' });
});

test('a trial that was stopped before its first day has no effect, however quiet that day will be', async () => {
  await kept('caoba', '2026-06-10 10:00');
  expect(await measure(trouble, { ...trial, until: '2026-06-09' }, true, work.deps)).toMatchObject({ change: null, effect: 'unstarted' });
});

test('an effect is one that the other areas do not show as well', () => {
  expect([effectOf(-0.6, 0, 50), effectOf(-0.5, null, 50), effectOf(-0.49, 0, 50), effectOf(-0.6, -0.7, 50), effectOf(null, 0, 50), effectOf(0.2, -0.5, 10)]).toEqual(['reached', 'reached', 'none', 'elsewhere', 'few', 'none']);
});
