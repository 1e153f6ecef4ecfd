// 共享车位: fights about parking recur at one place, are offered, become a policy that is tried in one village, measured by the system against the others, spread or dropped; those who had reported them hear of it.
import { until } from '../../runtime/client.js';
import { theSystem, type System } from '../support/system.js';
import { DAY, entriesOf, factOf, peopleOf } from '../support/ways.js';

let system: System;
let people: ReturnType<typeof peopleOf>;

const HERE = { lng: 119.46, lat: 33.42 };
const file = (account: string, grid: string, category: string, title: string, more: object = {}) => people.report(account, { category, title, grid, place: { text: '景区南门停车场', ...HERE }, ...more });
const path = (id: string) => `/recurring/${encodeURIComponent(id)}`;
const offered = async (category: string, state = 'offered') => (await (await system.as('liucheng')).get(`/recurring?state=${state}&size=100`)).items.find((one: any) => one.category === category);
const recurring = (category: string, state?: string) => until(`trouble of kind <${category}>`, async () => offered(category, state), 30_000);
/** Taken up by the town's leader on duty. */
async function taken(category: string): Promise<{ id: string; caseNo: string }> {
  const { id } = await recurring(category);
  const { caseNo } = await (await system.as('jinghezhiban')).post(`${path(id)}/pilot`);
  expect((await (await system.as('jinghezhiban')).post(`${path(id)}/pilot`)).caseNo).toBe(caseNo);
  return { id, caseNo };
}
const draft = async (caseNo: string, given: object) => people.does('liucheng', caseNo, 'draft-pilot', {
  problem: '游客停车与管理员争吵', cause: '假日车多位少', measure: '附近小区白天空着的车位登记后让给游客停', area: 'by-jinghe-caoba', goal: 50, indicators: ['onTimeRate', 'responseTime'], ...given,
});
const origins = new Map<string, string[]>();

beforeAll(async () => {
  system = await theSystem();
  people = peopleOf(system);
  for (const [category, many, account, grid] of [['C01', 3, 'caoba', 'by-jinghe-caoba-g1'], ['A05', 3, 'songzhu', 'by-jinghe-songzhu-g1'], ['D03', 4, 'xiaohancun', 'by-jinghe-xiaohan-g1'], ['F02', 4, 'caoba2', 'by-jinghe-caoba-g2']] as const) {
    origins.set(category, []);
    for (let n = 0; n < many; n += 1) origins.get(category)!.push(await file(account, grid, category, `争车位打架${'甲乙丙丁'[n]}`, { reporter: { phone: `1300000000${n}`, name: '游客' } }));
  }
  // one of the same kind in another village: what the trial is compared with
  await file('songzhu', 'by-jinghe-songzhu-g1', 'C01', '松竹村口打架', { place: { text: '村口', lng: 119.5, lat: 33.5 } });
}, 300_000);
afterAll(() => system.stop());

