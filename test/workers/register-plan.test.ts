import { registerPayment } from '../../workers/register-payment.js';
import { registerPlan } from '../../workers/register-plan.js';
import { aJob, keepCase, openWork, repeatedly, type Work } from '../support/work.js';
import { closeTestStore } from '../support/store.js';

const given = {
  owed: 216000.5, signedOn: '2026-06-25', payees: [{ name: '张三等 16 人', kind: '工人', amount: 216000.5 }],
  instalments: [{ dueDate: '2026-07-15', amount: 100000 }, { dueDate: '2026-08-15', amount: '116000.50' }],
};
const job = aJob('register-plan', { variables: given });

describe('a signed instalment plan', () => {
  let work: Work;
  const plan = async () => (await work.store.cases.findById('BY-2026-000001').lean())!.plan!;
  beforeEach(async () => {
    work = await openWork();
    await keepCase(work);
  });
  afterAll(closeTestStore);

  test('is kept in cents, and each instalment is due at the end of its Shanghai day', async () => {
    expect(await registerPlan(job, work.deps)).toEqual({
      owedCents: 21600050,
      instalments: [
        { no: 1, dueDate: '2026-07-15T15:59:59.999Z', amountCents: 10000000, amount: '100000.00' },
        { no: 2, dueDate: '2026-08-15T15:59:59.999Z', amountCents: 11600050, amount: '116000.50' },
      ],
    });
    expect(await plan()).toMatchObject({ owedCents: 21600050, signedOn: '2026-06-25', payees: [{ name: '张三等 16 人', kind: '工人', amountCents: 21600050 }] });
  });

  test('a run that comes late does not put its plan over a newer one', async () => {
    const newer = aJob('register-plan', { key: String(BigInt(job.key) + 100n), variables: { ...given, signedOn: '2026-06-26' } });
    await registerPlan(newer, work.deps);
    await registerPlan(job, work.deps);
    expect((await plan()).signedOn).toBe('2026-06-26');
  });

  test('a job done twice leaves one entry and keeps the payments made in between', async () => {
    await registerPlan(job, work.deps);
    await registerPayment(aJob('register-payment', { key: '77', variables: { instalment: { no: 1 }, paidAmount: 100000, evidence: ['photo'] } }), work.deps);
    const [first, last] = await repeatedly(() => registerPlan(job, work.deps));
    expect(last).toEqual(first);
    expect((await plan()).instalments[0]).toMatchObject({ paidCents: 10000000 });
    expect(await work.store.entries.countDocuments({ _id: `job:${job.key}` })).toBe(1);
  });

  test.each([
    ['that is a cent off', { ...given, owed: 216000.51 }, /216,000.50 元，应付总额 216,000.51 元/],
    ['without instalments', { ...given, instalments: [] }, /至少要有一期/],
    ['whose form was empty', {}, /应付总额必须大于 0/],
    ['with an amount that is none', { ...given, instalments: [{ dueDate: '2026-07-15', amount: '很多' }] }, /金额「很多」不正确/],
  ])('%s is a business error, and nothing is kept', async (_, variables, message) => {
    const refused = await registerPlan(aJob('register-plan', { variables }), work.deps).catch((error) => error);
    expect(refused).toMatchObject({ name: 'BusinessError', code: 'PLAN_MISMATCH', message: expect.stringMatching(message) });
    expect(await plan()).toBeUndefined();
    expect(await work.store.entries.countDocuments()).toBe(0);
  });
});
