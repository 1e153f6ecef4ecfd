// Work in the background: each thing once whatever is killed, stopped when asked, only for whoever asked for it, gone after some days.
import { Readable } from 'node:stream';
import { beginJob, getJob, jobResults, listJobs, MOST_JOBS, stopJob } from '../../processes/background/jobs.js';
import type { Each, Kinds, Whole } from '../../processes/background/kinds.js';
import { runItems } from '../../processes/background/run.js';
import { KEPT_DAYS, sweepBackground } from '../../processes/background/sweep.js';
import { runWhole } from '../../processes/background/whole.js';
import { engineClock } from '../../processes/clock.js';
import { loadDemo } from '../../processes/demo/load.js';
import type { Deps } from '../../processes/deps.js';
import { Conflict, Unavailable } from '../../processes/errors.js';
import { keepMade, readMade } from '../../processes/store/made-files.js';
import type { BackgroundItem, Person } from '../../processes/store/types.js';
import { closeTestStore, openTestStore } from '../support/store.js';

let deps: Deps;
let lds: Person;
let pcs: Person;
beforeAll(async () => {
  const store = await openTestStore();
  await loadDemo(store, { production: false });
  deps = { store, clock: engineClock() } as unknown as Deps;
  [lds, pcs] = (await Promise.all(['lds', 'pcs'].map((id) => store.people.findById(id).lean<Person>()))) as [Person, Person];
}, 60_000);
afterAll(closeTestStore);
beforeEach(async () => { await deps.store.background.deleteMany({}); await deps.store.backgroundItems.deleteMany({}); });

const keys = (count: number) => Array.from({ length: count }, (_, n) => ({ key: `k${n}`, name: `第 ${n} 项` }));
const begin = (count: number, id: string = crypto.randomUUID(), person = lds) => beginJob({ id, kind: 'count', title: '数一数', parameters: {}, items: keys(count) }, person, deps);
/** Counts how often each thing was done. */
function counting(act: (item: BackgroundItem) => Promise<{ done: boolean; said?: string; again?: number }> = async () => ({ done: true })) {
  const times = new Map<string, number>();
  const kinds: Kinds = { count: { async item(item) { times.set(item.key, (times.get(item.key) ?? 0) + 1); return act(item); } } satisfies Each };
  return { kinds, times };
}
const work = async (kinds: Kinds) => { while (await runItems(kinds, deps) > 0); };

test('a job does each thing once, says how far it is and what became of each, those that went wrong first', async () => {
  const job = await begin(7);
  const { kinds, times } = counting(async ({ key }) => (key === 'k3' ? Promise.reject(new Conflict('已有人在办')) : { done: true }));
  await work(kinds);
  expect([...times.values()]).toEqual(Array(7).fill(1));
  const { job: after, total, items } = await jobResults(job._id, { page: 1, size: 3 }, lds, deps);
  expect([after.state, after.done, after.total, after.said, total]).toEqual(['done', 7, 7, '1 项没有办成', 7]);
  expect(items.map(({ key, state, said }) => [key, state, said])).toEqual([['k3', 'refused', '已有人在办'], ['k0', 'done', undefined], ['k1', 'done', undefined]]);
  expect((await jobResults(job._id, { page: 3, size: 3 }, lds, deps)).items.map(({ key }) => key)).toEqual(['k6']);
});

test('several processes at once do nothing twice', async () => {
  await begin(20);
  const { kinds, times } = counting(async () => { await new Promise((resolve) => setTimeout(resolve, 3)); return { done: true }; });
  await Promise.all([work(kinds), work(kinds), work(kinds)]);
  expect([times.size, Math.max(...times.values())]).toEqual([20, 1]);
});

