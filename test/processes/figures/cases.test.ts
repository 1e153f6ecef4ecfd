// The figures of cases agree with a fixture counted by hand, on the days of Shanghai, whatever was reopened, merged, withdrawn or paused; computed again they are the same.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { defaultCalendar } from '../../../processes/calendar.js';
import { engineClock } from '../../../processes/clock.js';
import { loadDemo } from '../../../processes/demo/load.js';
import { reworksOf } from '../../../processes/figures/case-marks.js';
import { countFor } from '../../../processes/assessment/count.js';
import { casesBehind } from '../../../processes/figures/behind.js';
import { computeCaseFigures } from '../../../processes/figures/case-cells.js';
import { indicators, measured, type Tally } from '../../../processes/figures/indicators.js';
import { pictureOf, timesOf } from '../../../processes/figures/overview.js';
import { markStale } from '../../../processes/figures/stale.js';
import { getUnit } from '../../../processes/organisation.js';
import { parseDay } from '../../../processes/shanghai.js';
import type { Store } from '../../../processes/store/store.js';
import type { Case, Person, Task } from '../../../processes/store/types.js';
import { closeTestStore, openTestStore } from '../../support/store.js';

const CHAIN = { grid: 'by-jinghe-caoba-g1', village: 'by-jinghe-caoba', town: 'by-jinghe', county: 'by', city: 'yz' };
const at = (text: string): Date => new Date(`${text.replace(' ', 'T')}:00+08:00`);
let store: Store;
let deps: { store: Store; clock: ReturnType<typeof engineClock>; calendar: ReturnType<typeof defaultCalendar> };
let count = 0;
const commander = { posts: [{ unit: 'by', role: 'commander' }] } as Person;

/** A case with its tasks: each its status, when it opened and ended, when it was due, and what was answered. */
async function put(reported: string, given: Partial<Case> = {}, tasks: { from: string; to?: string; due?: string; status?: string; values?: object; more?: Partial<Task> }[] = []): Promise<string> {
  const _id = `BY-2026-${String(count += 1).padStart(6, '0')}`;
  const units = [CHAIN.grid, CHAIN.village, CHAIN.town, CHAIN.county, CHAIN.city];
  await store.cases.collection.insertOne({
    _id, clientId: _id, title: 'x', description: '', category: 'D01', urgency: '一般', ...CHAIN, scope: [...units, 'person:p'], reporter: { anonymous: false }, attachments: [], facts: [], place: { text: '' },
    reportedAt: at(reported), procedure: 'grid-event', standing: { state: 'active', status: '处置中', at: at(reported), instanceKey: '1', elements: [] }, ...given,
  } as never);
  if (tasks.length > 0) {
    await store.tasks.collection.insertMany(tasks.map(({ from, to, due, status = '处置中', values, more }, n) => ({
      _id: `${_id}-${n}`, caseNo: _id, pos: n, name: 'x', headers: {}, candidateGroups: [], createdAt: at(from), ...(to ? { endedAt: at(to) } : {}), ...(due ? { dueAt: at(due), warnAt: at(due) } : {}), status,
      state: to ? 'completed' : 'open', ...(values ? { submission: { by: { system: 'x' }, at: at(to!), values, sentAt: 0 } } : {}), ...more,
    })) as never);
  }
  await markStale(store, 'case', [_id]);
  return _id;
}
const ended = (when: string, outcome = '已结案', more: Partial<Case> = {}): Partial<Case> => ({ closing: { outcome, at: at(when), ...more.closing }, ...more, standing: { state: 'completed', status: outcome, at: at(when), instanceKey: '1', elements: [] } } as Partial<Case>);

const picture = async (from: string, until: string, unit = 'by', category?: string) => pictureOf(await getUnit(store, unit), { from, until, category }, deps);
const plain = (tally: Tally): Tally => Object.fromEntries(Object.entries(tally).filter(([, value]) => value)) as Tally;

beforeAll(async () => {
  store = await openTestStore();
  await loadDemo(store, { production: false });
  await store.cases.deleteMany({});
  deps = { store, clock: { ...engineClock(), now: () => at('2026-06-30 12:00') }, calendar: defaultCalendar() };
});
afterAll(closeTestStore);

