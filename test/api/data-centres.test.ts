// Data centres: administrators say whose it is, how long to wait and what it may be asked for; policy staff say which fields are taken over.
import { tellFailed } from '../../processes/partners/breaker.js';
import { expectProblem, openApi, type Api } from '../support/api.js';
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
