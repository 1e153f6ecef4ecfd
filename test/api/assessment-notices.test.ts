// Whom an assessment concerns is told of it, each once: the assessed and who leads them, the assessor of an appeal, the appellant of its answer.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { backgroundKinds } from '../../api/background-kinds.js';
import { runWhole } from '../../processes/background/whole.js';
import { openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';
import type { Signed } from '../support/web.js';

let api: Api;
let [assessor, member, leader, outsider] = [] as unknown as [Signed, Signed, Signed, Signed];
const DAY = 86_400_000;
let passed = 0;

beforeAll(async () => {
  api = await openApi();
  api.deps.clock.now = () => new Date(Date.parse('2026-11-10T04:00:00Z') + passed);
  [assessor, member, leader, outsider] = await Promise.all(['kaohe', 'caoba', 'caobazhang', 'jinghehuifang'].map((account) => api.as(account))) as [Signed, Signed, Signed, Signed];
}, 60_000);
afterAll(closeTestStore);

const inbox = async (who: Signed) => (await who.get('/api/notices').query({ size: 100 }).expect(200)).body.items.filter(({ link }: any) => link?.startsWith('/assessment')).map(({ title, text, link }: any) => ({ title, text, link }));
const compute = async (subject: string) => {
  const { body } = await assessor.post('/api/assessments').send({ id: crypto.randomUUID(), subject, period: '2026-10', days: 5 }).expect(202);
  await runWhole(backgroundKinds, api.deps);
  return body as { assessment: string; job: string };
};

test('there is at least one day for appeals', async () => {
  await assessor.post('/api/assessments').send({ id: crypto.randomUUID(), subject: 'grid', period: '2026-10', days: 0 }).expect(422);
  expect((await assessor.get('/assessment').expect(200)).text).toContain('name="days" type="number" min="1"');
});

test('who leads several of the assessed has one notice, and a work that was killed before it told them tells them once', async () => {
  const { assessment, job } = await compute('grid');
  const shown = { title: '2026-10 网格考核已公示', text: '得分已算出，请查看。有异议的，在 11月15日 12:00 之前申诉。', link: `/assessment?id=${encodeURIComponent(assessment)}` };
  expect(await inbox(leader)).toEqual([shown]);
  expect(await inbox(outsider)).toEqual([]);
  await api.store.notices.deleteMany({ to: 'caobazhang', title: shown.title });
  for (let time = 0; time < 2; time += 1) {
    await api.store.background.updateOne({ _id: job }, { $set: { state: 'waiting' } });
    await runWhole(backgroundKinds, api.deps);
  }
  expect(await inbox(leader)).toEqual([shown]);
});

test('the assessed, the assessor and the appellant hear in turn', async () => {
  const { assessment } = await compute('member');
  expect((await inbox(member)).map(({ title }: any) => title)).toEqual(['2026-10 网格员考核已公示']);
  const score = `${assessment}:caoba`;
  const link = `/assessment/scores/${encodeURIComponent(score)}`;
  const [granted, refused] = [crypto.randomUUID(), crypto.randomUUID()];
  const say = (id: string) => member.post(`/api/assessment-scores/${score}/appeals`).send({ id, text: '那几天在县里培训' });
  const answer = (appeal: string, more: object) => assessor.post(`/api/assessment-scores/${score}/corrections`).send({ id: crypto.randomUUID(), appeal, reason: '已核实', ...more });
  for (let time = 0; time < 2; time += 1) await say(granted).expect(201);
  expect(await inbox(assessor)).toEqual([{ title: '申诉待答复：2026-10 网格员考核', text: '「周晓梅」的得分有申诉，请答复；答复之前不能公布。', link }]);
  await answer(granted, { points: 1 }).expect(201);
  await say(refused).expect(201);
  await answer(refused, {}).expect(201);
  await answer(refused, {}).expect(409);
  expect(await inbox(assessor)).toHaveLength(2);
  expect((await inbox(member)).map(({ text }: any) => text).sort()).toEqual(expect.arrayContaining(['「周晓梅」的申诉成立，得分已更正。理由见得分页。', '「周晓梅」的申诉不成立。理由见得分页。']));
  await api.store.notices.deleteMany({ _id: `assessment-answer:${refused}` });
  passed = 6 * DAY;
  for (let time = 0; time < 2; time += 1) await assessor.post(`/api/assessments/${assessment}/publish`).expect(200);
  expect((await inbox(member)).map(({ title }: any) => title).sort()).toEqual(['2026-10 网格员考核已公布', '2026-10 网格员考核已公示', '申诉已答复：2026-10 网格员考核', '申诉已答复：2026-10 网格员考核']);
});

test('what broke off as it was published is published, and told, by whoever does it again', async () => {
  const { assessment } = await compute('village');
  passed = 12 * DAY;
  await api.store.assessments.updateOne({ _id: assessment }, { $set: { state: 'publishing' } });
  expect((await assessor.get(`/assessment?id=${encodeURIComponent(assessment)}`).expect(200)).text).toContain('data-publish>');
  await assessor.post(`/api/assessments/${assessment}/publish`).expect(200);
  expect((await inbox(leader)).map(({ title }: any) => title).sort()).toEqual(['2026-10 村（社区）考核已公布', '2026-10 村（社区）考核已公示', '2026-10 网格考核已公示']);
});

test('a correction without an appeal tells the one concerned and who leads them, once, in words with the reason; one that answers an appeal tells the appellant alone', async () => {
  const period = '2026-09';
  const { body: { assessment } } = await assessor.post('/api/assessments').send({ id: crypto.randomUUID(), subject: 'member', period, days: 5 }).expect(202);
  await runWhole(backgroundKinds, api.deps);
  const score = `${assessment}:caoba`;
  await api.store.assessmentScores.updateOne({ _id: score }, { $set: { total: 80 } });
  const correct = (given: object) => assessor.post(`/api/assessment-scores/${score}/corrections`).send({ reason: '培训三天，电话 12000000001', ...given });
  const first = { id: crypto.randomUUID(), points: 2.5 };
  await correct(first).expect(201);
  const said = { title: `得分已更正：${period} 网格员考核`, text: '「周晓梅」的得分更正 +2.5 分：原 80 分，现在 82.5 分。理由：培训三天，电话 120****0001', link: `/assessment/scores/${encodeURIComponent(score)}` };
  const of = async (who: Signed) => (await inbox(who)).filter(({ title }: any) => title === said.title);
  expect([await of(member), await of(leader), await of(outsider)]).toEqual([[said], [said], []]);
  await leader.get(said.link).expect(200);
  // killed before it told: sent again, it tells
  await api.store.notices.deleteMany({ title: said.title });
  for (let time = 0; time < 2; time += 1) await correct(first).expect(201);
  expect([await of(member), await of(leader)]).toEqual([[said], [said]]);
  await api.store.notices.deleteMany({ title: said.title });
  const appeal = crypto.randomUUID();
  await member.post(`/api/assessment-scores/${score}/appeals`).send({ id: appeal, text: '还有一天' }).expect(201);
  await correct({ id: crypto.randomUUID(), appeal, points: 1 }).expect(201);
  expect([await of(member), await of(leader)]).toEqual([[], []]);
  // at the latest when it is published, and what is corrected later says that the published stays
  passed += 6 * DAY;
  await assessor.post(`/api/assessments/${assessment}/publish`).expect(200);
  expect([await of(member), await of(leader)]).toEqual([[said], [said]]);
  await correct({ id: crypto.randomUUID(), points: -3, reason: '事后查明' }).expect(201);
  expect((await of(leader)).map(({ text }: any) => text)).toContain('「周晓梅」的得分更正 -3 分：原 83.5 分，现在 80.5 分。这一期已经公布，公布的得分不变，更正另列。理由：事后查明');
});

test('of a unit hears who leads it, of an officer the head of the department', async () => {
  for (const [subject, assessed, account] of [['village', 'by-jinghe-songzhu', 'songzhucun'], ['officer', 'lds', 'ldssuozhang']] as const) {
    const { body: { assessment } } = await assessor.post('/api/assessments').send({ id: crypto.randomUUID(), subject, period: '2026-08', days: 5 }).expect(202);
    await runWhole(backgroundKinds, api.deps);
    await assessor.post(`/api/assessment-scores/${assessment}:${assessed}/corrections`).send({ id: crypto.randomUUID(), points: 1, reason: '核实' }).expect(201);
    expect([account, (await inbox(await api.as(account))).filter(({ title }: any) => title.startsWith('得分已更正'))]).toEqual([account, [expect.objectContaining({ link: `/assessment/scores/${encodeURIComponent(`${assessment}:${assessed}`)}` })]]);
  }
});
