// Duty and absence: who is there gets the work, what somebody away has reaches somebody else once, and hours that nobody covers are told.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { loadDemo } from '../../processes/demo/load.js';
import { endAbsence, setAbsence } from '../../processes/duty/absence.js';
import { coverAbsences } from '../../processes/duty/cover.js';
import { tellGaps } from '../../processes/duty/gaps.js';
import { onDuty, shiftsOf } from '../../processes/duty/roster.js';
import { copyWeek, dropShift, gapsIn, planShift } from '../../processes/duty/shifts.js';
import { notify } from '../../processes/notices.js';
import { getPerson, leastLoaded } from '../../processes/organisation.js';
import type { Store } from '../../processes/store/store.js';
import type { Task } from '../../processes/store/types.js';
import { closeTestStore, openTestStore } from '../support/store.js';
import { aTask } from '../support/web.js';

let store: Store;
let now = new Date('2026-06-22T01:00:00Z'); // Monday, 09:00 in Shanghai
const clock = { now: () => now, seen: () => undefined };
const HOUR = 3_600_000;
const later = (hours: number) => new Date(now.getTime() + hours * HOUR);
const deps = () => ({ store, clock });
const person = (id: string) => getPerson(store, id);
const away = async (id: string, hours = 24, substitute?: string) => setAbsence(id, { from: now, until: later(hours), reason: '年休', ...(substitute ? { substitute } : {}) }, await person(id), deps());
const task = async (id: string) => (await store.tasks.findById(id).lean<Task>())!;
const notices = async (to: string) => (await store.notices.find({ to }).lean()).map(({ kind, title }) => `${kind} ${title}`).sort();

beforeAll(async () => {
  store = await openTestStore();
  await loadDemo(store, { production: false });
});
beforeEach(async () => {
  now = new Date('2026-06-22T01:00:00Z');
  await Promise.all([store.tasks.deleteMany({}), store.notices.deleteMany({}), store.entries.deleteMany({}), store.shifts.deleteMany({}), store.people.updateMany({}, { $unset: { absence: 1 } }), store.units.updateMany({}, { $unset: { deputies: 1 } })]);
});
afterAll(closeTestStore);

