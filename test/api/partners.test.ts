// Partners: their orders come in once whatever happens on the way, nobody can forge or replay one, what does not map waits in its own words, and states go back in order.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import supertest from 'supertest';
import { climbOrders } from '../../processes/partners/climb.js';
import { sendLane } from '../../processes/partners/lanes.js';
import { seal } from '../../processes/partners/sealed.js';
import { secretsOf } from '../../processes/partners/signature.js';
import { tellPartners } from '../../processes/partners/tell.js';
import { expectProblem, openApi, type Api } from '../support/api.js';
import { signedMessage, startPartner, type Hand, type Simulator } from '../support/partner.js';
import { closeTestStore } from '../support/store.js';
import { RecordLog } from '../support/records.js';
import { receiveBulk } from '../../processes/projection/receive.js';
import { diagram } from '../support/journey.js';

let api: Api;
let secret: string;
let partner: Simulator;
const PATH = '/api/intake/hotline/orders';
let last = 0;
const anOrder = (given: object = {}) => ({
  orderNo: `WX-${++last}`, title: '村口垃圾没人清', content: '垃圾桶满了三天，请打 13812345678', category: '暴露垃圾', urgency: '加急', area: 'XZ-01', address: '泾河镇曹坝村村口', citizen: { name: '王小明', phone: '13812345678' }, ...given,
});
const send = (body: object | undefined, hand: Hand = {}, path = PATH) => {
  const { headers, text } = signedMessage(path, body, secret, hand);
  const agent = supertest(api.app);
  return body ? agent.post(path).set(headers).send(text) : agent.get(path).set(headers);
};
const tables = { categories: [{ theirs: '暴露垃圾', ours: 'D01' }], units: [{ theirs: 'XZ-01', ours: 'by-jinghe-caoba-g1' }, { theirs: '松竹村', ours: 'by-jinghe-songzhu' }], urgencies: [{ theirs: '加急', ours: '紧急' }] };
const told = async (id: string) => (await api.store.outgoing.find({ line: id }).lean()).sort((a, b) => a.place! - b.place!).map(({ text, state }) => ({ ...JSON.parse(text), sending: state }));

beforeAll(async () => {
  api = await openApi();
  partner = await startPartner();
  const guanli = await api.as('guanli');
  const { body } = await guanli.post('/api/partners').send({ id: 'hotline', name: '12345 热线', kind: 'hotline', unit: 'by-jinghe' }).expect(201);
  secret = body.secret;
  await (await api.as('liucheng')).put('/api/partner-mappings/hotline').send({ revision: 0, ...tables }).expect(200);
}, 60_000);
afterAll(async () => {
  await partner.close();
  await closeTestStore();
});

