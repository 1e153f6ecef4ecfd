// Who reads what of people: names and numbers are masked in every answer and page, and looking behind a mask is for those who handle the matter, with a reason, and written down.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AuditEntry } from '../../processes/store/types.js';
import { expectProblem, openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';

const NAME = '钱多多';
const PHONE = '13812345678';
const OTHER = '13987654321';
const ID = '321023199001011234';
const telling = new RegExp(`${NAME}|${PHONE}|${OTHER}|${ID}`);

let api: Api;
let caseNo: string;
let task: string;
beforeAll(async () => {
  api = await openApi();
  ({ caseNo, key: task } = await api.open('dept-handle', ['by-jinghe.lds/officer'], { limit: '5 工作日', variables: { lastReason: `请联系 ${OTHER}` } }));
  await api.store.cases.updateOne({ _id: caseNo }, { $set: {
    title: `欠薪 ${PHONE}`, description: `工人代表电话 ${OTHER}，身份证 ${ID}。`, reporter: { person: 'caoba', name: NAME, phone: PHONE, anonymous: false },
    plan: { owedCents: 100, payees: [{ name: NAME, kind: '工人', amountCents: 100 }], instalments: [] }, facts: [{ _id: 'f', key: 'payee', at: new Date(), data: { name: NAME, phone: OTHER } }],
  } });
  await api.store.tasks.updateOne({ _id: task }, { $set: { 'about.title': `欠薪 ${PHONE}`, 'about.description': OTHER } });
  await api.store.entries.create({ _id: 'e1', caseNo, at: new Date(), who: { id: 'lds', name: '林静怡' }, action: '留言', text: `已打 ${OTHER}`, why: PHONE });
}, 60_000);
afterAll(closeTestStore);

const looks = () => api.store.audit.find({ 'about.id': caseNo, action: 'reveal' }).lean<AuditEntry[]>();
const reveal = async (account: string, body: object) => (await api.as(account)).post(`/api/cases/${caseNo}/reveal`).send({ reason: '电话核实情况', ...body });

describe('what identifies people', () => {
  test('stands unmasked in no answer and on no page, whoever reads, but for whoever filed the report', async () => {
    const paths = ['/cases', `/cases/${caseNo}`, `/tasks/${task}`, `/tasks/${task}/order`, '/tasks?view=unit', '/notices'].flatMap((path) => [path, path.endsWith('/order') ? path : `/api${path}`]);
    paths.push('/api/map/points', `/api/cases/${caseNo}/similar`, `/api/cases/${caseNo}/reporter`, '/api/tasks?view=unit', '/api/tasks?view=group', '/api/asked');
    let seen = 0;
    for (const account of ['caobacun', 'jinghe', 'lds', 'baoyingzhihui', 'ducha', 'guanli']) {
      for (const path of paths) {
        const { text, status } = await (await api.as(account)).get(path);
        if (status === 200) seen += 1;
        // who handles it knows the names of those who are to be paid
        expect([account, path, telling.exec(account === 'lds' || account === 'baoyingzhihui' || account === 'jinghe' ? (text ?? '').replaceAll(NAME, '') : text ?? '')?.[0]]).toEqual([account, path, undefined]);
      }
    }
    expect(seen).toBeGreaterThan(80);
    const own = (await (await api.as('caoba')).get(`/api/cases/${caseNo}`).expect(200)).body.case;
    expect(own).toMatchObject({ reporter: { name: NAME, phone: PHONE }, title: `欠薪 ${PHONE}`, masked: [] });
  }, 60_000);

  test('cannot be found out by searching digit by digit; a whole number is found by whoever knows it', async () => {
    const who = await api.as('jinghe');
    const total = async (path: string) => (await who.get(path).expect(200)).body.total;
    expect(await total('/api/cases?q=139876')).toBe(0);
    expect(await total('/api/map/points?q=139876')).toBe(0);
    expect(await total(`/api/cases?q=${OTHER}`)).toBe(1);
    expect(await total(`/api/cases?q=${caseNo.slice(-8)}`)).toBe(1);
    expect(await total('/api/tasks?view=unit&q=138123')).toBe(0);
    expect(await total(`/api/tasks?view=unit&q=${OTHER}`)).toBe(1);
  });
});

describe('looking behind a mask', () => {
  test('is for whoever handles the case, with a reason, and written down', async () => {
    expectProblem(await reveal('lds', { field: 'reporter', reason: '' }), 422);
    expect((await reveal('lds', { field: 'reporter' })).body).toEqual({ value: `${NAME} ${PHONE}` });
    expect((await reveal('lds', { field: 'description' })).body.value).toContain(ID);
    expect((await reveal('ldssuozhang', { field: 'entry', entry: 'e1' })).body.value).toBe(`已打 ${OTHER}\n原因：${PHONE}`);
    expect((await looks()).map(({ who, action, text }) => ['id' in who && who.id, action, text])).toEqual([
      ['lds', 'reveal', '查看案件反映人：电话核实情况'], ['lds', 'reveal', '查看案件情况说明：电话核实情况'], ['ldssuozhang', 'reveal', '查看案件办理记录：电话核实情况'],
    ]);
  });

  test('is not for those who only see the case, and leaves no trace of a look that was none', async () => {
    const before = (await looks()).length;
    for (const account of ['ducha', 'kaohe', 'guanli', 'liucheng']) expectProblem(await reveal(account, { field: 'reporter' }), 403);
    expectProblem(await reveal('anyi', { field: 'reporter' }), 404);
    expectProblem(await reveal('lds', { field: 'entry', entry: 'of another' }), 404);
    expect((await looks()).length).toBe(before);
  });

  test('shows nothing when it cannot be written down', async () => {
    const insert = api.store.audit.collection.insertMany;
    api.store.audit.collection.insertMany = (async () => { throw Object.assign(new Error('no primary'), { name: 'MongoServerSelectionError' }); }) as never;
    const refused = await reveal('lds', { field: 'reporter' }).finally(() => { api.store.audit.collection.insertMany = insert; });
    expect(expectProblem(refused, 503).value).toBeUndefined();
    expect(JSON.stringify(refused.body)).not.toMatch(telling);
  });

  test('of an anonymous reporter is for nobody, and of a complaint never for the unit that it is about', async () => {
    await api.store.cases.updateOne({ _id: caseNo }, { $set: { 'reporter.anonymous': true } });
    expectProblem(await reveal('lds', { field: 'reporter' }), 403);
    await api.store.cases.updateOne({ _id: caseNo }, { $set: { 'reporter.anonymous': false, against: 'by-jinghe.lds' } });
    expectProblem(await reveal('lds', { field: 'reporter' }), 403);
    expect((await (await api.as('lds')).get(`/api/cases/${caseNo}`).expect(200)).body.case.reporter).toEqual({ anonymous: false, withheld: true });
    expect((await (await api.as('lds')).get(`/cases/${caseNo}`).expect(200)).text).toContain('对被反映单位不公开');
    expect((await (await api.as('jinghe')).get(`/api/cases/${caseNo}`).expect(200)).body.case.reporter).toMatchObject({ name: '钱**', phone: '138****5678' });
  });
});
