import { Unavailable } from '../../processes/errors.js';
import { supervise } from '../../processes/supervision.js';
import { Broken, breaking } from '../support/breaking-store.js';
import { keepCase, keepTask, openWork, shanghai, type Work } from '../support/work.js';
import { closeTestStore } from '../support/store.js';

const TASK = '2251799813685400';
const deadline = { _id: '9', partition: 1, pos: 1, elementKey: '2251799813685399', message: 'deadline.dept-sign', correlationKey: 'BY-2026-000001', open: true };

describe('supervision', () => {
  let work: Work;
  const tick = (time: string) => supervise(work.deps, work.at(time));
  const labels = async () => (await work.store.entries.find().sort({ _id: 1 }).lean()).map(({ action }) => action).sort();
  const rungs = async () => ((await work.store.tasks.findById(TASK).lean())!.rungs ?? []).sort();
  beforeEach(async () => {
    work = await openWork();
    await keepCase(work);
  });
  afterAll(closeTestStore);

  test('a department that answers in time is never reminded', async () => {
    await keepTask(work, { state: 'submitted' });
    expect(await tick('2026-06-22 14:00')).toEqual({ checked: 0, acted: 0, failed: 0 });
    await work.store.tasks.updateOne({ _id: TASK }, { $set: { state: 'completed' } });
    expect(await tick('2026-06-29 14:00')).toEqual({ checked: 0, acted: 0, failed: 0 });
    expect(await work.store.notices.countDocuments()).toBe(0);
  });

  test('nobody is reminded before four fifths of the limit are used', async () => {
    await keepTask(work);
    await tick('2026-06-22 11:30');
    expect(await labels()).toEqual([]);
    expect(work.asked).toEqual([]);
  });

  test('whoever has the task is reminded once, then urged once it is late', async () => {
    await keepTask(work, { holder: { person: 'lds', at: new Date() } });
    await tick('2026-06-22 14:20');
    await tick('2026-06-22 14:21');
    expect(await labels()).toEqual(['临期提醒']);
    await tick('2026-06-22 14:30');
    expect(await labels()).toEqual(['临期提醒', '催办']);
    const notices = await work.store.notices.find().sort({ at: 1 }).lean();
    expect(notices.map(({ to, title, taskKey }) => ({ to, title, taskKey }))).toEqual([
      { to: ['lds'], title: '临期提醒：部门签收', taskKey: TASK }, { to: ['lds'], title: '催办：部门签收', taskKey: TASK },
    ]);
    expect(notices[1]!.text).toBe('案件 BY-2026-000001「塑机公司欠薪」的「部门签收」应于 2026-06-22 14:30 前办结，已超期。请立即办理。');
  });

  describe('many tasks that the same people have', () => {
    const many = async (count: number) => {
      for (let n = 0; n < count; n += 1) {
        const caseNo = `BY-2026-0001${n}`;
        await keepCase(work, { _id: caseNo, clientId: crypto.randomUUID(), urgency: '一般' });
        await keepTask(work, { _id: `8${n}`, elementKey: `9${n}`, caseNo, name: '上门排查', holder: { person: 'lds', at: new Date() } });
      }
    };
    const told = async () => (await work.store.notices.find().sort({ at: 1, _id: 1 }).lean()).map(({ to, title, list, taskKey, urgent }) => ({ to, title, list, taskKey, urgent }));

    test('are one message a rung, which leads to their list; each case has its own entry and each task its own rung', async () => {
      await many(12);
      await keepTask(work, { holder: { person: 'anyi', at: new Date() } });
      expect(await tick('2026-06-22 14:20')).toEqual({ checked: 13, acted: 13, failed: 0 });
      await tick('2026-06-22 14:21');
      expect(await told()).toEqual(expect.arrayContaining([
        { to: ['lds'], title: '临期提醒：12 件', list: '/tasks?view=mine&due=soon' }, { to: ['anyi'], title: '临期提醒：部门签收', taskKey: TASK },
      ]));
      expect(await told()).toHaveLength(2);
      expect((await work.store.notices.findOne({ to: 'lds' }).lean())!.text).toBe('12 件即将到期（上门排查），最早 2026-06-22 14:30，案件 BY-2026-00010。请按时办结。');
      expect(await work.store.entries.countDocuments({ action: '临期提醒' })).toBe(13);
      expect(await work.store.supervisions.countDocuments({ type: 'remind' })).toBe(13);
      expect(await work.store.tasks.countDocuments({ 'rungs.0': { $exists: true } })).toBe(13);
    });

    test('broken off at any write, are told once all the same', async () => {
      for (let n = 1, broke = true; broke; n += 1) {
        await Promise.all([work.store.tasks, work.store.cases, work.store.entries, work.store.notices, work.store.supervisions].map((model) => model.collection.deleteMany({})));
        await many(3);
        const broken = breaking(work.store, n, 'after');
        await supervise({ ...work.deps, store: broken.store }, work.at('2026-06-22 14:20')).catch((error: unknown) => expect(error).toBeInstanceOf(Broken));
        broke = broken.broke;
        await tick('2026-06-22 14:21');
        const notices = await told();
        // who was written down before it broke is told of together, who was not is news
        expect(notices.filter(({ title }) => title.startsWith('临期提醒')).reduce((sum, { title }) => sum + Number(/：(\d+) 件/.exec(title)?.[1] ?? 1), 0)).toBe(3);
        expect(await work.store.entries.countDocuments({ action: '临期提醒' })).toBe(3);
        expect(await work.store.tasks.countDocuments({ 'rungs.0': { $exists: true } })).toBe(3);
      }
    }, 60_000);

    test('break somebody\'s quiet when one of them is of the highest urgency', async () => {
      await many(3);
      expect(await tick('2026-06-22 14:20')).toMatchObject({ acted: 3 });
      expect((await told())[0]!.urgent).toBeUndefined();
      await work.store.notices.deleteMany({});
      await work.store.entries.deleteMany({});
      await work.store.tasks.updateMany({}, { $unset: { rungs: '' } });
      await work.store.cases.updateOne({ _id: 'BY-2026-00011' }, { $set: { urgency: '特急' } });
      await tick('2026-06-22 14:20');
      expect((await told())[0]).toMatchObject({ title: '临期提醒：3 件', urgent: true });
    });
  });

  test('a task that nobody took is reminded of to its groups', async () => {
    await keepTask(work);
    await tick('2026-06-22 14:20');
    expect((await work.store.notices.find().lean())[0]!.to).toEqual(['by-jinghe.lds/officer', 'by-jinghe.lds/head']);
  });

  test('one tick after a long silence climbs every rung it has missed', async () => {
    await keepTask(work);
    expect(await tick('2026-07-01 09:00')).toMatchObject({ checked: 1, acted: 5, failed: 0 });
    expect(await labels()).toEqual(['催办', '升级上报', '普通督办', '红牌督办', '黄牌督办'].sort());
    expect(await rungs()).toEqual(['card', 'escalate', 'red', 'urge', 'yellow']);
  });

  test('a card reaches the supervisor and says how late it is', async () => {
    await keepTask(work);
    await tick('2026-06-23 14:31');
    const card = await work.store.notices.findById(`rung:${TASK}:card`).lean();
    expect(card).toMatchObject({ title: '普通督办：部门签收', to: expect.arrayContaining(['by-jinghe/supervisor']) });
    expect(card!.text).toContain('已超期 1 个工作日');
  });

  test('two ticks at once do everything once', async () => {
    await keepTask(work);
    const now = work.at('2026-07-01 09:00');
    const ticks = await Promise.all([supervise(work.deps, now), supervise(work.deps, now), supervise(work.deps, now)]);
    expect(ticks.reduce((sum, { acted }) => sum + acted, 0)).toBe(5);
    expect(await work.store.entries.countDocuments()).toBe(5);
    expect(await work.store.notices.countDocuments()).toBe(5);
  });

  test('to escalate it sends the message that the task waits for, again at each tick until it is gone, and says so once', async () => {
    await keepTask(work, { headers: { escalation: '到期' } });
    await work.store.subscriptions.create(deadline);
    await tick('2026-06-22 14:30');
    await tick('2026-06-22 14:31');
    expect(work.published).toEqual(Array(2).fill({ name: 'deadline.dept-sign', key: 'BY-2026-000001', ttl: 0 }));
    expect((await labels()).filter((label) => label === '升级上报')).toHaveLength(1);
    await work.store.tasks.updateOne({ _id: TASK }, { $set: { state: 'withdrawn' } });
    await tick('2026-06-22 14:32');
    expect(work.published).toHaveLength(2);
  });

  test('where the time itself takes a case on, the message is sent, it is said once, and nobody is urged or told that it is late', async () => {
    await keepTask(work, { headers: { escalation: '到点' } });
    await work.store.subscriptions.create(deadline);
    await tick('2026-06-22 14:30');
    await tick('2026-06-30 14:30');
    expect(work.published).toEqual(Array(2).fill({ name: 'deadline.dept-sign', key: 'BY-2026-000001', ttl: 0 }));
    expect(await labels()).toEqual(['到时间']);
    expect(await work.store.notices.countDocuments()).toBe(0);
  });

  test('a task that escalates by the ladder is left alone before its fifth day', async () => {
    await keepTask(work);
    await work.store.subscriptions.create(deadline);
    await tick('2026-06-26 14:29');
    expect(work.published).toEqual([]);
    await tick('2026-06-30 14:30');
    expect(work.published).toHaveLength(1);
  });

  test('a message that has come already is not sent again while its record is on the way', async () => {
    await keepTask(work, { headers: { escalation: '到期' } });
    await work.store.subscriptions.create({ ...deadline, open: false });
    await tick('2026-06-22 14:30');
    expect(work.published).toEqual([]);
  });

  test('another kind of message that the task waits for is not sent', async () => {
    await keepTask(work, { headers: { escalation: '到期' } });
    await work.store.subscriptions.create({ ...deadline, message: 'case.withdrawn' });
    await tick('2026-06-22 14:30');
    expect(work.published).toEqual([]);
  });

  test('a task without a deadline in the diagram is told to the upper level instead', async () => {
    await keepTask(work, { headers: { escalation: '到期' } });
    await tick('2026-06-22 14:30');
    expect(work.published).toEqual([]);
    expect(await work.store.notices.findById(`rung:${TASK}:escalate`).lean()).toMatchObject({ to: ['by-jinghe/dispatcher'], text: expect.stringContaining('请上一级协调处理') });
  });

  test('a task whose clock is paused is passed over', async () => {
    await keepTask(work, { dueAt: null, warnAt: null });
    expect(await tick('2026-07-01 09:00')).toEqual({ checked: 0, acted: 0, failed: 0 });
  });

  test('equal situations are asked of the table once in a tick', async () => {
    for (let i = 0; i < 30; i++) await keepTask(work, { _id: String(100 + i) });
    expect(await tick('2026-06-22 14:30')).toMatchObject({ checked: 30, acted: 30 });
    expect(work.asked).toHaveLength(1);
  });

  test('one task that cannot be judged does not stop the others, and an administrator is told once a day', async () => {
    await keepTask(work, { _id: '1' });
    await keepTask(work, { _id: '2', createdAt: shanghai('2026-06-22 08:30'), headers: { escalation: '到期' } });
    const { evaluate } = work.deps.engine;
    work.deps.engine.evaluate = async (decision, variables) => ((variables as any).escalation ? [{ rung: 'x', action: 'shout' }] : evaluate(decision, variables));
    expect(await tick('2026-06-22 14:30')).toEqual({ checked: 2, acted: 1, failed: 1 });
    await tick('2026-06-22 14:31');
    const told = await work.store.notices.find({ kind: 'fault' }).lean();
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ to: ['liucheng', 'liucheng2', 'guanli'], text: expect.stringContaining('shout') });
  });

  test('an engine that is away makes the tick fail, to be repeated', async () => {
    await keepTask(work);
    work.deps.engine.evaluate = async () => { throw new Unavailable('away'); };
    await expect(tick('2026-06-22 14:30')).rejects.toThrow('away');
    expect(await labels()).toEqual([]);
  });
});