describe('an order', () => {
  test('whose words are all mapped is a case at once, with the partner as who reported it', async () => {
    const given = anOrder();
    const { body } = await send(given).expect(201);
    expect(body).toMatchObject({ orderNo: given.orderNo, state: 'filed', caseNo: expect.stringMatching(/^BY/) });
    const found = (await api.store.cases.findById(body.caseNo).lean())!;
    expect(found).toMatchObject({ category: 'D01', grid: 'by-jinghe-caoba-g1', urgency: '紧急', source: '12345转办', reporter: { person: 'partner:hotline', name: '王小明', phone: '13812345678' } });
    // what identifies the citizen stands in the case alone
    expect(JSON.stringify(await api.store.partnerOrders.findById(`hotline:${given.orderNo}`).lean())).not.toContain('王小明');
    const view = await (await api.as('jinghe')).get(`/api/cases/${body.caseNo}`).expect(200);
    expect(view.body.timeline.find(({ action }: any) => action === '转办')).toMatchObject({ text: `12345 热线工单 ${given.orderNo}：村口垃圾没人清`, why: expect.stringContaining('暴露垃圾') });
  });

  test('that comes twice, even at once, is one case and answered the same; another text under its number is a conflict', async () => {
    const given = anOrder();
    const answers = await Promise.all([send(given), send(given), send(given)]);
    const again = await send(given).expect(200);
    expect(new Set([...answers, again].map(({ body }) => body.caseNo)).size).toBe(1);
    expect(await api.store.cases.countDocuments({ title: given.title, 'place.text': given.address, _id: again.body.caseNo })).toBe(1);
    const other = await send({ ...given, content: '另外一件事' });
    expect(expectProblem(other, 409).detail).toContain('内容不同');
    expect((await send(undefined, {}, `${PATH}/${given.orderNo}`).expect(200)).body).toMatchObject({ state: 'filed', caseNo: again.body.caseNo });
  });

  test('forged, replayed, late, oversized or of nobody is refused, and nothing is kept of it', async () => {
    const before = await api.store.partnerOrders.countDocuments();
    const given = anOrder();
    expectProblem(await send(given, { secret: 'not-the-secret' }), 401);
    expectProblem(await send(given, { forged: JSON.stringify({ ...given, title: '改过的标题' }) }), 401);
    expectProblem(await send(given, { method: 'PUT' }), 401);
    expect(expectProblem(await send(given, { timestamp: Math.floor(Date.now() / 1000) - 400 }), 401).detail).toContain('时间戳');
    expectProblem(await send(given, { timestamp: Math.floor(Date.now() / 1000) + 400 }), 401);
    expectProblem(await send(given, {}, '/api/intake/nobody/orders'), 401);
    expectProblem(await send({ ...given, content: '长'.repeat(40_000) }), 413);
    expectProblem(await supertest(api.app).post(PATH).send(given), 401);
    expect(await api.store.partnerOrders.countDocuments()).toBe(before);
    const nonce = 'a-nonce-of-this-test';
    await send(given, { nonce }).expect(201);
    expect(expectProblem(await send(given, { nonce }), 409).detail).toContain('重放');
    expectProblem(await send({ ...given, title: '' }), 422);
    expect((await api.store.audit.find({ action: '拒绝对接消息' }).lean()).length).toBeGreaterThan(3);
  });

  test('is believed with the old and the new secret while both are in force, and after that with the new one alone', async () => {
    const guanli = await api.as('guanli');
    const old = secret;
    secret = (await guanli.post('/api/partners/hotline/secrets').expect(201)).body.secret;
    await send(anOrder()).expect(201);
    await send(anOrder(), { secret: old }).expect(201);
    const { secrets } = (await api.store.partners.findById('hotline').lean())!;
    await api.store.partners.updateOne({ _id: 'hotline' }, { $set: { secrets: secrets.map((one) => (one.until ? { ...one, until: Date.now() - 1 } : one)) } });
    expectProblem(await send(anOrder(), { secret: old }), 401);
    const { body } = await guanli.get('/api/partners').expect(200);
    expect(body[0].secrets).toHaveLength(1);
    expect(JSON.stringify(body)).not.toContain(secret);
    expect(JSON.stringify(await api.store.partners.find().lean())).not.toContain(secret);
  });
});

test('a partner is believed and told again as soon as its secret is made anew after SESSION_SECRET has changed; until then nobody can tell', async () => {
  const guanli = await api.as('guanli');
  const given = { name: '换了主密钥', kind: 'hotline', unit: 'by-jinghe' };
  await guanli.post('/api/partners').send({ id: 'moved', ...given }).expect(201);
  const { secrets: [before] } = (await api.store.partners.findById('moved').lean())!;
  await api.store.partners.updateOne({ _id: 'moved' }, { $set: { secrets: [{ ...before!, sealed: seal('of-before', 'moved', { sessionSecret: 'another' }) }] } });
  const path = '/api/intake/moved/orders';
  expectProblem(await send(anOrder(), { secret: 'of-before' }, path), 503);
  // as a rotation left it that kept what does not open
  const now = { id: 'now', at: Date.now(), sealed: seal('of-now', 'moved', api.deps.settings) };
  await api.store.partners.updateOne({ _id: 'moved' }, { $push: { secrets: now } } as never);
  await send(anOrder(), { secret: 'of-now' }, path).expect(201);
  expect(secretsOf((await api.store.partners.findById('moved').lean())!, api.deps.settings)).toEqual(['of-now']);
  const { body } = await guanli.post('/api/partners/moved/secrets').expect(201);
  expect((await api.store.partners.findById('moved').lean())!.secrets.map(({ id }) => id)).toEqual(['now', expect.any(String)]);
  await send(anOrder(), { secret: body.secret }, path).expect(201);
});

