// Runs of elements are counted from the records as people would by hand: durations, waiting and working, limits, repetitions; by Shanghai's day and month, unit and version.
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { defaultCalendar } from '../../../processes/calendar.js';
import { engineClock } from '../../../processes/clock.js';
import type { Deps } from '../../../processes/deps.js';
import { readCell } from '../../../processes/figures/cell-key.js';
import type { Parts } from '../../../processes/figures/element-cells.js';
import { elementKinds } from '../../../processes/figures/element-kinds.js';
import { computeStale } from '../../../processes/figures/stale.js';
import { receiveBulk } from '../../../processes/projection/receive.js';
import { rebuild } from '../../../processes/rebuild.js';
import type { Store } from '../../../processes/store/store.js';
import { demoUnits } from '../../../processes/demo/units.js';
import { diagram } from '../../support/journey.js';
import { RecordLog } from '../../support/records.js';
import { closeTestStore, openTestStore } from '../../support/store.js';
import { aCase } from '../../support/web.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let store: Store;
let deps: Deps;
beforeEach(async () => {
  store = await openTestStore();
  deps = { store, clock: engineClock(), calendar: defaultCalendar() } as unknown as Deps;
  await store.units.insertMany([...demoUnits]);
  await store.cases.insertMany([aCase({ _id: 'A' }), aCase({ _id: 'B', clientId: 'b', grid: 'by-jinghe-songzhu-g1', village: 'by-jinghe-songzhu' })]);
});
afterAll(closeTestStore);

const compute = () => computeStale(store, elementKinds);
/** What is kept, by period and unit. */
async function kept(): Promise<Record<string, Parts>> {
  const all = await store.elementCells.find().lean();
  return Object.fromEntries(all.map(({ _id, parts }) => { const { period, path } = readCell(_id); return [`${period} ${path.slice(path.lastIndexOf('/') + 1)}`, JSON.parse(parts) as Parts]; }));
}

/** Two cases: a village's task of A for three hours until midnight in Shanghai on the last of June, again for one hour on the first of July; B's for two hours in July. */
function history(partition = 1) {
  const log = new RecordLog(partition, '2026-06-30T12:00:00Z');
  const definition = log.deploy('grid-event', diagram('grid-event'));
  const a = log.start('grid-event', definition);
  a.variable('caseNo', 'A');
  log.at('2026-06-30T12:59:58Z');
  const first = a.task('village-handle', { groups: ['by-jinghe-caoba/intake'], limit: '1 小时' });
  log.at('2026-06-30T15:59:55Z');
  a.endTask('village-handle', first, 'COMPLETED');
  log.at('2026-06-30T16:00:00Z');
  const second = a.task('village-handle', { groups: ['by-jinghe-caoba/intake'] });
  const other = a.task('dept-handle', { groups: ['by-jinghe.lds/officer'] });
  log.at('2026-06-30T17:00:00Z');
  a.endTask('village-handle', second, 'COMPLETED');
  a.endTask('dept-handle', other, 'CANCELED');
  a.end();
  const b = log.start('grid-event', definition);
  b.variable('caseNo', 'B');
  const third = b.task('village-handle', { groups: ['by-jinghe-songzhu/intake'] });
  log.at('2026-07-02T01:00:00Z');
  b.endTask('village-handle', third, 'COMPLETED');
  return { log, first, second, third };
}

test('each run counts on the day in Shanghai on which it ended, in its grid and all units above, and in the month', async () => {
  const { log, first } = history();
  await receiveBulk(log.body(), deps);
  await store.tasks.updateOne({ _id: String(first.job) }, { $set: { claimedAt: new Date('2026-06-30T14:59:59Z') } });
  await compute();
  const cells = await kept();
  const june = cells['2026-06-30 by-jinghe-caoba-g1']!['']!['village-handle']!;
  expect(june).toMatchObject({ type: 'USER_TASK', runs: 1, again: 0, due: 1, late: 1, cut: 0 });
  // from 20:59:59 to 23:59:59, two hours of it until somebody took it
  expect([june.time.l![0]! / MINUTE, june.wait!.l![0], june.work!.l![0]! / MINUTE].map((each) => Math.round(each!))).toEqual([180, 2 * HOUR, 60]);
  const july = cells['2026-07-01 by-jinghe-caoba-g1']!['']!['village-handle']!;
  expect(july).toMatchObject({ runs: 1, again: 1, due: 0 });
  expect(july.work!.n).toBe(0);
  expect(cells['2026-07-01 by-jinghe']!['']!['dept-handle']).toMatchObject({ runs: 1, cut: 1 });
  const month = cells['2026-07 by']!['']!['village-handle']!;
  expect([month.runs, month.again, month.time.n, cells['2026-06 yz']!['']!['village-handle']!.runs]).toEqual([2, 1, 2, 1]);
  expect(month.time.sum).toBe(july.time.sum + cells['2026-07-02 by-jinghe-songzhu-g1']!['']!['village-handle']!.time.sum);
});

