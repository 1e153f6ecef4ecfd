// Visits and check-ins over the API: kept once, corrected by another entry, what they mark as seen, the log, and how one becomes a report.
import sharp from 'sharp';
import { monthOf } from '../../processes/grid/when.js';
import { shanghaiDay } from '../../processes/shanghai.js';
import type { Entry, GridVisit, RegisterItem } from '../../processes/store/types.js';
import { aReport, expectProblem, openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';

let api: Api;
beforeAll(async () => { api = await openApi(); }, 120_000);
afterAll(() => closeTestStore());

const GRID = 'by-jinghe-caoba-g1';
const demo = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const aVisit = (given: Record<string, unknown> = {}) => ({
  clientId: crypto.randomUUID(), kind: 'visit', occasion: '入户走访', duty: '信息采报', role: '信息民意联络员', grid: GRID, items: [demo(100)], place: { text: '职工宿舍 2 栋' },
  at: new Date().toISOString(), text: '一切正常', ...given,
});
const send = async (given: Record<string, unknown> = {}, account = 'caoba') => (await api.as(account)).post('/api/visits').send(aVisit(given));
const seenAt = async (id: string) => (await api.store.registers.findById(id).lean<RegisterItem>())!.seenAt;

describe('a check-in', () => {
  test('that is sent twice, even at once, is one', async () => {
    const given = aVisit();
    const agent = await api.as('caoba');
    const answers = await Promise.all([1, 2, 3].map(() => agent.post('/api/visits').send(given)));
    expect(answers.every(({ status }) => [200, 201].includes(status))).toBe(true);
    expect((await agent.post('/api/visits').send(given)).status).toBe(200);
    expect(await api.store.visits.countDocuments({ _id: given.clientId })).toBe(1);
    expectProblem(await (await api.as('caobazhang')).post('/api/visits').send(given), 409);
  });

  test('marks what it saw with the time at which it was seen, and an older one that comes later takes nothing back', async () => {
    const [newer, older] = [new Date(Date.now() - 60_000), new Date(Date.now() - 3 * 86_400_000)];
    await send({ items: [demo(102)], at: newer.toISOString() });
    await send({ items: [demo(102)], at: older.toISOString() });
    expect(await seenAt(demo(102))).toEqual(newer);
  });

  test('keeps the device\'s time and points out a clock that differs by more than ten minutes', async () => {
    const hours = (n: number) => new Date(Date.now() + n * 3_600_000);
    const late = (await send({ at: hours(-20).toISOString() })).body;
    expect([late.at, late.deviceAt]).toEqual([late.deviceAt, late.at]);
    const ahead = (await send({ at: hours(20).toISOString() })).body;
    expect([ahead.at, new Date(ahead.deviceAt) > new Date()]).toEqual([ahead.sentAt, true]);
    expect((await send()).body.deviceAt).toBeUndefined();
  });

  test.each([['caobazhang', 201], ['caobacun', 201], ['jinghe', 403], ['lds', 403], ['caoba2', 404], ['chengbei', 404]])('by %s in 曹坝园区网格 answers %s', async (account, status) => {
    expect((await send({}, account)).status).toBe(status);
  });

  test('with words of no list, items of another grid, somebody else\'s photo or nothing at all is refused by field', async () => {
    const paths = async (given: Record<string, unknown>) => expectProblem(await send(given), 422).problems.map(({ path }: { path: string }) => path);
    expect(await paths({ duty: '写诗', role: '诗人', occasion: '突发事件到场' })).toEqual(['occasion', 'duty', 'role']);
    expect(await paths({ items: [demo(200)] })).toEqual(['items']);
    expect(await paths({ items: [], text: '' })).toEqual(['text']);
    expect(await paths({ attachments: [crypto.randomUUID()] })).toEqual(['attachments']);
  });

  test('shows its photo to whoever may read it and to nobody else', async () => {
    const image = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#484' } }).jpeg().toBuffer();
    const { id } = (await (await api.as('caoba')).post('/api/attachments').attach('file', image, { filename: 'a.jpg', contentType: 'image/jpeg' }).expect(201)).body;
    await (await api.as('caobazhang')).get(`/api/attachments/${id}`).expect(404);
    expect((await send({ attachments: [id] })).status).toBe(201);
    await (await api.as('caobazhang')).get(`/api/attachments/${id}`).expect(200);
    await (await api.as('caoba2')).get(`/api/attachments/${id}`).expect(404);
  });
});

describe('a correction', () => {
  test('is a new entry that names the old; the old stays, counts no more, and what it named wrongly is unseen again', async () => {
    const agent = await api.as('caoba');
    const old = (await send({ items: [demo(108), demo(109)], text: '看了厂房和消防栓' })).body;
    const totals = async () => (await agent.get('/api/visits/totals').query({ person: 'caoba', month: monthOf(new Date()) }).expect(200)).body.entries as number;
    const before = await totals();
    const put = aVisit({ items: [demo(108)], text: '只看了厂房', corrects: old.id });
    for (const _ of [1, 2]) expect([200, 201]).toContain((await agent.post('/api/visits').send(put)).status);
    expect([await totals(), await seenAt(demo(109)), await seenAt(demo(108)) !== undefined]).toEqual([before, undefined, true]);
    expect((await agent.get(`/api/visits/${old.id}`).expect(200)).body).toMatchObject({ text: '看了厂房和消防栓', correctedBy: put.clientId });
    expectProblem(await send({ corrects: old.id }), 409);
    expectProblem(await send({ corrects: old.id }, 'caobazhang'), 404);
  });
});

describe('the month', () => {
  test('counts exactly what it has and has not seen, per grid, village and town, longest unseen first', async () => {
    const agent = await api.as('songzhu');
    const unseen = async () => (await agent.get('/api/registers?unseen=true&size=100').expect(200)).body;
    const before = await unseen();
    expect([before.total, before.items.map(({ name }: { name: string }) => name).sort()]).toEqual([5, ['四组文化广场', '宗奶奶', '宗学文', '松竹小学', '滕秀芳']]);
    await api.store.registers.updateOne({ _id: demo(300) }, { $set: { seenAt: new Date('2020-01-01T00:00:00Z') } });
    expect((await unseen()).items.at(-1).name).toBe('宗学文');
    await send({ grid: 'by-jinghe-songzhu-g1', items: [demo(300), demo(301)] }, 'songzhu');
    expect((await unseen()).total).toBe(3);
    const town = (await (await api.as('jinghe')).get('/api/registers/progress?unit=by-jinghe').expect(200)).body;
    expect(new Set(town.parts.map(({ unit }: { unit: { name: string } }) => unit.name))).toEqual(new Set(['曹坝村', '松竹村', '小涵村']));
    expect(town.parts.find(({ unit }: { unit: { id: string } }) => unit.id === 'by-jinghe-songzhu')).toMatchObject({ all: { total: 5, seen: 2 }, household: { total: 2, seen: 1 }, resident: { total: 1, seen: 1 }, facility: { total: 2, seen: 0 } });
    expectProblem(await agent.get('/api/registers/progress?unit=by-jinghe'), 404);
  });

  test('begins and ends at midnight in Shanghai', async () => {
    const agent = await api.as('songzhu');
    const start = new Date(`${monthOf(new Date())}-01T00:00:00+08:00`);
    const unseen = async () => (await agent.get('/api/registers?unseen=true&kind=facility&size=1').expect(200)).body.total as number;
    const before = await unseen();
    await api.store.registers.updateOne({ _id: demo(302) }, { $set: { seenAt: new Date(start.getTime() - 1) } });
    expect(await unseen()).toBe(before);
    await api.store.registers.updateOne({ _id: demo(302) }, { $set: { seenAt: start } });
    expect(await unseen()).toBe(before - 1);
  });
});

describe('the log', () => {
  test('of a day says what each did, counted by duty and role, for whoever may read the unit', async () => {
    const day = shanghaiDay(new Date());
    await send({ grid: 'by-anyi-chengbei-g1', kind: 'check-in', occasion: '突发事件到场', duty: '应急处置', role: '民生保障服务员', items: [] }, 'chengbei');
    const above = await api.as('anyi');
    expect((await above.get(`/api/visits?day=${day}`).expect(200)).body).toMatchObject({ total: 1, items: [{ occasion: '突发事件到场', by: { name: '戴慧敏' }, gridName: '城北第一网格' }] });
    expect((await above.get(`/api/visits/totals?day=${day}&unit=by-anyi`).expect(200)).body).toMatchObject({ entries: 1, visits: 0, checkIns: 1, duty: [{ name: '应急处置', count: 1 }], role: [{ name: '民生保障服务员', count: 1 }] });
    expectProblem(await above.get('/api/visits?unit=by-jinghe'), 404);
    expect((await above.get(`/api/visits?person=caoba&day=${day}`).expect(200)).body.total).toBe(0);
    expect((await (await api.as('lds')).get('/api/visits').expect(200)).body.total).toBe(0);
  });

  test('reads as a page with its counts, and filters stay within the day that is looked at', async () => {
    const day = shanghaiDay(new Date());
    const { text } = await (await api.as('anyi')).get(`/grid/log?day=${day}`).expect(200);
    expect(text).toContain('<span>应急处置</span><b>1</b>');
    expect(text).toContain(`name="day" value="${day}"`);
    expect(text).toMatch(/日，1 条<\/h2>/);
  });

  test('a month that is none is refused', async () => {
    expectProblem(await (await api.as('caoba')).get('/api/visits?month=2026-13'), 422);
  });
});

describe('a check-in that becomes a report', () => {
  const entries = (caseNo: string) => api.store.entries.find({ caseNo }).sort({ at: 1, _id: 1 }).lean<Entry[]>();
  const kept = async (id: string) => (await api.store.visits.findById(id).lean<GridVisit>())!;

  test('bears the number of its case, the case names it, and the danger that was looked at leads there', async () => {
    const { id } = (await send({ items: [demo(111)], text: '又有两辆车飞线充电' })).body;
    const caseNo = await api.report({ clientId: id });
    expect((await (await api.as('caoba')).get(`/api/visits/${id}`).expect(200)).body.caseNo).toBe(caseNo);
    expect((await entries(caseNo)).map(({ action }) => action)).toEqual(['上报', '走访发现']);
    expect((await api.store.registers.findById(demo(111)).lean<RegisterItem>())!.caseNo).toBe(caseNo);
    expect(await api.report({ clientId: id })).toBe(caseNo);
    expect((await entries(caseNo)).length).toBe(2);
  });

  test('is tied to it as well when the report arrives first', async () => {
    const clientId = crypto.randomUUID();
    const caseNo = await api.report({ clientId });
    await send({ clientId });
    expect((await kept(clientId)).caseNo).toBe(caseNo);
  });

  test('a report of somebody else under its id is none of it', async () => {
    const clientId = crypto.randomUUID();
    await (await api.as('caoba2')).post('/api/reports').send(aReport({ clientId, grid: 'by-jinghe-caoba-g2' })).expect(201);
    await send({ clientId });
    expect((await kept(clientId)).caseNo).toBeUndefined();
  });
});
