// What a register knows is filled into a task's form for whoever has it, and what they correct reaches the register: once, and never over what is newer.
import { filledIn } from '../../api/task-shown.js';
import { keepFacts } from '../../processes/grid/keep-facts.js';
import { getForm } from '../../processes/tasks.js';
import { closeTestStore } from '../support/store.js';
import { openApi, type Api } from '../support/api.js';
import type { Case, RegisterItem, Task } from '../../processes/store/types.js';

let api: Api;
beforeAll(async () => { api = await openApi(); }, 120_000);
afterAll(() => closeTestStore());

const GRID = 'by-jinghe-caoba-g1';
let number = 0;
const employer = async (given: object = {}) => (await (await api.as('caoba')).post('/api/registers').send({
  clientId: crypto.randomUUID(), kind: 'employer', grid: GRID, name: `曹坝${number += 1}号厂`, categories: [], place: { text: '曹坝园区 9 号', lng: 119.35, lat: 33.24 }, phone: '12000009999', facts: { 用工人数: '16' }, ...given,
}).expect(201)).body as { id: string; name: string };
/** An inspection of a case about these items, in the hands of 劳动监察. */
async function inspection(...items: { id: string; name: string }[]) {
  const task = await api.open('inspection', ['by.lds/officer'], { procedure: 'wage-arrears' });
  await api.store.cases.updateOne({ _id: task.caseNo }, { $set: { concerns: items.map(({ id, name }) => ({ id, kind: 'employer', name })) } });
  const agent = await api.as('jiancha');
  await agent.post(`/api/tasks/${task.key}/claim`).send({}).expect(200);
  const read = async (account = 'jiancha') => (await (await api.as(account)).get(`/api/tasks/${task.key}`).expect(200)).body;
  const send = (values: object) => agent.post(`/api/tasks/${task.key}/complete`).send({ values: { workers: 16, wagesOwed: 200_000, longestMonths: 4, largestClaim: 15_000, construction: 'no', ledger: 'yes', summary: '属实', ...values } });
  const repeat = async () => { const sent = (await api.store.tasks.findById(task.key).lean<Task>())!; await keepFacts(sent, await getForm(sent, api.deps), api.deps); };
  const said = async () => (await api.store.entries.find({ caseNo: task.caseNo, action: '登记册' }).lean()).map(({ text }) => text);
  return { ...task, agent, read, send, repeat, said };
}
const itemOf = async (id: string) => (await api.store.registers.findById(id).lean<RegisterItem>())!;
const change = async (id: string, given: object) => (await api.as('caobazhang')).put(`/api/registers/${id}`).send({ revision: (await itemOf(id)).revision, name: (await itemOf(id)).name, place: { text: '曹坝园区 9 号' }, facts: {}, ...given }).expect(200);

test('whoever has the task reads what the register knows, by whom it was entered, and it is written down once that they were shown it; nobody else reads it', async () => {
  const firm = await employer();
  const task = await inspection(firm);
  for (const _ of [1, 2]) {
    const { data, known } = await task.read();
    expect(data).toMatchObject({ employerName: firm.name, employerPlace: '曹坝园区 9 号', employerPhone: '12000009999', employerStaff: 16 });
    expect(known).toContainEqual({ path: 'employerPhone', item: firm.id, fact: 'employer.phone', value: '12000009999', at: expect.any(String), by: '周晓梅' });
    expect(data.employerCode).toBeUndefined();
  }
  expect(await api.store.audit.countDocuments({ action: 'reveal', 'about.id': firm.id })).toBe(1);
  const other = await task.read('caobazhang');
  expect([other.known, JSON.stringify(other).includes('12000009999')]).toEqual([[], false]);
});

test('a correction reaches the register with the case that it came through, however often it is repeated; what was left alone changes nothing', async () => {
  const firm = await employer();
  const task = await inspection(firm);
  const { data } = await task.read();
  await task.send({ ...Object.fromEntries(Object.entries(data).filter(([key]) => key.startsWith('employer'))), employerPhone: '12000001111', employerCode: '91000000ma0ld00012' }).expect(200);
  for (const _ of [1, 2]) await task.repeat();
  const item = await itemOf(firm.id);
  expect(item).toMatchObject({ revision: 2, phone: '12000001111', place: { text: '曹坝园区 9 号', lng: 119.35 }, facts: { 用工人数: '16', 统一社会信用代码: '91000000MA0LD00012' }, updatedBy: { id: 'jiancha' } });
  expect(item.history.at(-1)).toMatchObject({ action: '办案核实', fields: ['统一社会信用代码', '负责人电话'], why: `案件 ${task.caseNo} · 劳动监察调查核定`, caseNo: task.caseNo, task: task.key });
  expect(await task.said()).toEqual(['更新了用人单位：统一社会信用代码、负责人电话。']);
});

