// An assessment from its indicators to a frozen period, over the API: what is refused, what is counted, who sees it, how it is appealed and corrected.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { backgroundKinds } from '../../api/background-kinds.js';
import { runWhole } from '../../processes/background/whole.js';
import { shippedSheet } from '../../processes/assessment/built-in.js';
import { checkIndicators } from '../../processes/assessment/sheets.js';
import { Invalid } from '../../processes/errors.js';
import type { Kinds } from '../../processes/background/kinds.js';
import { markStale } from '../../processes/figures/stale.js';
import { computeCaseFigures } from '../../processes/figures/case-cells.js';
import { openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';
import type { Signed } from '../support/web.js';

let api: Api;
let [assessor, policy, member, leader] = [] as unknown as [Signed, Signed, Signed, Signed];
const DAY = 86_400_000;
const now = new Date('2026-11-10T04:00:00Z');
let passed = 0;

beforeAll(async () => {
  api = await openApi();
  api.deps.clock.now = () => new Date(now.getTime() + passed);
  const chain = { grid: 'by-jinghe-caoba-g1', village: 'by-jinghe-caoba', town: 'by-jinghe', county: 'by', city: 'yz' };
  for (let n = 0; n < 8; n += 1) {
    const reportedAt = new Date(Date.parse('2026-10-05T02:00:00Z') + n * DAY);
    const end = n < 6 ? new Date(reportedAt.getTime() + 3_600_000) : undefined;
    const _id = `BY-2026-9${String(n).padStart(5, '0')}`;
    await api.store.cases.collection.insertOne({
      _id, clientId: crypto.randomUUID(), title: '路面破损', description: '', category: 'D01', urgency: '一般', ...chain, scope: Object.values(chain), reporter: { person: 'caoba', anonymous: false }, attachments: [], facts: [], place: { text: '村口' }, reportedAt,
      procedure: 'grid-event', standing: { state: end ? 'completed' : 'active', status: end ? '已结案' : '处置中', at: end ?? reportedAt, instanceKey: '1', elements: [] }, ...(end ? { closing: { outcome: '已结案', at: end } } : {}),
    } as never);
    await api.store.tasks.collection.insertOne({
      _id: `t${n}`, caseNo: _id, pos: n, name: '处置', headers: {}, candidateGroups: [], createdAt: reportedAt, state: end ? 'completed' : 'open', status: n === 5 ? '挂账缓办' : '处置中', dueAt: new Date(reportedAt.getTime() + (n === 0 ? 1 : 4) * 1_800_000), ...(end ? { endedAt: end } : {}),
      ...(end ? { submission: { by: { id: 'zfj', name: '郑大勇' }, at: end, values: {}, sentAt: 0 } } : {}),
    } as never);
  }
  await computeCaseFigures(api.deps);
  [assessor, policy, member, leader] = await Promise.all(['kaohe', 'liucheng', 'caoba', 'caobazhang'].map((account) => api.as(account))) as [Signed, Signed, Signed, Signed];
}, 60_000);
afterAll(closeTestStore);

const indicators = (subject: Parameters<typeof shippedSheet>[0]) => structuredClone(shippedSheet(subject, 'month').indicators);
const save = (subject: Parameters<typeof shippedSheet>[0], given: unknown[], revision = 0) => policy.put(`/api/assessment-sheets/${subject}/month/2026-10`).send({ revision, indicators: given, reason: '按县里要求' });
const compute = async (subject: string, days = 5) => {
  const { body } = await assessor.post('/api/assessments').send({ id: crypto.randomUUID(), subject, period: '2026-10', days }).expect(202);
  await runWhole(backgroundKinds, api.deps);
  return body.assessment as string;
};

test('weights that do not add up, a town with too little, a formula without a number and one that never ends are refused with where and why; nothing is saved', async () => {
  const light = indicators('grid').slice(1);
  expect((await save('grid', light).expect(422)).body.problems).toEqual([expect.objectContaining({ path: 'indicators', message: expect.stringContaining('100') })]);
  const officers = indicators('officer').map((one) => ({ ...one, giver: 'department' }));
  expect((await save('officer', officers).expect(422)).body.problems[0].message).toContain('70%');
  for (const [formula, said] of [['分母 / 0', '除数为 0'], ['100 - (', '写法有误'], ['count(for i in 1..1000000000 return i)', '公式'], ['分孑', '不认识的名称']] as const) {
    const broken = indicators('grid');
    broken[1]!.formula = formula;
    expect((await save('grid', broken).expect(422)).body.problems).toEqual([{ path: 'indicators.1.formula', message: expect.stringContaining(said) }]);
  }
  // it gives a number for most counts, but not for each
  const broken = indicators('grid');
  broken[1]!.formula = '分母 / (分子 - 7)';
  expect((await save('grid', broken).expect(422)).body.problems).toEqual([{ path: 'indicators.1.formula', message: expect.stringContaining('分子 7、分母') }]);
  for (const side of ['numerator', 'denominator'] as const) {
    const strange = indicators('grid');
    strange[2]![side] = 'constructor' as never;
    expect((await save('grid', strange).expect(422)).body.problems).toEqual([{ path: `indicators.2.${side}`, message: expect.stringContaining('没有这样的') }]);
    await expect(checkIndicators('grid', strange)).rejects.toMatchObject({ problems: [{ path: `indicators.2.${side}` }] });
  }
  expect(await api.store.assessmentSheets.countDocuments()).toBe(0);
  await leader.put('/api/assessment-sheets/grid/month/2026-10').send({ revision: 0, indicators: indicators('grid'), reason: '试一试' }).expect(403);
}, 30_000);

test('a version holds from its month on, and whoever saves over another is told', async () => {
  const own = indicators('village');
  own[0]!.name = '县定按期办结率';
  await save('village', own).expect(200);
  await save('village', own).expect(409);
  expect((await policy.get('/api/assessment-sheets').query({ subject: 'village' }).expect(200)).body.items.map(({ from }: any) => from)).toEqual(['2026-10', '2000-01']);
  const preview = (await policy.post('/api/assessment-sheets/preview').send({ subject: 'village', period: '2026-10', indicators: own }).expect(200)).body.items;
  expect(preview[0]).toMatchObject({ assessed: 'by-jinghe-caoba', items: expect.arrayContaining([expect.objectContaining({ indicator: 'on-time', numerator: 4, denominator: 7, points: 14.86 })]) });
});

test('a month is computed, each number leads to its cases, it is appealed against, corrected, published and frozen', async () => {
  await assessor.post('/api/assessments').send({ id: crypto.randomUUID(), subject: 'grid', period: '2026-11' }).expect(422);
  const id = await compute('grid');
  const { run, items } = (await assessor.get(`/api/assessments/${id}`).expect(200)).body;
  expect(run).toMatchObject({ state: 'computed', subject: 'grid' });
  expect(items[0]).toMatchObject({ assessed: 'by-jinghe-caoba-g1', rank: 1 });
  const score = items[0];
  // the one that was set aside (挂账缓办) is not due; the one closed late is, and so are the two that are late and still open
  expect(score.items.find(({ indicator }: any) => indicator === 'on-time')).toMatchObject({ numerator: 4, denominator: 7, value: 74.29 });
  expect(score.items.find(({ indicator }: any) => indicator === 'finished')).toMatchObject({ numerator: 5, denominator: 7 });
  expect(score.items.find(({ indicator }: any) => indicator === 'satisfied')).toMatchObject({ denominator: 0, points: null, why: '分母为 0' });
  for (const side of ['numerator', 'denominator'] as const) {
    for (const item of score.items) expect((await assessor.get(`/api/assessment-scores/${score.id}/cases`).query({ indicator: item.indicator, side }).expect(200)).body.total).toBe(item[side]);
  }
  await member.get(`/api/assessment-scores/${score.id}`).expect(404);
  await leader.get(`/api/assessment-scores/${score.id}`).expect(200);
  await assessor.post(`/api/assessments/${id}/publish`).expect(409);
  const appeal = crypto.randomUUID();
  for (let time = 0; time < 2; time += 1) await leader.post(`/api/assessment-scores/${score.id}/appeals`).send({ id: appeal, text: '那一天停电，不能处置' }).expect(201);
  await assessor.post('/api/assessments').send({ id: crypto.randomUUID(), subject: 'grid', period: '2026-10' }).expect(409);
  passed = 6 * DAY;
  await assessor.post(`/api/assessments/${id}/publish`).expect(409);
  await leader.post(`/api/assessment-scores/${score.id}/corrections`).send({ id: crypto.randomUUID(), points: 5, reason: '自己加分' }).expect(403);
  const corrected = (await assessor.post(`/api/assessment-scores/${score.id}/corrections`).send({ id: crypto.randomUUID(), appeal, points: -2, reason: '核实有误' }).expect(201)).body;
  expect(corrected).toMatchObject({ computed: score.total, total: Math.round((score.total - 2) * 100) / 100, appeals: [{ answer: { granted: true } }] });
  await assessor.post(`/api/assessments/${id}/publish`).expect(200);
  const late = (await assessor.post(`/api/assessment-scores/${score.id}/corrections`).send({ id: crypto.randomUUID(), points: 1, reason: '事后查明' }).expect(201)).body;
  expect(late).toMatchObject({ total: corrected.total, later: 1, frozen: true, corrections: [{ late: false }, { late: true, before: corrected.total }] });
  await leader.post(`/api/assessment-scores/${score.id}/appeals`).send({ id: crypto.randomUUID(), text: '太晚' }).expect(409);
  await assessor.post('/api/assessments').send({ id: crypto.randomUUID(), subject: 'grid', period: '2026-10' }).expect(409);
  expect(await api.store.audit.countDocuments({ action: /^assessment-/ })).toBeGreaterThanOrEqual(5);
});

test('a formula that gives no number for somebody fails the computing, which says for whom; nothing below the line is left out as before', async () => {
  const own = indicators('town');
  own[0]!.formula = '100 / (分母 - 7)';
  await api.store.assessmentSheets.collection.insertOne({ ...shippedSheet('town', 'month'), _id: 'town:month:2026-10', from: '2026-10', indicators: own } as never);
  const id = await compute('town');
  expect((await assessor.get(`/api/assessments/${id}`).expect(200)).body).toMatchObject({ failed: '指标「按期办结率」算不出来：泾河镇，分子 4、分母 7 时，公式没有得出数字（除数为 0，或用了不认识的名称）', run: { state: 'computing' }, items: [] });
  const tried = await policy.post('/api/assessment-sheets/preview').send({ subject: 'town', period: '2026-10', indicators: own.map((one, index) => (index === 0 ? { ...one, formula: '100 / (分母 - 7.5)' } : one)) }).expect(200);
  expect(tried.body.items[0].items).toEqual(expect.arrayContaining([expect.objectContaining({ denominator: 0, why: '分母为 0' })]));
  await api.store.assessmentSheets.deleteMany({ subject: 'town' });
});

test('people are assessed by what they reported and by the tasks that they ended, and see their own', async () => {
  const members = await compute('member');
  const own = (await member.get(`/api/assessments/${members}`).expect(200)).body;
  expect(own.items).toEqual([expect.objectContaining({ assessed: 'caoba', rank: 1 })]);
  expect((await member.get('/tasks').expect(200)).text).toContain('<a href="/assessment">');
  expect(own.items[0].items[0]).toMatchObject({ numerator: 8, denominator: 10, value: 80, points: 24 });
  const cases = (await member.get(`/api/assessment-scores/${own.items[0].id}/cases`).query({ indicator: 'reported' }).expect(200)).body;
  expect([cases.total, cases.items.length]).toEqual([8, 8]);
  const officers = await compute('officer');
  const officer = (await (await api.as('zfj')).get(`/api/assessments/${officers}`).expect(200)).body.items[0];
  expect(officer.items.find(({ indicator }: any) => indicator === 'on-time')).toMatchObject({ numerator: 4, denominator: 5 });
});

test('cards and repeated reports are counted: a red card goes before a yellow, a cancelled one does not count, a department and its officer answer for their own tasks alone', async () => {
  const reportedAt = new Date('2026-09-03T02:00:00Z');
  const end = new Date(reportedAt.getTime() + 3_600_000);
  const chain = { grid: 'by-jinghe-caoba-g1', village: 'by-jinghe-caoba', town: 'by-jinghe', county: 'by', city: 'yz' };
  const card = (type: string, n = 0) => ({ id: `${type}${n}`, type, by: { system: '督办' }, at: end, text: '' });
  const cards = [[card('yellow')], [card('yellow'), card('red')], [card('yellow'), card('cancel')], [card('plain')], [], []];
  for (const [n, given] of cards.entries()) {
    const _id = `BY-2026-8${String(n).padStart(5, '0')}`;
    const outcome = n === 5 ? '并案' : '已结案';
    await api.store.cases.collection.insertOne({
      _id, clientId: crypto.randomUUID(), title: '路面破损', description: '', category: 'D01', urgency: '一般', ...chain, scope: [...Object.values(chain), 'by-jinghe.zfj', 'by-jinghe.cgb'], reporter: { person: 'caoba', anonymous: false }, attachments: [], facts: [], place: { text: '村口' }, reportedAt,
      procedure: 'grid-event', standing: { state: 'completed', status: outcome, at: end, instanceKey: '1', elements: [] }, closing: { outcome, at: end },
    } as never);
    await api.store.tasks.collection.insertOne({ _id: `c${n}`, caseNo: _id, pos: n, name: '处置', headers: {}, candidateGroups: ['by-jinghe.zfj/officer'], createdAt: reportedAt, state: 'completed', status: '处置中', endedAt: end, cards: given, submission: { by: { id: 'zfj', name: '郑大勇' }, at: end, values: {}, sentAt: 0 } } as never);
    await markStale(api.store, 'case', [_id]);
  }
  await computeCaseFigures(api.deps);
  const month = async (subject: string, assessed: string) => {
    const { body } = await assessor.post('/api/assessments').send({ id: crypto.randomUUID(), subject, period: '2026-09' }).expect(202);
    await runWhole(backgroundKinds, api.deps);
    const score = (await assessor.get(`/api/assessments/${body.assessment}`).query({ size: 100 }).expect(200)).body.items.find((one: any) => one.assessed === assessed);
    for (const { indicator, numerator } of score.items) expect([indicator, (await assessor.get(`/api/assessment-scores/${score.id}/cases`).query({ indicator }).expect(200)).body.total]).toEqual([indicator, numerator]);
    return Object.fromEntries(score.items.map(({ indicator, numerator, denominator, points }: any) => [indicator, [numerator, denominator, points]]));
  };
  const own = { supervised: [3, 5, 2], yellow: [1, 5, 5], red: [1, 5, 0] };
  expect(await month('village', 'by-jinghe-caoba')).toMatchObject({ ...own, repeated: [1, 6, 4.17] });
  expect(await month('department', 'by-jinghe.zfj')).toMatchObject(own);
  expect(await month('department', 'by-jinghe.cgb')).toMatchObject({ supervised: [0, 5, 5], yellow: [0, 5, 10], red: [0, 5, 10] });
  expect(await month('officer', 'zfj')).toMatchObject(own);
});

test('a computing that failed or was stopped says so and why, and is begun again', async () => {
  const begin = async () => (await assessor.post('/api/assessments').send({ id: crypto.randomUUID(), subject: 'town', period: '2026-09' }).expect(202)).body;
  const { assessment, job } = await begin();
  const read = async () => (await assessor.get(`/api/assessments/${assessment}`).expect(200)).body;
  expect(await read()).not.toHaveProperty('failed');
  const broken: Kinds = { assessment: { whole: async () => { throw new Invalid('公式没有在 5 秒内算完'); } } };
  await runWhole(broken, api.deps);
  expect(await read()).toMatchObject({ failed: '公式没有在 5 秒内算完', run: { state: 'computing' } });
  expect((await assessor.get(`/assessment?id=${encodeURIComponent(assessment)}`).expect(200)).text).toMatch(/没有算成：公式没有在 5 秒内算完[\s\S]*data-again/);
  expect(job).toBeDefined();
  const again = await begin();
  await assessor.post(`/api/background/${again.job}/stop`).expect(204);
  expect((await read()).failed).toBe('计算被停止');
  // the period says so, and whoever stopped it finds the way there from the job
  const page = (await assessor.get(`/assessment?id=${encodeURIComponent(assessment)}`).expect(200)).text;
  expect(page).toMatch(/2026-09 镇（街道）（计算被停止）[\s\S]*<span class="ld-tag ld-late">计算被停止<\/span>[\s\S]*计算被停止，还没有得分。可以在这里重新计算。[\s\S]*data-again>/);
  expect([page.includes('个考核对象'), page.includes('没有算成：'), JSON.parse(/id="data">([^<]*)</.exec(page)![1]!).again]).toEqual([false, false, { unit: 'by', subject: 'town', period: '2026-09', days: 5 }]);
  expect((await assessor.get(`/background?job=${again.job}`).expect(200)).text.replaceAll('&#x3D;', '=')).toContain(`href="/assessment?id=${encodeURIComponent(assessment)}"`);
  await begin();
  await runWhole(backgroundKinds, api.deps);
  expect(await read()).toMatchObject({ run: { state: 'computed' } });
});
