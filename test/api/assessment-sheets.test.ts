// Whose the indicators are: the city's hold in every county until it saves its own; each is assessed by those that hold where they are, and compared only with who goes by the same.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { backgroundKinds } from '../../api/background-kinds.js';
import { COUNTY_PILOT, shippedSheet } from '../../processes/assessment/built-in.js';
import { countyOf } from '../../processes/assessment/sheet-units.js';
import { runWhole } from '../../processes/background/whole.js';
import { groupOf } from '../../processes/organisation.js';
import type { AssessmentSheet } from '../../processes/store/assessment-types.js';
import type { Person, UnitLevel } from '../../processes/store/types.js';
import { forgetUnits } from '../../processes/units.js';
import { openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';
import type { Signed } from '../support/web.js';

let api: Api;
let [city, county, other, town, policy] = [] as unknown as [Signed, Signed, Signed, Signed, Signed];
let passed = 0;
const period = '2026-10';

beforeAll(async () => {
  api = await openApi();
  api.deps.clock.now = () => new Date(Date.parse('2026-11-10T04:00:00Z') + passed);
  const unit = (_id: string, name: string, level: UnitLevel, path: string[]) => ({ _id, name, level, parent: path.at(-1)!, path: [...path, _id] });
  await api.store.units.create([unit('gy', '高邮市', 'county', ['yz']), unit('gy-jieshou', '界首镇', 'town', ['yz', 'gy']), unit('gy-jieshou-dachang', '大昌村', 'village', ['yz', 'gy', 'gy-jieshou'])]);
  forgetUnits(api.store);
  const { passwordHash } = (await api.store.people.findById('kaohe').lean<Person>())!;
  for (const [id, ...posts] of [['shikaohe', { unit: 'yz', role: 'assessor' }], ['gykaohe', { unit: 'gy', role: 'assessor' }], ['zhenkaohe', { unit: 'by-jinghe', role: 'assessor' }]] as const) {
    await api.store.people.create({ _id: id, name: id, account: id, passwordHash, posts, groups: posts.map(groupOf), active: true, demo: true } as never);
  }
  for (const [at, onTime] of [['by-jinghe-caoba', 4], ['by-jinghe-songzhu', 2], ['gy-jieshou-dachang', 4]] as const) {
    await api.store.caseCells.collection.insertOne({ _id: `${at}/${period}`, unit: at, month: period, figures: { D01: { new: 4, closed: 4, timed: 4, onTime, response: 4, inTime: 4 } } } as never);
  }
  // saved by an older version, when there was one sheet for all
  await api.store.assessmentSheets.collection.insertOne({ ...shippedSheet('village', 'month'), _id: 'village:month:2026-08', from: '2026-08', revision: 1, reason: '老版本保存' } as never);
  [city, county, other, town, policy] = await Promise.all(['shikaohe', 'kaohe', 'gykaohe', 'zhenkaohe', 'liucheng'].map((account) => api.as(account))) as [Signed, Signed, Signed, Signed, Signed];
}, 60_000);
afterAll(closeTestStore);

const shipped = () => structuredClone(shippedSheet('village', 'month').indicators);
const save = (who: Signed, unit: string | undefined, given: object = {}, from = period) => who.put(`/api/assessment-sheets/village/month/${from}`).send({ ...(unit && { unit }), revision: 0, indicators: shipped(), reason: '按要求', ...given });
const read = async (who: Signed, unit?: string) => (await who.get('/api/assessment-sheets').query({ subject: 'village', ...(unit && { unit }) }).expect(200)).body;
const versions = ({ items }: { items: (AssessmentSheet & { inherited: boolean })[] }) => items.map(({ from, inherited, unit }) => [from, inherited, unit]);
const page = async (who: Signed, unit?: string) => (await who.get('/assessment/indicators').query({ subject: 'village', ...(unit && { unit }) }).expect(200)).text;
/** The county's own: the city's with five points less for the first, and a pilot of its own. */
const ofCounty = () => [...shipped().map((one) => (one.id === 'on-time' ? { ...one, weight: one.weight - 5 } : one)), { id: 'pilot', name: '矛盾就地化解', group: COUNTY_PILOT, numerator: 'onTime', denominator: 'closed', formula: '比率', weight: 5, giver: 'town' }];
const compute = async (who: Signed, given: object = {}) => {
  const { body } = await who.post('/api/assessments').send({ id: crypto.randomUUID(), subject: 'village', period, days: 1, ...given }).expect(202);
  await runWhole(backgroundKinds, api.deps);
  return (await who.get(`/api/assessments/${body.assessment}`).query({ size: 100 }).expect(200)).body;
};
const of = (ranking: any, assessed: string) => ranking.items.find((one: any) => one.assessed === assessed);

test('what an older version saved is the city\'s: its counties go by it, and the city saves over it', async () => {
  expect(await read(city)).toMatchObject({ unit: 'yz', unitName: '扬州市', county: false, maySave: true, units: expect.arrayContaining([{ id: 'by', name: '宝应县' }, { id: 'gy', name: '高邮市' }]) });
  expect(versions(await read(city))).toEqual([['2026-08', false, 'yz'], ['2000-01', false, undefined]]);
  expect(await read(county)).toMatchObject({ unit: 'by', county: true, maySave: true });
  expect(versions(await read(county))).toEqual([['2026-08', true, 'yz'], ['2000-01', true, undefined]]);
  await save(city, undefined, {}, '2026-08').expect(409);
  await save(city, undefined, { revision: 1, reason: '市里修订' }, '2026-08').expect(200);
  await save(city, undefined, { revision: 1, reason: '又一次' }, '2026-08').expect(409);
  // the common one stays for whoever else goes by it
  expect((await api.store.assessmentSheets.find().sort({ _id: 1 }).lean()).map(({ _id, unit, revision, reason }) => [_id, unit, revision, reason])).toEqual([['village:month:2026-08', undefined, 1, '老版本保存'], ['yz:village:month:2026-08', 'yz', 2, '市里修订']]);
  expect((await read(city)).items.map(({ from, revision }: any) => [from, revision])).toEqual([['2026-08', 2], ['2000-01', 0]]);
  expect((await read(county)).items[0]).toMatchObject({ from: '2026-08', inherited: true, reason: '市里修订' });
});

test('each saves the sheets of its own unit alone: the city none of a county\'s, a county neither the city\'s nor another\'s, a town none', async () => {
  for (const [who, unit] of [[city, 'by'], [county, 'yz'], [county, 'gy'], [policy, 'yz'], [town, 'by-jinghe'], [town, undefined], [await api.as('yangzhou'), 'yz']] as const) await save(who, unit).expect(403);
  for (const [who, unit] of [[county, 'yz'], [town, undefined]] as const) await who.post('/api/assessment-sheets/preview').send({ unit, subject: 'village', period, indicators: shipped() }).expect(403);
  await county.get('/api/assessment-sheets').query({ unit: 'gy' }).expect(404);
  expect(await read(county, 'yz')).toMatchObject({ unit: 'yz', maySave: false });
  expect(await read(town)).toMatchObject({ unit: 'by', maySave: false });
  expect(await api.store.assessmentSheets.countDocuments()).toBe(2);
});

test('a county starts its own from the city\'s, with pilots of its own; another county goes on by the city\'s', async () => {
  const before = await page(county);
  expect(before).toMatch(/沿用市级<\/span>[\s\S]*还没有自己的指标，沿用市级[\s\S]*<option>县区试点指标<\/option>[\s\S]*保存为宝应县的指标/);
  expect(await page(county, 'yz')).not.toContain('data-save');
  await save(policy, 'by', { indicators: ofCounty() }).expect(200);
  await save(county, 'by', { indicators: ofCounty() }).expect(409);
  await save(county, 'by', { revision: 1, indicators: ofCounty(), reason: '加上试点' }).expect(200);
  expect(versions(await read(county))).toEqual([['2026-10', false, 'by'], ['2026-08', true, 'yz'], ['2000-01', true, undefined]]);
  expect(versions(await read(other))).toEqual([['2026-08', true, 'yz'], ['2000-01', true, undefined]]);
  expect(await page(county)).toContain('宝应县的指标</span>');
  // what the city saves later does not reach a county that has its own
  await save(city, 'yz', { reason: '市里新版' }).expect(200);
  expect(versions(await read(county))).toEqual([['2026-10', false, 'by'], ['2026-08', true, 'yz'], ['2000-01', true, undefined]]);
  expect(versions(await read(other))[0]).toEqual(['2026-10', true, 'yz']);
  const tried = async (who: Signed) => (await who.post('/api/assessment-sheets/preview').send({ subject: 'village', period, indicators: shipped() }).expect(200)).body.items.map(({ assessed }: any) => assessed);
  // the city's new ones are tried on who goes by them
  expect(await tried(city)).toEqual(['gy-jieshou-dachang']);
  expect(await tried(county)).toEqual(expect.arrayContaining(['by-jinghe-caoba', 'by-jinghe-songzhu']));
}, 30_000);

test('each is assessed by the indicators that hold where it is, and ranked among those who go by the same; what is published keeps them', async () => {
  const whole = await compute(city);
  expect(whole.run).toMatchObject({ sheetName: '扬州市', from: '2026-10', others: [{ unit: 'by', name: '宝应县', from: '2026-10' }] });
  const [first, second, far] = ['by-jinghe-caoba', 'by-jinghe-songzhu', 'gy-jieshou-dachang'].map((assessed) => of(whole, assessed));
  expect([first, second, far].map(({ rank, sheetName, sheet }) => [rank, sheetName, sheet])).toEqual([[1, '宝应县', 'by'], [2, '宝应县', 'by'], [1, '扬州市', null]]);
  expect(first.items.find(({ indicator }: any) => indicator === 'pilot')).toMatchObject({ numerator: 4, denominator: 4, points: 5 });
  expect(far.items.map(({ indicator }: any) => indicator)).not.toContain('pilot');
  expect(whole.sheets.map(({ unit, name, total, average }: any) => [unit, name, total, average])).toEqual([[undefined, '扬州市', 1, far.total], ['by', '宝应县', expect.any(Number), Math.round(50 * (first.total + second.total)) / 100]]);
  expect(whole.average).toBe(far.total);
  const ranking = (await city.get('/assessment').query({ id: whole.run.id }).expect(200)).text;
  expect(ranking).toMatch(/这一期用了 2 套指标，只在同一套指标内排名：按扬州市的指标 1 个[\s\S]*按宝应县的指标<\/span>/);
  expect((await city.get(`/assessment/scores/${first.id}`).expect(200)).text).toMatch(/按宝应县的指标计分[\s\S]*矛盾就地化解/);
  await city.get(`/api/assessment-scores/${first.id}/cases`).query({ indicator: 'pilot' }).expect(200);
  await city.get(`/api/assessment-scores/${far.id}/cases`).query({ indicator: 'pilot' }).expect(404);
  passed = 2 * 86_400_000;
  await city.post(`/api/assessments/${whole.run.id}/publish`).expect(200);
  await save(county, 'by', { revision: 2, reason: '不再试点' }).expect(200);
  const kept = (await city.get(`/api/assessment-scores/${first.id}`).expect(200)).body;
  expect(kept.run.indicators.map(({ id }: any) => id)).toContain('pilot');
  await save(county, 'by', { revision: 3, indicators: ofCounty() }).expect(200);
});

test('the file of a ranking has each indicator with what stood above and below the line, each by the indicators of whoever it is about', async () => {
  const { body } = await city.post('/api/lists/assessment-scores/export').send({ id: crypto.randomUUID(), format: 'csv', query: { id: `yz:village:${period}` } }).expect(202);
  await runWhole(backgroundKinds, api.deps);
  const { text } = await city.get(`/api/background/${body.id}/file`).buffer(true).parse((res, done) => { let all = ''; res.on('data', (part: Buffer) => { all += part.toString('utf8'); }); res.on('end', () => done(null, all)); }).then(({ body: file }) => ({ text: file as unknown as string }));
  const [head, ...rows] = text.replace(/^\uFEFF/, '').trimEnd().split('\r\n').map((line) => line.split(','));
  const cells = (name: string) => { const row = rows.find((one) => one[1] === name)!; return (heading: string) => row[head!.indexOf(heading)]; };
  const [own, far] = [cells('松竹村'), cells('大昌村')];
  expect(['按谁的指标', '按期办结率（满分 15）', '按期办结率·分子（按期办结）', '矛盾就地化解（满分 5）', '矛盾就地化解·分子（按期办结）', '矛盾就地化解·分母（办结）'].filter((heading) => !head!.includes(heading))).toEqual([]);
  expect([own('按谁的指标'), own('按期办结率（满分 15）'), own('按期办结率（满分 20）'), own('矛盾就地化解（满分 5）'), own('矛盾就地化解·分子（按期办结）'), own('矛盾就地化解·分母（办结）')]).toEqual(['宝应县', '9', '', '2.5', '2', '4']);
  expect([far('按谁的指标'), far('按期办结率（满分 20）'), far('矛盾就地化解（满分 5）'), far('矛盾就地化解·分子（按期办结）')]).toEqual(['扬州市', '20', '', '']);
  expect(far('满意率（满分 10）')).toBe('不计：分母为 0');
  await (await api.as('anyi')).post('/api/lists/assessment-scores/export').send({ id: crypto.randomUUID(), format: 'xlsx', query: { id: `by:village:1999-01` } }).expect(202);
  await runWhole(backgroundKinds, api.deps);
  expect(await api.store.background.findOne({ person: 'anyi' }).lean()).toMatchObject({ state: 'failed', said: '没有这一期考核' });
});

test('a county and its towns go by the county\'s, a county without one by the city\'s; before it began all by the city\'s', async () => {
  expect(await compute(county)).toMatchObject({ run: { sheetName: '宝应县', others: [] }, sheets: [{ name: '宝应县' }] });
  const inTown = await compute(town);
  expect(inTown.run).toMatchObject({ unit: 'by-jinghe', sheetName: '宝应县' });
  expect(of(inTown, 'by-jinghe-caoba').items.map(({ indicator }: any) => indicator)).toContain('pilot');
  expect((await compute(other)).run).toMatchObject({ sheetName: '扬州市', others: [], from: '2026-10' });
  expect((await compute(county, { period: '2026-09' })).run).toMatchObject({ sheetName: '扬州市', from: '2026-08' });
  // all that the city assesses there go by the county's: no word of two
  await api.store.units.updateOne({ _id: 'gy-jieshou-dachang' }, { $set: { level: 'grid' } });
  await api.store.assessments.deleteMany({ _id: /^yz:/ });
  await api.store.assessmentScores.deleteMany({ assessment: /^yz:/ });
  const alone = await compute(city);
  expect([alone.run.sheetName, alone.sheets, alone.average]).toEqual(['扬州市', [expect.objectContaining({ unit: 'by', name: '宝应县' })], expect.any(Number)]);
  expect((await city.get('/assessment').query({ id: alone.run.id }).expect(200)).text).toMatch(/，平均 [\d.]+ 分。按宝应县的指标（自 2026-10 起）。/);
  const trend = (await county.get(`/api/assessment-scores/by:village:${period}:by-jinghe-caoba`).expect(200)).body.trend;
  expect(trend.map((one: any) => [one.period, one.changed])).toEqual([['2026-09', false], ['2026-10', true]]);
  expect((await county.get(`/assessment/scores/by:village:${period}:by-jinghe-caoba`).expect(200)).text).toContain('2026-10 换了指标，与之前的得分不能直接比。');
  expect((await compute(city, { period: '2026-09' })).run).toMatchObject({ others: [] });
  expect((await compute(county, { period: '2026-07' })).run).toMatchObject({ sheetName: '随软件提供', from: '2000-01' });
  await county.post('/api/assessments').send({ id: crypto.randomUUID(), unit: 'gy', subject: 'village', period, days: 1 }).expect(403);
}, 60_000);

test('an assessment of an older version, without a word of whose indicators they were, reads as before', async () => {
  const old = { subject: 'village' as const, period: '2026-06' };
  await api.store.assessments.create({ _id: 'by:village:2026-06', unit: 'by', ...old, cycle: 'month', state: 'published', indicators: shipped(), from: '2026-01', days: 5, total: 1, by: { system: '' }, at: new Date(), computedAt: new Date(), appealUntil: new Date() } as never);
  await api.store.assessmentScores.create({ _id: 'by:village:2026-06:by-jinghe-caoba', assessment: 'by:village:2026-06', run: 'x', assessed: 'by-jinghe-caoba', name: '曹坝村', ...old, path: ['yz', 'by', 'by-jinghe', 'by-jinghe-caoba'], items: [{ indicator: 'on-time', numerator: 1, denominator: 1, value: 100, points: 30 }], computed: 90, total: 90, frozen: true, appeals: [], corrections: [] });
  const found = (await county.get('/api/assessments/by:village:2026-06').expect(200)).body;
  expect([found.items[0].rank, found.average, found.sheets.length]).toEqual([1, 90, 1]);
  const text = (await county.get('/assessment?id=by:village:2026-06').expect(200)).text;
  expect([text.includes('平均 90 分'), text.includes('套指标')]).toEqual([true, false]);
  expect((await county.get('/assessment/scores/by:village:2026-06:by-jinghe-caoba').expect(200)).text).toContain('按期办结率');
});

test('whoever has posts in two counties with indicators of their own goes by neither', () => {
  const others = ['by', 'gy'].map((unit) => ({ unit, name: unit, from: period, indicators: [] }));
  expect([countyOf(['yz', 'by', 'by-jinghe'], others)?.unit, countyOf(['yz', 'by', 'gy'], others), countyOf(['yz', 'yz.zzb'], others)]).toEqual(['by', undefined, undefined]);
});
