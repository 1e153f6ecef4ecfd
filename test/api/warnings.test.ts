// Warnings over the API: one check for each household however often it is sent, areas added later, who may, and what lifting ends.
import { backgroundKinds, otherKinds, urgentKinds } from '../../api/background-kinds.js';
import { MOST_JOBS } from '../../processes/background/jobs.js';
import { runWhole } from '../../processes/background/whole.js';
import { expectProblem, openApi, type Api } from '../support/api.js';
import { Unavailable } from '../../processes/errors.js';
import { blankCase } from '../../processes/retention/blank-case.js';
import { BLANKED } from '../../processes/retention/free-text.js';
import { ownWord } from '../support/reports.js';
import { closeTestStore } from '../support/store.js';

let api: Api;
beforeEach(async () => {
  api = await openApi();
  await Promise.all([api.store.warnings, api.store.cases, api.store.background, api.store.entries, api.store.notices].map((model) => (model as any).deleteMany({})));
  typhoon.number = `台风${ownWord()}`;
});
afterAll(closeTestStore);

const typhoon = { sender: '县气象台', number: '台风第七号', kind: '台风', level: '橙色', areas: ['by-jinghe-caoba'] };
/** As the projection and the workers write it. */
const write = (_id: string | undefined, set: object) => api.store.cases.updateOne({ _id }, { $set: set });
const runAll = async () => { while (await runWhole(backgroundKinds, api.deps)); };
async function issue(account = 'jinghezhiban', more: object = {}) {
  const answer = await (await api.as(account)).post('/api/warnings').send({ ...typhoon, ...more });
  await runAll();
  return answer;
}
const board = async (account: string) => (await (await api.as(account)).get('/api/warnings').expect(200)).body.items;

test('a warning opens one check for each household in need, however often and by whomever it is sent', async () => {
  expect((await issue()).status).toBe(201);
  const again = await issue();
  expect([again.status, again.body.again]).toEqual([200, true]);
  await issue('baoyingzhihui');
  const cases = await api.store.cases.find().sort({ _id: 1 }).lean();
  expect(cases.map(({ place, procedure, source, reporter }) => [place.text, procedure, source, reporter.person]).sort()).toEqual(
    ['曹坝园区东侧 5 号', '曹坝园区东侧 7 号', '曹坝园区职工宿舍 2 栋 101', '曹坝村二组 8 号'].map((place) => [place, 'emergency-aid', '预警排查', undefined]).sort());
  expect(new Set(cases.map(({ _id }) => _id)).size).toBe(4);
  expect(await api.store.entries.countDocuments({ action: '预警' })).toBe(4);
});

test('areas that come later are added, the households of before stay as they are', async () => {
  await issue();
  const before = await api.store.cases.find().lean();
  await issue('jinghezhiban', { areas: ['by-jinghe-songzhu-g1'], level: '红色' });
  expect(await api.store.cases.countDocuments()).toBe(5);
  expect(await api.store.cases.find({ _id: { $in: before.map(({ _id }) => _id) } }).lean()).toEqual(before);
  expect((await board('jinghezhiban'))[0]).toMatchObject({ level: '红色', times: 2, opened: true, counts: { total: 5, unchecked: 5 } });
});

test('only the categories that were chosen are checked', async () => {
  await issue('jinghezhiban', { categories: ['残疾人'] });
  expect((await api.store.cases.find().lean()).map(({ description }) => description)).toEqual([`残疾人。县气象台 ${typhoon.number} 号预警。`]);
});

test('a household whose grid has ended is checked like the others; one whose grid is not there is named, and stops nobody', async () => {
  await api.store.units.updateOne({ _id: 'by-jinghe-caoba-g2' }, { $set: { endedOn: '2026-01-01' } });
  const [lost] = await api.store.registers.find({ 'place.text': '曹坝园区东侧 5 号' }).lean();
  try {
    await api.store.registers.updateMany({ 'place.text': lost!.place.text }, { $set: { grid: 'nowhere' } });
    await issue();
    expect((await api.store.cases.find().lean()).map(({ grid }) => grid).sort()).toEqual(['by-jinghe-caoba-g1', 'by-jinghe-caoba-g1', 'by-jinghe-caoba-g2']);
    expect((await api.store.background.find().lean()).map(({ state, said }) => [state, said])).toEqual([['done', expect.stringMatching(/^3 户都有排查任务；另有 1 户.*曹坝园区东侧 5 号/)]]);
  } finally {
    await api.store.units.updateOne({ _id: 'by-jinghe-caoba-g2' }, { $unset: { endedOn: '' } });
    await api.store.registers.updateMany({ 'place.text': lost!.place.text }, { $set: { grid: lost!.grid } });
  }
});

