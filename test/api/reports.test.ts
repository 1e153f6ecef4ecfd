// Reports: one client id is one case, whatever the network does, and what is filed is started when the engine is there.
import { resend } from '../../processes/resend.js';
import { aReport, away, expectProblem, openApi, type Api } from '../support/api.js';
import { breaking } from '../support/breaking-store.js';
import { fileReport } from '../../processes/report.js';
import { closeTestStore } from '../support/store.js';

let api: Api;
beforeAll(async () => { api = await openApi(); });
afterAll(closeTestStore);
beforeEach(() => {
  api.engine.fails = undefined;
  api.engine.published.length = 0;
});

const send = async (report: object, account = 'caoba') => (await api.as(account)).post('/api/reports').send(report);
// One pixel.
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const later = () => resend(api.deps, Date.now() + 60_000);

describe('a report', () => {
  test('becomes a case with its number, its first entry and one start message', async () => {
    const report = aReport();
    const { status, body } = await send(report);
    expect(status).toBe(201);
    expect(body.caseNo).toMatch(/^BY-\d{4}-\d{6}$/);
    const found = await api.store.cases.findById(body.caseNo).lean();
    expect(found).toMatchObject({ clientId: report.clientId, village: 'by-jinghe-caoba', town: 'by-jinghe', county: 'by', city: 'yz', urgency: '一般', reporter: { person: 'caoba', anonymous: false } });
    expect(await api.store.entries.find({ caseNo: body.caseNo }).lean()).toMatchObject([{ action: '上报', who: { id: 'caoba', name: '周晓梅' } }]);
    expect(api.engine.published).toMatchObject([{ name: 'case.reported', key: body.caseNo, ttl: 0, variables: { caseNo: body.caseNo, grid: 'by-jinghe-caoba-g1', category: 'D01' } }]);
  });

  test('under another person\'s client id does not tell the number of that person\'s case', async () => {
    const report = aReport();
    const { body } = await send(report);
    expect(JSON.stringify(expectProblem(await send(report, 'anyi'), 409))).not.toContain(body.caseNo);
    expect((await send(report)).body).toEqual(body);
  });

  test('sent twenty times at once is one case: one 201, all with the same number', async () => {
    const report = aReport();
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(report)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(19);
    expect(new Set(answers.map(({ body }) => body.caseNo)).size).toBe(1);
    const { caseNo } = answers[0]!.body;
    expect(await api.store.cases.find({ clientId: report.clientId }).lean()).toHaveLength(1);
    expect(await api.store.entries.countDocuments({ caseNo })).toBe(1);
    expect(api.engine.published.filter(({ key }) => key === caseNo)).toHaveLength(1);
  });

  test('sent again with other content is told which case stands, and changes nothing', async () => {
    const report = aReport();
    const { body: { caseNo } } = await send(report);
    expect(await send({ ...report, at: new Date().toISOString() })).toMatchObject({ status: 200, body: { caseNo } });
    for (const other of [{ title: '改过的标题' }, { place: { ...report.place, lng: 119.3, lat: 33.2 } }, { reporter: { name: '王强' } }]) {
      expect(expectProblem(await send({ ...report, ...other }), 409)).toMatchObject({ caseNo, type: 'urn:liandong:problem:conflict' });
    }
    expect(await api.store.cases.find({ clientId: report.clientId }).lean()).toMatchObject([{ _id: caseNo, title: report.title }]);
    const { body } = await (await api.as('caoba')).get(`/api/cases/${caseNo}`).expect(200);
    expect(body.case.said).toBeUndefined();
  });

  test('whose photo was uploaded twice before it was known to have arrived is still the same', async () => {
    const caoba = await api.as('caoba');
    const upload = async () => (await caoba.post('/api/attachments').attach('file', png, '现场.png').expect(201)).body.id as string;
    const report = aReport({ attachments: [await upload()] });
    const { body } = await send(report);
    expect(await send({ ...report, attachments: [await upload()] })).toMatchObject({ status: 200, body });
    expectProblem(await send({ ...report, attachments: [] }), 409);
  });

  test('keeps when it was seen beside when it arrived, as far as the device\'s clock can be believed', async () => {
    const kept = async (hours: number) => {
      const at = new Date(Date.now() + hours * 3_600_000);
      const { body } = await send(aReport({ at: at.toISOString() }));
      return { at, ...(await api.store.cases.findById(body.caseNo).lean())! };
    };
    const now = await kept(-0.01);
    expect([now.seenAt, now.deviceAt]).toEqual([now.at, undefined]);
    const waited = await kept(-50);
    expect([waited.seenAt, waited.deviceAt]).toEqual([waited.at, waited.at]);
    expect(waited.reportedAt.getTime()).toBeGreaterThan(Date.now() - 60_000);
    for (const hours of [3, -40 * 24]) {
      const odd = await kept(hours);
      expect([odd.seenAt, odd.deviceAt]).toEqual([odd.reportedAt, odd.at]);
    }
    expectProblem(await send(aReport({ at: '昨天' })), 422);
  });

  test('of many people at once gets numbers that are never given twice', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => send(aReport(), i % 2 ? 'caoba' : 'caoba2')));
    expect(new Set(answers.map(({ body }) => body.caseNo)).size).toBe(30);
  });
});