test('a fixture counted by hand', async () => {
  // the last minute of a Shanghai day, and the first of the next
  await put('2026-06-20 23:59', ended('2026-06-22 10:00'), [{ from: '2026-06-20 23:59', to: '2026-06-21 00:30', due: '2026-06-21 09:00' }, { from: '2026-06-21 00:30', to: '2026-06-22 09:00', due: '2026-06-22 18:00' }]);
  // late in one task
  await put('2026-06-21 00:00', ended('2026-06-23 10:00', '已结案', { closing: { rating: '满意' } as never }), [{ from: '2026-06-21 00:00', to: '2026-06-21 01:00', due: '2026-06-21 00:30' }]);
  // returned, failed its check, and not content; the stars of whoever reported it go before
  await put('2026-06-21 08:00', ended('2026-06-23 11:00', '移送司法', { closing: { rating: '不满意' } as never, rating: { stars: 4, at: at('2026-06-23 12:00') }, category: 'B01' }), [
    { from: '2026-06-21 08:00', to: '2026-06-21 09:00', due: '2026-06-21 10:00', values: { outcome: 'return' }, more: { headers: { check: 'return-limits' } } },
    { from: '2026-06-21 09:00', to: '2026-06-21 12:00', values: { outcome: 'fail' } },
  ]);
  // merged and withdrawn: ends without a result
  await put('2026-06-21 09:00', ended('2026-06-21 10:00', '并案'));
  await put('2026-06-21 09:00', { ...ended('2026-06-21 11:00', '作废'), closing: undefined });
  // suspended: closed, but not measured by time
  await put('2026-06-21 09:00', ended('2026-06-24 10:00'), [{ from: '2026-06-21 09:00', to: '2026-06-23 09:00', due: '2026-06-22 09:00', status: '挂账缓办' }]);
  // reopened: open again, and nothing is left of its close
  await put('2026-06-21 09:00', { restart: true, standing: ended('2026-06-22 10:00').standing, reopenings: [{ at: at('2026-06-22 11:00'), reason: 'x', by: { system: 'x' }, closing: { outcome: '已结案', at: at('2026-06-22 10:00') } }] });
  // overdue; near its limit; paused; nobody began within the limit of its class
  await put('2026-06-25 09:00', {}, [{ from: '2026-06-25 09:00', due: '2026-06-26 09:00' }]);
  await put('2026-06-25 09:00', {}, [{ from: '2026-06-25 09:00', due: '2026-07-01 09:00', more: { warnAt: at('2026-06-30 10:00') } }]);
  await put('2026-06-25 09:00', {}, [{ from: '2026-06-25 09:00', more: { dueAt: null, limit: '1 工作日', clock: [{ type: 'pause', at: at('2026-06-25 10:00') }] } }]);
  await put('2026-06-25 10:00', { classification: { respondLimit: '4 小时' } as never });
  await computeCaseFigures(deps);

  const { all, today, categories, units, trend } = await picture('2026-06-01', '2026-06-30');
  expect(plain(all)).toEqual({
    new: 11, repeated: 1, responded: 4, response: 6, inTime: 2, minutes: 31 + 60 + 60 + 2_880, dispatched: 1, returned: 1, valid: 9, closed: 4, self: 4, ended: 2, timed: 4, finished: 3, onTime: 2, rework: 1, reworks: 1, rated: 2, satisfied: 2, open: 5, dueSoon: 1, overdue: 1,
  });
  expect(plain(today)).toEqual({});
  expect(categories.map(({ code, tally }) => [code, tally.new])).toEqual([['B01', 1], ['D01', 10]]);
  expect(units.find(({ unit }) => unit._id === 'by-jinghe')!.tally).toMatchObject({ new: 11, open: 5, overdue: 1 });
  expect(trend).toHaveLength(30);
  expect(trend.filter(({ tally }) => tally.new).map(({ from, tally }) => [from, tally.new])).toEqual([['2026-06-20', 1], ['2026-06-21', 6], ['2026-06-25', 4]]);
  expect(trend.filter(({ tally }) => tally.closed).map(({ from, tally }) => [from, tally.closed])).toEqual([['2026-06-22', 1], ['2026-06-23', 2], ['2026-06-24', 1]]);
});

test('every level says the same, by days as by months, and a category only its own', async () => {
  for (const unit of [CHAIN.grid, CHAIN.village, CHAIN.town, CHAIN.city]) expect((await picture('2026-06-01', '2026-06-30', unit)).all).toEqual((await picture('2026-06-01', '2026-06-30')).all);
  expect((await picture('2026-06-02', '2026-06-29')).all).toEqual((await picture('2026-06-01', '2026-06-30')).all);
  expect((await picture('2026-01-01', '2026-12-31')).all).toEqual((await picture('2026-06-01', '2026-06-30')).all);
  expect((await picture('2026-06-01', '2026-06-30', 'by', 'B')).all).toMatchObject({ new: 1, closed: 1, rework: 1 });
});

