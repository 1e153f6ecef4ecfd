// A report names the items of the registers that it is about: only those that its reporter may see; the case and the item then know each other, each as its reader may read it.
import { closeTestStore } from '../support/store.js';
import { aReport, expectProblem, openApi, type Api } from '../support/api.js';
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
