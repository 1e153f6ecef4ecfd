// One instalment on the real engine: paid with evidence that is checked, put right, or not paid until ordered.
import { arrearsOf, PETTY } from '../support/arrears.js';
import { theSystem, type System } from '../support/system.js';
import { DAY, entriesOf, peopleOf, together } from '../support/ways.js';

let system: System;
let people: ReturnType<typeof peopleOf>;
let arrears: ReturnType<typeof arrearsOf>;

beforeAll(async () => {
  system = await theSystem();
  people = peopleOf(system);
  arrears = arrearsOf(people);
}, 240_000);
afterAll(() => system.stop());

const paid = async (caseNo: string, amount: number) => ({ outcome: 'paid', paidAmount: amount, paidOn: await people.day(caseNo), evidence: [await arrears.evidence('zzb')] });
const booked = (view: any) => view.case.plan.instalments.map(({ paidCents }: any) => paidCents);

describe('instalment', () => {
  together({
    async 'evidence that is not valid, and an amount that is not the agreed one, are put right before anything is booked; the next instalment opens after that'() {
      const caseNo = await arrears.signed(20_000.5, { instalments: 2 });
      await people.does('zzb', caseNo, 'register-repayment', await paid(caseNo, 10_000));
      await people.does('lds', caseNo, 'verify-payment', { outcome: 'invalid', reason: '看不清流水号' });
      const supplement = { paidAmount: 10_000, paidOn: await people.day(caseNo), evidence: [await arrears.evidence('zzb')] };
      const first = await people.does('zzb', caseNo, 'supplement-evidence', supplement);
      // Valid, but 0.25 yuan short: the booking is refused, and the same step comes again.
      await people.does('lds', caseNo, 'verify-payment', { outcome: 'valid' });
      const again = await people.has('zzb', caseNo, 'supplement-evidence', { where: ({ key }) => key !== first.key });
      expect(booked(await people.read(caseNo))).toEqual([undefined, undefined]);
      const receipt = await arrears.evidence('zzb');
      await people.does('zzb', caseNo, 'supplement-evidence', { ...supplement, paidAmount: 10_000.25, evidence: [receipt] }, { where: ({ key }) => key === again.key });
      await people.does('lds', caseNo, 'verify-payment', { outcome: 'valid' });
      await people.does('zzb', caseNo, 'register-repayment', await paid(caseNo, 10_000.25));
      const view = await people.read(caseNo);
      expect(booked(view)).toEqual([1_000_025, undefined]);
      expect(view.case.plan.instalments[0].evidence).toEqual([receipt]);
      expect(entriesOf(view, '备案', 'register-payment')).toHaveLength(1);
    },

    async 'evidence is a file that its sender uploaded: anything else is refused and nothing is registered'() {
      const caseNo = await arrears.signed(5_000);
      const good = await paid(caseNo, 5_000);
      await people.has('zzb', caseNo, 'register-repayment');
      for (const evidence of [[], ['nothing'], [await arrears.evidence('caoba')]]) {
        await expect(people.does('zzb', caseNo, 'register-repayment', { ...good, evidence })).rejects.toMatchObject({ status: 422, problem: { problems: [{ path: 'evidence' }] } });
      }
      await people.does('zzb', caseNo, 'register-repayment', good);
      const checking = await people.has('lds', caseNo, 'verify-payment');
      const office = await system.as('lds');
      expect((await office.get(`/tasks/${checking.key}`)).data.evidence).toEqual(good.evidence);
      expect((await office.download(`/attachments/${good.evidence[0]}`)).subarray(1, 4).toString()).toBe('PNG');
    },
  });
});

describe('an instalment whose day passes', () => {
  const cases = { obeyed: '', petty: '' };
  beforeAll(async () => {
    [cases.obeyed, cases.petty] = await Promise.all([arrears.signed(30_000, { firstAfter: 2 }), arrears.signed(8_000, { firstAfter: 2, found: PETTY })]) as [string, string];
    await Promise.all(Object.values(cases).map((caseNo) => people.has('zzb', caseNo, 'register-repayment')));
    await system.move(4 * DAY);
  }, 180_000);

  together({
    async 'is a default: ordered to be paid, and when that is obeyed it is booked and production goes on'() {
      await people.has('jiancha', cases.obeyed, 'issue-order', { time: 120_000 });
      await arrears.order(cases.obeyed, 30_000);
      await people.does('jiancha', cases.obeyed, 'check-order', { outcome: 'paid', paidAmount: 30_000, evidence: [await arrears.evidence('jiancha')] });
      await people.has('caobacun', cases.obeyed, 'confirm-production');
      const view = await people.read(cases.obeyed);
      expect(booked(view)).toEqual([3_000_000]);
      expect(view.tasks.filter(({ elementId }: any) => elementId === 'register-repayment').map(({ state }: any) => state)).toEqual(['withdrawn']);
      expect((await (await system.as('lds')).get('/notices')).items.some((one: any) => one.caseNo === cases.obeyed && one.title === '还款违约')).toBe(true);
    },

    async 'and is not paid even then goes to the court when it is no crime, and the case comes back to be checked'() {
      await people.has('jiancha', cases.petty, 'issue-order', { time: 120_000 });
      await arrears.order(cases.petty, 8_000, { ...PETTY, wagesOwed: 8_000 });
      await people.does('jiancha', cases.petty, 'check-order', { outcome: 'unpaid', reason: '期满未支付' });
      await people.does('jiancha', cases.petty, 'apply-enforcement', { documentNo: '申请第 3 号', doneOn: await people.day(cases.petty, 8), summary: '申请强制执行' });
      const view = await people.once(cases.petty, 'the check', ({ case: found }) => found.standing.status === '待核查');
      expect(booked(view)).toEqual([undefined]);
      expect(view.case.facts.map(({ key }: any) => key)).toEqual(['equipment', 'order-to-pay', 'enforcement']);
    },
  });
});
