// Hard matters on the real engine: what nobody could solve is on the month's agenda, the office decides who does what by when, it is followed until done or left to the next month, and the cases are told.
import { randomUUID } from 'node:crypto';
import { until } from '../../runtime/client.js';
import { DAY, entriesOf, factOf, peopleOf } from '../support/ways.js';
import { startSystem, type System } from '../support/system.js';

let system: System;
let people: ReturnType<typeof peopleOf>;

// one of its own: an agenda comes once a month, and in a shared one other tests move the months on
beforeAll(async () => {
  system = await startSystem();
  people = peopleOf(system);
}, 240_000);
afterAll(() => system?.stop());

/** A case whose task has a red card. */
async function stuck(title: string): Promise<string> {
  const caseNo = await people.report('caoba', { category: 'A01', title });
  const task = await people.has('caobacun', caseNo, 'intake');
  await (await system.as('ducha')).post(`/supervision/tasks/${task.key}/cards`, { id: randomUUID(), type: 'red', text: '久拖不决' });
  return caseNo;
}

/** A case that the city put on the books without an end. */
async function shelved(title: string): Promise<string> {
  const caseNo = await people.report('caoba', { category: 'A01', title });
  await people.does('caobacun', caseNo, 'intake', { outcome: 'accepted' });
  await people.does('caobacun', caseNo, 'village-handle', { outcome: 'cannot', reason: '村里没有资金' });
  await people.does('jinghe', caseNo, 'town-dispatch', { outcome: 'county', reason: '需县级资金' });
  await people.does('baoying', caseNo, 'county-dispatch', { outcome: 'up', reason: '跨县管网，需市级协调' });
  await people.does('yangzhou', caseNo, 'city-coordinate', { outcome: 'suspended', reason: '列入明年工程', revisitOn: await people.day(caseNo, 90) });
  return caseNo;
}

