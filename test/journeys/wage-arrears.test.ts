// The joint procedure for wage arrears on the real engine: every branch, with its deadline moved up where silence matters.
import { until } from '../../runtime/client.js';
import { arrearsOf, DEPARTMENTS, PETTY } from '../support/arrears.js';
import { theSystem, type System } from '../support/system.js';
import { entriesOf, factOf, HOUR, peopleOf, together } from '../support/ways.js';

let system: System;
let people: ReturnType<typeof peopleOf>;
let arrears: ReturnType<typeof arrearsOf>;

beforeAll(async () => {
  system = await theSystem();
  people = peopleOf(system);
  arrears = arrearsOf(people);
}, 240_000);
afterAll(() => system.stop());

const checked = (caseNo: string) => people.once(caseNo, 'the check', (view) => view.case.standing.status === '待核查', 60_000);

describe('wage-arrears', () => {
  together({
    async 'an owner who cannot be reached is found by the police; a plan that is a cent off is refused and changes nothing; an instalment not paid even by order goes to the police as a suspected crime'() {
      const caseNo = await arrears.calmed();
      await people.does('jiancha', caseNo, 'find-representative', { outcome: 'unreachable', summary: '电话不通' });
      await people.does('gongan', caseNo, 'police-assist', { outcome: 'found', summary: '已找到' });
      await arrears.inspect(caseNo);
      await people.does('jiancha', caseNo, 'meeting', { meetingOn: await people.day(caseNo), attendees: '各方', outcome: 'agreed', summary: '同意分期' });

      const plan = await arrears.plan(caseNo, 203_500, { instalments: 2 });
      const task = await people.has('lds', caseNo, 'sign-plan');
      const before = await people.read(caseNo);
      const wrong = { ...plan, instalments: [{ ...plan.instalments[0], amount: plan.instalments[0].amount - 0.01 }, plan.instalments[1]] };
      await expect(people.does('lds', caseNo, 'sign-plan', wrong)).rejects.toMatchObject({ status: 422, problem: { problems: [{ path: 'instalments' }] } });
      const after = await people.read(caseNo);
      expect(after.timeline).toEqual(before.timeline);
      expect(after.case.plan).toBeUndefined();
      expect(after.tasks.find(({ key }: any) => key === task.key)).toMatchObject({ state: 'open' });

      await people.does('lds', caseNo, 'sign-plan', plan);
      await people.does('zzb', caseNo, 'register-repayment', { outcome: 'default', reason: '当日未到账' });
      await arrears.order(caseNo, plan.instalments[0].amount);
      await people.does('jiancha', caseNo, 'check-order', { outcome: 'unpaid', reason: '期满未支付' });
      await people.does('jiancha', caseNo, 'transfer-police', { documentNo: '移送第 1 号', doneOn: await people.day(caseNo, 8), summary: '涉嫌拒不支付劳动报酬罪' });
      const view = await people.end(caseNo);
      expect(view.case).toMatchObject({ standing: { status: '移送司法' }, closing: { outcome: '移送司法' } });
      expect(factOf(view, 'order-to-pay')).toMatchObject({ service: 'posting' });
      expect(factOf(view, 'transfer')).toMatchObject({ transferNo: '移送第 1 号', workers: 16 });
      expect(view.case.plan.instalments.some((one: any) => one.paidAt)).toBe(false);
    },

    async 'wages are advanced where the owner has fled; what is not a crime goes to the court for enforcement'() {
      const caseNo = await arrears.calmed({ people: 3 });
      await people.does('jiancha', caseNo, 'find-representative', { outcome: 'unreachable', summary: '电话不通' });
      await people.does('gongan', caseNo, 'police-assist', { outcome: 'fled', summary: '已离境' });
      await arrears.inspect(caseNo, PETTY);
      await people.does('jiancha', caseNo, 'advance-wages', { outcome: 'advanced', advanceAmount: 6_000, advanceWorkers: 3, evidence: [await arrears.evidence('jiancha')] });
      await arrears.order(caseNo, 8_000, PETTY);
      await people.does('jiancha', caseNo, 'check-order', { outcome: 'unpaid', reason: '期满未支付' });
      await people.does('jiancha', caseNo, 'apply-enforcement', { documentNo: '申请第 2 号', doneOn: await people.day(caseNo, 8), summary: '申请强制执行' });
      const view = await checked(caseNo);
      expect(factOf(view, 'advance')).toMatchObject({ advanceOutcome: 'advanced', advanceAmount: 6_000, advanceWorkers: 3 });
      expect(factOf(view, 'enforcement')).toMatchObject({ enforcementNo: '申请第 2 号' });
      expect(factOf(view, 'transfer')).toBeUndefined();
      expect(view.instances.every(({ procedure, state }: any) => procedure === 'grid-event' || state === 'completed')).toBe(true);
    },

    async 'on a building site the general contractor pays first, and then no plan is needed'() {
      const caseNo = await arrears.calmed();
      await people.does('lds', caseNo, 'find-representative', { outcome: 'found', summary: '在工地' });
      await arrears.inspect(caseNo, { construction: 'yes' });
      await people.does('zhujian', caseNo, 'contractor-pays', { outcome: 'cleared', contractorAmount: 180_000, bondAmount: 23_500, summary: '总包先行清偿，不足部分动用保证金' });
      await people.does('caobacun', caseNo, 'confirm-production', { outcome: 'cannot', reason: '工程已收尾' });
      const view = await checked(caseNo);
      expect(factOf(view, 'contractor-paid')).toMatchObject({ contractorOutcome: 'cleared', contractorAmount: 180_000, bondAmount: 23_500 });
      expect(factOf(view, 'production-resumed')).toMatchObject({ productionResumed: false });
      expect(view.case.plan).toBeUndefined();
    },

    async 'where workers and owner do not agree, an order to pay that is obeyed settles it'() {
      const caseNo = await arrears.calmed();
      await people.does('jiancha', caseNo, 'find-representative', { outcome: 'found', summary: '已找到' });
      await arrears.inspect(caseNo);
      await people.does('jiancha', caseNo, 'meeting', { meetingOn: await people.day(caseNo), attendees: '各方', outcome: 'refused', summary: '工人要求一次付清' });
      await arrears.order(caseNo, 203_500);
      await people.does('jiancha', caseNo, 'check-order', { outcome: 'paid', paidAmount: 203_500, evidence: [await arrears.evidence('jiancha')] });
      await people.does('zzb', caseNo, 'confirm-production', { outcome: 'resumed', resumedOn: await people.day(caseNo), summary: '已复工' });
      expect(factOf(await checked(caseNo), 'production-resumed')).toMatchObject({ productionResumed: true });
    },

    async 'withdrawing a case ends the joint work that is open below it, tells those who had it and keeps their drafts'() {
      const caseNo = await arrears.joined();
      await Promise.all([...DEPARTMENTS.map((account) => people.has(account, caseNo, 'on-site-confirm')), people.has('baoying', caseNo, 'county-acknowledge')]);
      const [police, office] = await Promise.all([system.as('pcs'), system.as('zzb')]);
      const task = await people.has('pcs', caseNo, 'on-site-confirm');
      await police.post(`/tasks/${task.key}/claim`);
      await police.put(`/tasks/${task.key}/draft`, { values: { arrivedPeople: 3, note: '路上' } });
      await (await system.as('caoba')).post(`/cases/${caseNo}/withdraw`, { reason: '双方已自行付清' });
      const view = await people.end(caseNo);
      expect(view.case.standing.status).toBe('作废');
      expect(view.tasks.filter(({ procedure }: any) => procedure === 'wage-arrears').map(({ state }: any) => state)).toEqual(Array(5).fill('withdrawn'));
      expect(view.instances.find(({ procedure }: any) => procedure === 'wage-arrears').state).toBe('terminated');
      expect((await police.get(`/tasks/${task.key}`)).draft.values).toEqual({ arrivedPeople: 3, note: '路上' });
      for (const person of [police, office]) {
        const told = await until(`a notice for <${person.account}>`, async () => (await person.get('/notices')).items.find((one: any) => one.caseNo === caseNo && /撤回/.test(one.title)));
        expect(told.text).toContain(caseNo);
      }
      await expect(police.post(`/tasks/${task.key}/complete`, { values: { arrived: true } })).rejects.toMatchObject({ status: 409 });
    },
  });
});

