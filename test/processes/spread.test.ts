// What notices become outside: who is reached how, when, once, and who is left alone.
import { notify } from '../../processes/notices.js';
import { rebuild } from '../../processes/rebuild.js';
import { spreadNotices } from '../../processes/spread.js';
import { defaultCalendar } from '../../processes/calendar.js';
import type { Outgoing, Reach } from '../../processes/store/types.js';
import { Broken, breaking } from '../support/breaking-store.js';
import { emptyReadModel, feed, fileCase, journey } from '../support/journey.js';
import { closeTestStore } from '../support/store.js';
import { keepCase, openWork, shanghai, type Work } from '../support/work.js';

const NOON = shanghai('2026-06-22 12:00').getTime();
const NIGHT = shanghai('2026-06-22 23:00').getTime();
const MORNING = shanghai('2026-06-23 07:30').getTime();
const quiet = { from: '22:00', to: '07:30' };

describe('a notice', () => {
  let work: Work;
  const reaches = (id: string, reach: Partial<Reach>, phone = '13800000001') => work.store.people.updateOne({ _id: id }, { $set: { phone, reach: { sms: false, mails: false, bots: false, ...reach } } });
  const tell = (to: string[], more: object = {}) => notify(work.store, { id: 'n', to, kind: 'task', title: '新任务', text: '请办理', at: new Date(NOON), ...more });
  const kept = async (): Promise<Outgoing[]> => (await work.store.outgoing.find().lean<Outgoing[]>()).sort((a, b) => (a._id < b._id ? -1 : 1));
  const spread = (wall = NOON) => spreadNotices(work.deps, wall);
  beforeEach(async () => {
    work = await openWork();
    await work.store.people.updateMany({}, { $unset: { reach: '' } });
    await work.store.units.updateMany({}, { $unset: { bot: '' } });
  });
  afterAll(closeTestStore);

  test('goes nowhere for who wants the inbox alone, and each of the channels that somebody wants once', async () => {
    await reaches('lds', { sms: true, mails: true, mail: 'lds@example.cn' });
    await tell(['by-jinghe.lds/officer', 'lds', 'anyi'], { taskKey: '77' });
    await Promise.all([spread(), spread()]);
    await spread();
    expect(await kept()).toEqual([
      expect.objectContaining({ _id: 'n:mail:lds', channel: 'mail', to: 'lds@example.cn', person: 'lds', state: 'waiting', nextAt: 0, link: '/tasks/77', scope: ['yz', 'by', 'by-jinghe', 'by-jinghe.lds'] }),
      expect.objectContaining({ _id: 'n:sms:lds', channel: 'sms', to: '13800000001', title: '新任务', text: '请办理' }),
    ]);
  });

  test('goes to no channel that a person has no number or address for', async () => {
    await reaches('lds', { sms: true, mails: true }, '');
    await tell(['lds']);
    await spread();
    expect(await kept()).toEqual([]);
  });

  test('waits at night until the quiet ends, unless it is urgent or about a matter of the highest urgency', async () => {
    await reaches('lds', { sms: true, quiet });
    await keepCase(work, { urgency: '特急' });
    await tell(['lds']);
    await tell(['lds'], { id: 'card', urgent: true });
    await tell(['lds'], { id: 'fire', caseNo: 'BY-2026-000001' });
    await spread(NIGHT);
    expect((await kept()).map(({ _id, nextAt }) => [_id, nextAt])).toEqual([['card:sms:lds', 0], ['fire:sms:lds', 0], ['n:sms:lds', MORNING]]);
  });

  test('is told by the unit\'s robot once, as soon as one of those who want it may be disturbed', async () => {
    await work.store.units.updateOne({ _id: 'by-jinghe' }, { $set: { bot: { kind: 'wecom', url: 'https://qyapi.weixin.qq.com/x' } } });
    await reaches('jinghe', { bots: true, quiet });
    await reaches('jinghe2', { bots: true });
    await reaches('lds', { bots: true });
    await tell(['by-jinghe/dispatcher', 'lds']);
    await spread(NIGHT);
    expect(await kept()).toEqual([expect.objectContaining({ _id: 'n:bot:by-jinghe', unit: 'by-jinghe', nextAt: 0 })]);
  });

  test('of a diagram that names the channels goes out at once to everybody, and not a second time to who wants it anyway', async () => {
    await reaches('jinghe', { sms: true, bots: true, quiet });
    await reaches('jinghe2', {});
    await work.store.units.updateOne({ _id: 'by-jinghe' }, { $set: { bot: { kind: 'wecom', url: 'https://qyapi.weixin.qq.com/x' } } });
    await tell(['by-jinghe/dispatcher'], { channels: ['sms', 'bot'] });
    await spread(NIGHT);
    expect((await kept()).map(({ _id, nextAt }) => [_id, nextAt])).toEqual([['n:bot:by-jinghe', 0], ['n:sms:jinghe', 0], ['n:sms:jinghe2', 0]]);
  });

  test('goes to nobody who has left, and work that nobody is there for goes up', async () => {
    await reaches('lds', { sms: true });
    await reaches('ldssuozhang', { sms: true });
    await work.store.people.updateMany({ _id: 'lds' }, { $set: { active: false } });
    await work.store.notices.create({ _id: 'open:1', to: ['by-jinghe.lds/officer'], kind: 'task', title: '新任务', text: '请办理', at: new Date(NOON), readBy: [], spread: false });
    await spread();
    await spread();
    expect((await kept()).map(({ _id }) => _id)).toEqual(['up:open:1:sms:ldssuozhang']);
    expect((await work.store.notices.findById('up:open:1').lean())!.text).toContain('暂无在岗人员，由上级代收');
  });

  test('of before this version is not spread', async () => {
    await reaches('lds', { sms: true });
    await work.store.notices.create({ _id: 'old', to: ['lds'], kind: 'task', title: '新任务', text: '请办理', at: new Date(NOON), readBy: [] });
    expect(await spread()).toBe(0);
    expect(await kept()).toEqual([]);
  });

  test.each(['half', 'after'] as const)('is spread once in the end, whichever write of it breaks (%s)', async (how) => {
    await reaches('lds', { sms: true, mails: true, mail: 'lds@example.cn' });
    await tell(['lds']);
    for (let n = 1; ; n += 1) {
      const broken = breaking(work.store, n, how);
      await spreadNotices({ store: broken.store }, NOON).catch((error) => { if (!(error instanceof Broken)) throw error; });
      if (!broken.broke) break;
    }
    expect((await kept()).map(({ _id }) => _id)).toEqual(['n:mail:lds', 'n:sms:lds']);
    expect((await work.store.notices.findById('n').lean())!.spread).toBe(true);
  });

  test('that a rebuild writes again is not sent again, even to a channel that somebody chose since', async () => {
    await emptyReadModel(work.store);
    await fileCase(work.store);
    await feed(journey(), work.store);
    expect(await spread()).toBe(5);
    const before = await kept();
    await reaches('caobacun', { sms: true });
    await work.store.notices.collection.deleteMany({});
    await rebuild(work.store, defaultCalendar());
    expect(await work.store.notices.countDocuments()).toBe(5);
    expect(await spread()).toBe(0);
    expect(await kept()).toEqual(before);
  });
});
