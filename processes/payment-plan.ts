/** A plan to pay what is owed in instalments (还款计划): it must add up, fall due in order, and name whom it pays. */
import { Invalid, type Problem } from './errors.js';
import { formatMoney, parseMoney, plainYuan, sumCents } from './money.js';
import { isDay } from './shanghai.js';

/** A plan as a form gives it: amounts in yuan, `owed` in cents, days `YYYY-MM-DD`. */
export type PlanInput = {
  readonly owed: number;
  /** the day the plan is signed; no instalment may be due before it */
  readonly signedOn?: string | undefined;
  readonly instalments: readonly { readonly no: number; readonly dueDate: string; readonly amount: string | number }[];
  /** whom it pays and how much; may be left out, and then nothing is said of them */
  readonly payees?: readonly { readonly name: string; readonly amount: string | number }[] | undefined;
};

/** The same plan with every amount in cents. */
export type Plan = {
  readonly owed: number;
  readonly instalments: readonly { readonly no: number; readonly dueDate: string; readonly cents: number }[];
  readonly payees: readonly { readonly name: string; readonly cents: number }[];
};

type Fault = Problem & { short: string };

/**
 * Checks a plan and turns its amounts into cents: at least one instalment, numbered from 1, each above zero, due on real days in strictly
 * rising order and not before the signing; instalments, and payees if any, add up to exactly what is owed.
 * @throws Invalid whose message names what is wrong, with a Chinese problem for each (paths like `instalments[1].amount`)
 */
export function checkPlan({ owed, signedOn, instalments, payees = [] }: PlanInput): Plan {
  const faults: Fault[] = [];
  const fault = (path: string, short: string, message: string): void => void faults.push({ path, short, message });

  if (!Number.isSafeInteger(owed) || owed <= 0) fault('owed', `nothing owed <${owed}>`, '应付总额必须大于 0');
  if (signedOn !== undefined && !isDay(signedOn)) fault('signedOn', `invalid signing date <${signedOn}>`, `签订日期「${signedOn}」不是有效日期`);
  if (!instalments.length) fault('instalments', 'no instalments <0>', '还款计划至少要有一期');

  const cents = (path: string, amount: string | number, where: string): number => {
    try {
      const value = parseMoney(amount);
      if (value > 0) return value;
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
    }
    fault(path, `invalid amount <${amount}> in <${path}>`, `${where}金额「${amount}」不正确：应大于 0，最多两位小数`);
    return NaN;
  };

  let previous = signedOn !== undefined && isDay(signedOn) ? signedOn : '';
  const paid = instalments.map(({ no, dueDate, amount }, index) => {
    const path = `instalments[${index}]`;
    const where = `还款计划第 ${index + 1} 期`;
    if (no !== index + 1) fault(`${path}.no`, `instalment <${index + 1}> is numbered <${no}>`, `${where}的期次是「${no}」，应为「${index + 1}」`);
    if (!isDay(dueDate)) fault(`${path}.dueDate`, `invalid due date <${dueDate}>`, `${where}应还日「${dueDate}」不是有效日期`);
    else {
      const tooEarly = index === 0 ? dueDate < previous : dueDate <= previous;
      if (tooEarly) {
        fault(`${path}.dueDate`, `due date <${dueDate}> is not after <${previous}>`, `${where}应还日「${dueDate}」${index ? '必须晚于上一期' : '不能早于签订日期'}「${previous}」`);
      }
      previous = dueDate;
    }
    return { no, dueDate, cents: cents(`${path}.amount`, amount, where) };
  });
  const received = payees.map(({ name, amount }, index) => {
    const path = `payees[${index}]`;
    if (!name?.trim()) fault(`${path}.name`, `payee without a name <${index + 1}>`, `收款人第 ${index + 1} 行没有姓名`);
    return { name, cents: cents(`${path}.amount`, amount, `收款人第 ${index + 1} 行`) };
  });

  const addsUp = (path: string, what: string, named: string, parts: readonly { cents: number }[]): void => {
    if (!parts.length || parts.some(part => Number.isNaN(part.cents)) || faults.some(each => each.path === 'owed')) return;
    const sum = sumCents(parts.map(part => part.cents));
    if (sum === owed) return;
    fault(path, `${what} add up to <${plainYuan(sum)}>, owed is <${plainYuan(owed)}>`, `${named}合计 ${formatMoney(sum)} 元，应付总额 ${formatMoney(owed)} 元，两者不一致`);
  };
  addsUp('instalments', 'the instalments', '还款计划各期', paid);
  addsUp('payees', 'the payees', '各收款人', received);

  if (faults.length) throw new Invalid(faults.map(each => each.short).join('; '), faults.map(({ path, message }) => ({ path, message })));
  return { owed, instalments: paid, payees: received };
}
