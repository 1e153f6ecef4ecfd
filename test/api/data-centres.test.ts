// Data centres: administrators say whose it is, how long to wait and what it may be asked for; policy staff say which fields are taken over.
import supertest from 'supertest';
import { tellFailed } from '../../processes/partners/breaker.js';
import { sendLane } from '../../processes/partners/lanes.js';
import { tellPartners } from '../../processes/partners/tell.js';
import { expectProblem, openApi, type Api } from '../support/api.js';
import { signedMessage, startPartner } from '../support/partner.js';
import { closeTestStore } from '../support/store.js';

let api: Api;
const given = { name: '宝应县人社数据中心', kind: 'data-centre', centre: 'hr', unit: 'by', lookUp: 'http://127.0.0.1:9/look-up', patience: 3, purposes: ['调查拖欠工资'] };
beforeAll(async () => { api = await openApi(); }, 60_000);
afterAll(closeTestStore);

test('a data centre is refused without saying whose it is, and with a patience that is too long', async () => {
  const guanli = await api.as('guanli');
  expect(expectProblem(await guanli.post('/api/partners').send({ id: 'hr', ...given, centre: undefined }), 422).problems).toEqual([{ path: 'centre', message: '请选择是哪个数据中心' }]);
  expectProblem(await guanli.post('/api/partners').send({ id: 'hr', ...given, patience: 60 }), 422);
  await guanli.post('/api/partners').send({ id: 'hr', ...given }).expect(201);
  await guanli.put('/api/partners/hr').send({ ...given, purposes: ['调查拖欠工资', '核实参保'] }).expect(204);
});

test('what failed and until when nobody asks is told to administrators', async () => {
  const guanli = await api.as('guanli');
  expect((await guanli.get('/api/partners').expect(200)).body).toEqual([expect.objectContaining({ id: 'hr', centre: 'hr', patience: 3, purposes: ['调查拖欠工资', '核实参保'], lookUps: { failures: 0, failed: [] } })]);
  const failure = { at: new Date('2026-06-22T02:00:00Z'), caseNo: 'BY-2026-000001', step: 'look-up-employer', why: 'no answer' };
  for (const why of ['first', 'second', 'third']) await tellFailed('hr', { ...failure, why }, api.deps, Date.now());
  expect((await guanli.get('/api/partners').expect(200)).body[0].lookUps).toMatchObject({ failures: 3, openUntil: expect.any(String), failed: [{ why: 'third', caseNo: 'BY-2026-000001' }, { why: 'second' }, { why: 'first' }] });
  await (await api.as('jinghe')).get('/api/partners').expect(403);
});

test('the fields that are taken over are checked row by row and kept', async () => {
  const liucheng = await api.as('liucheng');
  const save = (revision: number, fields: object[]) => liucheng.put('/api/partner-mappings/hr').send({ revision, categories: [], units: [], urgencies: [], fields });
  const field = { theirs: 'dwmc', ours: 'name', title: '单位名称', type: 'text' };
  const wrong = [{ ...field, ours: 'text' }, { ...field, ours: '名称' }, { ...field, theirs: 'x', ours: 'name', title: '' }];
  expect(expectProblem(await save(0, wrong), 422).problems.map(({ path }: any) => path)).toEqual(['fields.0.ours', 'fields.1.theirs', 'fields.1.ours', 'fields.2.title']);
  await save(0, [field]).expect(200);
  expect((await liucheng.get('/api/partner-mappings/hr').expect(200)).body).toMatchObject({ kind: 'data-centre', revision: 1, fields: [field] });
});

test('a data centre hands over orders as a hotline does: its pages say where to and by which tables, what maps is filed, and it is told', async () => {
  const [guanli, liucheng] = [await api.as('guanli'), await api.as('liucheng')];
  const police = { ...given, name: '宝应县公安数据中心', centre: 'police' };
  const { secret } = (await guanli.post('/api/partners').send({ id: 'police', ...police }).expect(201)).body;
  const simulator = await startPartner([secret]);
  try {
    await guanli.put('/api/partners/police').send({ ...police, webhook: `${simulator.url}/hook` }).expect(204);
    const { text: page } = await guanli.get('/partners').expect(200);
    for (const shown of ['POST /api/intake/police/orders', `${simulator.url}/hook`, '分拣 / 退单期限', '查询网址']) expect(page).toContain(shown);
    const { text: tables } = await liucheng.get('/partners/mappings?partner=police').expect(200);
    expect([...tables.matchAll(/data-table="(\w+)"/g)].map(([, table]) => table)).toEqual(['categories', 'units', 'urgencies', 'concerns', 'fields']);
    expect(tables).toContain('data-tryout');
    await liucheng.put('/api/partner-mappings/police').send({ revision: 0, categories: [{ theirs: '邻里纠纷', ours: 'D01' }], units: [{ theirs: '320', ours: 'by-jinghe-caoba-g1' }], urgencies: [], fields: [] }).expect(200);
    const path = '/api/intake/police/orders';
    const send = (order: object) => { const { headers, text } = signedMessage(path, order, secret); return supertest(api.app).post(path).set(headers).send(text); };
    const order = { orderNo: 'GA-1', title: '邻里争吵要人劝', content: '两家为排水争吵', category: '邻里纠纷', area: '320', address: '曹坝村' };
    const { body } = await send(order).expect(201);
    expect(body).toMatchObject({ state: 'filed' });
    expect(await api.store.cases.findById(body.caseNo).lean()).toMatchObject({ category: 'D01', grid: 'by-jinghe-caoba-g1', source: '部门移送', reporter: { person: 'partner:police' } });
    expect((await send({ ...order, orderNo: 'GA-2', category: '别的' }).expect(201)).body).toMatchObject({ state: 'sorting' });
    await tellPartners(api.deps);
    expect(await sendLane('police', api.deps)).toBe(1);
    expect(simulator.events).toEqual([expect.objectContaining({ order: 'GA-1', caseNo: body.caseNo, state: 'accepted', seq: 1 })]);
  } finally {
    await simulator.close();
  }
});
