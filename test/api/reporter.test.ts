// The reporter's side: what they see without an account, how they get there, rating, and having a matter done again within its window.
import supertest from 'supertest';
import { restartCase, sweepRestarts } from '../../processes/reopening.js';
import type { Case } from '../../processes/store/types.js';
import { away, openApi, type Api } from '../support/api.js';
import { Broken, breaking } from '../support/breaking-store.js';
import { closeTestStore } from '../support/store.js';
import type { Signed } from '../support/web.js';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const reporter = { name: '钱多多', phone: '13812345678', anonymous: false };

let api: Api;
let caoba: Signed;
/** Somebody without an account; each has an address of their own, so that their tries are counted apart. */
let visitors = 0;
const visitor = () => {
  const address = `203.0.113.${visitors += 1}`;
  const with_ = (test: supertest.Test) => test.set('x-forwarded-for', address);
  return { get: (path: string) => with_(supertest(api.app).get(path)), post: (path: string, body: object) => with_(supertest(api.app).post(path)).send(body) };
};
const kept = async (caseNo: string) => (await api.store.cases.findById(caseNo).lean<Case>())!;

/** A case that was closed some time ago, on the engine's clock. */
async function closed(ago: number, given: { report?: object; set?: object } = {}): Promise<{ caseNo: string; token: string }> {
  const caseNo = await api.report({ reporter, ...given.report });
  const at = new Date(api.deps.clock.now().getTime() - ago);
  await api.store.cases.updateOne({ _id: caseNo }, { $set: { closing: { outcome: '已结案', at }, standing: { status: '已结案', state: 'completed', instanceKey: `${caseNo}-1`, elements: [], at }, ...given.set } });
  return { caseNo, token: (await kept(caseNo)).link!.token };
}
const reopen = (token: string, reason = '只清了一半，路边还有') => visitor().post(`/api/r/${token}/reopen`, { reason });
const starts = (caseNo: string) => api.engine.published.filter(({ name, key, id }) => name === 'case.reported' && key === caseNo && id !== caseNo);

beforeAll(async () => {
  api = await openApi();
  caoba = await api.as('caoba');
});
afterEach(() => { api.engine.fails = undefined; });
afterAll(closeTestStore);

