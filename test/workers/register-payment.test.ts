import { registerPayment } from '../../workers/register-payment.js';
import { aJob, keepCase, openWork, repeatedly, type Work } from '../support/work.js';
import { closeTestStore } from '../support/store.js';

const payment = (variables: object, key = '77') => aJob('register-payment', { key, variables: { instalment: { no: 2 }, paidAmount: 1160.5, evidence: ['photo-1'], ...variables } });

describe('a payment', () => {
  let work: Work;
  const instalments = async () => (await work.store.cases.findById('BY-2026-000001').lean())!.plan!.instalments;
  beforeEach(async () => {
    work = await openWork();
    await keepCase(work, { plan: { owedCents: 216050, payees: [], instalments: [{ no: 1, dueDate: '2026-07-15', amountCents: 100000 }, { no: 2, dueDate: '2026-08-15', amountCents: 116050 }] } });
  });
  afterAll(closeTestStore);

  test('marks its instalment and no other, once, with its evidence', async () => {
    await repeatedly(() => registerPayment(payment({}), work.deps));
    const [first, second] = await instalments();
    expect(first).toEqual({ no: 1, dueDate: '2026-07-15', amountCents: 100000 });
    expect(second).toMatchObject({ no: 2, paidCents: 116050, paidAt: work.deps.clock.now(), evidence: ['photo-1'] });
    expect(await work.store.entries.find().lean()).toEqual([expect.objectContaining({ action: '备案', text: '第 2 期已还 1,160.50 元' })]);
  });

  test.each([
    ['of another amount', { paidAmount: 1160 }, /应还 1,160.50 元，登记 1,160.00 元/],
    ['that is no amount', { paidAmount: '全部' }, /登记 0.00 元/],
    ['without evidence', { evidence: [] }, /没有凭证/],
    ['of an instalment that the plan does not have', { instalment: { no: 3 } }, /没有第 3 期/],
  ])('%s is a business error, and nothing is marked', async (_, variables, message) => {
    const refused = await registerPayment(payment(variables), work.deps).catch((error) => error);
    expect(refused).toMatchObject({ name: 'BusinessError', code: 'PAYMENT_MISMATCH', message: expect.stringMatching(message) });
    expect((await instalments()).every(({ paidAt }) => !paidAt)).toBe(true);
  });

  test('of an instalment that another has registered is a business error', async () => {
    await registerPayment(payment({}), work.deps);
    await expect(registerPayment(payment({}, '78'), work.deps)).rejects.toMatchObject({ code: 'PAYMENT_MISMATCH' });
  });

  test('registered by two at once counts for one of them', async () => {
    const both = await Promise.allSettled([registerPayment(payment({}, '81'), work.deps), registerPayment(payment({}, '82'), work.deps)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
