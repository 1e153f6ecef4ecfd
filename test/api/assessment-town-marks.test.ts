// What a town thinks of the departments that came to its joint enforcement counts for them and their officers, in the month in which it said so, and leads to the cases; its share stays its share.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { backgroundKinds } from '../../api/background-kinds.js';
import { shippedSheet } from '../../processes/assessment/built-in.js';
import { totalOf } from '../../processes/assessment/score.js';
import { TOWN_SHARE } from '../../processes/assessment/sheets.js';
import { perDoer, townMarksIn } from '../../processes/assessment/town-marks.js';
import { runWhole } from '../../processes/background/whole.js';
import type { ScoreItem } from '../../processes/store/assessment-types.js';
import type { Task } from '../../processes/store/types.js';
import { openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';
import type { Signed } from '../support/web.js';

let api: Api;
let [assessor, policy] = [] as unknown as [Signed, Signed];
let count = 0;
type Marks = { department: string; mark: string }[];

async function task(caseNo: string, group: string, by: string, day: string, values: object = {}, elementId = 'member-confirm'): Promise<void> {
  count += 1;
  const at = new Date(`2026-${day}T02:00:00Z`);
  await api.store.tasks.collection.insertOne({ _id: `t${count}`, caseNo, pos: count, elementId, name: elementId, headers: {}, candidateGroups: [group], createdAt: at, endedAt: at, state: 'completed', status: '处置中', submission: { by: { id: by, name: by }, at, values, sentAt: 0 } } as never);
}

async function enforcement(n: number, marked: [day: string, marks: Marks][]): Promise<string> {
  const _id = `BY-2026-7${String(n).padStart(5, '0')}`;
  const chain = { grid: 'by-jinghe-caoba-g1', village: 'by-jinghe-caoba', town: 'by-jinghe', county: 'by', city: 'yz' };
  const reportedAt = new Date('2026-08-03T02:00:00Z');
  await api.store.cases.collection.insertOne({
    _id, clientId: crypto.randomUUID(), title: '联合执法', description: '', category: 'F01', urgency: '一般', ...chain, scope: [...Object.values(chain), 'by-jinghe.zfj', 'by-jinghe.pcs'], reporter: { anonymous: false }, attachments: [], facts: [], place: { text: '园区' }, reportedAt,
    procedure: 'joint-enforcement', standing: { state: 'active', status: '待回访', at: reportedAt, instanceKey: '1', elements: [] },
  } as never);
  await task(_id, 'by-jinghe.zfj/officer', 'zfj', '08-05');
  await task(_id, 'by-jinghe.zfj/officer', 'zfj', '08-06');
  for (const [day, marks] of marked) await task(_id, 'by-jinghe/duty-leader', 'jinghezhiban', day, { marks, summary: '协同有力' }, 'enforcement-assess');
  return _id;
}

beforeAll(async () => {
  api = await openApi();
  api.deps.clock.now = () => new Date('2026-11-10T04:00:00Z');
  [assessor, policy] = await Promise.all(['kaohe', 'liucheng'].map((account) => api.as(account))) as [Signed, Signed];
}, 60_000);
afterAll(closeTestStore);

const compute = async (subject: string, period: string) => {
  const { body } = await assessor.post('/api/assessments').send({ id: crypto.randomUUID(), subject, period }).expect(202);
  await runWhole(backgroundKinds, api.deps);
  return (await assessor.get(`/api/assessments/${body.assessment}`).query({ size: 100 }).expect(200)).body;
};
const markedOf = (items: any[], assessed: string) => items.find((one) => one.assessed === assessed)?.items.find(({ indicator }: any) => indicator === 'town-mark');
const casesOf = async (score: string, side: string) => (await assessor.get(`/api/assessment-scores/${score}/cases`).query({ indicator: 'town-mark', side }).expect(200)).body;

test('the marks count for the department and for those of it who worked on the case, in the month in which they were given', async () => {
  const good = await enforcement(1, [['09-10', [{ department: 'zfj', mark: 'good' }, { department: 'pcs', mark: 'poor' }]]]);
  // marked twice: the last word holds
  const fair = await enforcement(2, [['09-11', [{ department: 'zfj', mark: 'good' }]], ['09-12', [{ department: 'zfj', mark: 'fair' }, { department: 'constructor', mark: 'toString' }]]]);
  const later = await enforcement(3, [['10-01', [{ department: 'zfj', mark: 'good' }]]]);
  const september = (await compute('officer', '2026-09')).items;
  expect(markedOf(september, 'zfj')).toMatchObject({ numerator: 1, denominator: 2, value: 50, points: 5 });
  expect(markedOf(september, 'pcs')).toMatchObject({ denominator: 0, points: null, why: '分母为 0' });
  const score = september.find(({ assessed }: any) => assessed === 'zfj').id;
  expect([await casesOf(score, 'numerator'), await casesOf(score, 'denominator')].map(({ total, items }) => [total, items.map(({ caseNo }: any) => caseNo)])).toEqual([[1, [good]], [2, [fair, good]]]);
  const october = (await compute('officer', '2026-10')).items;
  expect(markedOf(october, 'zfj')).toMatchObject({ numerator: 1, denominator: 1, points: 10 });
  expect((await casesOf(october.find(({ assessed }: any) => assessed === 'zfj').id, 'numerator')).items).toEqual([expect.objectContaining({ caseNo: later })]);
});

test('a department of the county is marked by its full id; what is said of a department that did not come counts for nobody, nor does a mark for who only said no', async () => {
  const number = await enforcement(4, [['11-03', [{ department: 'by.xf', mark: 'good' }, { department: 'by-jinghe.pcs', mark: 'poor' }, { department: 'zfj', mark: 'fair' }]]]);
  await task(number, 'by.xf/officer', 'xiaofang', '11-01', { outcome: 'yes' });
  // at first the police could come, then no more
  await task(number, 'by-jinghe.pcs/officer', 'pcs', '10-20', { outcome: 'yes' });
  await task(number, 'by-jinghe.pcs/officer', 'pcs', '11-01', { outcome: 'no' });
  await task(number, 'by-jinghe.lds/officer', 'lds', '11-01', { outcome: 'no' });
  const found = async (subject: 'department' | 'officer') => (await townMarksIn('by', subject, '2026-11', api.store)).filter(({ caseNo }) => caseNo === number).map(({ assessed, mark }) => [assessed, mark]).sort();
  expect(await found('department')).toEqual([['by-jinghe.zfj', 'townFair'], ['by.xf', 'townGood']]);
  expect(await found('officer')).toEqual([['xiaofang', 'townGood'], ['zfj', 'townFair']]);
  const refused = perDoer([{ assessed: 'by-jinghe.lds', caseNo: number, mark: 'townGood', at: new Date(0) }], await api.store.tasks.find({ caseNo: number }).lean<Task[]>());
  expect(refused).toEqual([]);
});

test('policy staff may count them for departments, and for nobody else', async () => {
  const [first, ...rest] = structuredClone(shippedSheet('department', 'month').indicators);
  const given = [{ ...first!, id: 'town-mark', name: '联合执法评价', numerator: 'townPoor', denominator: 'townMarked', formula: '100 - 比率' }, ...rest];
  const save = (subject: string) => policy.put(`/api/assessment-sheets/${subject}/month/2026-09`).send({ revision: 0, indicators: given, reason: '按镇里意见' });
  await save('department').expect(200);
  expect((await save('village').expect(422)).body.problems.map(({ path }: any) => path)).toEqual(['indicators.0.numerator', 'indicators.0.denominator']);
  const { items } = await compute('department', '2026-09');
  expect(markedOf(items, 'by-jinghe.zfj')).toMatchObject({ numerator: 0, denominator: 2, value: 100 });
  expect(markedOf(items, 'by-jinghe.pcs')).toMatchObject({ numerator: 1, denominator: 1, value: 0 });
  const page = async (subject: string) => (await policy.get('/assessment/indicators').query({ subject }).expect(200)).text;
  expect(await page('officer')).toContain('联合执法评为好');
  expect(await page('village')).not.toContain('联合执法评为好');
}, 30_000);

test('assessed are the officers of the towns, not those of the county, the city or the court', async () => {
  const { items } = await compute('officer', '2026-08');
  const own = items.map(({ assessed }: any) => assessed);
  expect(own).toEqual(expect.arrayContaining(['zfj', 'pcs', 'lds']));
  for (const other of ['fayuan', 'zhifa', 'jiancha', 'xiaofang', 'shizhengfa']) expect(own).not.toContain(other);
});

test('the shipped sheet keeps the town\'s share, and so does a total in which most of the town\'s indicators cannot be assessed', () => {
  const { indicators } = shippedSheet('officer', 'month');
  const sum = (of: typeof indicators) => of.reduce((all, { weight }) => all + weight, 0);
  expect(sum(indicators)).toBe(100);
  expect(sum(indicators.filter(({ giver }) => giver === 'town'))).toBeGreaterThanOrEqual(TOWN_SHARE);
  const items = (points: (one: (typeof indicators)[number]) => number | null): ScoreItem[] => indicators.map((one) => ({ indicator: one.id, numerator: 1, denominator: 1, value: 0, points: points(one) }));
  const [only] = indicators.filter(({ id }) => id === 'town-mark');
  // the town has ten points to give and gives all, the department has all of its own and gives none
  expect(totalOf(indicators, items(({ id, giver }) => (id === only!.id ? 10 : giver === 'department' ? 0 : null)))).toBe(75);
  expect(totalOf(indicators, items(({ giver, weight }) => (giver === 'department' ? weight / 2 : null)))).toBe(50);
  expect(totalOf(indicators, items(() => null))).toBeNull();
});