describe('a department that is silent on the site', () => {
  let caseNo: string;
  beforeAll(async () => {
    caseNo = await arrears.joined();
    await Promise.all(['zzb', 'lds', 'sfs'].map((account) => people.does(account, caseNo, 'on-site-confirm', { arrived: true })));
    await people.does('baoying', caseNo, 'county-acknowledge', { acknowledged: true });
    await people.once(caseNo, 'three confirmations', (view) => entriesOf(view, '完成', 'on-site-confirm').length === 3);
    await system.move(HOUR);
  }, 120_000);

  test('is passed on to its head after half an hour, and the others are left in peace', async () => {
    await people.does('pcssuozhang', caseNo, 'head-confirm', { arrived: true, note: '已带队到场' }, { time: 120_000 });
    await people.has('zzb', caseNo, 'stabilise-site');
    const view = await people.read(caseNo);
    expect(view.tasks.filter(({ elementId }: any) => elementId === 'head-confirm').map(({ candidateGroups }: any) => candidateGroups)).toEqual([['by-jinghe.pcs/head']]);
    expect(view.tasks.filter(({ elementId, state }: any) => elementId === 'on-site-confirm' && state === 'withdrawn')).toHaveLength(1);
    expect(entriesOf(view, '催办', 'on-site-confirm')).toHaveLength(1);
  }, 180_000);
});