describe('policy-pilot', () => {
  test('what recurs is offered with the cases behind it to those who decide, to nobody else', async () => {
    const found = await recurring('C01');
    expect(found).toMatchObject({ unitName: '泾河镇', total: 3, reporters: 3, rule: { days: 90, count: 3, metres: 500 } });
    const one = await (await system.as('kaohe')).get(path(found.id));
    expect(one.cases.map(({ caseNo }: any) => caseNo).sort()).toEqual(origins.get('C01'));
    expect(one.trend.at(-1).number).toBe(3);
    await expect((await system.as('kaohe')).post(`${path(found.id)}/pilot`)).rejects.toMatchObject({ status: 403 });
    await expect((await system.as('caoba')).get('/recurring')).rejects.toMatchObject({ status: 403 });
    await expect((await system.as('anyi')).get(path(found.id))).rejects.toMatchObject({ status: 404 });
  }, 60_000);

  test('a proposal that is sent back is drafted again; declined, the reporters hear why, and it is not offered again until it recurs', async () => {
    const { id, caseNo } = await taken('A05');
    await people.has('liucheng', caseNo, 'draft-pilot');
    await expect(draft(caseNo, { trialFrom: await people.day(caseNo, 5), trialUntil: await people.day(caseNo, 2) })).rejects.toMatchObject({ status: 422 });
    await draft(caseNo, { area: 'by-jinghe-songzhu', trialFrom: await people.day(caseNo, 1), trialUntil: await people.day(caseNo, 30) });
    await people.does('jinghezhiban', caseNo, 'decide-pilot', { outcome: 'returned', reason: '起因没有说清' });
    await draft(caseNo, { cause: '物业把车位卖给了外人', area: 'by-jinghe-songzhu', trialFrom: await people.day(caseNo, 1), trialUntil: await people.day(caseNo, 30) });
    await people.does('jinghezhiban', caseNo, 'decide-pilot', { outcome: 'declined', reason: '县里正在统一规划停车场' });
    const view = await people.end(caseNo);
    expect(view.case).toMatchObject({ source: '反复问题', closing: { outcome: '已结案', reason: '未采纳：县里正在统一规划停车场' } });
    expect(factOf(view, 'pilot-outcome')).toMatchObject({ outcome: 'declined' });
    for (const origin of origins.get('A05')!) expect((await people.read(origin)).timeline.find(({ action }: any) => action === '建议反馈')?.why).toContain('县里正在统一规划停车场');
    expect(await recurring('A05', 'settled')).toMatchObject({ id, settled: { outcome: 'declined', reason: '县里正在统一规划停车场' } });
    for (let n = 0; n < 2; n += 1) await file('songzhu', 'by-jinghe-songzhu-g1', 'A05', '又争车位');
    expect(await offered('A05')).toBeUndefined();
    await file('songzhu', 'by-jinghe-songzhu-g1', 'A05', '又争车位');
    expect(await recurring('A05')).toMatchObject({ total: 3, before: id });
  }, 120_000);

  test('a pilot that is withdrawn leaves the trouble on offer; the cases behind it are told', async () => {
    const { id, caseNo } = await taken('F02');
    await people.has('liucheng', caseNo, 'draft-pilot');
    await (await system.as('jinghezhiban')).post(`/cases/${caseNo}/withdraw`, { reason: '重复提案' });
    expect((await people.end(caseNo)).case).toMatchObject({ standing: { status: '作废' } });
    expect(await recurring('F02')).toMatchObject({ id, state: 'offered' });
    for (const origin of origins.get('F02')!) expect((await people.read(origin)).timeline.find(({ action }: any) => action === '建议反馈')?.why).toContain('引出的政策试点已撤回，不再办理，理由：重复提案');
  }, 60_000);

  test('where nobody decides in time it goes up; a trial that is taken back early is measured for its days and dropped with a reason', async () => {
    const { caseNo } = await taken('D03');
    await draft(caseNo, { area: 'by-jinghe-xiaohan', trialFrom: await people.day(caseNo, 20), trialUntil: await people.day(caseNo, 60) });
    await people.has('jinghezhiban', caseNo, 'decide-pilot');
    await system.move(16 * DAY);
    await people.does('baoyingzhihui', caseNo, 'decide-above', { outcome: 'adopted' }, { time: 150_000 });
    expect(entriesOf(await people.read(caseNo), '升级上报').length).toBeGreaterThan(0);
    await people.does('xiaohancun', caseNo, 'start-trial', { summary: '已通知各户' });
    await system.move(5 * DAY);
    await people.does('xiaohancun', caseNo, 'run-trial', { outcome: 'withdraw', reason: '居民意见很大' });
    const task = await people.has('jinghezhiban', caseNo, 'conclude-pilot');
    expect(task.name).toBe('评估并决定');
    await people.does('jinghezhiban', caseNo, 'conclude-pilot', { outcome: 'dropped', reason: '居民不接受' });
    const view = await people.end(caseNo);
    expect(view.case.closing.reason).toBe('不再推行：居民不接受');
    expect(factOf(view, 'pilot-measured')).toMatchObject({ days: 2, after: { from: await people.day(caseNo, 20), until: await people.day(caseNo, 21) } });
    expect(await recurring('D03', 'settled')).toMatchObject({ settled: { outcome: 'dropped' } });
  }, 240_000);

  test('tried until its last day, measured by the system against the other villages, and spread to them, each with a task; the cases behind it are told', async () => {
    const { id, caseNo } = await taken('C01');
    const [from, last] = [await people.day(caseNo), await people.day(caseNo, 29)];
    await draft(caseNo, { trialFrom: from, trialUntil: last });
    await people.does('jinghezhiban', caseNo, 'decide-pilot', { outcome: 'adopted' });
    await people.does('caobacun', caseNo, 'start-trial', { summary: '三个小区登记车位六十个' });
    const running = await people.has('caobacun', caseNo, 'run-trial');
    expect(new Date(running.dueAt).toISOString()).toBe(`${last}T15:59:59.000Z`);
    expect(factOf(await people.read(caseNo), 'pilot-baseline')).toMatchObject({ area: { name: '曹坝村', before: { kind: 3 } } });
    await file('caoba', 'by-jinghe-caoba-g1', 'C01', '仍有一起争执');
    await file('songzhu', 'by-jinghe-songzhu-g1', 'C01', '松竹村口又打架', { place: { text: '村口', lng: 119.5, lat: 33.5 } });
    await system.move(30 * DAY);
    await people.has('jinghezhiban', caseNo, 'conclude-pilot', { time: 150_000 });
    const measured = factOf(await people.read(caseNo), 'pilot-measured');
    expect(measured).toMatchObject({ days: 30, effect: 'reached', area: { name: '曹坝村', before: { kind: 3 }, after: { kind: 1 } }, together: { before: { kind: 1 }, after: { kind: 1 } } });
    expect(measured.others.map(({ name }: any) => name)).toEqual(['松竹村', '小涵村']);
    expect(measured.text).toContain('下降 67%');
    await people.does('jinghezhiban', caseNo, 'conclude-pilot', { outcome: 'spread', spreadUnits: ['by-jinghe-songzhu', 'by-jinghe-xiaohan'], spreadWhat: '各村登记空闲车位，白天共享', spreadBy: await people.day(caseNo, 45) });
    await Promise.all([people.does('songzhucun', caseNo, 'carry-out-pilot', { summary: '登记二十个' }), people.does('xiaohancun', caseNo, 'carry-out-pilot', { summary: '登记十个' })]);
    const view = await people.end(caseNo);
    expect(factOf(view, 'pilot-outcome')).toMatchObject({ outcome: 'spread', area: 'by-jinghe-caoba', spreadUnits: ['by-jinghe-songzhu', 'by-jinghe-xiaohan'] });
    const told = (await people.read(origins.get('C01')![0]!)).timeline.filter(({ action }: any) => action === '建议反馈').map(({ why }: any) => why);
    expect(told).toEqual([expect.stringContaining('已决定在曹坝村试点'), expect.stringContaining('达到目标，已经推广：各村登记空闲车位')]);
    const one = await (await system.as('kaohe')).get(path(id));
    expect(one).toMatchObject({ state: 'settled', settled: { outcome: 'spread' }, pilotCase: { caseNo, status: '已结案' }, measured: { effect: 'reached' } });
  }, 300_000);
});
