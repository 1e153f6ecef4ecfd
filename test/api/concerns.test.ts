// A report names the items of the registers that it is about: only those that its reporter may see; the case and the item then know each other, each as its reader may read it.
import { withoutNames } from '../../api/hide.js';
import { closeTestStore } from '../support/store.js';
import { aReport, expectProblem, openApi, type Api } from '../support/api.js';
import { variablesOf } from '../../processes/report.js';
import { caseForForm } from '../../processes/task-data.js';
import type { Case } from '../../processes/store/types.js';

let api: Api;
beforeAll(async () => { api = await openApi(); }, 120_000);
afterAll(() => closeTestStore());

const GRID = 'by-jinghe-caoba-g1';
const add = async (given: object) => (await (await api.as('caoba')).post('/api/registers').send({ clientId: crypto.randomUUID(), grid: GRID, categories: [], place: { text: '曹坝园区 9 号', lng: 119.35, lat: 33.24 }, facts: {}, phone: '12000009999', ...given }).expect(201)).body;
const employer = () => add({ kind: 'employer', name: '曹坝水泵有限公司', facts: { 负责人: '经理 解某 12000008888', 用工人数: '16' } });
const household = () => add({ kind: 'household', name: '解大爷' });
const send = async (report: object, account = 'caoba') => (await api.as(account)).post('/api/reports').send(report);
const read = async (account: string, caseNo: string) => (await (await api.as(account)).get(`/api/cases/${caseNo}`).expect(200)).body;

test('a case keeps what it is about in the order of the report, each once, and shows it as the registers are now', async () => {
  const [firm, home] = [await employer(), await household()];
  const { caseNo } = (await send({ ...aReport(), concerns: [firm.id, home.id, firm.id] })).body;
  expect((await api.store.cases.findById(caseNo).lean<Case>())!.concerns).toEqual([{ id: firm.id, kind: 'employer', name: '曹坝水泵有限公司' }, { id: home.id, kind: 'household', name: '解大爷' }]);
  await (await api.as('caobazhang')).put(`/api/registers/${firm.id}`).send({ revision: 1, name: '曹坝泵业有限公司', place: { text: '曹坝园区 9 号' }, facts: { 用工人数: '18' } }).expect(200);
  const { concerned } = await read('caoba', caseNo);
  expect(concerned.map(({ name, kindName, may }: any) => [name, kindName, may.see])).toEqual([['曹坝泵业有限公司', '用人单位', true], ['解大爷', '家庭情况', true]]);
  expect(concerned[0].known).toEqual([{ label: '地址', value: '曹坝园区 9 号' }, { label: '负责人电话', value: '120****9999' }, { label: '用工人数', value: '18' }]);
});

test('whoever may see the case but no register reads where people are and how to reach them, masked; nobody reads their names from the case itself', async () => {
  const [firm, home] = [await employer(), await household()];
  const { caseNo } = (await send({ ...aReport(), concerns: [home.id, firm.id] })).body;
  const answer = await read('ducha', caseNo);
  expect(answer.concerned).toEqual([
    { id: home.id, kind: 'household', kindName: '家庭情况', name: '解**', known: [{ label: '住址', value: '曹坝园区 9 号' }, { label: '电话', value: '120****9999' }], may: { see: false } },
    { id: firm.id, kind: 'employer', kindName: '用人单位', name: '曹坝水泵有限公司', known: [{ label: '地址', value: '曹坝园区 9 号' }, { label: '负责人', value: '经理 解某 120****8888' }, { label: '负责人电话', value: '120****9999' }, { label: '用工人数', value: '16' }], may: { see: false } },
  ]);
  for (const account of ['ducha', 'jinghe']) expect([account, JSON.stringify(await read(account, caseNo)).includes('解大爷')]).toEqual([account, false]);
});

test('an item shows its cases to whoever may see them, the newest first', async () => {
  const firm = await employer();
  const numbers = [];
  for (const _ of [1, 2]) numbers.push((await send({ ...aReport(), concerns: [firm.id] })).body.caseNo);
  await send(aReport());
  const casesFor = async (account: string) => (await (await api.as(account)).get(`/api/registers/${firm.id}/cases`).expect(200)).body.items.map(({ caseNo }: { caseNo: string }) => caseNo).sort();
  expect(await casesFor('caoba')).toEqual([...numbers].sort());
  expect(await casesFor('jinghe')).toEqual([...numbers].sort());
  expectProblem(await (await api.as('caoba2')).get(`/api/registers/${firm.id}/cases`), 404);
});