describe('a roster', () => {
  const shift = async (id: string, who: string, from: Date, until: Date, by = 'jinghezhiban', role = 'dispatcher') => planShift(id, { unit: 'by-jinghe', role, person: who, from, until }, await person(by), deps());

  test('says who is on duty, and the next task goes to them, not to whoever has least to do', async () => {
    await shift('a', 'jinghe2', now, later(12));
    expect(await onDuty(store, 'by-jinghe/dispatcher', later(1))).toEqual(['jinghe2']);
    expect(await onDuty(store, 'by-jinghe/dispatcher', later(12))).toEqual([]);
    await store.tasks.create(aTask({ assignee: 'jinghe2' }));
    expect((await leastLoaded(store, 'by-jinghe/dispatcher', later(1)))!._id).toBe('jinghe2');
    expect((await leastLoaded(store, 'by-jinghe/dispatcher', later(13)))!._id).toBe('jinghe');
  });

  test('is planned at one\'s own unit and below, by nobody else, and only with people of the post', async () => {
    await expect(shift('a', 'jinghe', now, later(12), 'jinghe')).rejects.toMatchObject({ name: 'Forbidden' });
    await expect(shift('a', 'jinghe', now, later(12), 'ldssuozhang')).rejects.toMatchObject({ name: 'NotFound' });
    await expect(shift('a', 'lds', now, later(12))).rejects.toMatchObject({ problems: [{ path: 'person', message: '这个人不在该岗位' }] });
    await expect(shift('a', 'jinghe', now, now)).rejects.toMatchObject({ name: 'Invalid' });
    await expect(shift('a', 'jinghe', now, later(49))).rejects.toMatchObject({ name: 'Invalid' });
    await shift('a', 'jinghe', now, later(12), 'baoyingzhihui');
    await expect(dropShift('a', await person('anyi'), deps())).rejects.toMatchObject({ name: 'NotFound' });
    await dropShift('a', await person('jinghezhiban'), deps());
    expect(await store.shifts.find().lean()).toEqual([]);
  });

  test('is copied from last week once, without whoever has left', async () => {
    const monday = new Date('2026-06-21T16:00:00Z');
    await shift('a', 'jinghe', now, later(12));
    await shift('b', 'jinghe2', later(12), later(24));
    await store.people.updateOne({ _id: 'jinghe2' }, { $set: { active: false } });
    const next = new Date(monday.getTime() + 7 * 24 * HOUR);
    expect([await copyWeek('by-jinghe', next, await person('jinghezhiban'), deps()), await copyWeek('by-jinghe', next, await person('jinghezhiban'), deps())]).toEqual([1, 1]);
    await store.people.updateOne({ _id: 'jinghe2' }, { $set: { active: true } });
    const copied = await shiftsOf(store, 'by-jinghe', next, new Date(next.getTime() + 7 * 24 * HOUR));
    expect(copied.map(({ person: who, from }) => [who, from])).toEqual([['jinghe', later(7 * 24)]]);
  });

  test('hours that nobody covers are found and told to whoever plans, once a day', async () => {
    const at = (hour: number) => later(hour - 9);
    expect(gapsIn([{ from: at(8), until: at(12) }, { from: at(10), until: at(14) }, { from: at(20), until: at(30) }], at(8), at(32))).toEqual([{ from: at(14), until: at(20) }, { from: at(30), until: at(32) }]);
    await shift('a', 'jinghe', now, later(12));
    expect([await tellGaps(deps()), await tellGaps(deps())]).toEqual([1, 1]);
    expect(await notices('jinghezhiban')).toEqual(['duty 值班有空缺：泾河镇联动中心分流员']);
    await shift('b', 'jinghe2', later(12), later(30));
    expect(await tellGaps(deps())).toBe(0);
  });
});