test('marked again, or computed from nothing, they are the same; a case that changes leaves nothing behind', async () => {
  const cells = async () => (await store.caseCells.find().sort({ _id: 1 }).lean()).map(({ _id, figures }) => [_id, figures]);
  const before = await cells();
  const all = await store.cases.find({}, { _id: 1 }).lean();
  await markStale(store, 'case', all.map(({ _id }) => _id));
  await computeCaseFigures(deps);
  expect(await cells()).toEqual(before);
  await store.caseFacts.deleteMany({});
  await store.caseCells.deleteMany({});
  await markStale(store, 'case', all.map(({ _id }) => _id));
  await computeCaseFigures(deps);
  expect(await cells()).toEqual(before);

  const one = all[0]!._id;
  await store.cases.updateOne({ _id: one }, { $set: { restart: true }, $unset: { closing: '' } });
  await markStale(store, 'case', [one]);
  await computeCaseFigures(deps);
  expect((await picture('2026-06-22', '2026-06-22')).all).toMatchObject({ open: 6 });
  expect((await picture('2026-06-22', '2026-06-22')).all.closed).toBeUndefined();
});

test('a time to answer that passes counts without a record', async () => {
  let now = at('2026-07-06 10:00');
  const later = { ...deps, clock: { ...deps.clock, now: () => now } };
  await put('2026-07-06 09:00', { classification: { respondLimit: '2 小时' } as never });
  await computeCaseFigures(later);
  expect((await picture('2026-07-06', '2026-07-06')).all.response).toBeUndefined();
  now = at('2026-07-06 11:00');
  await computeCaseFigures(later);
  expect((await picture('2026-07-06', '2026-07-06')).all).toMatchObject({ new: 1, response: 1 });
});

test('a case that goes past a limit counts as due from then on, without a record, and once: not again when it is closed late', async () => {
  let now = at('2026-07-30 10:00');
  const later = { ...deps, clock: { ...deps.clock, now: () => now } };
  const id = await put('2026-07-30 09:00', { category: 'H01', urgency: '紧急' }, [{ from: '2026-07-30 09:00', due: '2026-07-31 09:00' }]);
  await put('2026-07-30 09:00', { category: 'H01' }, [{ from: '2026-07-30 09:00', due: '2026-07-31 09:00', status: '挂账缓办' }]);
  await put('2026-07-30 09:00', { category: 'H01' }, [{ from: '2026-07-30 09:00', more: { dueAt: null } }]);
  const month = async (name: '07' | '08') => {
    await computeCaseFigures(later);
    return plain((await picture(`2026-${name}-01`, `2026-${name}-31`, 'by', 'H')).all);
  };
  expect((await month('07')).timed).toBeUndefined();
  now = at('2026-07-31 09:00');
  expect(await month('07')).toMatchObject({ timed: 1, urgentTimed: 1 });
  expect(await month('07')).not.toHaveProperty('finished');
  now = at('2026-08-03 09:00');
  await store.cases.updateOne({ _id: id }, { $set: ended('2026-08-02 10:00') });
  await store.tasks.updateOne({ _id: `${id}-0` }, { $set: { state: 'completed', endedAt: at('2026-08-02 10:00') } });
  await markStale(store, 'case', [id]);
  expect(await month('07')).toMatchObject({ timed: 1, finished: 1, urgentTimed: 1, urgentFinished: 1 });
  expect(await month('07')).not.toHaveProperty('onTime');
  const august = await month('08');
  expect(august).toMatchObject({ closed: 1, self: 1 });
  expect(august).not.toHaveProperty('timed');
  const behind = await casesBehind({ figure: 'timed', unit: 'by', from: '2026-07-01', until: '2026-07-31', category: 'H', page: 1, size: 10 }, commander, later);
  expect(behind.items.map(({ _id }) => _id)).toEqual([id]);
});

