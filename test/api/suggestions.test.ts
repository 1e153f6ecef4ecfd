// A suggestion may come from several cases: those that its maker may read are offered, the same place and kind first, and each hears of it.
import { closeTestStore } from '../support/store.js';
import { expectProblem, openApi, type Api } from '../support/api.js';
import type { Case } from '../../processes/store/types.js';

let api: Api;
beforeAll(async () => { api = await openApi(); }, 120_000);
afterAll(() => closeTestStore());

const GRID = 'by-jinghe-caoba-g1';
const report = (title: string, given: object = {}) => api.report({ title, category: 'A01', grid: GRID, place: { text: '丰产组门前小路' }, ...given });
const offered = async (account: string, caseNo: string, q = '') => (await (await api.as(account)).get(`/api/cases/${caseNo}/suggestions/origins?q=${encodeURIComponent(q)}`).expect(200)).body.items as { caseNo: string; title: string }[];

test('other cases that one may read are offered, the same place and kind first; the suggestion comes from all that were chosen, and each is told', async () => {
  const origin = await report('两家为积水争吵');
  const elsewhere = await report('别处的垃圾', { category: 'D01', grid: 'by-jinghe-songzhu-g1', place: { text: '松竹村' } });
  const kind = await report('园区里的争吵', { grid: 'by-jinghe-caoba-g2', place: { text: '园区东门' } });
  const place = await report('小路没有灯', { category: 'D01' });
  const both = await report('又为积水争吵');
  // a warning's check of the same house is no matter that somebody saw
  await api.store.cases.updateOne({ _id: await report('排查这一户') }, { $set: { procedure: 'emergency-aid' } });
  const shown = await offered('jinghe', origin);
  expect(shown.map(({ caseNo }) => caseNo)).toEqual([both, place, kind]);
  expect(shown[0]).toMatchObject({ title: '又为积水争吵', place: '丰产组门前小路', categoryName: expect.any(String), status: '待受理' });
  expect((await offered('jinghe', origin, '松竹村')).map(({ caseNo }) => caseNo)).toEqual([elsewhere]);
  expect((await offered('jinghe', origin, origin)).length).toBe(0);
  // a grid member is offered what they may read, and no more
  expect((await offered('caoba2', kind)).map(({ caseNo }) => caseNo).filter((one) => [origin, both, place].includes(one))).toEqual([]);

  const jinghe = await api.as('jinghe');
  const given = { clientId: crypto.randomUUID(), to: 'by-jinghe.cgb', title: '修好门前小路', text: '路面破损积水', more: [both, place] };
  const { caseNo } = (await jinghe.post(`/api/cases/${origin}/suggestions`).send(given).expect(201)).body;
  expect((await jinghe.post(`/api/cases/${origin}/suggestions`).send(given).expect(200)).body.caseNo).toBe(caseNo);
  expect((await api.store.cases.findById(caseNo).lean<Case>())!.suggestion!.origins).toEqual([origin, both, place]);
  for (const one of [origin, both, place]) expect(await api.store.entries.countDocuments({ caseNo: one, action: '建议' })).toBe(1);
  // a suggestion is nobody's origin
  expect((await offered('jinghe', origin)).map(({ caseNo: no }) => no)).not.toContain(caseNo);
  expectProblem(await (await api.as('caoba2')).post(`/api/cases/${kind}/suggestions`).send({ ...given, clientId: crypto.randomUUID(), more: [origin] }), 404);
});

test('the dialog lets further cases be chosen', async () => {
  const caseNo = await report('第三次争吵');
  const { text } = await (await api.as('caoba')).get(`/cases/${caseNo}`).set('accept', 'text/html').expect(200);
  expect(text).toMatch(/data-dialog-of="suggest"[^]*data-origins[^]*id="suggest-more"/);
});
