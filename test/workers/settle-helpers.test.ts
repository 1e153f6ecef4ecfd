import { settleHelpers } from '../../workers/settle-helpers.js';
import { aJob, keepCase, openWork, repeatedly, type Work } from '../support/work.js';
import { closeTestStore } from '../support/store.js';

describe('who goes to help', () => {
  let work: Work;
  beforeEach(async () => {
    work = await openWork();
    await keepCase(work, { title: '老人被困' });
  });
  afterAll(closeTestStore);
  const called = { helpers: ['linli', 'zhiyuan', 'yishe'], helpersNeeded: 1 };

  test('whoever accepted; the others are stood down and told, once', async () => {
    const job = aJob('settle-helpers', { headers: { title: '人手够了', text: '「{title}」不用去了' }, variables: { ...called, helperAnswers: [{ person: 'linli', outcome: 'no' }, { person: 'zhiyuan', outcome: 'yes' }, null] } });
    expect((await repeatedly(() => settleHelpers(job, work.deps)))[0]).toEqual({ helpersOn: ['zhiyuan'], helpersShort: 0 });
    expect(await work.store.notices.find().lean()).toEqual([expect.objectContaining({ to: ['yishe'], title: '人手够了', text: '「老人被困」不用去了' })]);
    expect(await work.store.entries.find().lean()).toEqual([expect.objectContaining({ text: '参加救助：尤小勤', why: '去不了：茅大林；不再出动：义工社骆平' })]);
  });

  test('when the call ran out the answers that did come count, and the rest is said to be missing', async () => {
    await work.store.tasks.collection.insertMany([
      { _id: '11', caseNo: 'BY-2026-000001', elementId: 'call-helpers', assignee: 'yishe', state: 'completed', submission: { values: { outcome: 'yes' } } }, { _id: '12', caseNo: 'BY-2026-000001', elementId: 'call-helpers', assignee: 'linli', state: 'withdrawn' },
    ] as never[]);
    expect(await settleHelpers(aJob('settle-helpers', { variables: { ...called, helpersNeeded: 2 } }), work.deps)).toEqual({ helpersOn: ['yishe'], helpersShort: 1 });
    expect(await work.store.notices.countDocuments()).toBe(0);
    expect((await work.store.entries.find().lean())[0]?.text).toContain('还差 1 人');
  });

  test('where nobody was called everybody is missing', async () => {
    expect(await settleHelpers(aJob('settle-helpers', { variables: { helpers: [], helpersNeeded: 2, helperAnswers: [] } }), work.deps)).toEqual({ helpersOn: [], helpersShort: 2 });
  });
});
