// The ladder of supervision on the real engine: each rung once, however many ticks see it, and only for what is really late.
import { inboxFilter } from '../../processes/inbox.js';
import { openStore, type Store } from '../../processes/store/store.js';
import type { Person } from '../../processes/store/types.js';
import { until } from '../../runtime/client.js';
import { theSystem, type System } from '../support/system.js';
import { DAY, entriesOf, peopleOf } from '../support/ways.js';

const MINUTE = 60_000;
const LADDER = ['临期提醒', '催办', '普通督办', '黄牌督办', '红牌督办', '升级上报'];

let system: System;
let people: ReturnType<typeof peopleOf>;
let store: Store;
/** Town tasks of 30 minutes, each in a case of its own; `checking` is a check of one working day, which nothing takes away. */
const cases = { left: '', extended: '', paused: '', answered: '', checking: '' };
const tasks: Record<keyof typeof cases, any> = {} as never;

/** The rungs of the ladder that stand on a case's timeline because of one task, as often as they stand there. */
async function rungs(name: keyof typeof cases): Promise<string[]> {
  const view = await people.read(cases[name]);
  return LADDER.flatMap((rung) => entriesOf(view, rung).filter(({ data }) => data.task === tasks[name].key).map(() => rung));
}

const climbed = (name: keyof typeof cases, rung: string) => until(`<${rung}> of <${name}>`, async () => (await rungs(name)).includes(rung), 120_000);
const engineNow = async () => (await (await fetch(`${system.zeebeManagement}/actuator/clock`)).json() as { epochMilli: number }).epochMilli;
const moveTo = async (at: string, after: number) => system.move(new Date(at).getTime() - await engineNow() + after);

async function atTown(): Promise<string> {
  const caseNo = await people.report('caoba', { category: 'E02', title: '路灯损坏' });
  await people.does('jinghe', caseNo, 'intake', { outcome: 'accepted' });
  return caseNo;
}

async function atCheck(): Promise<string> {
  const caseNo = await people.report('caoba');
  await people.does('caobacun', caseNo, 'intake', { outcome: 'accepted' });
  await people.does('caobacun', caseNo, 'village-handle', { outcome: 'solved', summary: '已清运' });
  return caseNo;
}

beforeAll(async () => {
  system = await theSystem();
  people = peopleOf(system);
  store = await openStore(system.mongoUri);
  [cases.left, cases.extended, cases.paused, cases.answered, cases.checking] = await Promise.all([atTown(), atTown(), atTown(), atTown(), atCheck()]) as [string, string, string, string, string];
  for (const name of Object.keys(cases) as (keyof typeof cases)[]) tasks[name] = await people.has('jinghe', cases[name], name === 'checking' ? 'check' : 'town-dispatch');
  const town = await system.as('jinghe');
  await town.post(`/tasks/${tasks.extended.key}/extend`, { limit: '30 分钟', reason: '等待现场照片' });
  await town.post(`/tasks/${tasks.paused.key}/pause`, { reason: '等待上报人补充地址' });
  await people.does('jinghe', cases.answered, 'town-dispatch', { outcome: 'department', lead: 'cgb' });
}, 240_000);
afterAll(async () => {
  await store.close();
  await system.stop();
});

describe('supervision', () => {
  test('at 80 percent of its limit a task is reminded of', async () => {
    expect(new Date(tasks.left.warnAt).getTime() - new Date(tasks.left.createdAt).getTime()).toBe(24 * MINUTE);
    await moveTo(tasks.left.warnAt, 1_000);
    await climbed('left', '临期提醒');
    expect(await rungs('left')).toEqual(['临期提醒']);
  }, 150_000);

  test('when it is over the task is urged, and whoever had it is told, once', async () => {
    await moveTo(tasks.left.dueAt, 1_000);
    await climbed('left', '催办');
    expect(await rungs('left')).toEqual(['临期提醒', '催办']);
    // tasks of other cases that are due at the same tick are told in one message with it
    const jinghe = (await store.people.findById('jinghe').lean<Person>())!;
    const told = async () => (await store.notices.find({ ...inboxFilter(jinghe, { kind: 'supervision' }), $or: [{ taskKey: tasks.left.key }, { tasks: tasks.left.key }] }).lean()).map(({ title }) => title.split('：')[0]!).filter((rung) => ['临期提醒', '催办'].includes(rung));
    await until('whoever had it is told', async () => (await told()).includes('催办'));
    expect((await told()).sort()).toEqual(['临期提醒', '催办'].sort());
  }, 150_000);

  test('an extended task is left alone until its new end, a paused one as long as it is paused', async () => {
    expect(await rungs('extended')).toEqual([]);
    expect(await rungs('paused')).toEqual([]);
  });

  test('then it gets its cards and climbs, each rung once over all ticks', async () => {
    await moveTo(tasks.left.dueAt, 30 * DAY);
    await people.has('baoying', cases.left, 'county-dispatch', { time: 120_000 });
    expect(await rungs('left')).toEqual(LADDER);
    await climbed('checking', '升级上报');
    await climbed('extended', '红牌督办');
    expect(await rungs('paused')).toEqual([]);
  }, 150_000);

  test('another tick over a task that stays open adds nothing; one whose clock runs again is urged', async () => {
    const before = await rungs('checking');
    expect(before).toEqual(LADDER.slice(1));
    await (await system.as('jinghe')).post(`/tasks/${tasks.paused.key}/resume`, { reason: '地址已补充' });
    await system.move(2 * DAY);
    await climbed('paused', '催办');
    expect(await rungs('checking')).toEqual(before);
  }, 150_000);

  test('what was answered in time was never reminded of', async () => {
    expect(await rungs('answered')).toEqual([]);
  });
});
