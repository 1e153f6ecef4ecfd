// Whoever reported a matter asks from their own page that what it tells of them be deleted; a leader decides, and the page says what became of it.
import supertest from 'supertest';
import { askErasure } from '../../processes/retention/ask.js';
import { sweepPersonal } from '../../processes/retention/sweep.js';
import type { AuditEntry, Case } from '../../processes/store/types.js';
import { openApi, type Api } from '../support/api.js';
import { Broken, breaking } from '../support/breaking-store.js';
import { closeTestStore } from '../support/store.js';
import type { Signed } from '../support/web.js';

const HOUR = 3_600_000;
const telling = /钱多多|13812345678|5678|孙海燕|周晓梅|路面暴露垃圾/;
const REFUSED = '案件正在行政复议，依法要保留';

let api: Api;
let leader: Signed;
let supervisor: Signed;
const kept = async (caseNo: string) => (await api.store.cases.findById(caseNo).lean<Case>())!;
const page = async (token: string) => (await supertest(api.app).get(`/r/${token}`).expect(200)).text;
const stand = async (token: string) => (await supertest(api.app).get(`/api/r/${token}`).expect(200)).body.erasure;
let visitors = 0;
const ask = (token: string, address = `203.0.113.${visitors += 1}`) => supertest(api.app).post(`/api/r/${token}/erasure`).set('x-forwarded-for', address);
const asked = (caseNo: string) => api.store.notices.find({ caseNo, kind: 'erasure-asked' }).lean();
const waiting = async (by = leader) => (await by.get('/api/retention/requests').expect(200)).body.items.map((one: any) => one.caseNo);
const decide = (caseNo: string, act: string, reason: string, by = leader) => by.post(`/api/cases/${caseNo}/retention`).send({ act, reason });

/** A case that ended so many hours ago. */
async function ended(hours = 100): Promise<{ caseNo: string; token: string }> {
  const caseNo = await api.report({ reporter: { name: '钱多多', phone: '13812345678', anonymous: false } });
  const at = new Date(api.deps.clock.now().getTime() - hours * HOUR);
  await api.store.cases.updateOne({ _id: caseNo }, { $set: { closing: { outcome: '已结案', at }, standing: { status: '已结案', state: 'completed', instanceKey: `${caseNo}-1`, elements: [], at } } });
  return { caseNo, token: (await kept(caseNo)).link!.token };
}

beforeAll(async () => {
  api = await openApi();
  [leader, supervisor] = await Promise.all([api.as('jinghezhiban'), api.as('jingheducha')]);
});
afterAll(closeTestStore);