test('what somebody was killed with is taken up once the lease is over, and is told that it was tried', async () => {
  const job = await begin(2);
  await deps.store.backgroundItems.updateOne({ _id: `${job._id}:k0` }, { $set: { state: 'working', lease: Date.now() + 60_000, tries: 1 } });
  const tries = new Map<string, number>();
  const kinds: Kinds = { count: { item: async (item) => { tries.set(item.key, item.tries); return { done: true }; } } };
  await work(kinds);
  expect([[...tries], (await getJob(job._id, lds, deps)).state]).toEqual([[['k1', 0]], 'running']);
  await deps.store.backgroundItems.updateOne({ _id: `${job._id}:k0` }, { $set: { lease: Date.now() - 1 } });
  await work(kinds);
  expect([tries.get('k0'), (await getJob(job._id, lds, deps)).state]).toEqual([1, 'done']);
});

test('whoever lost the lease while at work says nothing any more', async () => {
  const job = await begin(1);
  await runItems({ count: { async item({ _id }) { await deps.store.backgroundItems.updateOne({ _id }, { $set: { lease: 5 } }); return { done: false, said: '太晚' }; } } }, deps);
  expect((await jobResults(job._id, { page: 1, size: 1 }, lds, deps)).items[0]).toMatchObject({ state: 'working' });
});

test('an engine that is away loses nothing: it is tried again later', async () => {
  const job = await begin(1);
  await expect(runItems({ count: { item: async () => { throw new Unavailable('the engine does not answer'); } } }, deps)).rejects.toThrow('does not answer');
  await deps.store.backgroundItems.updateMany({ job: job._id }, { $set: { nextAt: 0 } });
  const { kinds, times } = counting();
  await work(kinds);
  expect([times.get('k0'), (await getJob(job._id, lds, deps)).state]).toEqual([1, 'done']);
});

test('a stopped job finishes what is in its hands and leaves the rest', async () => {
  const job = await begin(10);
  const { kinds, times } = counting(async () => { if (times.size === 3) await stopJob(job._id, lds, deps).catch(() => undefined); return { done: true }; });
  await work(kinds);
  const { job: after } = await jobResults(job._id, { page: 1, size: 1 }, lds, deps);
  expect([after.state, after.counts.done, after.counts.left, after.counts.waiting + after.counts.working]).toEqual(['stopped', times.size, 10 - times.size, 0]);
  expect(times.size).toBeLessThan(6);
  await expect(stopJob(job._id, lds, deps)).rejects.toThrow(Conflict);
});

test('a job is there for whoever asked, once however often it was asked for, and not too many at once', async () => {
  const id = crypto.randomUUID();
  await Promise.all([begin(3, id), begin(3, id)]);
  expect([(await listJobs(lds, { page: 1, size: 9 }, deps)).total, await deps.store.backgroundItems.countDocuments({ job: id })]).toEqual([1, 3]);
  await expect(getJob(id, pcs, deps)).rejects.toThrow('没有这项后台任务');
  await expect(stopJob(id, pcs, deps)).rejects.toThrow('没有这项后台任务');
  await expect(begin(1, id, pcs)).rejects.toThrow(Conflict);
  for (let n = 1; n < MOST_JOBS; n += 1) await begin(1);
  await expect(begin(1)).rejects.toThrow(Conflict);
  await expect(begin(0, undefined, pcs)).rejects.toThrow('没有符合条件');
});

test('an account that was disabled meanwhile has nothing done any more', async () => {
  const job = await begin(2);
  await deps.store.people.updateOne({ _id: 'lds' }, { $set: { active: false } });
  const { kinds, times } = counting();
  await work(kinds);
  await deps.store.people.updateOne({ _id: 'lds' }, { $set: { active: true } });
  expect([times.size, await getJob(job._id, lds, deps)]).toEqual([0, expect.objectContaining({ state: 'failed', said: '您的账号已停用' })]);
});