test('a crash between sending and the register is healed by the sweep', async () => {
  const firm = await employer();
  const task = await inspection(firm);
  await task.read();
  await task.send({ employerPhone: '12000002222' }).expect(200);
  await api.store.registers.updateOne({ _id: firm.id }, { $set: { phone: '12000009999', revision: 1 }, $pop: { history: 1 } });
  await api.store.entries.deleteMany({ caseNo: task.caseNo, action: '登记册' });
  const { resend } = await import('../../processes/resend.js');
  await resend(api.deps, Date.now() + 60_000);
  expect([(await itemOf(firm.id)).phone, await task.said()]).toEqual(['12000002222', ['更新了用人单位：负责人电话。']]);
});

test('what somebody changed meanwhile stays, and the case says so; a draft keeps what it began with, so that what was never touched undoes nothing', async () => {
  const firm = await employer();
  const task = await inspection(firm);
  const { data } = await task.read();
  const begun = Object.fromEntries(Object.entries(data).filter(([key]) => key.startsWith('employer')));
  await task.agent.put(`/api/tasks/${task.key}/draft`).send({ values: begun }).expect(204);
  await change(firm.id, { phone: '12000003333', facts: { 用工人数: '20' } });
  expect((await task.read()).data).toMatchObject({ employerPhone: '12000009999', employerStaff: 16 });
  await task.send({ ...begun, employerPhone: '12000004444', employerPlace: '曹坝园区 10 号' }).expect(200);
  expect(await itemOf(firm.id)).toMatchObject({ phone: '12000003333', place: { text: '曹坝园区 10 号' }, facts: { 用工人数: '20' } });
  expect(await task.said()).toEqual(['更新了用人单位：地址；登记册里另有内容，没有覆盖：负责人电话。']);
});

test('an employer that nobody registered is registered from its name and linked, once; one that the grid has is only linked', async () => {
  const made = await inspection();
  expect((await made.read()).known).toEqual([]);
  await made.send({ employerName: '曹坝新厂', employerPhone: '12000005555', employerCode: '91000000MA0000000N' }).expect(200);
  await made.repeat();
  const { concerns } = (await api.store.cases.findById(made.caseNo).lean<Case>())!;
  expect(concerns).toEqual([{ id: expect.any(String), kind: 'employer', name: '曹坝新厂' }]);
  expect(await itemOf(concerns![0]!.id)).toMatchObject({ grid: GRID, revision: 1, phone: '12000005555', createdBy: { id: 'jiancha' }, history: [{ action: '办案登记', caseNo: made.caseNo }] });
  expect(await made.said()).toEqual(['登记了用人单位。']);

  const linked = await inspection();
  await linked.send({ employerName: '曹坝新厂（改名）', employerCode: '91000000ma0000000n' }).expect(200);
  expect((await api.store.cases.findById(linked.caseNo).lean<Case>())!.concerns!.map(({ id }) => id)).toEqual([concerns![0]!.id]);
  // the same by its code, called otherwise: the name that is registered stays
  expect(await linked.said()).toEqual([expect.stringContaining('名称和登记的不同，登记册没有改动')]);
  expect(await api.store.registers.countDocuments({ kind: 'employer', 'facts.统一社会信用代码': '91000000MA0000000N' })).toBe(1);
  const next = await inspection({ id: concerns![0]!.id, name: '' });
  expect((await next.read()).data).toMatchObject({ employerName: '曹坝新厂', employerPhone: '12000005555' });
});

test('who is called otherwise than the item that a case is about is somebody else: nothing of it is written over, and the case says so', async () => {
  const firm = await employer();
  const task = await inspection(firm);
  const { data } = await task.read();
  await task.send({ ...Object.fromEntries(Object.entries(data).filter(([key]) => key.startsWith('employer'))), employerName: '隔壁的厂', employerPhone: '12000007777' }).expect(200);
  await task.repeat();
  expect([await itemOf(firm.id), await task.said()]).toEqual([expect.objectContaining({ name: firm.name, phone: '12000009999', revision: 1 }), ['表单里的名称和登记的不同，登记册没有改动，如有变化请到用人单位里改。']]);
});

test('two that have the same name and another telephone are two; where nothing tells them apart what is registered stays', async () => {
  const firm = await employer({ name: '同名厂' });
  const other = await inspection();
  await other.send({ employerName: '同名厂', employerPhone: '12000008888' }).expect(200);
  await other.repeat();
  const [about] = (await api.store.cases.findById(other.caseNo).lean<Case>())!.concerns!;
  expect([about!.id === firm.id, (await itemOf(about!.id)).phone, (await itemOf(firm.id)).phone]).toEqual([false, '12000008888', '12000009999']);
  const same = await inspection();
  await same.send({ employerName: '同名厂', employerPhone: '12000009999', employerPlace: '曹坝园区 99 号' }).expect(200);
  for (const _ of [1, 2]) await same.repeat();
  expect([(await itemOf(firm.id)).place.text, await same.said()]).toEqual(['曹坝园区 9 号', ['登记册里另有内容，没有覆盖：地址。']]);
});