describe('asking for deletion from the reporter\'s page', () => {
  test('is not offered while the matter is handled', async () => {
    const caseNo = await api.report({});
    const { token } = (await kept(caseNo)).link!;
    expect((await ask(token).expect(409)).body.detail).toContain('办结以后');
    expect([await stand(token), (await page(token)).includes('data-erasure'), (await kept(caseNo)).erasureAsked]).toEqual([undefined, false, undefined]);
  });

  test('however often it is pressed is one wish, told once, in no words of the reporter, and answered for by no name', async () => {
    const { caseNo, token } = await ended();
    expect(await page(token)).toContain('申请删除我的信息');
    await Promise.all([ask(token).expect(204), ask(token).expect(204)]);
    await ask(token).expect(204);
    expect([await stand(token), (await page(token)).includes('data-erasure')]).toEqual([{ state: 'asked', at: expect.any(String) }, false]);
    const notices = await asked(caseNo);
    expect(notices).toMatchObject([{ to: ['by-jinghe/duty-leader', 'by-jinghe/supervisor'] }]);
    const audited = await api.store.audit.find({ 'about.id': caseNo, action: 'retention' }).lean<AuditEntry[]>();
    expect(new Set(audited.map(({ who }) => JSON.stringify(who)))).toEqual(new Set(['{"system":"诉求人"}']));
    expect(JSON.stringify([notices, audited, (await leader.get('/api/retention/requests')).body])).not.toMatch(telling);
    expect([await waiting(), await waiting(supervisor), await waiting(await api.as('anyi'))]).toEqual([[caseNo], [caseNo], []]);
    expect((await leader.get('/supervision').expect(200)).text).toContain(`/cases/${caseNo}#retention-title`);
  });

  test('is refused with a reason that the reporter reads without learning who wrote it, and may be asked anew', async () => {
    const { caseNo, token } = await ended();
    await decide(caseNo, 'refuse', REFUSED).expect(409);
    await ask(token).expect(204);
    await decide(caseNo, 'refuse', '').expect(422);
    await decide(caseNo, 'refuse', REFUSED, await api.as('jinghe')).expect(403);
    await decide(caseNo, 'refuse', REFUSED).expect(204);
    await decide(caseNo, 'refuse', REFUSED, supervisor).expect(409);
    expect([await stand(token), await waiting()]).toEqual([{ state: 'refused', at: expect.any(String), reason: REFUSED }, expect.not.arrayContaining([caseNo])]);
    expect(await page(token)).toMatch(new RegExp(`没有同意删除[\\s\\S]*${REFUSED}[\\s\\S]*再次申请删除`));
    expect(await page(token)).not.toMatch(/jinghezhiban|值班领导：/);
    await ask(token).expect(204);
    expect([await stand(token), await waiting(), (await asked(caseNo)).length]).toEqual([{ state: 'asked', at: expect.any(String) }, expect.arrayContaining([caseNo]), 2]);
  });

  test('is agreed to after the days for having it done again, and the page then says that it is deleted and nothing else of the reporter', async () => {
    const early = await ended(1);
    await ask(early.token).expect(204);
    expect((await decide(early.caseNo, 'erase', '诉求人申请').expect(409)).body.detail).toContain('还可以申请重新办理');
    const { caseNo, token } = await ended();
    await ask(token).expect(204);
    expect(await (await leader.get(`/cases/${caseNo}`).expect(200)).text).toMatch(/同意删除[\s\S]*不同意/);
    await decide(caseNo, 'erase', '诉求人申请').expect(204);
    expect([await stand(token), await waiting()]).toEqual([{ state: 'granted', at: expect.any(String) }, expect.not.arrayContaining([caseNo])]);
    await decide(caseNo, 'refuse', REFUSED).expect(409);
    await sweepPersonal(api.deps);
    expect(await stand(token)).toEqual({ state: 'done', at: expect.any(String) });
    await ask(token).expect(204);
    expect([await page(token), await kept(caseNo)].map((one) => JSON.stringify(one)).join()).not.toMatch(telling);
    expect([await page(token), (await kept(caseNo)).erasureAsked]).toEqual([expect.stringContaining('已删除。'), expect.objectContaining({ open: false })]);
  });

  test('is limited as whatever else an address writes there', async () => {
    const { token } = await ended();
    const statuses: number[] = [];
    for (let n = 0; n < 21; n += 1) statuses.push((await ask(token, '198.51.100.7')).status);
    expect([new Set(statuses.slice(0, 20)), statuses[20]]).toEqual([new Set([204]), 429]);
  });

  test('broken off after any of its writes is told once in the end, by asking again or by the sweep alone', async () => {
    for (const again of [true, false]) {
      for (let n = 1, broke = true; broke; n += 1) {
        const { caseNo } = await ended();
        const broken = breaking(api.store, n);
        await askErasure(await kept(caseNo), { ...api.deps, store: broken.store }).catch((error: unknown) => expect(error).toBeInstanceOf(Broken));
        broke = broken.broke;
        const written = !!(await kept(caseNo)).erasureAsked;
        await (again ? askErasure(await kept(caseNo), api.deps) : sweepPersonal(api.deps));
        expect([n, (await asked(caseNo)).length]).toEqual([n, again || written ? 1 : 0]);
      }
    }
  });
});