test('a level and a department have their own human tasks beside all', async () => {
  await receiveBulk(history().log.body(), deps);
  await compute();
  const cells = await kept();
  const town = cells['2026-07 by-jinghe']!;
  expect([Object.keys(town).sort(), Object.keys(town['@village']!), Object.keys(town['@town']!), Object.keys(town['by-jinghe.lds']!)]).toEqual([['', '@town', '@village', 'by-jinghe.lds'], ['village-handle'], ['dept-handle'], ['dept-handle']]);
  expect(Object.keys(cells['2026-07 by']!).sort()).toEqual(['', '@town', '@village']);
});

describe('the same records', () => {
  const all = async () => JSON.stringify((await store.elementCells.find().sort({ _id: 1 }).lean()));

  test('in parts, twice, and after a rebuild give the same', async () => {
    const { log } = history();
    await receiveBulk(log.body(), deps);
    await compute();
    const whole = await all();
    expect(whole.length).toBeGreaterThan(1_000);
    await store.elementCells.updateMany({}, { parts: '{}' });
    await rebuild(store, deps.calendar);
    expect(await all()).toBe(whole);

    store = await openTestStore();
    deps = { ...deps, store };
    await store.units.insertMany([...demoUnits]);
    await store.cases.insertMany([aCase({ _id: 'A' }), aCase({ _id: 'B', clientId: 'b', grid: 'by-jinghe-songzhu-g1', village: 'by-jinghe-songzhu' })]);
    for (let i = 0; i < log.records.length; i += 3) {
      await receiveBulk(log.body(Math.max(0, i - 2), i + 3), deps);
      if (i % 2) await compute();
    }
    await compute();
    expect(await all()).toBe(whole);
  });

  test('of two partitions in either order give the same', async () => {
    const [one, two] = [history(1).log, history(2).log];
    for (const log of [one, two]) await receiveBulk(log.body(), deps);
    await compute();
    const whole = await all();
    store = await openTestStore();
    deps = { ...deps, store };
    await store.units.insertMany([...demoUnits]);
    await store.cases.insertMany([aCase({ _id: 'A' }), aCase({ _id: 'B', clientId: 'b', grid: 'by-jinghe-songzhu-g1', village: 'by-jinghe-songzhu' })]);
    for (const log of [two, one]) await receiveBulk(log.body(), deps);
    await compute();
    expect(await all()).toBe(whole);
    expect((await kept())['2026-06 by']!['']!['village-handle']!.runs).toBe(1);
  });
});

test('what ended before the case was known moves to its grid once it is', async () => {
  const log = new RecordLog(1, '2026-06-30T01:00:00Z');
  const definition = log.deploy('grid-event', diagram('grid-event'));
  const a = log.start('grid-event', definition);
  a.leave('start', 'START_EVENT', a.enter('start', 'START_EVENT'));
  await receiveBulk(log.body(), deps);
  await compute();
  expect((await kept())['2026-06-30 ~']!['']!.start!.runs).toBe(1);
  const told = log.records.length;
  a.variable('caseNo', 'A');
  await receiveBulk(log.body(told), deps);
  await compute();
  const cells = await kept();
  expect([cells['2026-06-30 ~'], cells['2026-06 ~'], cells['2026-06-30 by-jinghe-caoba-g1']!['']!.start!.runs, cells['2026-06 by']!['']!.start!.runs]).toEqual([undefined, undefined, 1, 1]);
});

test('an element that was taken along to another version counts on that on which it ended', async () => {
  const log = new RecordLog(1, '2026-06-30T01:00:00Z');
  const [old, next] = [log.deploy('grid-event', diagram('grid-event')), log.deploy('grid-event', diagram('grid-event').replace('name="', 'name=" '), 2)];
  const a = log.start('grid-event', old);
  a.variable('caseNo', 'A');
  const task = a.task('village-handle', { groups: ['by-jinghe-caoba/intake'] });
  a.migrate(next);
  a.element('village-handle', 'USER_TASK', 'ELEMENT_MIGRATED', task.element, undefined, undefined, 2);
  a.endTask('village-handle', task, 'COMPLETED');
  await receiveBulk(log.body(), deps);
  await compute();
  expect((await store.elementCells.find({ period: '2026-06' }).lean()).map(({ definitionKey }) => definitionKey)).toEqual(Array(5).fill(String(next)));
});

test('items of a multi-instance are no repetition, the whole of it a second time is', async () => {
  const log = new RecordLog(1, '2026-06-30T01:00:00Z');
  const definition = log.deploy('grid-event', diagram('grid-event'));
  const a = log.start('grid-event', definition);
  a.variable('caseNo', 'A');
  const round = () => {
    const body = a.enter('each', 'MULTI_INSTANCE_BODY');
    for (const item of [1, 2]) a.leave('each', 'SERVICE_TASK', a.enter('each', 'SERVICE_TASK', body), item ? body : undefined);
    a.leave('each', 'MULTI_INSTANCE_BODY', body);
  };
  round();
  await receiveBulk(log.body(), deps);
  await compute();
  expect((await kept())['2026-06 by']!['']!.each).toMatchObject({ runs: 2, again: 0 });
  const told = log.records.length;
  round();
  await receiveBulk(log.body(told), deps);
  await compute();
  expect((await kept())['2026-06 by']!['']!.each).toMatchObject({ runs: 4, again: 2 });
});