test('whoever tries signatures is held up, and does not fill the audit', async () => {
  const lines = () => api.store.audit.countDocuments({ action: '拒绝对接消息', 'about.id': 'guessed' });
  await (await api.as('guanli')).post('/api/partners').send({ id: 'guessed', name: '被猜的', kind: 'hotline', unit: 'by-jinghe' }).expect(201);
  const path = '/api/intake/guessed/orders';
  const answers = await Promise.all(Array.from({ length: 30 }, () => send(anOrder(), { secret: 'guess' }, path)));
  expect([answers.filter(({ status }) => status === 401).length, answers.filter(({ status }) => status === 429).length, await lines()]).toEqual([20, 10, 20]);
});

test('an order that names an employer or a facility by its code is about it, where the tables say which field that is; a code that nobody bears asks nothing', async () => {
  const member = await api.as('caoba');
  const register = async (kind: string, name: string, facts: object) => (await member.post('/api/registers').send({ clientId: crypto.randomUUID(), kind, grid: 'by-jinghe-caoba-g1', name, categories: kind === 'facility' ? ['消防设施'] : [], place: { text: '曹坝园区' }, facts }).expect(201)).body.id as string;
  const [firm, hydrant] = [await register('employer', '曹坝热处理厂', { 统一社会信用代码: '91000000MA0LD00038' }), await register('facility', '园区北门消防栓', { 设施编码: 'SS-0007' })];
  const liucheng = await api.as('liucheng');
  const save = async (concerns: object[]) => {
    const { revision } = (await liucheng.get('/api/partner-mappings/hotline').expect(200)).body;
    return liucheng.put('/api/partner-mappings/hotline').send({ revision, ...tables, concerns });
  };
  expect(expectProblem(await save([{ theirs: '主体代码', ours: 'employer.name' }]), 422).problems[0].path).toBe('concerns.0.ours');
  await (await save([{ theirs: '主体代码', ours: 'employer.统一社会信用代码' }, { theirs: '部件', ours: 'facility.设施编码' }]));
  const about = async (fields: object) => {
    const given = anOrder({ fields });
    const { body } = await send(given).expect(201);
    await send(given).expect(200);
    expect(JSON.stringify(await api.store.partnerOrders.findById(`hotline:${given.orderNo}`).lean())).not.toContain('MA0LD00038');
    return ((await api.store.cases.findById(body.caseNo).lean())!.concerns ?? []).map(({ id }) => id);
  };
  expect(await about({ 主体代码: '91000000ma0ld00038', 部件: 'SS-0007', 别的: '不看' })).toEqual([firm, hydrant]);
  expect(await about({ 主体代码: 'SS-0007', 部件: 'SS-9999' })).toEqual([]);
  await save([]);
});