describe('somebody away', () => {
  test('what they hold and were given goes to the substitute, once, with the draft; on return they are told', async () => {
    await store.tasks.create([
      aTask({ _id: '1', holder: { person: 'lds', at: now }, draft: { values: { a: 1 }, at: now, by: 'lds' } }), aTask({ _id: '2', assignee: 'lds' }), aTask({ _id: '3', assignee: 'lds', holder: { person: 'ldssuozhang', at: now } }),
    ]);
    await away('lds', 24, 'ldssuozhang');
    expect([await coverAbsences(deps()), await coverAbsences(deps())]).toEqual([2, 0]);
    expect(await task('1')).toMatchObject({ assignee: 'ldssuozhang', holder: null, draft: { by: 'lds' }, moves: [{ type: 'substitute', to: 'ldssuozhang', why: '林静怡 请假' }] });
    expect((await task('3')).moves).toEqual([]);
    expect(await store.entries.find({ action: '代办' }).lean()).toHaveLength(2);
    // a new one, later
    await store.tasks.create(aTask({ _id: '4', assignee: 'lds' }));
    expect(await coverAbsences(deps())).toBe(1);
    await store.tasks.updateOne({ _id: '2' }, { $set: { state: 'completed' } });
    now = later(25);
    await coverAbsences(deps());
    await coverAbsences(deps());
    expect((await person('lds')).absence).toBeUndefined();
    expect((await store.notices.find({ to: 'lds', title: '欢迎回来' }).lean()).map(({ text }) => text)).toEqual([expect.stringContaining('有 3 件任务由他人代办，其中 1 件已办完')]);
  });

  test('a handing over that a crash cut off before it was told is told in the next round', async () => {
    await store.tasks.create(aTask({ _id: '1', assignee: 'lds' }));
    await away('lds', 24, 'ldssuozhang');
    await coverAbsences(deps());
    await Promise.all([store.notices.deleteMany({ kind: 'task' }), store.entries.deleteMany({})]);
    await coverAbsences(deps());
    expect(await notices('ldssuozhang')).toContain('task 代办给您：部门处置');
    expect(await store.entries.countDocuments({ action: '代办' })).toBe(1);
  });

  test('without a substitute a colleague who is there gets it; a substitute who is away is passed over to their own', async () => {
    await store.tasks.create(aTask({ _id: '1', candidateGroups: ['by-jinghe/dispatcher'], assignee: 'jinghe' }));
    await away('jinghe');
    await coverAbsences(deps());
    expect((await task('1')).assignee).toBe('jinghe2');
    await away('jinghe2', 24, 'jinghe');
    await coverAbsences(deps());
    // the whole group is away: the town's leader on duty stands in
    expect((await task('1')).assignee).toBe('jinghezhiban');
  });

  test('a free task whose only candidate is away reaches the deputy, else who stands in; whoever comes back finds free tasks again', async () => {
    await store.units.updateOne({ _id: 'by-jinghe' }, { $set: { 'deputies.follow-up': 'jingheducha' } });
    await store.tasks.create([aTask({ _id: '1', candidateGroups: ['by-jinghe/follow-up'] }), aTask({ _id: '2', candidateGroups: ['by-jinghe/follow-up'], assignee: 'jinghehuifang' })]);
    await away('jinghehuifang');
    expect(await coverAbsences(deps())).toBe(2);
    expect([(await task('1')).assignee, (await task('2')).assignee]).toEqual(['jingheducha', 'jingheducha']);
    await away('jingheducha');
    await store.tasks.create(aTask({ _id: '5', candidateGroups: ['by-jinghe/follow-up'] }));
    await coverAbsences(deps());
    expect((await task('5')).assignee).toBe('jinghe');
    await endAbsence('jinghehuifang', await person('jinghehuifang'), deps());
    await coverAbsences(deps());
    await store.tasks.create(aTask({ _id: '6', candidateGroups: ['by-jinghe/follow-up'] }));
    expect(await coverAbsences(deps())).toBe(0);
    expect((await task('6')).assignee).toBeUndefined();
  });

  test('is given nothing new, and what is told to them is told to the substitute, too', async () => {
    await away('jinghe', 24, 'jinghezhiban');
    expect((await leastLoaded(store, 'by-jinghe/dispatcher', now))!._id).toBe('jinghe2');
    expect(await notify(store, { id: 'x', to: ['jinghe'], kind: 'x', title: 'x', text: 'x', at: now })).toEqual(['jinghe', 'jinghezhiban']);
    await away('jinghe2', 24);
    expect(await leastLoaded(store, 'by-jinghe/dispatcher', now)).toBeNull();
    expect(await notify(store, { id: 'y', to: ['by-jinghe/dispatcher'], kind: 'x', title: 'x', text: 'x', at: now })).toEqual(['by-jinghe/dispatcher', 'jinghezhiban']);
  });

  test('is entered by oneself or by who plans there, nobody else, and not with oneself as the substitute', async () => {
    const enter = async (by: string, substitute?: string) => setAbsence('lds', { from: now, until: later(8), reason: '培训', substitute }, await person(by), deps());
    await expect(enter('pcs')).rejects.toMatchObject({ name: 'NotFound' });
    await expect(enter('anyi')).rejects.toMatchObject({ name: 'NotFound' });
    await expect(enter('lds', 'lds')).rejects.toMatchObject({ problems: [{ path: 'substitute', message: '不能由本人代办' }] });
    await enter('ldssuozhang');
    await enter('jinghezhiban', 'pcs');
    expect(await notices('pcs')).toEqual(['duty 请您代办：林静怡']);
    expect(await notices('lds')).toContain('duty 已为您登记请假');
  });
});
