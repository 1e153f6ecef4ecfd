// Cards on a task: what counts of all that was given, by people and by the ladder; and the board that is sorted by it.
import { colourOf, isPressed, levelOf } from '../../processes/supervising/cards.js';
import { ladderInWords } from '../../processes/supervising/ladder-words.js';
import { actsOn } from '../../processes/supervising/history.js';
import { giveCard } from '../../processes/supervising/acts.js';
import { supervise } from '../../processes/supervision.js';
import { publish } from '../../processes/publication.js';
import { packagesIn } from '../../processes/shipped.js';
import type { Card, CardType, Person } from '../../processes/store/types.js';
import { root } from '../../processes/settings.js';
import { join } from 'node:path';
import { keepCase, keepTask, openWork, type Work } from '../support/work.js';
import { closeTestStore } from '../support/store.js';

const TASK = '2251799813685400';
const card = (type: CardType, id: string = type): Card => ({ id, type, by: { id: 'ducha', name: '督查员' }, at: new Date(0), text: 'x' });
const SCOPE = ['by-jinghe-caoba-g1', 'by-jinghe-caoba', 'by-jinghe', 'by', 'yz'];
afterAll(closeTestStore);

describe('the card that counts', () => {
  test.each<[string, CardType[], string[], string]>([
    ['none', [], [], 'none'], ['a yellow one', ['yellow'], [], 'yellow'], ['red after yellow', ['yellow', 'red'], [], 'red'], ['red, for yellow cannot follow it', ['red', 'yellow'], [], 'red'],
    ['none once cancelled', ['red', 'cancel'], [], 'none'], ['yellow after all was cancelled', ['red', 'cancel', 'yellow'], [], 'yellow'], ['what the ladder did before cards stood on tasks', [], ['urge', 'card', 'yellow', 'red'], 'red'],
    ['the ladder\'s own, once', ['plain'], [], 'plain'],
  ])('is %s', (_, types, rungs, level) => expect(levelOf({ cards: types.map((type, index) => card(type, String(index))), rungs })).toBe(level));

  test('of a rung is told by its name, whatever policy staff call it', () => {
    expect([colourOf({ rung: 'red', label: 'x' }), colourOf({ rung: 'r7', label: '县级黄牌' }), colourOf({ rung: 'card', label: '普通督办' })]).toEqual(['red', 'yellow', 'plain']);
  });

  test('加急 stands until it is taken away', () => expect([[], [card('press')], [card('press'), card('unpress')]].map((cards) => isPressed({ cards }))).toEqual([false, true, false]));
});

describe('a person and the ladder', () => {
  let work: Work;
  let supervisor: Person;
  beforeEach(async () => {
    work = await openWork();
    await work.store.supervisions.collection.deleteMany({});
    await keepCase(work, { scope: SCOPE });
    await keepTask(work);
    supervisor = (await work.store.people.findById('ducha').lean<Person>())!;
  });
  const task = async () => (await work.store.tasks.findById(TASK).lean())!;
  const labels = async () => (await actsOn(work.deps, TASK)).map(({ label }) => label);

  test('write one history', async () => {
    await supervise(work.deps, work.at('2026-06-23 14:31'));
    work.at('2026-06-23 15:00');
    await giveCard(TASK, 'red', { id: 'a', text: '影响恶劣' }, supervisor, work.deps);
    expect(await labels()).toEqual(expect.arrayContaining(['催办', '普通督办', '红牌督办']));
    expect((await task()).cards!.map(({ type }) => type)).toEqual(['plain', 'red']);
  });

  test('the ladder gives no yellow card, and no second red one, after a person\'s red', async () => {
    work.at('2026-06-22 14:31');
    await giveCard(TASK, 'red', { id: 'a', text: '影响恶劣' }, supervisor, work.deps);
    await supervise(work.deps, work.at('2026-07-01 09:00'));
    expect((await labels()).filter((label) => /牌/.test(label))).toEqual(['红牌督办']);
    expect((await task()).rungs).toEqual(expect.arrayContaining(['yellow', 'red']));
    expect(await work.store.notices.countDocuments({ title: /黄牌/ })).toBe(0);
  });

  test('the same act sent again, also at once, is done once', async () => {
    work.at('2026-06-22 14:31');
    await Promise.all([1, 2, 3].map(() => giveCard(TASK, 'yellow', { id: 'a', text: '请抓紧' }, supervisor, work.deps)));
    await giveCard(TASK, 'yellow', { id: 'a', text: '请抓紧' }, supervisor, work.deps);
    expect([(await task()).cards?.length, await work.store.entries.countDocuments({ action: '黄牌督办' }), await work.store.notices.countDocuments(), await work.store.supervisions.countDocuments()]).toEqual([1, 1, 1, 1]);
  });

  test('of two cards at once the later is judged by the first', async () => {
    work.at('2026-06-22 14:31');
    const given = await Promise.allSettled([giveCard(TASK, 'red', { id: 'a', text: '严重' }, supervisor, work.deps), giveCard(TASK, 'yellow', { id: 'b', text: '请抓紧' }, supervisor, work.deps), giveCard(TASK, 'red', { id: 'c', text: '严重' }, supervisor, work.deps)]);
    expect(levelOf(await task())).toBe('red');
    expect((await task()).cards!.filter(({ type }) => type === 'red')).toHaveLength(1);
    expect(given.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
  });
});

test('the ladder in force is told in words', async () => {
  const work = await openWork();
  const engine = { deploy: async (resources: { name: string }[]) => ({ key: '1', processes: resources.filter(({ name }) => name.endsWith('.bpmn')).map(({ name }) => ({ procedure: name.replace('.bpmn', ''), version: 1, key: crypto.randomUUID(), resource: name })) }) };
  const shipped = (await packagesIn(join(root, 'processes/diagrams'))).find(({ procedure }) => procedure === 'supervision')!;
  await publish({ ...shipped, origin: 'shipped', by: { system: '随软件发布' }, reason: '', changes: [] }, { ...work.deps, engine } as never);
  const { rows, release } = await ladderInWords(work.store);
  expect(release).toBe(1);
  expect(rows[0]).toMatchObject({ when: '时限用了 80%，还没超期', what: '临期提醒', whom: '办理人' });
  expect(rows.map(({ what }) => what)).toEqual(expect.arrayContaining(['催办', '普通督办', '黄牌督办', '红牌督办', '升级上报']));
  expect(rows.find(({ what }) => what === '红牌督办')).toMatchObject({ when: expect.stringMatching('个工作日'), whom: '办理人、镇（街道）值班领导、县（市、区）督查员' });
});