test('of two employers nobody can tell which is meant: nothing is filled in and nothing written; what is wrong in itself is not written either', async () => {
  const [one, two] = [await employer(), await employer()];
  const task = await inspection(one, two);
  expect((await task.read()).known).toEqual([]);
  await task.send({ employerPhone: '12000006666' }).expect(200);
  expect([(await itemOf(one.id)).phone, (await itemOf(two.id)).phone, await task.said()]).toEqual(['12000009999', '12000009999', []]);
  const wrong = await inspection(one);
  await wrong.send({ employerPhone: '12345' }).expect(200);
  expect([(await itemOf(one.id)).phone, await wrong.said()]).toEqual(['12000009999', ['格式不对，没有写入登记册：负责人电话。']]);
});

test('two households that quarrel are both filled in, each in its row, and what is corrected there reaches each its own; a party that is new is registered, one that is only named is not', async () => {
  const home = async (name: string, phone: string) => (await (await api.as('caoba')).post('/api/registers').send({ clientId: crypto.randomUUID(), kind: 'household', grid: GRID, name, categories: [], place: { text: `曹坝村 ${name}` }, phone, facts: {} }).expect(201)).body as { id: string; name: string };
  const [east, west] = [await home('东家户', '12000001001'), await home('西家户', '12000001002')];
  const about = [east, west].map(({ id, name }) => ({ id, kind: 'household', name }));
  const task = await api.open('mediation-visit', [`${GRID}/grid-member`], { procedure: 'mediation' });
  await api.store.cases.updateOne({ _id: task.caseNo }, { $set: { concerns: about } });
  const agent = await api.as('caoba');
  await agent.post(`/api/tasks/${task.key}/claim`).send({}).expect(200);
  const { data, known } = (await agent.get(`/api/tasks/${task.key}`).expect(200)).body;
  expect(data.households).toEqual([{ name: '东家户', phone: '12000001001' }, { name: '西家户', phone: '12000001002' }]);
  expect(known.map(({ path, item }: any) => [path, item])).toContainEqual(['households[1].phone', west.id]);

  // in another order, one corrected, one left alone, one that nobody knew, and one of whom only the name is known
  await agent.post(`/api/tasks/${task.key}/complete`).send({ values: {
    visits: [{ visitedOn: '2026-07-01', whom: '两家', said: '积水' }], summary: '路破了',
    households: [{ name: '西家户', phone: '12000001009' }, { name: '东家户', phone: '12000001001' }, { name: '南家户', phone: '12000001003' }, { name: '路过的人' }],
  } }).expect(200);
  const sent = (await api.store.tasks.findById(task.key).lean<Task>())!;
  for (const _ of [1, 2]) await keepFacts(sent, await getForm(sent, api.deps), api.deps);
  expect([await itemOf(east.id), await itemOf(west.id)]).toMatchObject([{ phone: '12000001001', revision: 1 }, { phone: '12000001009', revision: 2, name: '西家户' }]);
  const { concerns } = (await api.store.cases.findById(task.caseNo).lean<Case>())!;
  expect(concerns!.map(({ name }) => name)).toEqual(['东家户', '西家户', '南家户']);
  expect(await itemOf(concerns![2]!.id)).toMatchObject({ phone: '12000001003', revision: 1 });
  const said = (await api.store.entries.find({ caseNo: task.caseNo, action: '登记册' }).lean()).map(({ text }) => text).sort();
  expect(said).toEqual(['第 1 行更新了家庭情况：电话。', '第 3 行登记了家庭情况。']);

  const consent = await api.open('mediation-consent', ['by-jinghe.sfs/officer'], { procedure: 'mediation' });
  await api.store.cases.updateOne({ _id: consent.caseNo }, { $set: { concerns: about } });
  const office = await api.as('sfs');
  await office.post(`/api/tasks/${consent.key}/claim`).send({}).expect(200);
  expect((await office.get(`/api/tasks/${consent.key}`).expect(200)).body.data.parties).toEqual([{ name: '东家户' }, { name: '西家户' }]);
});

test('rows that an earlier form named keep their names: what is known of each joins it, who has no row gets one', () => {
  const row = (n: number, name: string, phone: string) => [['name', name], ['phone', phone]].map(([key, value]) => ({ path: `households[${n}].${key}`, item: `h${n}`, fact: `household.${key}`, value, at: new Date() }));
  const named = { households: [{ name: '路过的人' }, { name: '西家户' }, { name: '同名' }, { name: '同名' }], parties: 'x' };
  const known = [...row(0, '东家户', '1'), ...row(1, '西家户', '2'), ...row(2, '同名', '3'), ...row(3, '同名', '4')] as never;
  expect(filledIn(named, known)).toEqual({ parties: 'x', households: [{ name: '路过的人' }, { name: '西家户', phone: '2' }, { name: '同名', phone: '3' }, { name: '同名', phone: '4' }, { name: '东家户', phone: '1' }] });
  expect(named.households[1]).toEqual({ name: '西家户' });
});
