import { feedback } from '../../workers/feedback.js';
import { aJob, keepCase, openWork, repeatedly, type Work } from '../support/work.js';
import { closeTestStore } from '../support/store.js';

const job = aJob('feedback', { headers: { text: '您反映的“{title}”（{caseNo}）已办结：{summary}' }, variables: { summary: '工资已付清' } });
const text = '您反映的“塑机公司欠薪”（BY-2026-000001）已办结：工资已付清';

describe('feedback to the reporter', () => {
  let work: Work;
  beforeEach(async () => { work = await openWork(); });
  afterAll(closeTestStore);

  test('comes to the inbox of a reporter with an account, once, and stands on the timeline', async () => {
    await keepCase(work);
    await repeatedly(() => feedback(job, work.deps));
    expect(await work.store.notices.find().lean()).toEqual([expect.objectContaining({ to: ['caoba'], text })]);
    expect(await work.store.entries.find().lean()).toEqual([expect.objectContaining({ action: '反馈', text, why: '已在系统内告知上报人' })]);
    expect(await work.store.outgoing.countDocuments()).toBe(0);
  });

  test('ends before the colon when nothing was written as a result', async () => {
    await keepCase(work);
    await feedback({ ...job, variables: { summary: '' } }, work.deps);
    expect(await work.store.notices.find().lean()).toEqual([expect.objectContaining({ text: '您反映的“塑机公司欠薪”（BY-2026-000001）已办结' })]);
  });

  test('goes by SMS to a reporter without one', async () => {
    await keepCase(work, { reporter: { name: '王先生', phone: '13000000000', anonymous: false } });
    await repeatedly(() => feedback(job, work.deps));
    expect(await work.store.outgoing.find().lean()).toEqual([expect.objectContaining({ channel: 'sms', to: '13000000000', text, state: 'waiting' })]);
  });

  test('reaches both who filed the matter and the citizen who left a number', async () => {
    await keepCase(work, { reporter: { person: 'caoba', name: '王先生', phone: '13000000000', anonymous: false } });
    await repeatedly(() => feedback(job, work.deps));
    expect(await work.store.notices.find().lean()).toEqual([expect.objectContaining({ to: ['caoba'], text })]);
    expect(await work.store.outgoing.find().lean()).toEqual([expect.objectContaining({ channel: 'sms', to: '13000000000', text })]);
  });

  test('says on the timeline when nobody can be reached', async () => {
    await keepCase(work, { reporter: { anonymous: true } });
    await feedback(job, work.deps);
    expect((await work.store.entries.find().lean())[0]!.why).toBe('上报人匿名且未留联系方式，无法告知');
  });
});
