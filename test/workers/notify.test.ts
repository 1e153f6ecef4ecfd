import { notify } from '../../workers/notify.js';
import { aJob, keepCase, keepTask, openWork, repeatedly, shanghai, type Work } from '../support/work.js';
import { closeTestStore } from '../support/store.js';

const headers = { title: '案件已撤回', text: '案件 {caseNo} {title}（{place}）已撤回：{reason}' };

describe('a notice', () => {
  let work: Work;
  const notices = () => work.store.notices.find().sort({ _id: 1 }).lean();
  beforeEach(async () => {
    work = await openWork();
    await keepCase(work);
  });
  afterAll(closeTestStore);

  test('goes to the posts that the diagram names, in its words, once', async () => {
    const job = aJob('notify', { headers: { ...headers, audience: 'village/intake, town.zzb/officer' }, variables: { reason: '重复' } });
    await repeatedly(() => notify(job, work.deps));
    expect(await notices()).toEqual([expect.objectContaining({
      _id: `job:${job.key}`, to: ['by-jinghe-caoba/intake', 'by-jinghe.zzb/officer'], caseNo: 'BY-2026-000001', title: '案件已撤回',
      text: '案件 BY-2026-000001 塑机公司欠薪（曹坝园区）已撤回：重复', readBy: [],
    })]);
  });

  test('reaches everybody who had the work until now, and nobody who had it long ago', async () => {
    await keepTask(work, { _id: '1', holder: { person: 'lds', at: new Date() } });
    await keepTask(work, { _id: '2', state: 'withdrawn', endedAt: shanghai('2026-06-22 09:59'), candidateGroups: ['by-jinghe.pcs/officer'] });
    await keepTask(work, { _id: '3', state: 'withdrawn', endedAt: shanghai('2026-06-21 09:00'), candidateGroups: ['by-jinghe.sfs/officer'] });
    await keepTask(work, { _id: '4', state: 'completed', endedAt: shanghai('2026-06-22 09:59'), candidateGroups: ['by-jinghe/dispatcher'] });
    await notify(aJob('notify', { headers: { ...headers, audience: 'holders,reporter' } }), work.deps);
    expect((await notices()).map(({ to }) => to)).toEqual([['lds', 'by-jinghe.pcs/officer'], ['caoba']]);
  });

  test('reaches the groups that a variable lists', async () => {
    await notify(aJob('notify', { headers, variables: { audience: ['by.lds/officer', 'by/commander'] } }), work.deps);
    expect((await notices())[0]!.to).toEqual(['by.lds/officer', 'by/commander']);
  });

  test('names the units whose ids stand in the texts that the diagram says, and gives them back so', async () => {
    const answers = 'by-jinghe.zfj：参加；by.xf：不能参加，见 a.b 号通知';
    const named = '泾河镇综合执法局：参加；县消防救援大队：不能参加，见 a.b 号通知';
    const given = { headers: { audience: 'town/dispatcher', text: '答复：{answers}', units: 'answers' }, variables: { answers } };
    expect(await notify(aJob('notify', given), work.deps)).toEqual({ answers: named });
    expect((await notices())[0]!.text).toBe(`答复：${named}`);
  });

  test('for a group without anybody goes up to the unit above, and says so', async () => {
    await work.store.people.updateMany({ groups: 'by-jinghe-caoba/intake' }, { $set: { active: false } });
    await notify(aJob('notify', { headers: { ...headers, audience: 'village/intake' } }), work.deps);
    const [notice] = await notices();
    expect(notice!.to).toEqual(['by-jinghe/dispatcher', 'by-jinghe/duty-leader']);
    expect(notice!.text).toContain('（曹坝村村网格中心受理员暂无在岗人员，由上级代收）');
  });

  test('leaves nobody untold: without anybody above it goes to the administrators', async () => {
    await work.store.people.updateMany({ 'posts.role': { $ne: 'admin' } }, { $set: { active: false } });
    await notify(aJob('notify', { headers: { ...headers, audience: 'village/intake' } }), work.deps);
    expect((await notices())[0]!.to).toEqual(['guanli']);
  });

  test('by SMS and bot is also kept for sending, one for each person and one for the bot', async () => {
    await notify(aJob('notify', { headers: { ...headers, audience: 'town/dispatcher', channels: 'inbox,sms,bot' } }), work.deps);
    const kept = await work.store.outgoing.find().sort({ _id: 1 }).lean();
    expect(kept.map(({ channel, state, tries }) => ({ channel, state, tries }))).toEqual(
      ['bot', 'sms', 'sms'].map((channel) => ({ channel, state: 'waiting', tries: 0 })),
    );
  });

  test('an unknown channel or no audience is a fault', async () => {
    await expect(notify(aJob('notify', { headers: { ...headers, audience: 'reporter', channels: 'fax' } }), work.deps)).rejects.toThrow('no such channel <fax>');
    await expect(notify(aJob('notify', { headers }), work.deps)).rejects.toThrow('no audience');
  });
});