test('the month\'s hard matters are filed once, decided on, carried out or left to the next month; each case is told of its own decision alone', async () => {
  const [one, two, three] = [await stuck('多年边界纠纷'), await stuck('老厂区排水'), await shelved('跨县管网')];
  const ducha = await system.as('ducha');
  const listed = async () => (await ducha.get('/hard-issues')).items.map((item: any) => item.caseNo);
  await until('the second matter on the list', async () => (await listed()).includes(two));
  expect((await ducha.get('/hard-issues')).items.find((item: any) => item.caseNo === one)).toMatchObject({ why: ['红牌督办'], title: '多年边界纠纷' });
  await expect((await system.as('jinghezhiban')).post('/hard-issues/agenda', {})).rejects.toMatchObject({ status: 409 });
  const taken = (await ducha.post('/hard-issues/agenda', {})).caseNo;
  await people.has('zhengfawei', taken, 'prepare-agenda');
  // one that is withdrawn is told its cases and whoever has them, and makes way for another
  await (await system.as('zhengfawei')).post(`/cases/${taken}/withdraw`, { reason: '议程要重新拟' });
  await people.end(taken);
  expect(entriesOf(await people.read(one), '撤回议程')).toHaveLength(1);
  await until('the word to whoever has it', async () => (await (await system.as('caobacun')).get('/notices')).items.some(({ caseNo: about, text }: any) => about === one && text.includes('撤回了议程')));
  await until('it is on the list again', async () => (await listed()).includes(one));
  const { caseNo } = await ducha.post('/hard-issues/agenda', {});
  expect(caseNo).not.toBe(taken);
  expect(await ducha.post('/hard-issues/agenda', {})).toEqual({ caseNo, created: false });
  expect(await listed()).not.toContain(one);

  const today = await people.day(caseNo);
  const task = await people.has('zhengfawei', caseNo, 'prepare-agenda');
  const office = await system.as('zhengfawei');
  const { data } = await office.get(`/tasks/${task.key}`);
  expect(data.originCases.map(({ value }: any) => value)).toEqual(expect.arrayContaining([one, two]));
  await expect(people.does('zhengfawei', caseNo, 'prepare-agenda', { matters: [one, two], meetingOn: await people.day(caseNo, -1), invited: [] })).rejects.toMatchObject({ status: 422, problem: { problems: [{ path: 'meetingOn' }] } });
  await people.does('zhengfawei', caseNo, 'prepare-agenda', { matters: [one, two], meetingOn: today, invited: ['by.sfs', 'by-jinghe'] });
  for (const account of ['sifa', 'jinghezhiban']) await until(`the invitation of ${account}`, async () => (await (await system.as(account)).get('/notices')).items.some(({ text }: any) => text.includes(`（${caseNo}）`) && text.startsWith(`${today} 开会`)));
  const opens = async (account: string, one: string) => (await system.as(account)).get(`/cases/${one}`).then(() => 200, ({ status }) => status);
  expect(await Promise.all(['sifa', 'jinghezhiban', 'minzheng', 'zhujian'].flatMap((account) => [opens(account, caseNo), opens(account, one)]))).toEqual([200, 200, 200, 200, 200, 200, 404, 404]);
  expect((await (await system.as('sifa')).get(`/cases/${caseNo}`)).case.description).toMatch(new RegExp(`${one} 多年边界纠纷：红牌督办（\\d{4}-\\d\\d-\\d\\d 起）`));
  const minutes = { attendees: '政法委、民政局、农工办', minutes: '逐件研究', outcome: 'decided' };
  await expect(people.does('zhengfawei', caseNo, 'hold-meeting', { ...minutes, decisions: [{ matter: 'BY-2026-999999', text: '办', owner: 'by.sfs', doBy: today }] })).rejects.toMatchObject({ status: 422 });
  await expect(people.does('zhengfawei', caseNo, 'hold-meeting', { ...minutes, decisions: [{ matter: two, text: '办', owner: 'by.sfs', doBy: today }], raised: [two] })).rejects.toMatchObject({ status: 422, problem: { problems: [{ path: 'decisions[0].matter' }] } });
  const doBy = await people.day(caseNo, 6);
  await people.does('zhengfawei', caseNo, 'hold-meeting', { ...minutes, meetingOn: today, decisions: [{ matter: one, text: '司法局牵头调解', owner: 'by.sfs', doBy }, { matter: two, text: '镇里改造排水', owner: 'by-jinghe', doBy: today }] });

  const own = await people.has('sifa', caseNo, 'carry-out-decision');
  expect(await Promise.all([opens('minzheng', caseNo), opens('sifa', one), opens('sifa', caseNo)])).toEqual([404, 404, 200]);
  expect(new Date(own.dueAt).toISOString()).toBe(`${doBy}T15:59:59.000Z`);
  await people.does('sifa', caseNo, 'carry-out-decision', { outcome: 'done', summary: '双方签了协议' });
  await people.does('zhengfawei', caseNo, 'check-decision', { outcome: 'redo', reason: '协议没有履行' });
  await people.does('sifa', caseNo, 'carry-out-decision', { outcome: 'done', summary: '协议已履行' });
  await people.does('zhengfawei', caseNo, 'check-decision', { outcome: 'pass' });
  await people.does('jinghe', caseNo, 'carry-out-decision', { outcome: 'cannot', summary: '资金没有落实' });
  await people.does('zhengfawei', caseNo, 'check-decision', { outcome: 'raised', reason: '要市里安排资金' });

  const view = await people.end(caseNo);
  expect(view.case).toMatchObject({ source: '每月汇总', closing: { outcome: '已结案' } });
  expect(factOf(view, 'hard-issues').meetingOn).toBe(today);
  expect(factOf(view, 'hard-issues').results).toEqual(expect.arrayContaining([
    expect.objectContaining({ matter: one, owner: 'by.sfs', result: 'pass', said: '协议已履行' }), expect.objectContaining({ matter: two, result: 'raised', said: '资金没有落实' }),
  ]));
  const told = async (origin: string) => entriesOf(await people.read(origin), '研究反馈').map(({ why }: any) => why).join(' ');
  expect(await told(one)).toMatch(/司法局牵头调解[^]*协议已履行/);
  expect(await told(two)).toContain('镇里改造排水');
  expect(await told(two)).not.toMatch(/司法局|已落实/);
  // what was left undone is hard still, and the city's now
  expect((await ducha.get('/hard-issues'))).toMatchObject({ mayFile: false, items: expect.arrayContaining([expect.objectContaining({ caseNo: two, why: ['县里上报', '红牌督办'], at: '市级研究' })]) });
  expect(entriesOf(await people.read(two), '上报市里研究')).toHaveLength(1);

  await until('the shelved one on the list', async () => (await listed()).includes(three));
  expect((await ducha.get('/hard-issues')).items.find((item: any) => item.caseNo === three)).toMatchObject({ why: ['挂账缓办'], at: '市级研究' });
  const city = (await (await system.as('yangzhou')).post('/hard-issues/agenda', {})).caseNo;
  const own2 = await people.has('shizhengfa', city, 'prepare-agenda');
  const { data: offered } = await (await system.as('shizhengfa')).get(`/tasks/${own2.key}`);
  expect([offered.originCases.map(({ value }: any) => value), offered.agendaUnits.map(({ value }: any) => value)]).toEqual([[two, three], expect.arrayContaining(['by', 'yz.mzb', 'yz.ngb'])]);
  await people.does('shizhengfa', city, 'prepare-agenda', { matters: [two, three], meetingOn: today, invited: ['by'] });
  await until('the city office of agriculture is invited', async () => (await (await system.as('shinonggong')).get('/notices')).items.some(({ text }: any) => text.includes(`（${city}）`)));
  expect(await Promise.all(['shinonggong', 'baoyingzhihui', 'zhengfawei'].map((account) => opens(account, city)))).toEqual([200, 200, 404]);
  await people.does('shizhengfa', city, 'hold-meeting', { ...minutes, decisions: [{ matter: two, text: '市里拨款，县里改造', owner: 'by', doBy: today }, { matter: three, text: '提前安排资金', owner: 'yz.ngb', doBy: today }] });
  await people.does('shinonggong', city, 'carry-out-decision', { outcome: 'cannot', summary: '预算没有批' });
  const carried = await people.does('shizhengfa', city, 'check-decision', { outcome: 'carried', reason: '等明年预算' });
  // it is free for the next month while the other decision is still worked off
  await until('the carried one on the list again', async () => (await listed()).includes(three));
  expect(await listed()).not.toContain(two);
  expect(entriesOf(await people.read(three), '留到下月研究').map(({ why }: any) => why)).toEqual(['等明年预算']);
  await until('the word to the city', async () => (await (await system.as('yangzhou')).get('/notices')).items.some(({ caseNo: about, text }: any) => about === three && text.includes('留到下月再研究')));
  const other = { where: ({ key }: any) => key !== carried.key };
  await people.does('baoyingzhihui', city, 'carry-out-decision', { outcome: 'done', summary: '已改造' });
  await expect(people.does('shizhengfa', city, 'check-decision', { outcome: 'raised', reason: '再往上报' }, other)).rejects.toMatchObject({ status: 422, problem: { problems: [{ path: 'outcome' }] } });
  await people.does('shizhengfa', city, 'check-decision', { outcome: 'pass' }, other);
  expect((await people.end(city)).case.title).toContain('扬州市重点难点问题（2 件）');
  expect(await told(two)).toMatch(/市里拨款，县里改造[^]*已改造/);
  // put right by the city, it is the county's again as long as it is hard
  await until('it is the county\'s', async () => (await ducha.get('/hard-issues')).items.find((item: any) => item.caseNo === two)?.at === '县级研究');
}, 300_000);

test('the clock gathers them on the first of a month by itself', async () => {
  const ducha = await system.as('ducha');
  const agendas = async () => (await ducha.get('/hard-issues/agendas')).total;
  // the county's own, the one that it withdrew, and the city's, of which the county carried a decision out
  const before = 3;
  expect(await agendas()).toBe(before);
  // a month's timers of all that runs go off at once: a matter that climbs to the next level just then has no card there yet, and is gathered a month later
  for (let month = 1; month <= 6 && await agendas() === before; month += 1) {
    await until('a hard matter or an agenda of it', async () => (await ducha.get('/hard-issues')).items.length > 0 || await agendas() > before, 60_000);
    await system.move(31 * DAY);
    const end = Date.now() + 20_000;
    await until('the agenda of the month, or that none comes', async () => await agendas() > before || Date.now() > end);
  }
  expect(await agendas()).toBeGreaterThan(before);
}, 540_000);