describe('what does not map', () => {
  test('waits at the intake of the village or town in its own words, is sorted to a case, and climbs when nobody does', async () => {
    const given = anOrder({ category: '其他类', area: undefined, address: '泾河镇松竹村三组' });
    const { body } = await send(given).expect(201);
    expect(body).toMatchObject({ state: 'sorting' });
    const id = `hotline:${given.orderNo}`;
    const notices = await api.store.notices.find({ to: 'by-jinghe-songzhu/intake' }).lean();
    const told = notices.length ? notices : await api.store.notices.find({ title: `待分拣工单：${given.title}` }).lean();
    expect(told.length).toBeGreaterThan(0);
    await api.store.partnerOrders.updateOne({ _id: id }, { $set: { sortBy: new Date(0) } });
    await climbOrders(api.deps);
    expect(await api.store.partnerOrders.findById(id).lean()).toMatchObject({ unit: 'by-jinghe', state: 'sorting' });
    const jinghe = await api.as('jinghe');
    const shown = (await jinghe.get('/api/orders').expect(200)).body.items.find((one: any) => one.id === id);
    expect(shown).toMatchObject({ partnerName: '12345 热线', missing: ['category', 'grid'], content: '垃圾桶满了三天，请打 138****5678', theirs: { category: '其他类' }, mayReturn: true });
    await (await api.as('anyi')).post(`/api/orders/${id}/sort`).send({ category: 'D01', grid: 'by-anyi-chengbei-g1' }).expect(404);
    expectProblem(await jinghe.post(`/api/orders/${id}/sort`).send({ category: 'D01', grid: 'by-anyi-chengbei-g1' }), 422);
    const { body: sorted } = await jinghe.post(`/api/orders/${id}/sort`).send({ category: 'D02', grid: 'by-jinghe-songzhu-g1', urgency: '一般' }).expect(200);
    expect(await api.store.cases.findById(sorted.caseNo).lean()).toMatchObject({ category: 'D02', grid: 'by-jinghe-songzhu-g1', description: given.content, reporter: { name: '王小明' } });
    expectProblem(await jinghe.post(`/api/orders/${id}/sort`).send({ category: 'D02', grid: 'by-jinghe-songzhu-g1' }), 409);
    expect((await send(given).expect(200)).body.caseNo).toBe(sorted.caseNo);
  });

  test('is filed by the next round when sorting broke off half way', async () => {
    const given = anOrder({ category: '说不清' });
    await send(given).expect(201);
    const broken = jest.spyOn(api.store.partnerOrders, 'findById').mockImplementationOnce((id: any) => { broken.mockRestore(); const first = api.store.partnerOrders.findById(id); jest.spyOn(api.store.partners, 'findById').mockImplementationOnce(() => { throw new Error('killed'); }); return first as any; });
    expectProblem(await (await api.as('jinghe')).post(`/api/orders/hotline:${given.orderNo}/sort`).send({ category: 'D02', grid: 'by-jinghe-songzhu-g1', urgency: '一般' }), 500);
    expect(await api.store.partnerOrders.findById(`hotline:${given.orderNo}`).lean()).toMatchObject({ state: 'received', stale: true });
    await tellPartners(api.deps);
    expect(await api.store.partnerOrders.findById(`hotline:${given.orderNo}`).lean()).toMatchObject({ state: 'filed', caseNo: expect.stringMatching(/^BY/) });
  });

  test('is sent back with a reason while the limit runs; so is what was filed, whose case is withdrawn', async () => {
    const jinghe = await api.as('jinghe');
    const unsorted = anOrder({ category: '不归我们' });
    await send(unsorted).expect(201);
    await jinghe.post(`/api/orders/hotline:${unsorted.orderNo}/return`).send({ reason: '' }).expect(422);
    await jinghe.post(`/api/orders/hotline:${unsorted.orderNo}/return`).send({ reason: '不在本镇' }).expect(204);
    expectProblem(await jinghe.post(`/api/orders/hotline:${unsorted.orderNo}/return`).send({ reason: '不在本镇' }), 409);
    const filed = anOrder();
    const { body } = await send(filed).expect(201);
    await jinghe.post(`/api/orders/hotline:${filed.orderNo}/return`).send({ reason: '属市级管理' }).expect(204);
    expect(await api.store.cases.findById(body.caseNo).lean()).toMatchObject({ withdrawal: { reason: '退单：属市级管理' } });
    const late = anOrder();
    await send(late).expect(201);
    await api.store.partnerOrders.updateOne({ _id: `hotline:${late.orderNo}` }, { $set: { returnBy: new Date(0) } });
    expect(expectProblem(await jinghe.post(`/api/orders/hotline:${late.orderNo}/return`).send({ reason: '太晚了' }), 409).detail).toContain('期限');
    expect((await send(undefined, {}, `${PATH}/${unsorted.orderNo}`).expect(200)).body).toMatchObject({ state: 'returned' });
  });
});