test('a department answers for its own tasks: what another did late is not laid at its door, in figures and in the list behind', async () => {
  const [late, quick] = ['by-jinghe.zfj', 'by-jinghe.cgb'];
  const to = (department: string, person: string, more: Partial<Task> = {}): Partial<Task> => ({ candidateGroups: [`${department}/officer`], submission: { by: { id: person, name: 'x' }, at: at('2026-09-02 10:00'), values: {}, sentAt: 0 }, ...more });
  const reported = '2026-09-01 09:00';
  const given = { ...ended('2026-09-03 10:00'), category: 'G01', scope: [...Object.values(CHAIN), late, quick], level: 'town' };
  const one = await put(reported, given as never, [
    { from: reported, to: '2026-09-01 09:40', due: '2026-09-01 10:00', more: to(quick, 'q', { clock: [{ type: 'extend', at: at('2026-09-01 09:10'), limit: '1 小时' }] }) },
    { from: '2026-09-01 10:00', to: '2026-09-02 10:00', due: '2026-09-01 12:00', more: to(late, 'l') },
  ]);
  // still open, and past its limit
  const other = await put(reported, { category: 'G01', scope: given.scope } as never, [
    { from: reported, to: '2026-09-01 09:40', due: '2026-09-01 10:00', more: to(quick, 'q') },
    { from: '2026-09-01 10:00', due: '2026-09-02 12:00', more: { ...to(late, 'l'), submission: undefined, holder: { person: 'l', at: at('2026-09-01 10:00') } } },
  ]);
  // late, but done: it waits for others
  const over = 'by-jinghe.lds';
  await put(reported, { category: 'G02', scope: [...Object.values(CHAIN), over, quick] } as never, [{ from: reported, to: '2026-09-01 12:00', due: '2026-09-01 10:00', more: to(over, 'o') }, { from: '2026-09-01 12:00', due: '2026-12-01 10:00', more: { ...to(quick, 'q'), submission: undefined } }]);
  const later = { ...deps, clock: { ...deps.clock, now: () => at('2026-09-04 10:00') } };
  await computeCaseFigures(later);
  expect(plain((await picture('2026-09-01', '2026-09-30', over, 'G02')).all)).toMatchObject({ timed: 1, finished: 1 });
  expect(plain((await picture('2026-09-01', '2026-09-30', 'by', 'G02')).all)).not.toHaveProperty('finished');
  const of = async (unit: string) => plain((await picture('2026-09-01', '2026-09-30', unit, 'G01')).all);
  expect(await of('by-jinghe')).toMatchObject({ timed: 2, finished: 1, closed: 1, extended: 1, inTime: 2, response: 2 });
  expect(await of('by-jinghe')).not.toHaveProperty('onTime');
  expect(await of(quick)).toMatchObject({ timed: 1, finished: 1, onTime: 1, extended: 1, inTime: 2, response: 2, minutes: 80, closed: 1 });
  const own = await of(late);
  expect(own).toMatchObject({ timed: 2, finished: 1, response: 2, closed: 1, minutes: 1_440 });
  for (const none of ['onTime', 'extended', 'inTime']) expect(own).not.toHaveProperty(none);
  for (const [unit, figure, ids] of [[quick, 'timed', [one]], [quick, 'inTime', [other, one]], [late, 'timed', [other, one]], [late, 'onTime', []], [late, 'inTime', []]] as const) {
    const { total, items } = await casesBehind({ figure, unit, from: '2026-09-01', until: '2026-09-30', category: 'G01', page: 1, size: 10 }, { posts: [{ unit, role: 'head' }] } as never, later);
    expect([unit, figure, total, items.map(({ _id }) => _id)]).toEqual([unit, figure, ids.length, ids]);
  }
  const now = async (unit: string) => { const { open, overdue } = (await pictureOf(await getUnit(store, unit), { from: '2026-09-01', until: '2026-09-30', category: 'G01' }, later)).all; return [open, overdue]; };
  expect([await now(quick), await now(late), await now('by-jinghe')]).toEqual([[1, 0], [1, 1], [1, 1]]);
  const counts = await countFor('by', 'officer', ['q', 'l'], '2026-09', store, async () => undefined);
  expect(counts.get('q')).toMatchObject({ timed: 1, onTime: 1, inTime: 2, closed: 1 });
  expect(counts.get('l')).toMatchObject({ timed: 2, finished: 1, closed: 1 });
  expect(counts.get('l')).not.toHaveProperty('onTime');
});

