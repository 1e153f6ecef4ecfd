// A matter that came by 12345 or 数字化城管 goes its whole way on the real engine while the partner's own system is down, failing or forgetful; afterwards it has every state in order. One that is not ours goes back. A data centre answers into a form, or people find out by hand.
import { until } from '../../runtime/client.js';
import { arrearsOf } from '../support/arrears.js';
import { signedMessage, startPartner, type Hand, type Simulator } from '../support/partner.js';
import { theSystem, type System } from '../support/system.js';
import { entriesOf, peopleOf, together } from '../support/ways.js';

let system: System;
let people: ReturnType<typeof peopleOf>;
const closing: (() => Promise<void>)[] = [];
const secrets: string[] = [];

beforeAll(async () => {
  system = await theSystem();
  people = peopleOf(system);
}, 240_000);
afterAll(async () => {
  for (const close of closing) await close();
  await system.stop();
});

interface Hotline { id: string; simulator: Simulator; send(body: object, hand?: Hand): Promise<{ status: number; body: any }> }

/** A hotline, or another partner that hands over orders, of its own, as administrators and policy staff set it up. */
async function hotline(id: string, kind: 'hotline' | 'city' = 'hotline'): Promise<Hotline> {
  const guanli = await system.as('guanli');
  const given = { name: `热线 ${id}`, kind, unit: 'by-jinghe' };
  const { secret } = await guanli.post('/partners', { id, ...given });
  const simulator = await startPartner([secret]);
  closing.push(() => simulator.close());
  await guanli.put(`/partners/${id}`, { ...given, webhook: `${simulator.url}/hook` });
  await (await system.as('liucheng')).put(`/partner-mappings/${id}`, { revision: 0, categories: [{ theirs: '暴露垃圾', ours: 'D01' }], units: [{ theirs: '曹坝', ours: 'by-jinghe-caoba-g1' }], urgencies: [] });
  const path = `/api/intake/${id}/orders`;
  return {
    id, simulator,
    async send(body, hand) {
      const { headers, text } = signedMessage(path, body, secret, hand);
      const answer = await fetch(system.url + path, { method: 'POST', headers: headers as Record<string, string>, body: text });
      return { status: answer.status, body: await answer.json() };
    },
  };
}

const anOrder = (given: object = {}) => ({ orderNo: 'WX-1', title: '村口垃圾没人清', content: '垃圾桶满了三天', category: '暴露垃圾', address: '泾河镇曹坝村村口', citizen: { phone: '12000000001' }, ...given });

/** The matter in the village's hands to its good end. */
async function cleared(caseNo: string): Promise<any> {
  await people.does('caobacun', caseNo, 'intake', { outcome: 'accepted' });
  await people.does('caobacun', caseNo, 'village-handle', { outcome: 'solved', summary: '已清运' });
  await people.does('jinghe', caseNo, 'check', { outcome: 'pass' });
  await people.does('jinghehuifang', caseNo, 'follow-up', { rating: '满意' });
  return people.end(caseNo);
}
const STATES = ['已接收', '待受理', '处置中', '待核查', '待回访', '已结案'];

describe('an order of the hotline', () => {
  together({
    async 'or of 数字化城管 is told to a system that takes it and forgets to say so, then fails, then is well: it misses nothing, and knows what came twice'() {
      const { id, simulator, send } = await hotline('city-forgets', 'city');
      await simulator.behave('forgetful');
      const { status, body: { caseNo } } = await send(anOrder());
      expect(status).toBe(201);
      await until('the city to have taken it', async () => simulator.events.length > 0, 60_000);
      await simulator.behave('failing');
      const view = await cleared(caseNo);
      expect(view.case).toMatchObject({ source: '部门移送', closing: { outcome: '已结案' } });
      await simulator.behave('well');
      await until('the city to know that it is closed', async () => simulator.events.some(({ state }) => state === 'closed'), 170_000);
      const first = simulator.events.filter(({ event }) => event === `${id}:WX-1:1`);
      expect(first.length).toBeGreaterThan(1);
      expect(first.every((one) => JSON.stringify(one) === JSON.stringify(first[0]))).toBe(true);
      const once = simulator.events.slice(first.length - 1);
      expect(once.map(({ status: one }) => one)).toEqual(STATES);
      expect(once.map(({ event, seq }) => [event, seq])).toEqual(once.map((_, index) => [`${id}:WX-1:${index + 1}`, index + 1]));
    },

    async 'is handled and closed while its system is down, and told there afterwards in order and once'() {
      const { id, simulator, send } = await hotline('hotline-down');
      await simulator.behave('down');
      const { status, body: { caseNo } } = await send(anOrder());
      expect(status).toBe(201);
      expect((await send(anOrder())).body.caseNo).toBe(caseNo);
      const view = await cleared(caseNo);
      expect(view.case).toMatchObject({ source: '12345转办', closing: { outcome: '已结案' } });
      const guanli = await system.as('guanli');
      await until('what waits for the hotline to be seen', async () => (await guanli.get('/outgoing?state=waiting&channel=webhook&size=100')).items.filter((one: any) => one.caseNo === caseNo).length >= 6);
      expect(simulator.events).toEqual([]);
      await simulator.behave('well');
      await until('the hotline to know that it is closed', async () => simulator.events.some(({ state }) => state === 'closed'), 170_000);
      expect(simulator.events.map(({ status: one }) => one)).toEqual(STATES);
      expect(simulator.events.map(({ event, seq, order }) => [event, seq, order])).toEqual(simulator.events.map((_, index) => [`${id}:WX-1:${index + 1}`, index + 1, 'WX-1']));
      expect(simulator.events.at(-1)).toMatchObject({ caseNo, state: 'closed', rating: '满意' });
      // whoever called the hotline hears it there
      expect(view.timeline.some(({ why }: any) => why === '由转办单位告知诉求人')).toBe(true);
    },

    async 'that is not ours goes back with a reason, and its case ends with it; what is forged, replayed or late never gets in'() {
      const { id, simulator, send } = await hotline('hotline-back');
      const nonce = 'one-nonce-for-one-message';
      const { body: { caseNo } } = await send(anOrder(), { nonce });
      await people.has('caobacun', caseNo, 'intake');
      expect((await send(anOrder(), { nonce })).status).toBe(409);
      expect((await send(anOrder({ orderNo: 'WX-2' }), { secret: 'another' })).status).toBe(401);
      expect((await send(anOrder({ orderNo: 'WX-2' }), { timestamp: Math.floor(Date.now() / 1000) - 3_600 })).status).toBe(401);
      expect((await send(anOrder({ orderNo: 'WX-2', content: '长'.repeat(30_000) }))).status).toBe(413);
      await (await system.as('jinghe')).post(`/orders/${id}:WX-1/return`, { reason: '属市级管理' });
      const view = await people.end(caseNo);
      expect(view.case).toMatchObject({ standing: { status: '作废' }, withdrawal: { reason: '退单：属市级管理' } });
      await until('the hotline to know that it is back', async () => simulator.events.some(({ state }) => state === 'returned'), 60_000);
      expect(simulator.events.map(({ status }) => status)).toEqual(['已接收', '待受理', '退单']);
      expect(simulator.events.at(-1)).toMatchObject({ reason: '属市级管理' });
    },

    async 'that maps to no grid is sorted by people and then goes its way'() {
      const { id, simulator, send } = await hotline('hotline-sort');
      const { body } = await send(anOrder({ category: '说不清', address: '泾河镇某处' }));
      expect(body.state).toBe('sorting');
      const { caseNo } = await (await system.as('jinghe')).post(`/orders/${id}:WX-1/sort`, { category: 'D01', grid: 'by-jinghe-songzhu-g1', urgency: '一般' });
      await until('the hotline to know that it is accepted', async () => simulator.events.some(({ status }) => status === '待受理'), 60_000);
      expect(simulator.events[0]).toMatchObject({ state: 'accepted', caseNo });
    },
  });
});