test('a warning is issued and lifted however many exports its sender has under way', async () => {
  const busy = (n: number) => ({ _id: `export${n}`, kind: 'export', title: '导出', person: 'jinghezhiban', by: { id: 'jinghezhiban', name: '' }, at: new Date(), state: 'running', total: 1, done: 0, lease: Date.now() + 600_000, tries: 1 });
  await api.store.background.insertMany(Array.from({ length: MOST_JOBS }, (_, n) => busy(n)) as never);
  const { status, body: { id } } = await issue();
  expect([status, await api.store.cases.countDocuments()]).toEqual([201, 4]);
  await (await api.as('jinghezhiban')).post(`/api/warnings/${id}/lift`).send({ reason: '解除' }).expect(204);
  expect(await runWhole(urgentKinds, api.deps)).toBe(true);
  expect(await runWhole(otherKinds, api.deps)).toBe(false);
});

test('a second warning opens its checks while the first is still opening its own, and lifting the first waits for it', async () => {
  const give = async (number: string, areas: string[]) => (await (await api.as('jinghezhiban')).post('/api/warnings').send({ ...typhoon, number, areas }).expect(201)).body.id as string;
  const first = await give('先', ['by-jinghe-caoba-g1']);
  await give('后', ['by-jinghe-caoba-g2']);
  // in the hands of a process that is still at it
  await api.store.background.updateOne({ 'parameters.warning': first }, { $set: { state: 'running', lease: Date.now() + 60_000 } });
  await (await api.as('jinghezhiban')).post(`/api/warnings/${first}/lift`).send({ reason: '解除' }).expect(204);
  expect(await runWhole(urgentKinds, api.deps)).toBe(true);
  expect((await api.store.cases.find().lean()).map(({ grid }) => grid)).toEqual(['by-jinghe-caoba-g2']);
  expect(await runWhole(urgentKinds, api.deps)).toBe(false);
  await api.store.background.updateOne({ 'parameters.warning': first, kind: 'warning' }, { $set: { lease: 0 } });
  await runAll();
  expect((await api.store.background.find().sort({ at: 1 }).lean()).map(({ state }) => state)).toEqual(['done', 'done', 'done']);
});

test('everybody sees what lies in their units, grid by grid, and nobody else does', async () => {
  await issue();
  expect((await board('caobazhang'))[0].grids.map(({ id, unchecked }: any) => [id, unchecked])).toEqual([['by-jinghe-caoba-g1', 3], ['by-jinghe-caoba-g2', 1]]);
  expect((await board('caoba2'))[0]).toMatchObject({ counts: { total: 1, unchecked: 1 }, unchecked: [{ place: '曹坝村二组 8 号', who: '空巢老人', again: false }] });
  expect(await board('anyi')).toEqual([]);
  expect(await board('linli')).toEqual([]);
});

test('what others are warned of, however much and newer, hides no warning of one’s own', async () => {
  await issue();
  const own = (await api.store.warnings.findOne().lean())!;
  await api.store.warnings.insertMany(Array.from({ length: 60 }, (_, n) => ({ ...own, _id: crypto.randomUUID(), number: `别处${n}`, areas: ['by-anyi'], scope: ['by-anyi'], at: new Date(own.at.getTime() + 1_000 + n) })));
  expect((await board('caobazhang')).map(({ number }: any) => number)).toEqual([typhoon.number]);
});

test('where and of whom a household was is gone from the board at once when its case is blanked', async () => {
  await issue('jinghezhiban', { categories: ['残疾人'] });
  expect((await board('caobazhang'))[0].unchecked).toHaveLength(1);
  await blankCase((await api.store.cases.findOne().lean()) as never, new Date(), api.store);
  expect((await board('caobazhang'))[0].unchecked).toMatchObject([{ place: BLANKED, who: BLANKED }]);
});

test('a household counts as checked once its case is closed, as in danger while it is helped, and as left when the warning was lifted', async () => {
  await issue();
  const [safe, danger, left] = (await api.store.cases.find({ grid: 'by-jinghe-caoba-g1' }).sort({ _id: 1 }).lean()).map(({ _id }) => _id);
  const at = new Date();
  await write(safe, { closing: { outcome: '已结案', at } });
  await write(danger, { standing: { status: '处置中', state: 'active' } });
  await write(left, { closing: { outcome: '已结案', at }, facts: [{ _id: 'f', key: 'household-check', at, data: { found: 'lifted' } }] });
  expect((await board('caoba'))[0].counts).toEqual({ total: 3, unchecked: 0, checked: 1, danger: 1, lifted: 1 });
});

