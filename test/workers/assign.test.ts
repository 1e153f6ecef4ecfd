import { assign } from '../../workers/assign.js';
import { aJob, keepCase, keepTask, openWork, repeatedly, type Work } from '../support/work.js';
import { closeTestStore } from '../support/store.js';

describe('who does the next task', () => {
  let work: Work;
  beforeEach(async () => {
    work = await openWork();
    await keepCase(work, { classification: { name: '', lead: 'lds', level: 'town', start: 'town', respondLimit: '', handleLimit: '', joint: '', urgency: '一般' } });
  });
  afterAll(closeTestStore);

  test('the dispatcher with the fewest open tasks', async () => {
    await keepTask(work, { assignee: 'jinghe', candidateGroups: ['by-jinghe/dispatcher'] });
    expect(await assign(aJob('assign', { headers: { unit: 'town', role: 'dispatcher' } }), work.deps)).toEqual({ assignee: 'jinghe2', group: 'by-jinghe/dispatcher' });
  });

  test('the lead department of the category, at the level that the diagram names', async () => {
    expect(await assign(aJob('assign', { headers: { unit: 'county.lead', role: 'officer' } }), work.deps)).toEqual({ assignee: 'jiancha', group: 'by.lds/officer' });
  });

  test('the department that a person has chosen', async () => {
    expect(await assign(aJob('assign', { headers: { role: 'officer' }, variables: { unit: 'by-jinghe.pcs' } }), work.deps)).toEqual({ assignee: 'pcs', group: 'by-jinghe.pcs/officer' });
  });

  test('the group itself, where the diagram leaves it to the group', async () => {
    expect(await assign(aJob('assign', { headers: { unit: 'town', role: 'dispatcher', to: 'group' } }), work.deps)).toEqual({ assignee: null, group: 'by-jinghe/dispatcher' });
  });

  test('a job done twice gives the same person, even when another has less to do by then', async () => {
    const job = aJob('assign', { headers: { unit: 'town', role: 'dispatcher' } });
    const first = await assign(job, work.deps);
    await keepTask(work, { assignee: 'jinghe', candidateGroups: ['by-jinghe/dispatcher'] });
    const [again] = await repeatedly(() => assign(job, work.deps));
    expect(first).toEqual({ assignee: 'jinghe', group: 'by-jinghe/dispatcher' });
    expect(again).toEqual(first);
    expect(await work.store.entries.countDocuments()).toBe(1);
  });

  test('when nobody is there the group keeps the task and its superior is told', async () => {
    await work.store.people.updateMany({ groups: 'by-jinghe.sfs/officer' }, { $set: { active: false } });
    expect(await assign(aJob('assign', { headers: { unit: 'town.sfs', role: 'officer' } }), work.deps)).toEqual({ assignee: null, group: 'by-jinghe.sfs/officer' });
    const [notice] = await work.store.notices.find({ kind: 'unassigned' }).lean();
    // and whoever filed the case knows which department has it
    expect(await work.store.notices.find({ to: 'caoba' }).lean()).toEqual([expect.objectContaining({ text: expect.stringContaining('已转泾河镇司法所办理') })]);
    expect(notice!.to).toEqual(['by-jinghe.sfs/head']);
    expect(notice!.text).toContain('司法所部门承办人暂无在岗人员');
  });

  test('a diagram that names no unit is a fault', async () => {
    await expect(assign(aJob('assign', { headers: { role: 'officer' } }), work.deps)).rejects.toThrow('needs a unit and a role');
  });
});