describe('a data centre that is asked before the inspection', () => {
  test('answers into the form; when what it answers is none, or of another question, or it is down, people find out by hand and the case goes on', async () => {
    const arrears = arrearsOf(people);
    const simulator = await startPartner(secrets);
    closing.push(() => simulator.close());
    simulator.register['某塑机公司'] = { dwmc: '某塑机公司', qxcs: 2, faren: '不该看到' };
    const given = { name: '宝应县人社数据中心', kind: 'data-centre', centre: 'hr', unit: 'by', lookUp: `${simulator.url}/look-up`, patience: 2, purposes: ['调查拖欠工资'] };
    const guanli = await system.as('guanli');
    const { secret } = await guanli.post('/partners', { id: 'hr', ...given });
    secrets.push(secret);
    await (await system.as('liucheng')).put('/partner-mappings/hr', { revision: 0, categories: [], units: [], urgencies: [], fields: [{ theirs: 'dwmc', ours: 'name', title: '单位名称', type: 'text' }, { theirs: 'qxcs', ours: 'earlier', title: '以往欠薪次数', type: 'number' }] });
    try {
      const [first, second, wrong, late] = await Promise.all([arrears.calmed(), arrears.calmed(), arrears.calmed(), arrears.calmed()]);
      const search = (caseNo: string) => people.does('jiancha', caseNo, 'find-representative', { outcome: 'found', employer: '某塑机公司', summary: '已找到' });
      const jiancha = await system.as('jiancha');
      const shown = async (caseNo: string) => (await jiancha.get(`/tasks/${(await people.has('jiancha', caseNo, 'inspection')).key}`)).data.registration;
      await search(first);
      expect(await shown(first)).toEqual({ state: 'found', name: '某塑机公司', earlier: 2, source: '宝应县人社数据中心', at: expect.stringMatching(/^\d{4}-/), text: '- 单位名称：某塑机公司\n- 以往欠薪次数：2' });
      expect(JSON.stringify(await people.read(first))).not.toContain('以往欠薪次数：2');
      for (const [how, caseNo] of [['wrong', wrong], ['late', late]] as const) {
        await simulator.behave(how);
        await search(caseNo);
        await people.has('jiancha', caseNo, 'verify-employer');
        expect(simulator.asked.at(-1)).toMatchObject({ caseNo, subject: '某塑机公司' });
        expect(entriesOf(await people.read(caseNo), '数据核查')).toEqual([expect.objectContaining({ text: '宝应县人社数据中心：未能查询' })]);
      }
      await simulator.behave('down');
      await search(second);
      await people.does('jiancha', second, 'verify-employer', { outcome: 'found', verifiedOn: await people.day(second), summary: '窗口核实：有登记，无欠薪记录' });
      expect(await shown(second)).toMatchObject({ source: '人工核实', text: '窗口核实：有登记，无欠薪记录' });
      expect(entriesOf(await people.read(second), '数据核查')).toEqual([expect.objectContaining({ text: '宝应县人社数据中心：未能查询', why: expect.stringMatching(/^未能查询宝应县人社数据中心/) })]);
      expect((await guanli.get('/partners')).find(({ id }: any) => id === 'hr').lookUps).toMatchObject({ failures: 3, openUntil: expect.any(String), failed: [{ caseNo: second }, { caseNo: late }, { caseNo: wrong }] });
    } finally {
      await guanli.put('/partners/hr', { ...given, active: false });
    }
  }, 240_000);
});
