// The registers of the grids over the API: who sees and keeps what, masks and looks behind them, two people on one item, files.
import { closeTestStore } from '../support/store.js';
import { expectProblem, openApi, type Api } from '../support/api.js';
import { kinds } from '../../processes/grid/fields.js';
import type { AuditEntry, RegisterItem } from '../../processes/store/types.js';

let api: Api;
beforeAll(async () => { api = await openApi(); }, 120_000);
afterAll(() => closeTestStore());

const GRID = 'by-jinghe-caoba-g1';
const ID = '000000195001011215';
const anItem = (given: Record<string, unknown> = {}) => ({
  clientId: crypto.randomUUID(), kind: 'resident', grid: GRID, name: '解奶奶', categories: ['独居老人'], place: { text: '曹坝园区 9 号' }, phone: '12000009999', idNumber: ID, facts: { 联系人: '女儿 12000008888' }, ...given,
});
const add = async (given: Record<string, unknown> = {}) => (await (await api.as('caoba')).post('/api/registers').send(anItem(given)).expect(201)).body;
const audits = (action: string) => api.store.audit.find({ action }).lean<AuditEntry[]>();

describe('who sees and keeps a register', () => {
  test.each([['caoba', 200, true], ['caobazhang', 200, true], ['caobacun', 200, true], ['jinghe', 200, false], ['baoyingzhihui', 200, false], ['caoba2', 404, false], ['chengbei', 404, false], ['songzhu', 404, false]])(
    '%s reads an item of 曹坝园区网格: %s, keeps it: %s', async (account, status, keeps) => {
      const { id } = await add();
      const agent = await api.as(account);
      const read = await agent.get(`/api/registers/${id}`);
      expect(read.status).toBe(status);
      if (status === 200) expect(read.body.may.keep).toBe(keeps);
      const change = await agent.post(`/api/registers/${id}/state`).send({ revision: 1, state: 'gone', why: '试一试' });
      expect(change.status === 200).toBe(keeps);
      if (!keeps) expect([403, 404]).toContain(change.status);
    });

  test.each(['lds', 'ducha', 'kaohe', 'liucheng', 'guanli'])('%s, whose post has nothing to do with registers, is refused before anything is looked up', async (account) => {
    const agent = await api.as(account);
    for (const path of ['/api/registers', `/api/registers/${crypto.randomUUID()}`, '/api/registers/progress']) expectProblem(await agent.get(path), 403);
    expectProblem(await agent.post('/api/registers').send(anItem()), 403);
  });

  test('nobody enters an item of a grid that is not theirs, nor asks for a unit that is not theirs', async () => {
    expectProblem(await (await api.as('caoba2')).post('/api/registers').send(anItem()), 404);
    expectProblem(await (await api.as('caoba')).get('/api/registers?unit=by-jinghe'), 404);
    expect((await (await api.as('caoba')).get('/api/registers?size=100').expect(200)).body.items.every((item: { grid: string }) => item.grid === GRID)).toBe(true);
    expect((await (await api.as('jinghe')).get('/api/registers?unit=by-jinghe-songzhu').expect(200)).body.total).toBe(6);
  });
});