describe('the reporter\'s page', () => {
  test('says where the matter stands and what was answered, and names nobody', async () => {
    const task = await api.open('village-handle', ['by-jinghe-caoba/intake'], { limit: '1 工作日' });
    const token = (await kept(task.caseNo)).link!.token;
    await api.store.entries.create([
      { _id: 'told', caseNo: task.caseNo, at: new Date(), who: { system: '自动反馈' }, action: '反馈', text: '您反映的事情已立案' },
      { _id: 'inside', caseNo: task.caseNo, at: new Date(), who: { id: 'caobacun', name: '李秀兰' }, action: '留言', text: '这人难缠' },
    ]);
    const { body, headers } = await visitor().get(`/api/r/${token}`).expect(200);
    expect(body).toMatchObject({ title: '路面暴露垃圾', says: '正在处理，由村（社区）办理。', answers: [{ text: '您反映的事情已立案' }], expect: expect.any(String), may: { rate: false, reopen: false } });
    expect(body.steps.map(({ name, done, current }: any) => [name, done, current])).toEqual([['收到', true, false], ['受理', true, false], ['处理', false, true], ['核实', false, false], ['办结', false, false]]);
    const page = await visitor().get(`/r/${token}`).expect(200);
    expect(page.text).toContain('正在处理，由村（社区）办理。');
    expect(`${JSON.stringify(body)}${page.text}`).not.toMatch(/李秀兰|周晓梅|难缠|caoba/);
    for (const one of [headers, page.headers]) expect(one).toMatchObject({ 'x-robots-tag': expect.stringContaining('noindex'), 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  });

  test('is found by its code with the end of the number, however the code is written; every wrong try is answered alike', async () => {
    const { caseNo, token } = await closed(HOUR);
    const { code } = (await kept(caseNo)).link!;
    expect(code).toMatch(/^[ACDEFGHJKMNPQRTWXY34679]{8}$/);
    expect((await visitor().post('/api/r', { code: `${code.slice(0, 4)}-${code.slice(4).toLowerCase()}`, digits: '5678' }).expect(200)).body).toEqual({ token });
    const wrong = await Promise.all([{ code, digits: '5679' }, { code }, { code: 'AAAA3333', digits: '5678' }].map((body) => visitor().post('/api/r', body).expect(404)));
    expect(new Set(wrong.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  test('of a report without a number is found by its code alone, also of an anonymous one', async () => {
    const { caseNo, token } = await closed(HOUR, { report: { reporter: { anonymous: true } } });
    expect((await visitor().post('/api/r', { code: (await kept(caseNo)).link!.code }).expect(200)).body).toEqual({ token });
    await visitor().get(`/r/${token}`).expect(200);
  });

  test('is not found by guessing: ten wrong tries and an address must wait, twenty and nobody gets on with that code', async () => {
    const { caseNo } = await closed(HOUR);
    const { code } = (await kept(caseNo)).link!;
    const one = visitor();
    for (let n = 0; n < 10; n += 1) await one.post('/api/r', { code, digits: String(1000 + n) }).expect(404);
    await one.post('/api/r', { code, digits: '5678' }).expect(429);
    const other = visitor();
    for (let n = 0; n < 10; n += 1) await other.post('/api/r', { code, digits: String(2000 + n) }).expect(404);
    await visitor().post('/api/r', { code, digits: '5678' }).expect(429);
    const third = visitor();
    for (let n = 0; n < 10; n += 1) await third.get(`/api/r/no-such-token-${n}`).expect(404);
    await third.get('/api/r/no-such-token-x').expect(429);
  });

  test('of a matter that was merged says how far the other is, and nothing of what was said there', async () => {
    const task = await api.open('village-handle', ['by-jinghe-caoba/intake'], { limit: '1 工作日' });
    const { caseNo, token } = await closed(HOUR, { report: { reporter: { anonymous: true } }, set: { closing: { outcome: '并案', at: new Date() }, mergedInto: task.caseNo } });
    await api.store.entries.create({ _id: 'other-told', caseNo: task.caseNo, at: new Date(), who: { system: '自动反馈' }, action: '反馈', text: '您反映的「别人的事」已立案' });
    const { body } = await visitor().get(`/api/r/${token}`).expect(200);
    expect(body).toMatchObject({ caseNo, says: '和另一件相同的事合并办理：正在处理，由村（社区）办理。', answers: [], may: { rate: false, reopen: false }, whyNot: expect.stringContaining('合并') });
    expect(body.closing).toBeUndefined();
    await api.store.cases.updateOne({ _id: task.caseNo }, { $set: { closing: { outcome: '已结案', at: new Date() } } });
    expect((await visitor().get(`/api/r/${token}`).expect(200)).body).toMatchObject({ says: '和另一件相同的事合并办理：已办结。', closing: { words: '已办结。' } });
  });

  test('that is not there says so in plain words and leads on to the code', async () => {
    const page = await visitor().get('/r/no-such-token-at-all').expect(404);
    expect(page.text).toContain('用查询码查询');
    expect((await visitor().get('/r').expect(200)).text).toContain('查询办理进度');
  });
});

describe('a rating', () => {
  test('is given after the close, may be changed until the window ends, and whoever follows up hears of a bad one', async () => {
    const { caseNo, token } = await closed(HOUR);
    await visitor().post(`/api/r/${token}/rating`, { stars: 5 }).expect(204);
    await visitor().post(`/api/r/${token}/rating`, { stars: 2, text: '太慢' }).expect(204);
    expect((await kept(caseNo)).rating).toMatchObject({ stars: 2, text: '太慢' });
    expect((await visitor().get(`/api/r/${token}`)).body.rating).toMatchObject({ stars: 2, word: '不满意' });
    expect((await api.store.entries.find({ caseNo, action: '评价' }).lean()).map(({ who }) => who)).toEqual([{ system: '诉求人' }, { system: '诉求人' }]);
    expect(await api.store.notices.findOne({ caseNo, kind: 'rated' }).lean()).toMatchObject({ to: ['by-jinghe/follow-up'] });
    for (const stars of [0, 6, 2.5, '5']) await visitor().post(`/api/r/${token}/rating`, { stars }).expect(422);
  });

  test('is too early while the matter is handled and too late after the window', async () => {
    const early = await kept(await api.report({ reporter }));
    await visitor().post(`/api/r/${early.link!.token}/rating`, { stars: 1 }).expect(409);
    const late = await closed(72 * HOUR + MINUTE);
    await visitor().post(`/api/r/${late.token}/rating`, { stars: 1 }).expect(409);
  });
});

describe('having a matter done again', () => {
  test('at 71:59 starts its procedure once more under the same number, and the close moves into the history', async () => {
    const { caseNo, token } = await closed(72 * HOUR - MINUTE);
    await reopen(token).expect(204);
    const found = await kept(caseNo);
    expect(found.closing).toBeUndefined();
    expect(found.reopenings).toEqual([expect.objectContaining({ reason: '只清了一半，路边还有', by: { system: '诉求人' }, closing: expect.objectContaining({ outcome: '已结案' }), instance: `${caseNo}-1` })]);
    expect(starts(caseNo)).toEqual([expect.objectContaining({ id: `${caseNo}:reopened:1`, ttl: 0, variables: expect.objectContaining({ caseNo, reopened: 1, lastReason: '诉求人申请重新办理（第 1 次）：只清了一半，路边还有' }) })]);
    expect(await api.store.entries.findOne({ caseNo, action: '重新办理' }).lean()).toMatchObject({ who: { system: '诉求人' }, why: '只清了一半，路边还有' });
    expect(await api.store.notices.findOne({ caseNo, kind: 'reopened' }).lean()).toMatchObject({ to: expect.arrayContaining(['by-jinghe/duty-leader', 'caoba']) });
    expect((await visitor().get(`/api/r/${token}`)).body).toMatchObject({ says: '已收到您重新办理的申请，等待受理。', reopenings: [{ reason: '只清了一半，路边还有' }], may: { reopen: false } });
  });

  test('at 72:01 is refused, says why and where to go', async () => {
    const { caseNo, token } = await closed(72 * HOUR + MINUTE);
    expect((await reopen(token).expect(409)).body.detail).toContain('12345');
    expect([starts(caseNo), (await kept(caseNo)).closing]).toEqual([[], expect.anything()]);
  });

  test('is asked for by two at once: one run is started', async () => {
    const { caseNo, token } = await closed(HOUR);
    const statuses = (await Promise.all([reopen(token), reopen(token), caoba.post(`/api/cases/${caseNo}/reopen`).send({ reason: '还是没有清' })])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([204, 409, 409]);
    expect((await kept(caseNo)).reopenings).toHaveLength(1);
    expect(new Set(starts(caseNo).map(({ id }) => id)).size).toBe(1);
  });

  test('while the engine is away is kept, and started by the sweep; once it runs nothing more is started', async () => {
    const { caseNo, token } = await closed(HOUR);
    api.engine.fails = away();
    await reopen(token).expect(204);
    expect([starts(caseNo), (await kept(caseNo)).restart]).toEqual([[], true]);
    api.engine.fails = undefined;
    await sweepRestarts(api.deps, Date.now());
    expect(starts(caseNo)).toEqual([]);
    await sweepRestarts(api.deps, Date.now() + 16_000);
    expect(starts(caseNo)).toHaveLength(1);
    await api.store.cases.updateOne({ _id: caseNo }, { $set: { 'standing.instanceKey': `${caseNo}-2`, 'standing.state': 'active' } });
    await sweepRestarts(api.deps, Date.now() + 17_000);
    await sweepRestarts(api.deps, Date.now() + 60_000);
    expect(starts(caseNo)).toHaveLength(1);
    expect((await kept(caseNo)).restart).toBeUndefined();
  });

  test('whatever write breaks in the middle is told once and started in the end', async () => {
    const { caseNo, token } = await closed(HOUR);
    api.engine.fails = away();
    await reopen(token).expect(204);
    api.engine.fails = undefined;
    await Promise.all([api.store.entries.deleteMany({ caseNo, action: '重新办理' }), api.store.notices.deleteMany({ caseNo, kind: 'reopened' })]);
    for (let n = 1; ; n += 1) {
      const broken = breaking(api.store, n);
      await restartCase(caseNo, { ...api.deps, store: broken.store }).catch((error) => { if (!(error instanceof Broken)) throw error; });
      if (!broken.broke) break;
    }
    expect(await Promise.all([api.store.entries.countDocuments({ caseNo, action: '重新办理' }), api.store.notices.countDocuments({ caseNo, kind: 'reopened' })])).toEqual([1, 1]);
    expect(new Set(starts(caseNo).map(({ id }) => id))).toEqual(new Set([`${caseNo}:reopened:1`]));
  });

  test('a second time is refused by default; policy staff set how often and how long, nobody else', async () => {
    const again = { reopenings: [{ at: new Date(), reason: '一次', by: { system: '诉求人' }, closing: { outcome: '已结案', at: new Date() }, instance: '0' }] };
    const { token } = await closed(80 * HOUR, { set: again });
    expect((await reopen(token).expect(409)).body.detail).toContain('已经重新办理过 1 次');
    await caoba.put('/api/settings/reopening').send({ hours: 96, times: 2 }).expect(403);
    const liucheng = await api.as('liucheng');
    await liucheng.put('/api/settings/reopening').send({ hours: 0, times: 2 }).expect(422);
    await liucheng.put('/api/settings/reopening').send({ hours: 96, times: 2 }).expect(200);
    await reopen(token).expect(204);
    await liucheng.put('/api/settings/reopening').send({ hours: 72, times: 1 }).expect(200);
  });

  test.each([
    ['并案', { mergedInto: 'BY-2026-000001' }, '合并'], ['作废', { withdrawal: { by: { id: 'caoba', name: '周晓梅' }, at: new Date(), reason: '误报' } }, '撤回'], ['移送司法', {}, '公安机关'],
  ])('of a matter that ended as %s is refused and says where to go', async (outcome, set, said) => {
    const { caseNo, token } = await closed(HOUR, { set: { closing: { outcome, at: new Date() }, ...set } });
    expect((await reopen(token).expect(409)).body.detail).toContain(said);
    expect(starts(caseNo)).toEqual([]);
  });

  test('is for whoever filed it: others who may see the case may not, and see neither code nor address', async () => {
    const { caseNo, token } = await closed(HOUR);
    const jinghe = await api.as('jinghe');
    await jinghe.post(`/api/cases/${caseNo}/reopen`).send({ reason: '我来重开' }).expect(403);
    await (await api.as('anyi')).post(`/api/cases/${caseNo}/reopen`).send({ reason: '我来重开' }).expect(404);
    const { code } = (await kept(caseNo)).link!;
    const seen = await Promise.all([`/api/cases/${caseNo}`, `/api/cases/${caseNo}/reporter`, `/cases/${caseNo}`].map(async (path) => (await jinghe.get(path).expect(200)).text));
    expect(seen.join()).not.toMatch(new RegExp(`${token}|${code}|${code.slice(0, 4)}-`));
    expect((await caoba.get(`/api/cases/${caseNo}/reporter`).expect(200)).body).toMatchObject({ mine: true, path: `/r/${token}`, may: { reopen: true } });
  });
});