test('what the reporter may not see, what is none, and more than five are refused, and no case is made', async () => {
  const { id } = await employer();
  const before = await api.store.cases.countDocuments();
  expect(expectProblem(await send({ ...aReport(), grid: 'by-jinghe-caoba-g2', concerns: [id] }, 'caoba2'), 422).problems).toEqual([{ path: 'concerns', message: '登记册里没有这一条，或者不在您的网格里' }]);
  expectProblem(await send({ ...aReport(), concerns: [crypto.randomUUID()] }), 422);
  expectProblem(await send({ ...aReport(), concerns: ['x'] }), 422);
  expectProblem(await send({ ...aReport(), concerns: Array.from({ length: 6 }, () => crypto.randomUUID()) }), 422);
  expect(await api.store.cases.countDocuments()).toBe(before);
});

test('sent again about something else it is another report; a suggestion takes over what its case is about', async () => {
  const [firm, home] = [await employer(), await household()];
  const report = { ...aReport(), concerns: [firm.id] };
  const { caseNo } = (await send(report)).body;
  expect((await send(report)).body.caseNo).toBe(caseNo);
  expect(expectProblem(await send({ ...report, concerns: [home.id] }), 409)).toMatchObject({ caseNo });
  const suggested = (await (await api.as('caoba')).post(`/api/cases/${caseNo}/suggestions`).send({ clientId: crypto.randomUUID(), to: 'by-jinghe.lds', title: '定期检查工资发放', text: '每月查一次' }).expect(201)).body;
  expect((await api.store.cases.findById(suggested.caseNo).lean<Case>())!.concerns).toEqual([{ id: firm.id, kind: 'employer', name: '曹坝水泵有限公司' }]);
});

test('what is begun by oneself is about what was chosen, and what its forms ask is known from the start', async () => {
  const firm = await add({ kind: 'employer', name: '曹坝冲压有限公司', facts: { 负责人: '冲压 王某' } });
  const begin = async (given: object) => (await api.as('jinghe')).post('/api/initiatives').send({ clientId: crypto.randomUUID(), procedure: 'joint-enforcement', title: '联合检查冲压车间', category: 'D01', place: { text: '曹坝园区 9 号' }, grid: GRID, ...given });
  const { caseNo } = (await begin({ concerns: [firm.id] })).body;
  expect((await api.store.cases.findById(caseNo).lean<Case>())!.concerns).toEqual([{ id: firm.id, kind: 'employer', name: '曹坝冲压有限公司' }]);
  // whoever plans it reads what it is about, people by their family name
  const home = await household();
  const about = (await begin({ concerns: [firm.id, home.id] })).body.caseNo;
  expect(caseForForm((await api.store.cases.findById(about).lean<Case>())!)).toMatchObject({ concerned: '曹坝冲压有限公司、解**', place: { text: '曹坝园区 9 号' } });
  expect(variablesOf((await api.store.cases.findById(about).lean<Case>())!)).toMatchObject({ place: '曹坝园区 9 号' });
  expectProblem(await begin({ concerns: [crypto.randomUUID()] }), 422);
  expect(await (await api.as('jinghe')).get('/initiate').set('accept', 'text/html').expect(200)).toMatchObject({ text: expect.stringContaining('data-concerns') });
});

test('of those at fault a person is masked where a fact names them, an employer is not', () => {
  // a person's home is theirs like the name; a unit's address is not
  expect(withoutNames({ partyPerson: '解某', partyPlace: '曹坝村一组', personPlace: '曹坝村一组' })).toEqual({ partyPerson: '解*', partyPlace: '曹****', personPlace: '曹****' });
  expect(withoutNames({ partyName: '某厂', partyPlace: '曹坝园区' })).toEqual({ partyName: '某厂', partyPlace: '曹坝园区' });
  expect(withoutNames({ partyPerson: '解某', partyName: '曹坝冲压有限公司' })).toEqual({ partyPerson: '解*', partyName: '曹坝冲压有限公司' });
});