describe('what identifies a person', () => {
  test('is masked in every list and answer, and names and numbers in free words for who does not keep the register', async () => {
    const { id } = await add();
    const own = (await (await api.as('caoba')).get(`/api/registers/${id}`).expect(200)).body;
    expect(own).toMatchObject({ name: '解奶奶', phone: '120****9999', idNumber: '0000**********1215' });
    const above = (await (await api.as('jinghe')).get(`/api/registers/${id}`).expect(200)).body;
    expect(above).toMatchObject({ name: '解**', phone: '120****9999', facts: { 联系人: '女儿 120****8888' } });
    for (const account of ['caoba', 'jinghe']) {
      const list = JSON.stringify((await (await api.as(account)).get('/api/registers?kind=resident&size=100').expect(200)).body);
      expect([account, list.includes('12000009999'), list.includes(ID)]).toEqual([account, false, false]);
    }
  });

  test('of an employer is its telephone: its name is everybody\'s who may read the register, and is found by a part of it', async () => {
    const employer = { kind: 'employer', name: '曹坝水泵有限公司', categories: ['制造业'], idNumber: undefined, facts: { 统一社会信用代码: '91000000ma0ld00012', 负责人: '经理 12000008888', 用工人数: '16' } };
    const { id } = await add(employer);
    expect((await (await api.as('jinghe')).get(`/api/registers/${id}`).expect(200)).body).toMatchObject({
      name: '曹坝水泵有限公司', phone: '120****9999', facts: { 统一社会信用代码: '91000000MA0LD00012', 负责人: '经理 120****8888' },
    });
    expect((await (await api.as('jinghe')).get('/api/registers').query({ q: '水泵' }).expect(200)).body.total).toBe(1);
    const { problems } = expectProblem(await (await api.as('caoba')).post('/api/registers').send(anItem({ ...employer, name: '', categories: ['外星业'], facts: { 统一社会信用代码: '91000000MA0LD00013' } })), 422);
    expect(problems.map(({ path }: { path: string }) => path)).toEqual(['单位名称', '统一社会信用代码', '行业']);
  });

  test('is shown to who asks, after the look was written down', async () => {
    const { id } = await add();
    const before = (await audits('reveal')).length;
    expect((await (await api.as('jinghe')).post(`/api/registers/${id}/reveal`).send({}).expect(200)).body).toEqual({ name: '解奶奶', phone: '12000009999', idNumber: ID });
    const entries = await audits('reveal');
    expect(entries.length).toBe(before + 1);
    expect(entries.find(({ about }) => about.id === id)).toMatchObject({ who: { id: 'jinghe' }, about: { kind: 'register', id } });
    for (const account of ['caoba2', 'lds']) expectProblem(await (await api.as(account)).post(`/api/registers/${id}/reveal`).send({}), 404);
    expectProblem(await (await api.as('ducha')).post(`/api/registers/${id}/reveal`).send({}), 403);
    expect((await audits('reveal')).length).toBe(before + 1);
  });

  test('cannot be guessed by searching: a masked name or a number is found only whole', async () => {
    await add({ name: '解放军' });
    const find = async (account: string, q: string) => (await (await api.as(account)).get('/api/registers').query({ q, kind: 'resident' }).expect(200)).body.total as number;
    expect(await find('caoba', '解放')).toBe(1);
    expect([await find('jinghe', '解放'), await find('jinghe', '解放军')]).toEqual([0, 1]);
    expect([await find('caoba', '1200000'), await find('caoba', '12000009999') > 0]).toEqual([0, true]);
  });
});