test('what had to be done again lies with whoever did it last before the check, and is counted each time; a member answers for what they reported', async () => {
  const [first, second] = ['by-jinghe.zfj', 'by-jinghe.cgb'];
  const done = (from: string, to: string, group: string, person: string, values: Record<string, unknown> = { outcome: 'done' }, status = '处置中') => ({
    from: `2026-11-02 ${from}`, to: `2026-11-02 ${to}`, status, more: { candidateGroups: [group], submission: { by: { id: person, name: 'x' }, at: at(`2026-11-02 ${to}`), values, sentAt: 0 } },
  });
  const check = (from: string, to: string, outcome: string) => done(from, to, 'by-jinghe/dispatcher', 'c', { outcome });
  await put('2026-11-02 08:00', { ...ended('2026-11-02 20:00'), category: 'F01', scope: [...Object.values(CHAIN), first, second], reporter: { person: 'm', anonymous: false }, reopenings: [{ at: at('2026-11-02 19:30'), reason: 'x', by: { system: 'x' } }] } as never, [
    done('08:00', '09:00', `${first}/officer`, 'l'), check('09:00', '09:30', 'fail'), done('09:30', '10:00', `${first}/officer`, 'l'), check('10:00', '10:30', 'fail'),
    done('10:30', '11:00', `${second}/officer`, 'q'), check('11:00', '11:30', 'pass'), done('11:30', '12:00', 'by-jinghe/follow-up', 'f', { rating: '不满意' }, '待回访'),
  ]);
  const later = { ...deps, clock: { ...deps.clock, now: () => at('2026-11-03 10:00') } };
  await computeCaseFigures(later);
  const of = async (unit: string) => { const { closed, rework, thirdRework, reworks } = (await picture('2026-11-01', '2026-11-30', unit, 'F')).all; return [closed, rework, thirdRework, reworks]; };
  expect(await Promise.all(['by-jinghe', first, second].map(of))).toEqual([[1, 1, 1, 4], [1, 1, undefined, 2], [1, 1, undefined, 2]]);
  const officers = await countFor('by', 'officer', [], '2026-11', store, async () => undefined);
  expect([officers.get('l'), officers.get('q'), officers.get('c'), officers.get('f')].map((one) => one!.reworks ?? 0)).toEqual([2, 2, 0, 0]);
  expect((await countFor('by', 'member', [], '2026-11', store, async () => undefined)).get('m')).toMatchObject({ closed: 1, rework: 1, thirdRework: 1, reworks: 4 });
});

test('facts that an older version kept are counted anew, even where nothing else changes', async () => {
  const id = await put('2026-10-03 09:00', { ...ended('2026-10-03 10:00', '并案'), reporter: { person: 'm', anonymous: false } } as never);
  await computeCaseFigures(deps);
  await store.caseFacts.updateOne({ _id: id }, { $unset: { lastDay: '' } });
  await markStale(store, 'case', [id]);
  await computeCaseFigures(deps);
  expect((await countFor('by', 'member', ['m'], '2026-10', store, async () => undefined)).get('m')).toMatchObject({ new: 1, repeated: 1, ended: 1 });
});

test('who is followed up counts when the reporter could be reached, and nobody anonymous', async () => {
  const follow = (rating: string) => [{ from: '2026-10-01 09:00', to: '2026-10-01 10:00', status: '待回访', values: { rating } }];
  const given = (more: object = {}) => ({ ...ended('2026-10-01 11:00'), category: 'H02', ...more }) as Partial<Case>;
  await put('2026-10-01 08:00', given({ level: 'village' }), follow('满意'));
  await put('2026-10-01 08:00', given({ level: 'town' }), follow('无法联系'));
  await put('2026-10-01 08:00', given({ reporter: { anonymous: true } }), follow('满意'));
  await put('2026-10-01 08:00', given());
  await computeCaseFigures({ ...deps, clock: { ...deps.clock, now: () => at('2026-10-02 10:00') } });
  expect(plain((await picture('2026-10-01', '2026-10-31', 'by', 'H02')).all)).toMatchObject({ closed: 4, self: 3, followUp: 2, followedUp: 1 });
});

test('what was reopened counts as done again, the second complaint in one run does not', () => {
  const task = (values: object) => ({ state: 'completed', submission: { values } }) as unknown as Task;
  expect(reworksOf({ reopenings: [{}] as never }, [task({ rating: '不满意' }), task({ rating: '不满意' }), task({ outcome: 'rework' }), task({ outcome: 'pass' })])).toBe(3);
});

test('a rate with nothing below the line is none, and each indicator says what it is', () => {
  const rate = indicators.find(({ id }) => id === 'onTimeRate')!;
  expect(measured(rate, {})).toEqual({ numerator: 0, denominator: 0, value: null });
  expect(measured(rate, { timed: 4, onTime: 3 })).toEqual({ numerator: 3, denominator: 4, value: 0.75 });
  for (const { definition, name } of indicators) expect([name, definition.length > 8]).toEqual([name, true]);
});

test('a period is read as months and the days at its edges', () => {
  expect(timesOf(parseDay('2026-05-30'), parseDay('2026-07-02'))).toEqual(['2026-05-30', '2026-05-31', '2026-06', '2026-07-01', '2026-07-02']);
  expect(timesOf(parseDay('2026-06-01'), parseDay('2026-06-30'))).toEqual(['2026-06']);
  expect(timesOf(parseDay('2026-06-05'), parseDay('2026-06-05'))).toEqual(['2026-06-05']);
});