describe('while the engine is away', () => {
  test('a report is accepted, and its case is started when the engine is back, once', async () => {
    api.engine.fails = away();
    const { status, body } = await send(aReport());
    expect(status).toBe(201);
    expect(await (await api.as('caoba')).get(`/api/cases/${body.caseNo}`)).toMatchObject({ status: 200 });
    await expect(later()).rejects.toThrow('does not answer');

    api.engine.fails = undefined;
    await resend(api.deps, Date.now() + 120_000);
    expect(api.engine.published.filter(({ key }) => key === body.caseNo)).toMatchObject([{ name: 'case.reported', ttl: 0 }]);
    // told a moment ago: the record is on its way
    await resend(api.deps, Date.now() + 121_000);
    expect(api.engine.published.filter(({ key }) => key === body.caseNo)).toHaveLength(1);
  });

  test('and once its instance is known, nothing is started again', async () => {
    const { caseNo } = await api.open('village-handle', ['by-jinghe-caoba/intake']);
    api.engine.published.length = 0;
    await later();
    expect(api.engine.published.filter(({ key }) => key === caseNo)).toEqual([]);
  });
});

describe('a crash while a report is filed', () => {
  test.each([1, 2, 3, 4, 5])('at write %i leaves nothing that the sender\'s repetition and the sweep do not make whole', async (n) => {
    const person = (await api.store.people.findById('caoba').lean())!;
    const report = aReport();
    const broken = breaking(api.store, n, 'after');
    const parsed = { ...report, urgency: '一般', people: 0, source: '网格巡查', attachments: [] } as never;
    await fileReport(parsed, person, { ...api.deps, store: broken.store }).catch(() => undefined);
    const { status, body } = await send(report);
    expect([200, 201]).toContain(status);
    api.engine.published.length = 0;
    await resend(api.deps, Date.now() + 600_000 + n * 60_000);
    expect(await api.store.cases.find({ clientId: report.clientId }).lean()).toHaveLength(1);
    expect(await api.store.entries.find({ caseNo: body.caseNo }).lean()).toMatchObject([{ action: '上报', who: { id: 'caoba', name: '周晓梅', unit: 'by-jinghe-caoba-g1' } }]);
    expect(api.engine.published.filter(({ key }) => key === body.caseNo)).toHaveLength(1);
  });
});

test('nobody files a report in a session without the page\'s token', async () => {
  expectProblem(await (await api.as('caoba')).post('/api/reports').set('x-csrf-token', '').send(aReport()), 403);
});