describe('entering and changing', () => {
  test('the same client id is the same item, and another person\'s is refused', async () => {
    const given = anItem();
    const agent = await api.as('caoba');
    const ids = [await agent.post('/api/registers').send(given), await agent.post('/api/registers').send(given)].map(({ body }) => body.id);
    expect(ids).toEqual([given.clientId, given.clientId]);
    expectProblem(await (await api.as('caobazhang')).post('/api/registers').send(given), 409);
  });

  test('what is wrong is named by the field as it stands on the form', async () => {
    const { problems } = expectProblem(await (await api.as('caoba')).post('/api/registers').send(anItem({ name: '', categories: ['外星人'], phone: '123', idNumber: '000000195001011219', place: { text: '' } })), 422);
    expect(problems.map(({ path }: { path: string }) => path)).toEqual(['姓名', '类别', '住址', '电话', '身份证号']);
    expect(JSON.stringify(problems)).toContain('校验位');
  });

  test('the second of two who change one item is told what the first changed, and nothing of theirs is written', async () => {
    const item = await add();
    const { clientId: _c, kind: _k, grid: _g, ...draft } = anItem();
    await (await api.as('caobazhang')).put(`/api/registers/${item.id}`).send({ ...draft, revision: 1, note: '每周二送药', phone: '12000007777' }).expect(200);
    const { detail } = expectProblem(await (await api.as('caoba')).put(`/api/registers/${item.id}`).send({ ...draft, revision: 1, note: '我写的' }), 409);
    expect(detail).toContain('王德富改了电话、备注');
    expect(await api.store.registers.findById(item.id).lean<RegisterItem>()).toMatchObject({ revision: 2, note: '每周二送药', phone: '12000007777' });
    const { clientId: _1, phone: _p, idNumber: _i, ...unsaid } = { ...draft, clientId: '' };
    const saved = await (await api.as('caoba')).put(`/api/registers/${item.id}`).send({ ...unsaid, revision: 2, note: '我写的' }).expect(200);
    expect(saved.body).toMatchObject({ revision: 3, phone: '120****7777', idNumber: '0000**********1215', note: '我写的' });
  });

  test('of two who change it in one moment exactly one is written', async () => {
    const item = await add();
    const { clientId: _c, kind: _k, grid: _g, ...draft } = anItem();
    const [a, b] = await Promise.all(['caoba', 'caobazhang'].map(async (account) => (await api.as(account)).put(`/api/registers/${item.id}`).send({ ...draft, revision: 1, note: account })));
    expect([a!.status, b!.status].sort()).toEqual([200, 409]);
  });

  test('what is gone stays, with who and why, and is out of the counts', async () => {
    const item = await add({ kind: 'danger', name: '井盖缺失', categories: ['其他隐患'], idNumber: undefined, facts: {} });
    const agent = await api.as('caoba');
    const total = async (query: string) => (await agent.get(`/api/registers?kind=danger&${query}`).expect(200)).body.total as number;
    const before = await total('');
    await agent.post(`/api/registers/${item.id}/state`).send({ revision: 1, state: 'solved', why: '' }).expect(422);
    await agent.post(`/api/registers/${item.id}/state`).send({ revision: 1, state: 'solved', why: '已补装井盖' }).expect(200);
    expect([await total(''), await total('state=solved'), await total('state=all')]).toEqual([before - 1, 1, before]);
    const { history } = (await agent.get(`/api/registers/${item.id}`).expect(200)).body;
    expect(history.at(-1)).toMatchObject({ revision: 2, action: '销号', why: '已补装井盖', by: { name: '周晓梅' } });
  });
});