test('a case that was filed without saying so is linked later by whoever handles it, with a line and in the audit; nobody else may, and never to more than five', async () => {
  const code = '91000000MA0LD00025';
  const firm = await add({ kind: 'employer', name: '曹坝铸造有限公司', facts: { 统一社会信用代码: code } });
  const home = await add({ kind: 'household', name: '柏大娘', facts: { 房屋编码: 'FW-321023-0001' } });
  const task = await api.open('dept-handle', ['by-jinghe.lds/officer']);
  const link = async (account: string, given: object) => (await api.as(account)).post(`/api/cases/${task.caseNo}/concerns`).send(given);
  const concerns = async () => ((await api.store.cases.findById(task.caseNo).lean<Case>())!.concerns ?? []).map(({ id }) => id);
  expect([(await read('lds', task.caseNo)).can.link, (await read('ducha', task.caseNo)).can.link]).toEqual([true, false]);
  expectProblem(await link('ducha', { code }), 403);
  expectProblem(await link('anyi', { code }), 404);
  expectProblem(await link('lds', {}), 422);
  expect(expectProblem(await link('lds', { code: 'nobody-has-this' }), 422).problems[0].path).toBe('code');
  // an officer may not look into the registers: an id that is not theirs to see is refused, a code that they know is not
  expectProblem(await link('lds', { concerns: [firm.id] }), 422);
  for (const _ of [1, 2]) expect((await link('lds', { code: code.toLowerCase() })).status).toBe(204);
  expect((await link('lds', { code: 'FW-321023-0001' })).status).toBe(204);
  expect(await concerns()).toEqual([firm.id, home.id]);
  // house codes are easily guessed: one of another village is not opened by it, an employer of another is
  await api.store.registers.updateMany({ 'facts.房屋编码': 'FW-321023-0001' }, { $set: { 'facts.房屋编码': 'FW-321023-0009' } });
  const far = async (kind: string, name: string, facts: object) => (await (await api.as('caobazhang')).post('/api/registers').send({ clientId: crypto.randomUUID(), kind, name, grid: GRID, categories: [], place: { text: '松竹村 1 号' }, facts, phone: '12000009999' }).expect(201)).body;
  const abroad = await far('household', '远大娘', { 房屋编码: 'FW-321023-0002' });
  await api.store.registers.updateOne({ _id: abroad.id }, { $set: { grid: 'by-jinghe-songzhu-g1', scope: ['yz', 'by', 'by-jinghe', 'by-jinghe-songzhu', 'by-jinghe-songzhu-g1'] } });
  expect(expectProblem(await link('lds', { code: 'FW-321023-0002' }), 422).problems[0].path).toBe('code');
  expect(await concerns()).toEqual([firm.id, home.id]);
  const lines = (await read('jinghe', task.caseNo)).timeline.filter(({ action }: any) => action === '登记册');
  expect(lines.map(({ text, who }: any) => [text, who.id])).toEqual([['关联了用人单位「曹坝铸造有限公司」。', 'lds'], ['关联了家庭情况。', 'lds']]);
  expect(await api.store.audit.countDocuments({ action: '关联登记', 'about.id': task.caseNo })).toBe(3);
  expect((await (await api.as('lds')).get(`/cases/${task.caseNo}`).set('accept', 'text/html').expect(200)).text).toMatch(/data-link-concern[^]*id="link-code"/);

  const own = await api.open('village-handle', ['by-jinghe-caoba/intake']);
  const more = await Promise.all(Array.from({ length: 6 }, (_, n) => add({ kind: 'facility', name: `消防栓 ${n}`, categories: ['消防设施'] })));
  const choose = async (ids: string[]) => (await api.as('caobacun')).post(`/api/cases/${own.caseNo}/concerns`).send({ concerns: ids });
  expect((await choose(more.slice(0, 4).map(({ id }) => id))).status).toBe(204);
  expectProblem(await choose(more.slice(4).map(({ id }) => id)), 409);
  expect((await api.store.cases.findById(own.caseNo).lean<Case>())!.concerns).toHaveLength(4);
  await own.end('COMPLETED');
  expectProblem(await choose([more[4]!.id]), 403);
});

test('the party of a penalty is masked wherever a reader without a task meets it: in the facts, in the line that recorded them and in the tasks that follow', async () => {
  const party = { partyPerson: '解某某', partyPlace: '曹坝村一组 3 号', partyName: '' };
  const task = await api.open('dept-handle', ['by-jinghe.lds/officer'], { variables: party });
  await api.store.entries.create({ _id: `job:${task.key}`, caseNo: task.caseNo, at: new Date(), who: { system: '事实登记' }, action: '备案', text: '登记：行政处罚', data: { fact: 'penalty', ...party } } as never);
  await api.store.cases.updateOne({ _id: task.caseNo }, { $push: { facts: { _id: `job:${task.key}`, key: 'penalty', at: new Date(), data: party } } } as never);
  const said = async (account: string) => JSON.stringify([await read(account, task.caseNo), (await (await api.as(account)).get(`/api/tasks/${task.key}`).expect(200)).body]);
  const masked = await said('ducha');
  for (const part of ['解某某', '曹坝村一组 3 号']) expect([part, masked.includes(part)]).toEqual([part, false]);
  expect(masked).toContain('解**');
  // whoever is to act on it reads whom it is about
  expect(await said('lds')).toContain('解某某');
});
