// The grid event's whole chain on the real engine: each way through it, as the people of 泾河镇 would go it.
import { doTask, Refused, until, waitForTask, type Client } from '../../runtime/client.js';
import { fileReport } from '../support/reports.js';
import { theSystem, type System } from '../support/system.js';

let system: System;
let member: Client; let village: Client; let town: Client; let officer: Client; let county: Client; let followUp: Client;

beforeAll(async () => {
  system = await theSystem();
  [member, village, town, officer, county, followUp] = await Promise.all(['caoba', 'caobacun', 'jinghe', 'zfj', 'baoying', 'jinghehuifang'].map((account) => system.as(account))) as [Client, Client, Client, Client, Client, Client];
}, 240_000);
afterAll(() => system.stop());

const DAY = 86_400_000;
const statusOf = async (caseNo: string) => (await town.get(`/cases/${caseNo}`)).case.standing?.status;
const ended = (caseNo: string) => until(`the end of <${caseNo}>`, async () => {
  const detail = await town.get(`/cases/${caseNo}`);
  return detail.case.standing?.state !== 'active' && detail.case.closing && detail;
});

describe('grid-event', () => {
  test('a matter that the village settles is checked, followed up and closed, and every step is on its timeline', async () => {
    const caseNo = await fileReport(member);
    await doTask(village, caseNo, 'intake', { outcome: 'accepted' });
    await doTask(village, caseNo, 'village-handle', { outcome: 'solved', summary: '已清运' });
    await doTask(town, caseNo, 'check', { outcome: 'pass' });
    await doTask(followUp, caseNo, 'follow-up', { rating: '满意' });
    const detail = await ended(caseNo);
    expect(detail.case.standing.status).toBe('已结案');
    expect(detail.case.closing).toMatchObject({ outcome: '已结案', rating: '满意' });
    const said = detail.timeline.map((entry: any) => entry.action);
    expect(said[0]).toBe('上报');
    expect(said.filter((action: string) => action === '完成')).toHaveLength(4);
    for (const entry of detail.timeline) expect(entry).toMatchObject({ at: expect.any(String), who: expect.any(Object), text: expect.any(String) });
  });

  test('a matter outside the list of matters is refused with its reason', async () => {
    const caseNo = await fileReport(member);
    await expect(doTask(village, caseNo, 'intake', { outcome: 'refused' })).rejects.toThrow(Refused);
    await doTask(village, caseNo, 'intake', { outcome: 'refused', reason: '不属于网格事项' });
    const detail = await ended(caseNo);
    expect(detail.case).toMatchObject({ standing: { status: '不予受理' }, closing: { outcome: '不予受理', reason: '不属于网格事项' } });
  });

  test('a duplicate is merged into the case that it repeats; a case that is not there is asked for again', async () => {
    const first = await fileReport(member);
    const second = await fileReport(member);
    await doTask(village, second, 'intake', { outcome: 'merged', mergedInto: 'BY-2000-999999' });
    await waitForTask(village, second, 'intake');
    await doTask(village, second, 'intake', { outcome: 'merged', mergedInto: first });
    expect((await ended(second)).case).toMatchObject({ standing: { status: '并案' }, mergedInto: first });
  });

  test('what the village cannot do goes to the town with the reason; the third return is ruled on by the duty leader', async () => {
    const caseNo = await fileReport(member, { category: 'D05', title: '违法搭建' });
    await doTask(village, caseNo, 'intake', { outcome: 'accepted' });
    await doTask(village, caseNo, 'village-handle', { outcome: 'cannot', reason: '村里没有执法权' });
    for (let i = 0; i < 3; i += 1) {
      await doTask(town, caseNo, 'town-dispatch', { outcome: 'department', lead: 'zfj' });
      await doTask(officer, caseNo, 'dept-sign', { outcome: 'return', reason: `不属于本单位 ${i + 1}` });
    }
    await doTask(await system.as('jinghezhiban'), caseNo, 'leader-ruling', { lead: 'zfj', reason: '由综合执法局办理' });
    await doTask(officer, caseNo, 'dept-handle', { outcome: 'solved', summary: '已拆除' });
    await doTask(village, caseNo, 'check', { outcome: 'fail', reason: '现场仍有残留' });
    await doTask(officer, caseNo, 'dept-handle', { outcome: 'solved', summary: '已清理残留' });
    await doTask(village, caseNo, 'check', { outcome: 'pass' });
    await doTask(followUp, caseNo, 'follow-up', { rating: '基本满意' });
    expect((await ended(caseNo)).case.standing.status).toBe('已结案');
  });

  test('what nobody does in time climbs by itself: reminded, urged, carded, and handed to the town', async () => {
    const caseNo = await fileReport(member);
    await doTask(village, caseNo, 'intake', { outcome: 'accepted' });
    await waitForTask(village, caseNo, 'village-handle');
    await system.move(10 * DAY);
    await waitForTask(town, caseNo, 'town-dispatch', { time: 120_000 });
    const { timeline, tasks } = await town.get(`/cases/${caseNo}`);
    expect(tasks.find((task: any) => task.elementId === 'village-handle').state).toBe('withdrawn');
    expect(timeline.map((entry: any) => entry.action)).toEqual(expect.arrayContaining(['催办']));
  }, 180_000);

  test('a withdrawn case ends all its open work, and a draft that was begun stays readable', async () => {
    const caseNo = await fileReport(member);
    await doTask(village, caseNo, 'intake', { outcome: 'accepted' });
    const task = await waitForTask(village, caseNo, 'village-handle');
    await village.post(`/tasks/${task.key}/claim`);
    await village.put(`/tasks/${task.key}/draft`, { values: { outcome: 'solved', summary: '写到一半' } });
    await member.post(`/cases/${caseNo}/withdraw`, { reason: '报错了地方' });
    const detail = await ended(caseNo);
    expect(detail.case.standing.status).toBe('作废');
    const opened = await village.get(`/tasks/${task.key}`);
    expect(opened.task.state).toBe('withdrawn');
    expect(opened.draft.values.summary).toBe('写到一半');
    const { items } = await village.get('/notices');
    expect(items.some((notice: any) => notice.caseNo === caseNo && /收回|撤回/.test(notice.title))).toBe(true);
    await expect(village.post(`/tasks/${task.key}/complete`, { values: {} })).rejects.toMatchObject({ status: 409 });
  });

  test('the county solves what the town hands up', async () => {
    const caseNo = await fileReport(member, { category: 'E03', title: '道路塌陷' });
    await doTask(village, caseNo, 'intake', { outcome: 'accepted' }).catch(() => undefined);
    await doTask(town, caseNo, 'town-dispatch', { outcome: 'county', reason: '需县级资金' }).catch(async () => {
      await doTask(village, caseNo, 'village-handle', { outcome: 'cannot', reason: '无力处置' });
      await doTask(town, caseNo, 'town-dispatch', { outcome: 'county', reason: '需县级资金' });
    });
    await doTask(county, caseNo, 'county-dispatch', { outcome: 'solved', summary: '县里已安排修复' });
    expect(await until('the check', async () => (await statusOf(caseNo)) === '待核查')).toBe(true);
  }, 120_000);
});