describe('the mapping tables', () => {
  test('are written by policy staff of the partner\'s area alone, and lead nowhere else', async () => {
    await api.store.partners.create({ _id: 'whole-city', name: '市热线', kind: 'hotline', unit: 'city', scope: ['city'], active: true, secrets: [], returnLimit: '1 工作日', sortLimit: '2 工作时' });
    const liucheng = await api.as('liucheng');
    expect((await liucheng.get('/api/partner-mappings').expect(200)).body.map(({ id }: any) => id)).not.toContain('whole-city');
    expectProblem(await liucheng.put('/api/partner-mappings/whole-city').send({ revision: 0, ...tables }), 404);
    const { revision } = (await liucheng.get('/api/partner-mappings/hotline').expect(200)).body;
    const { problems } = expectProblem(await liucheng.put('/api/partner-mappings/hotline').send({ revision, ...tables, units: [{ theirs: 'XZ-02', ours: 'by-anyi' }] }), 422);
    expect(problems).toEqual([{ path: 'units.0.ours', message: '这个对接单位的辖区里没有这个网格、村、镇或县，或已撤销' }]);
  });

  test('refuse what is wrong row by row, and who saves over another', async () => {
    const liucheng = await api.as('liucheng');
    const wrong = { ...tables, categories: [{ theirs: '甲', ours: 'Z99' }, { theirs: ' 甲', ours: 'D01' }], units: [{ theirs: '', ours: 'by-jinghe' }] };
    expect(expectProblem(await liucheng.put('/api/partner-mappings/hotline').send({ revision: 1, ...wrong }), 422).problems.map(({ path }: any) => path)).toEqual(['categories.0.ours', 'categories.1.theirs', 'units.0.theirs']);
    expectProblem(await liucheng.put('/api/partner-mappings/hotline').send({ revision: 0, ...tables }), 409);
    const tried = await liucheng.post('/api/partner-mappings/hotline/tryout').send({ ...tables, order: { category: '暴露垃圾', address: '泾河镇松竹村三组' } }).expect(200);
    expect(tried.body).toEqual({ category: 'D01', unit: 'by-jinghe-songzhu', unitName: '松竹村', urgency: '一般', missing: ['grid'] });
  });

  test('and partners take no address outside the allow list', async () => {
    const guanli = await api.as('guanli');
    const put = (webhook: string) => guanli.put('/api/partners/hotline').send({ name: '12345 热线', kind: 'hotline', unit: 'by-jinghe', webhook });
    for (const url of ['https://elsewhere.example.cn/hook', 'http://169.254.169.254/', 'file:///etc/passwd', 'http://a:b@127.0.0.1/']) expectProblem(await put(url), 422);
    await put(`${partner.url}/hook`).expect(204);
  });
});

