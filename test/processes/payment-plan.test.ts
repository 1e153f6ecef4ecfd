import fc from 'fast-check';
import { Invalid, type Problem } from '../../processes/errors.js';
import { checkPlan, type PlanInput } from '../../processes/payment-plan.js';

const plan: PlanInput = {
  owed: 20_350_000,
  signedOn: '2026-06-23',
  instalments: [
    { no: 1, dueDate: '2026-06-23', amount: '100000.00' },
    { no: 2, dueDate: '2026-07-31', amount: 103500 },
  ],
  payees: [{ name: '张三', amount: '200000' }, { name: '李四', amount: 3500 }],
};

const faults = (input: PlanInput): { message: string; problems: readonly Problem[] } => {
  try {
    checkPlan(input);
  } catch (error) {
    if (error instanceof Invalid) return error;
  }
  throw new Error('accepted');
};

it('a plan that adds up comes back in cents', () => {
  expect(checkPlan(plan)).toEqual({
    owed: 20_350_000,
    instalments: [{ no: 1, dueDate: '2026-06-23', cents: 10_000_000 }, { no: 2, dueDate: '2026-07-31', cents: 10_350_000 }],
    payees: [{ name: '张三', cents: 20_000_000 }, { name: '李四', cents: 350_000 }],
  });
});

it('instalments that do not add up are told by how much', () => {
  const { message, problems } = faults({ ...plan, instalments: [{ no: 1, dueDate: '2026-07-01', amount: 190000 }] });
  expect(message).toBe('the instalments add up to <190000.00>, owed is <203500.00>');
  expect(problems).toEqual([{ path: 'instalments', message: '还款计划各期合计 190,000.00 元，应付总额 203,500.00 元，两者不一致' }]);
});

it('payees that do not add up are told by how much', () => {
  expect(faults({ ...plan, payees: [{ name: '张三', amount: 1 }] }).message).toBe('the payees add up to <1.00>, owed is <203500.00>');
});

it.each<[string, PlanInput['instalments'], string]>([
  ['before the signing', [{ no: 1, dueDate: '2026-06-22', amount: 203500 }], 'instalments[0].dueDate'],
  ['on the day of the one before', [{ no: 1, dueDate: '2026-07-01', amount: 100000 }, { no: 2, dueDate: '2026-07-01', amount: 103500 }], 'instalments[1].dueDate'],
  ['on no real day', [{ no: 1, dueDate: '2026-06-31', amount: 203500 }], 'instalments[0].dueDate'],
])('an instalment %s is refused', (_, instalments, path) => {
  expect(faults({ ...plan, instalments }).problems.map(problem => problem.path)).toEqual([path]);
});

it('every fault is told at once', () => {
  const { problems } = faults({
    owed: 100,
    instalments: [{ no: 2, dueDate: '2026-06-31', amount: '0.001' }],
    payees: [{ name: ' ', amount: 0 }],
  });
  expect(problems).toEqual([
    { path: 'instalments[0].no', message: '还款计划第 1 期的期次是「2」，应为「1」' },
    { path: 'instalments[0].dueDate', message: '还款计划第 1 期应还日「2026-06-31」不是有效日期' },
    { path: 'instalments[0].amount', message: '还款计划第 1 期金额「0.001」不正确：应大于 0，最多两位小数' },
    { path: 'payees[0].name', message: '收款人第 1 行没有姓名' },
    { path: 'payees[0].amount', message: '收款人第 1 行金额「0」不正确：应大于 0，最多两位小数' },
  ]);
});

it('an empty plan and a debt of nothing are refused', () => {
  expect(faults({ owed: 0, instalments: [] }).message).toBe('nothing owed <0>; no instalments <0>');
});

it('any division of a debt into whole cents is accepted, and one cent less never', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 2, max: 1e9 }), { minLength: 1, maxLength: 36 }), parts => {
    const owed = parts.reduce((sum, one) => sum + one, 0);
    const instalments = parts.map((one, index) => ({ no: index + 1, dueDate: `${2030 + index}-01-01`, amount: one / 100 }));
    expect(checkPlan({ owed, instalments }).instalments.map(one => one.cents)).toEqual(parts);
    expect(() => checkPlan({ owed, instalments: [{ ...instalments[0]!, amount: (parts[0]! - 1) / 100 }, ...instalments.slice(1)] })).toThrow('add up to');
  }));
});