test('who checks is called once for all households of a grid, again when there are more or the level has changed, and told once that it is over', async () => {
  const inbox = async (account: string) => (await (await api.as(account)).get('/api/notices').expect(200)).body.items.map(({ title, text, link, urgent }: any) => [title, text.replace(/^[^：]*：/, ''), link, urgent]);
  const { body: { id } } = await issue();
  await issue('baoyingzhihui');
  const link = `/warnings?id=${id}`;
  const called = (households: number, grid: string, level = '橙色') => [`台风${level}预警：上门排查 ${households} 户`, `${grid}有 ${households} 户要上门看到人，时限写在各户的任务上；查一户，交一户。`, link, true];
  expect(await inbox('caoba')).toEqual([called(3, '曹坝园区网格')]);
  expect(await inbox('caoba2')).toEqual([called(1, '曹坝居民网格')]);
  expect((await inbox('caobazhang')).sort()).toEqual([called(3, '曹坝园区网格'), called(1, '曹坝居民网格')].sort());
  expect(await inbox('songzhu')).toEqual([]);
  await issue('jinghezhiban', { level: '红色' });
  expect(await inbox('caoba2')).toEqual([called(1, '曹坝居民网格', '红色'), called(1, '曹坝居民网格')]);
  const [danger] = (await api.store.cases.find({ grid: 'by-jinghe-caoba-g2' }).lean()).map(({ _id }) => _id);
  await write(danger!, { standing: { status: '处置中', state: 'active' } });
  await (await api.as('jinghezhiban')).post(`/api/warnings/${id}/lift`).send({ reason: '台风已过境' }).expect(204);
  await runAll();
  expect((await inbox('caoba'))[0]).toEqual(['台风预警已解除', '曹坝园区网格还没有排查的 3 户不用再去，系统已留下记录；正在救助的继续办完。', link, undefined]);
  expect(await inbox('caoba2')).toHaveLength(2);
});

test('lifting tells the engine of the households that nobody has checked, and of no other; the warning is then over for good', async () => {
  const { body: { id } } = await issue();
  const [danger, ...rest] = (await api.store.cases.find().sort({ _id: 1 }).lean()).map(({ _id }) => _id);
  await write(danger, { standing: { status: '处置中', state: 'active' } });
  api.engine.published.length = 0;
  const leader = await api.as('jinghezhiban');
  await leader.post(`/api/warnings/${id}/lift`).send({ reason: '台风已过境' }).expect(204);
  await leader.post(`/api/warnings/${id}/lift`).send({ reason: '再点一次' }).expect(204);
  await runAll();
  // said again it has the same id: the engine takes it once
  expect(new Set(api.engine.published.filter(({ name }: any) => name === 'warning.lifted').map(({ key, id: once }: any) => `${key} ${once}`)).size).toBe(rest.length);
  expect(await board('jinghezhiban')).toEqual([]);
  expect((await leader.get('/api/warnings?lifted=true')).body.items[0]).toMatchObject({ state: 'lifted', lifted: { reason: '台风已过境' } });
  expectProblem(await issue(), 409);
});

test('lifting while the engine is away is made up for when it is back', async () => {
  const { body: { id } } = await issue();
  const leader = await api.as('jinghezhiban');
  api.engine.fails = new Unavailable('the engine does not answer');
  await leader.post(`/api/warnings/${id}/lift`).send({ reason: '台风已过境' }).expect(204);
  await expect(runAll()).rejects.toThrow('does not answer');
  api.engine.fails = undefined;
  expect((await api.store.background.find({ kind: 'warning-lifted' }).lean()).map(({ state, tries }) => [state, tries])).toEqual([['running', 0]]);
  await api.store.background.updateMany({}, { $set: { lease: 0 } });
  await runAll();
  expect(api.engine.published.filter(({ name }: any) => name === 'warning.lifted')).toHaveLength(4);
});

test('nobody reads that all are checked while some have no check yet', async () => {
  await issue();
  const [one, ...others] = await api.store.cases.find().lean();
  await api.store.cases.deleteMany({ _id: { $in: others.map(({ _id }) => _id) } });
  await write(one!._id, { closing: { outcome: '已结案', at: new Date() } });
  await api.store.warnings.updateMany({}, { $inc: { times: 1 } });
  const leader = await api.as('jinghezhiban');
  const page = async () => (await leader.get('/warnings').expect(200)).text;
  expect(await page()).toMatch(/已打开 1 户/);
  expect(await page()).not.toContain('户都已排查');
  await issue();
  expect((await board('jinghezhiban'))[0]).toMatchObject({ opened: true, counts: { total: 4, unchecked: 3 } });
});

test('nobody warns or lifts beyond their units', async () => {
  expectProblem(await issue('jinghezhiban', { areas: ['by-anyi'] }), 422);
  expectProblem(await issue('jinghezhiban', { areas: ['by-jinghe.pcs'] }), 422);
  expectProblem(await issue('jinghezhiban', { areas: ['nowhere'] }), 422);
  const { body: { id } } = await issue('baoyingzhihui', { areas: ['by'] });
  expectProblem(await (await api.as('jinghezhiban')).post(`/api/warnings/${id}/lift`).send({ reason: '过境' }), 403);
});
