// What a grid member recorded this month, under the duty that it belongs to and once; where each duty leads is the county's choice.
import { closeTestStore } from '../support/store.js';
import { aReport, expectProblem, openApi, type Api } from '../support/api.js';

let api: Api;
beforeAll(async () => { api = await openApi(); }, 120_000);
afterAll(() => closeTestStore());

const GRID = 'by-jinghe-caoba-g1';
const read = async (account: string) => (await (await api.as(account)).get('/api/collection').expect(200)).body;
const under = (answer: any) => Object.fromEntries(answer.duties.filter(({ records }: any) => records > 0).map(({ name, records }: any) => [name, records]));
const visit = (given: object = {}) => ({
  clientId: crypto.randomUUID(), kind: 'visit', occasion: '入户走访', duty: '基层党建', role: '党的政策宣传员', grid: GRID, place: { text: '二栋' }, at: new Date().toISOString(), text: '宣传政策', ...given,
});

test('every duty in force has its tile, and every record counts once, for whoever made it', async () => {
  const agent = await api.as('caoba');
  const empty = await read('caoba');
  expect([empty.duties.length, empty.roles.length, under(empty)]).toEqual([10, 6, {}]);
  expect(empty.duties.slice(0, 3)).toMatchObject([{ name: '信息采报', lead: 'register:household', href: '/grid/items/new?kind=household' }, { name: '便民服务', href: '/report?group=H' }, { name: '基层党建', href: `/grid/visit?duty=${encodeURIComponent('基层党建')}` }]);

  const dispute = visit({ duty: '矛盾化解', role: '矛盾纠纷调解员' });
  for (const one of [visit(), dispute]) await agent.post('/api/visits').send(one).expect(201);
  await agent.post('/api/reports').send({ ...aReport(), category: 'A01' }).expect(201);
  // the visit that became a report is one record
  await agent.post('/api/reports').send({ ...aReport(), clientId: dispute.clientId, category: 'A01' }).expect(201);
  await agent.post('/api/reports').send({ ...aReport(), category: 'E01' }).expect(201);
  await agent.post('/api/registers').send({ clientId: crypto.randomUUID(), kind: 'household', grid: GRID, name: '解大爷', place: { text: '三栋' } }).expect(201);
  const answer = await read('caoba');
  expect(under(answer)).toEqual({ 信息采报: 1, 基层党建: 1, 矛盾化解: 2 });
  expect(answer.roles.filter(({ records }: any) => records > 0)).toEqual([{ name: '党的政策宣传员', records: 1 }, { name: '矛盾纠纷调解员', records: 1 }]);
  expect([answer.others, under(await read('caobazhang'))]).toEqual([1, {}]);
});

test('a visit under a role\'s former name counts under its name of now, and under its own where the county kept that', async () => {
  await (await api.as('caoba')).post('/api/visits').send(visit()).expect(201);
  const roles = async () => (await read('caoba')).roles.filter(({ name }: any) => name.endsWith('政策宣传员'));
  const [{ records: before }] = await roles();
  await api.store.visits.updateOne({ role: '党的政策宣传员' }, { $set: { role: '政策宣传员' } });
  expect(await roles()).toEqual([{ name: '党的政策宣传员', records: before }]);
  const admin = await api.as('guanli');
  const { lists, revision } = (await admin.get('/api/grid-lists').expect(200)).body;
  const kept = { ...lists, roles: ['政策宣传员', ...lists.roles] };
  const after = (await admin.put('/api/grid-lists').send({ lists: kept, revision }).expect(200)).body;
  expect(await roles()).toEqual([{ name: '政策宣传员', records: 1 }, { name: '党的政策宣传员', records: before - 1 }]);
  await admin.put('/api/grid-lists').send({ lists, revision: after.revision }).expect(200);
  // queued on a device since before the name changed
  const { body } = await (await api.as('caoba')).post('/api/visits').send({ ...visit(), role: '政策宣传员' }).expect(201);
  expect((await api.store.visits.findById(body.id).lean())!.role).toBe('党的政策宣传员');
});

test('the county says where a duty leads; what a duty cannot lead to is refused, and one that nobody named leads to a visit', async () => {
  const admin = await api.as('guanli');
  const { lists, revision } = (await admin.get('/api/grid-lists').expect(200)).body;
  expectProblem(await admin.put('/api/grid-lists').send({ lists: { ...lists, leads: { 信息采报: 'report:Z' } }, revision }), 422);
  await admin.put('/api/grid-lists').send({ lists: { ...lists, duties: ['设施巡查', ...lists.duties], leads: { ...lists.leads, 信息采报: 'register:employer' } }, revision }).expect(200);
  expect((await read('caoba')).duties.slice(0, 2)).toMatchObject([{ name: '设施巡查', lead: 'visit' }, { name: '信息采报', href: '/grid/items/new?kind=employer', records: 0 }]);
});
