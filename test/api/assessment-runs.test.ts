// A period is computed by one job at a time: what is refused changes nothing, what is sent again does nothing twice, and what a crash leaves is made up for.
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { backgroundKinds } from '../../api/background-kinds.js';
import { appeal, decide } from '../../processes/assessment/appeals.js';
import { assessmentWork } from '../../processes/assessment/compute.js';
import { rankingOf, runsOf } from '../../processes/assessment/look.js';
import { publishRun } from '../../processes/assessment/publish.js';
import { beginRun, takeOver } from '../../processes/assessment/runs.js';
import { MOST_JOBS, stopJob } from '../../processes/background/jobs.js';
import { runWhole } from '../../processes/background/whole.js';
import type { Person } from '../../processes/store/types.js';
import { openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';

let api: Api;
let [kaohe, member] = [] as unknown as [Person, Person];
const DAY = 86_400_000;
let passed = 0;
const period = '2026-10';
const assessment = `by:member:${period}`;
const score = `${assessment}:caoba`;

beforeAll(async () => {
  api = await openApi();
  api.deps.clock.now = () => new Date(Date.parse('2026-11-10T04:00:00Z') + passed);
  [kaohe, member] = await Promise.all(['kaohe', 'caoba'].map(async (id) => (await api.store.people.findById(id).lean<Person>())!)) as [Person, Person];
}, 60_000);
beforeEach(async () => {
  passed = 0;
  await Promise.all([api.store.assessments, api.store.assessmentScores, api.store.background].map((one) => one.collection.deleteMany({})));
});
afterAll(closeTestStore);

const begin = (id: string = crypto.randomUUID()) => beginRun({ id, subject: 'member', period, days: 5 }, kaohe, api.deps);
const work = () => runWhole(backgroundKinds, api.deps);
const run = async () => (await api.store.assessments.findById(assessment).lean())!;
const job = async (id: string) => (await api.store.background.findById(id).lean())!;
const computed = async () => { const id = crypto.randomUUID(); await begin(id); await work(); expect((await run()).state).toBe('computed'); return id; };
const compute = async (id: string, progress: () => Promise<void> = async () => undefined) => assessmentWork.whole(await job(id), kaohe, progress, api.deps);

test('whoever has too many jobs under way is refused, and a period that was computed stays as it was', async () => {
  await computed();
  const before = await run();
  for (let n = 0; n < MOST_JOBS; n += 1) await api.store.background.collection.insertOne({ _id: `busy${n}`, kind: 'export', person: 'kaohe', state: 'waiting', lease: Date.now() + DAY } as never);
  await expect(begin()).rejects.toThrow('后台任务没有做完');
  expect(await run()).toEqual(before);
});

test('the same id sent again, even after its job has ended, does nothing', async () => {
  const id = await computed();
  const before = await run();
  expect(await begin(id)).toEqual({ assessment, job: id });
  expect(await work()).toBe(false);
  expect(await run()).toEqual(before);
  await expect(beginRun({ id, subject: 'grid', period, days: 5 }, kaohe, api.deps)).rejects.toThrow('已经用过');
});

test('a computing anew that fails before it begins, its sender gone or its tries used up, leaves what was shown as it was', async () => {
  await computed();
  const id = crypto.randomUUID();
  await begin(id);
  await api.store.people.updateOne({ _id: 'kaohe' }, { $set: { active: false } });
  await work();
  await api.store.people.updateOne({ _id: 'kaohe' }, { $set: { active: true } });
  expect([(await job(id)).state, (await run()).state]).toEqual(['failed', 'computed']);
  const tired = crypto.randomUUID();
  await begin(tired);
  await api.store.background.updateOne({ _id: tired }, { $set: { tries: 99 } });
  await work();
  expect([(await job(tired)).state, (await run()).state]).toEqual(['failed', 'computed']);
  expect(await computed()).toBeDefined();
});

test('while one computes it another is refused', async () => {
  await begin();
  const before = await run();
  await expect(begin()).rejects.toThrow('正在计算');
  expect(await run()).toEqual(before);
});

test('a process that ended as soon as the job was there loses nothing: the work takes the period over', async () => {
  const id = crypto.randomUUID();
  const ended = jest.spyOn(api.store.assessmentSheets, 'find').mockImplementationOnce(() => { throw new Error('killed'); });
  await expect(begin(id)).rejects.toThrow('killed');
  ended.mockRestore();
  expect(await api.store.assessments.countDocuments()).toBe(0);
  await work();
  expect(await run()).toMatchObject({ state: 'computed', job: id });
});

test('a period that is published between the look and the write stays published', async () => {
  await computed();
  passed = 6 * DAY;
  const insert = api.store.background.collection.insertOne.bind(api.store.background.collection);
  const between = jest.spyOn(api.store.background.collection, 'insertOne').mockImplementationOnce(async (...given) => { await publishRun(assessment, kaohe, api.deps); return insert(...given); });
  const id = crypto.randomUUID();
  await expect(begin(id)).rejects.toThrow('已经公布');
  between.mockRestore();
  await work();
  expect([(await run()).state, (await job(id)).state]).toEqual(['published', 'stopped']);
  expect(await api.store.assessmentScores.countDocuments({ frozen: false })).toBe(0);
});

test('a computing that another took over writes nothing over its scores', async () => {
  const first = crypto.randomUUID();
  await begin(first);
  await api.store.background.updateOne({ _id: first }, { $set: { state: 'stopped' } });
  let second = '';
  await compute(first, async () => {
    if (second) return;
    second = crypto.randomUUID();
    await begin(second);
    await compute(second);
    await api.store.assessmentScores.updateMany({}, { $set: { total: 77 } });
  });
  expect(await run()).toMatchObject({ state: 'computed', job: second });
  expect(await api.store.assessmentScores.distinct('total')).toEqual([77]);
  expect(await api.store.assessmentScores.distinct('run')).toEqual([second]);
  // and sent again by whoever lost it, it comes to the same
  await compute(first);
  expect(await api.store.assessmentScores.distinct('run')).toEqual([second]);
});

test('an appeal that comes as the period is computed anew is kept, and the period stands as it was', async () => {
  const first = await computed();
  const again = crypto.randomUUID();
  await begin(again);
  // it was read before: the write came after
  await api.store.assessments.updateOne({ _id: assessment }, { $set: { state: 'computed' } });
  await appeal(score, { id: crypto.randomUUID(), text: '停电' }, member, api.deps);
  await api.store.assessments.updateOne({ _id: assessment }, { $set: { state: 'computing' } });
  await work();
  expect([(await run()).state, (await job(again)).state, (await job(again)).said]).toEqual(['computed', 'failed', '这一期已有申诉或更正，不能重算']);
  expect((await api.store.assessmentScores.findById(score).lean())!).toMatchObject({ run: first, appeals: [{ text: '停电' }] });
});

test('an appeal against a score that is computed anew meanwhile is refused, not lost', async () => {
  await computed();
  const find = api.store.assessments.findById.bind(api.store.assessments);
  const between = jest.spyOn(api.store.assessments, 'findById').mockImplementationOnce((() => ({ lean: async () => { const before = await find(assessment).lean(); await begin(); await work(); return before; } })) as never);
  await expect(appeal(score, { id: crypto.randomUUID(), text: '停电' }, member, api.deps)).rejects.toThrow('刚被改过');
  between.mockRestore();
  expect(await run()).toMatchObject({ state: 'computed' });
});

test('what is computed anew as it is to be published is not published', async () => {
  await computed();
  passed = 6 * DAY;
  const find = api.store.assessmentScores.find.bind(api.store.assessmentScores);
  const between = jest.spyOn(api.store.assessmentScores, 'find').mockImplementationOnce((() => ({ lean: async () => { await begin(); await work(); return find({ 'appeals.0': { $exists: true } }).lean(); } })) as never);
  await expect(publishRun(assessment, kaohe, api.deps)).rejects.toThrow('刚被别人动过');
  between.mockRestore();
  expect((await run()).state).toBe('computed');
  expect(await takeOver(await job((await run()).job!), api.deps)).toMatchObject({ state: 'computed' });
});

test('whoever begins it and the work itself may make it the job’s at the same moment, the first time and again', async () => {
  for (const _ of [1, 2]) {
    const id = crypto.randomUUID();
    await api.store.background.collection.insertOne({ _id: id, kind: 'assessment', title: '考核', person: 'kaohe', by: { id: 'kaohe', name: '' }, state: 'waiting', lease: 0, tries: 0, parameters: { assessment, unit: 'by', subject: 'member', period, days: 5 } } as never);
    const each = async () => takeOver((await job(id)) as never, api.deps);
    expect((await Promise.all([each(), each(), each()])).map((one) => one.job)).toEqual([id, id, id]);
    await work();
    expect(await run()).toMatchObject({ state: 'computed', job: id });
  }
});

test('a period that was shown stands again when computing it anew is stopped, or a formula gives no number', async () => {
  await computed();
  const before = await api.store.assessmentScores.find().lean();
  const stopped = crypto.randomUUID();
  await begin(stopped);
  await expect(compute(stopped, async () => {
    await api.store.background.updateOne({ _id: stopped }, { $set: { state: 'stopped' } });
    throw new Error('stopped');
  })).rejects.toThrow('stopped');
  expect((await run()).state).toBe('computed');
  await api.store.assessmentSheets.create({ _id: `member:month:${period}`, subject: 'member', cycle: 'month', from: period, revision: 1, indicators: [{ id: 'x', name: '上报率', group: '', numerator: 'new', denominator: 'base', base: 1, formula: '分子 / "x"', weight: 100, giver: 'town' }], by: { system: '' }, at: new Date(), reason: '' } as never);
  try {
    await begin();
    await work();
    expect(await run()).toMatchObject({ state: 'computed' });
    expect((await api.store.assessmentScores.find().lean()).map(({ items, total }) => [items, total])).toEqual(before.map(({ items, total }) => [items, total]));
  } finally {
    await api.store.assessmentSheets.deleteMany({});
  }
});

test('a computing anew that is stopped before anybody works on it takes nothing away: the period is as it was shown, is appealed against and published', async () => {
  const first = await computed();
  const again = async () => {
    const id = crypto.randomUUID();
    await begin(id);
    await stopJob(id, kaohe, api.deps);
    expect(await work()).toBe(false);
  };
  await again();
  expect((await runsOf(kaohe, api.deps)).map(({ state }) => state)).toEqual(['computed']);
  await again();
  expect((await rankingOf(assessment, kaohe, { page: 1, size: 10 }, api.deps)).run.state).toBe('computed');
  await again();
  expect((await appeal(score, { id: crypto.randomUUID(), text: '停电' }, member, api.deps)).run).toBe(first);
  await decide(score, { id: crypto.randomUUID(), appeal: (await api.store.assessmentScores.findById(score).lean())!.appeals[0]!.id, reason: '不属实' }, kaohe, api.deps);
  passed = 6 * DAY;
  expect((await publishRun(assessment, kaohe, api.deps)).state).toBe('published');
});

test('whoever assesses two units says which; without a word it is the first of them, and none that is not theirs', async () => {
  const both = { ...kaohe, posts: [...kaohe.posts, { unit: 'by-anyi', role: 'assessor' }] };
  const of = (unit?: string) => beginRun({ id: crypto.randomUUID(), ...(unit && { unit }), subject: 'member', period, days: 5 }, both, api.deps);
  expect([(await of('by-anyi')).assessment, (await of()).assessment]).toEqual([`by-anyi:member:${period}`, assessment]);
  await expect(of('yz')).rejects.toThrow('考核由考核员计算');
});