describe('files', () => {
  const header = '姓名,类别,住址,电话,身份证号,所属户主,联系人,需要的帮助,备注';
  const send = async (text: string, more: Record<string, unknown> = {}, account = 'caoba2') => (await api.as(account)).post('/api/registers/import').send({ grid: 'by-jinghe-caoba-g2', kind: 'resident', text, clientId: crypto.randomUUID(), dryRun: false, ...more });
  const total = async () => api.store.registers.countDocuments({ grid: 'by-jinghe-caoba-g2', kind: 'resident' });

  test('the template is a file that can be entered as it is', async () => {
    const { text, headers } = await (await api.as('caoba')).get('/api/registers/template?kind=household').expect(200);
    expect(headers['content-disposition']).toContain(encodeURIComponent('家庭情况-模板.csv'));
    expect(text.startsWith('\uFEFF户主,住址,电话')).toBe(true);
    expect((await send(text, { kind: 'household', dryRun: true })).body).toMatchObject({ rows: 1, problems: [] });
  });

  test.each(kinds)('the template of the register of each %s can be entered as it is', async (kind) => {
    const { text } = await (await api.as('caoba')).get(`/api/registers/template?kind=${kind}`).expect(200);
    // the example of a person names a household that no grid has
    expect((await send(text.replace(',张某某,儿子', ',,儿子'), { kind, dryRun: true })).body).toMatchObject({ rows: 1, problems: [] });
  });

  test('an employer stands once by its credit code, whatever it is called', async () => {
    const text = '单位名称,统一社会信用代码,地址\n甲厂,91000000MA0000000N,一组\n乙厂,91000000ma0000000n,二组\n丙厂,91000000MA0000000A,三组';
    expect((await send(text, { kind: 'employer', dryRun: true })).body.problems.map(({ line, path }: { line: number; path: string }) => `${line} ${path}`)).toEqual(['3 统一社会信用代码', '4 统一社会信用代码']);
  });

  test('one bad row and nothing is entered; each problem names its line and column', async () => {
    const before = await total();
    const text = `${header}\n袁某,独居老人,二组 1 号,12000000501,,,,,\n,独居老人,二组 2 号,123,,,,,\n鲍某,不存在的类别,二组 3 号,,000000195001011219,没有这户,,,\n袁某,独居老人,二组 1 号,,,,,,`;
    const { body } = await send(text, { dryRun: true });
    expect(body.problems.map(({ line, path }: { line: number; path: string }) => `${line} ${path}`)).toEqual(['3 姓名', '3 电话', '4 类别', '4 身份证号', '4 所属户主', '5 姓名']);
    const { problems } = expectProblem(await send(text), 422);
    expect(problems[0]).toEqual({ path: '第 3 行·姓名', message: '请填写姓名' });
    expect(await total()).toBe(before);
  });

  test('a good file is entered once, however often it is sent, and belongs to its household', async () => {
    const before = await total();
    const clientId = crypto.randomUUID();
    const text = `\uFEFF${header}\r\n"殷某,小名阿福",独居老人、残疾人,二组 4 号,12000000502,,汤万年,,"送药
每周二",\r\n费某,流动人口,二组 5 号,,,,,,\r\n`;
    for (const _ of [1, 2]) expect((await send(text, { clientId })).body).toMatchObject({ rows: 2, problems: [] });
    expect(await total()).toBe(before + 2);
    const made = await api.store.registers.findOne({ grid: 'by-jinghe-caoba-g2', name: '殷某,小名阿福' }).lean<RegisterItem>();
    expect(made).toMatchObject({ categories: ['独居老人', '残疾人'], facts: { 需要的帮助: '送药\n每周二' }, household: expect.stringMatching(/^0{8}/) });
    expect((await send(text, { dryRun: true })).body.problems[0].message).toContain('已经有了');
  });

  test('a file that is none, or for a grid that is not theirs, is refused as a whole', async () => {
    expect(expectProblem(await send('甲,乙\n1,2'), 422).problems[0].message).toContain('缺少「姓名」');
    expect(expectProblem(await send('姓名,类别,住址\n"没有关,独居老人,二组'), 422).problems[0].message).toContain('第 2 行的引号');
    expect(expectProblem(await send(header), 422).problems[0].message).toContain('没有内容');
    expectProblem(await send(`${header}\n袁某,独居老人,二组,,,,,,`, {}, 'songzhu'), 404);
  });
});

describe('the lists to choose from', () => {
  test('ten duties, six roles and five occasions ship, with where they come from', async () => {
    const { lists, sources } = (await (await api.as('caoba')).get('/api/grid-lists').expect(200)).body;
    expect([lists.duties.length, lists.roles.length, lists.occasions.length]).toEqual([10, 6, 5]);
    expect(sources.duties.source).toContain('扬州');
  });

  test('the county changes them, once for each state that was seen; a grid member does not', async () => {
    const admin = await api.as('guanli');
    const { lists, revision } = (await admin.get('/api/grid-lists').expect(200)).body;
    const changed = { ...lists, dangers: [...lists.dangers, '无人机乱飞'] };
    expectProblem(await (await api.as('caoba')).put('/api/grid-lists').send({ lists: changed, revision }), 403);
    expectProblem(await admin.put('/api/grid-lists').send({ lists: { ...lists, duties: ['信息采报', '信息采报'] }, revision }), 422);
    await admin.put('/api/grid-lists').send({ lists: changed, revision }).expect(200);
    expectProblem(await admin.put('/api/grid-lists').send({ lists, revision }), 409);
    await add({ kind: 'danger', name: '夜间无人机', categories: ['无人机乱飞'], idNumber: undefined, facts: {} });
  });
});