describe('one piece of work', () => {
  const whole = (act: Whole['whole']): Kinds => ({ file: { whole: act } });
  const beginFile = () => beginJob({ id: crypto.randomUUID(), kind: 'file', title: '导出', parameters: {} }, lds, deps);
  const writing: Whole['whole'] = async ({ _id }, _person, progress) => {
    await progress(2, 2);
    return { said: '2 行', file: { name: 'x.csv', type: 'text/csv', size: await keepMade(deps.store, _id, 'x.csv', Readable.from([Buffer.from('甲'), Buffer.from('乙')])) } };
  };
  const content = async (id: string) => { let text = ''; for await (const part of readMade(deps.store, id)) text += String(part); return text; };

  test('is begun anew after a crash, and leaves one file', async () => {
    const job = await beginFile();
    await keepMade(deps.store, job._id, 'x.csv', Readable.from([Buffer.from('半')]));
    await deps.store.background.updateOne({ _id: job._id }, { $set: { state: 'running', lease: Date.now() - 1, tries: 1 } });
    expect(await runWhole(whole(writing), deps)).toBe(true);
    expect(await getJob(job._id, lds, deps)).toMatchObject({ state: 'done', done: 2, said: '2 行', file: { size: 6 } });
    expect(await content(job._id)).toBe('甲乙');
    expect(await runWhole(whole(writing), deps)).toBe(false);
  });

  test('that somebody has is not taken by another, and that is stopped ends at its next word', async () => {
    const job = await beginFile();
    let reached = false;
    await runWhole(whole(async (one, person, progress) => {
      expect(await runWhole(whole(writing), deps)).toBe(false);
      await stopJob(job._id, lds, deps);
      await progress(2, 2);
      reached = true;
      return writing(one, person, progress, deps);
    }), deps);
    expect([reached, (await getJob(job._id, lds, deps)).state]).toEqual([false, 'stopped']);
  });

  test('is done beside others, but for one about the same, which waits until the earlier has ended, even over a crash', async () => {
    const about = (over: string) => ({ id: crypto.randomUUID(), kind: 'file', title: over, parameters: { over }, urgent: true });
    const begun: string[] = [];
    let go: () => void = () => undefined;
    const held = new Promise<void>((resolve) => { go = resolve; });
    const kinds = (act: Whole['whole']): Kinds => ({ file: { whole: act, about: ({ parameters }) => String(parameters.over) } });
    const noting: Whole['whole'] = async ({ title }) => { begun.push(title); return { said: '' }; };
    const jobs = [];
    for (const over of ['甲', '甲', '乙']) {
      jobs.push(await beginJob(about(over), lds, deps));
      await deps.store.background.updateOne({ _id: jobs.at(-1)!._id }, { $set: { at: new Date(Date.now() + jobs.length) } });
    }
    const first = runWhole(kinds(async (...given) => { await held; return noting(...given); }), deps);
    while (!await deps.store.background.exists({ _id: jobs[0]!._id, state: 'running' })) await new Promise((resolve) => setTimeout(resolve, 20));
    expect([await runWhole(kinds(noting), deps), await runWhole(kinds(noting), deps)]).toEqual([true, false]);
    expect(begun).toEqual(['乙']);
    go();
    await first;
    // whoever had it was killed: it is begun anew before the one that waits for it
    await deps.store.background.updateOne({ _id: jobs[0]!._id }, { $set: { state: 'running', lease: Date.now() + 60_000 } });
    expect(await runWhole(kinds(noting), deps)).toBe(false);
    await deps.store.background.updateOne({ _id: jobs[0]!._id }, { $set: { lease: Date.now() - 1 } });
    while (await runWhole(kinds(async (...given) => { begun.push(given[0]._id); return noting(...given); }), deps));
    expect(begun.slice(2)).toEqual([jobs[0]!._id, '甲', jobs[1]!._id, '甲']);
  });

  test('goes some days after it ended, with its file and its results', async () => {
    const job = await beginFile();
    await runWhole(whole(writing), deps);
    expect(await sweepBackground(deps)).toBe(0);
    await deps.store.background.updateOne({ _id: job._id }, { $set: { endedAt: new Date(deps.clock.now().getTime() - (KEPT_DAYS + 1) * 86_400_000) } });
    expect(await sweepBackground(deps)).toBe(1);
    await expect(getJob(job._id, lds, deps)).rejects.toThrow();
    await expect(content(job._id)).rejects.toThrow();
  });
});