describe('states', () => {
  let wall: number;
  const PATIENT = 60_000;
  beforeEach(() => { wall = Date.now(); });
  afterEach(() => partner.behave('well'));
  const lane = (to = 'hotline') => sendLane(to, api.deps, () => wall);

  test('go back in order and once although the partner was down, failing and forgetful in between; a lane that waits is seen, and others do not wait for it', async () => {
    await api.store.outgoing.deleteMany({});
    const guanli = await api.as('guanli');
    const given = anOrder();
    const other = (await guanli.post('/api/partners').send({ id: 'city', name: '数字城管', kind: 'city', unit: 'by-jinghe' }).expect(201)).body.secret;
    const second = await startPartner([other]);
    await guanli.put('/api/partners/city').send({ name: '数字城管', kind: 'city', unit: 'by-jinghe', webhook: `${second.url}/hook` }).expect(204);
    await partner.close();
    partner = await startPartner([secret]);
    await guanli.put('/api/partners/hotline').send({ name: '12345 热线', kind: 'hotline', unit: 'by-jinghe', webhook: `${partner.url}/hook` }).expect(204);
    await partner.behave('down');
    const { body: { caseNo } } = await send(given).expect(201);
    const log = new RecordLog(1, new Date().toISOString());
    const instance = log.start('grid-event', log.deploy('grid-event', diagram('grid-event')));
    instance.variable('caseNo', caseNo);
    let from = 0;
    const tell = async () => {
      const body = log.body(from);
      from = log.records.length;
      await receiveBulk(body, api.deps);
      await tellPartners(api.deps);
    };
    const id = `hotline:${given.orderNo}`;
    const intake = instance.task('intake', { groups: ['by-jinghe-caoba/intake'] });
    await tell();
    expect(await lane()).toBe(0);
    instance.endTask('intake', intake, 'COMPLETED');
    instance.task('village-handle', { groups: ['by-jinghe-caoba/intake'] });
    await tell();
    expect((await told(id)).map(({ state, status, seq, sending }) => [state, status, seq, sending])).toEqual([['accepted', '已接收', 1, 'waiting'], ['progress', '待受理', 2, 'waiting'], ['progress', '处置中', 3, 'waiting']]);
    const { body: waiting } = await guanli.get('/api/outgoing?state=waiting&channel=webhook').expect(200);
    expect(waiting.items.find(({ caseNo: no }: any) => no === caseNo)).toMatchObject({ whom: '12345 热线', title: expect.stringMatching(/^回传：/) });
    // the other partner's lane goes on
    const orderOfCity = { ...anOrder(), category: '不归我们' };
    const { headers, text } = signedMessage('/api/intake/city/orders', orderOfCity, other);
    await supertest(api.app).post('/api/intake/city/orders').set(headers).send(text).expect(201);
    await (await api.as('jinghe')).post(`/api/orders/city:${orderOfCity.orderNo}/return`).send({ reason: '不在本镇' }).expect(204);
    await tellPartners(api.deps);
    expect(await lane('city')).toBe(1);
    expect(second.events).toEqual([expect.objectContaining({ order: orderOfCity.orderNo, state: 'returned', reason: '不在本镇', seq: 1 })]);
    await second.close();
    await partner.behave('failing');
    wall += PATIENT;
    expect(await lane()).toBe(0);
    await partner.behave('forgetful');
    wall += PATIENT * 5;
    expect(await lane()).toBe(0);
    await partner.behave('well');
    for (let round = 0; round < 6; round++) { wall += PATIENT * 20; await lane(); }
    const got = partner.events.filter(({ order }) => order === given.orderNo);
    expect([...new Set(got.map(({ event }) => event))]).toEqual([`${id}:1`, `${id}:2`, `${id}:3`]);
    // the one whose answer was lost came again, under the same event id
    expect(new Set(partner.events.map(({ event }) => event)).size).toBe(partner.events.length - 1);
    expect((await told(id)).every(({ sending }) => sending === 'sent')).toBe(true);
    wall += PATIENT * 60;
    expect(await lane()).toBe(0);
  });

  test('of an order that the partner will not hear of fail at once with its words; all others go on, and an administrator sends it again', async () => {
    await api.store.outgoing.deleteMany({});
    const guanli = await api.as('guanli');
    const at = (second: number) => new Date(Date.UTC(2026, 5, 21, 0, 0, second));
    const keep = (order: string, place: number, second: number) => api.store.outgoing.create({
      _id: `webhook:hotline:${order}:${place}`, channel: 'webhook', to: 'hotline', title: `回传：第 ${place} 步`, text: JSON.stringify({ event: `${order}:${place}`, order, seq: place }), at: at(second), state: 'waiting', tries: 0, nextAt: 0, line: `hotline:${order}`, place, scope: ['by', 'by-jinghe'],
    });
    const events = () => partner.events.map(({ event }) => event).filter((event) => /^[AB]:/.test(event));
    await Promise.all([keep('A', 1, 1), keep('A', 2, 2), keep('B', 1, 3), keep('B', 2, 4), keep('A', 3, 5)]);
    partner.refuses = { A: 422 };
    expect(await lane()).toBe(2);
    expect(events()).toEqual(['B:1', 'B:2']);
    const { body: { items, counts } } = await guanli.get('/api/outgoing').expect(200);
    expect(counts).toMatchObject({ failed: 3, waiting: 0 });
    expect(items[0]).toMatchObject({ tries: 1, whom: '12345 热线', why: expect.stringMatching(/^对方拒收（422）：.*没有这张工单.*现在发/) });
    // it knows the order now: what comes later is taken, and what it refused comes when somebody sends it
    partner.refuses = {};
    await keep('A', 4, 6);
    expect(await lane()).toBe(1);
    await guanli.post('/api/outgoing/retry').expect(200);
    expect(await lane()).toBe(3);
    expect(events()).toEqual(['B:1', 'B:2', 'A:4', 'A:1', 'A:2', 'A:3']);
    expect(await api.store.outgoing.countDocuments({ $or: [{ state: { $ne: 'sent' } }, { refused: true }] })).toBe(0);
  });

  test('of an order that the partner always fails on wait on their own, seen and in order, and all others go on; when it is mended they arrive once; a partner that fails on all is not asked for each', async () => {
    await api.store.outgoing.deleteMany({});
    const keep = (order: string, place: number, second: number) => api.store.outgoing.create({
      _id: `webhook:hotline:${order}:${place}`, channel: 'webhook', to: 'hotline', title: `回传：第 ${place} 步`, text: JSON.stringify({ event: `${order}:${place}`, order, seq: place }), at: new Date(Date.UTC(2026, 5, 22, 0, 0, second)), state: 'waiting', tries: 0, nextAt: 0, line: `hotline:${order}`, place, scope: ['by', 'by-jinghe'],
    });
    const events = () => partner.events.map(({ event }) => event).filter((event) => /^[PQR]:/.test(event));
    await Promise.all([keep('P', 1, 1), keep('Q', 1, 2), keep('P', 2, 3), keep('R', 1, 4), keep('Q', 2, 5)]);
    partner.refuses = { P: 500 };
    for (const pause of [0, 5_000, 30_000]) { wall += pause; await lane(); }
    expect(events()).toEqual(['Q:1', 'R:1', 'Q:2']);
    const { body: { items } } = await (await api.as('guanli')).get('/api/outgoing?state=waiting&channel=webhook').expect(200);
    expect(items.map(({ title, tries, why }: any) => [title, tries, why])).toEqual([['回传：第 2 步', 0, undefined], ['回传：第 1 步', 3, expect.stringContaining('试了 3 次都没有收下这一条')]]);
    // what comes for others meanwhile does not wait; what comes for the order itself does
    await Promise.all([keep('R', 2, 6), keep('P', 3, 7)]);
    await lane();
    expect(events()).toEqual(['Q:1', 'R:1', 'Q:2', 'R:2']);
    partner.refuses = {};
    for (let round = 0; round < 4; round += 1) { wall += 120_000; await lane(); }
    expect(events().slice(4)).toEqual(['P:1', 'P:2', 'P:3']);
    expect(await api.store.outgoing.countDocuments({ state: { $ne: 'sent' } })).toBe(0);

    // everything fails: a few are asked, the rest is left alone
    await api.store.outgoing.deleteMany({});
    for (let n = 0; n < 20; n += 1) await keep(`S${n}`, 1, 10 + n);
    await partner.behave('failing');
    for (let round = 0; round < 12; round += 1) { wall += 1_800_000; await lane(); }
    const tried = (await api.store.outgoing.find().lean()).map(({ tries }) => tries);
    expect([tried.filter((tries) => tries > 0).length <= 5, tried.length]).toEqual([true, 20]);
    await partner.behave('well');
    wall += 1_800_000;
    expect(await lane()).toBe(20);
  });

  test.each([401, 403, 404, 408, 425, 429, 500])('that were answered with %i are tried again, and what follows of the order waits', async (status) => {
    await api.store.outgoing.deleteMany({});
    for (const place of [1, 2]) await api.store.outgoing.create({ _id: `w${place}`, channel: 'webhook', to: 'hotline', title: '回传', text: JSON.stringify({ event: `C:${place}`, order: 'C' }), at: new Date(place), state: 'waiting', tries: 0, nextAt: 0, line: 'hotline:C', place });
    partner.refuses = { C: status };
    expect(await lane()).toBe(0);
    expect(await api.store.outgoing.find().sort({ place: 1 }).lean()).toEqual([expect.objectContaining({ state: 'waiting', tries: 1 }), expect.objectContaining({ state: 'waiting', tries: 0, nextAt: wall + 5_000 })]);
    partner.refuses = {};
  });
});
