// Numbers that identify a person or an employer, checked where they are typed: an ID number and a credit code by their own check digits, a telephone by its form.
import { isDay } from '../shanghai.js';

// GB 11643-1999: weights of the first 17 digits, and the 18th for each remainder (ISO 7064 MOD 11-2)
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const SIGNS = '10X98765432';

/** The 18th sign of an ID number. @param first its 17 digits */
export const checkDigit = (first: string): string => SIGNS[WEIGHTS.reduce((sum, weight, n) => sum + weight * Number(first[n]), 0) % 11]!;

/** What is wrong with an ID number (GB 11643-1999), or nothing; small `x` counts as `X`. */
export function idNumberProblem(given: string): string | undefined {
  const id = given.toUpperCase();
  if (!/^\d{17}[\dX]$/.test(id)) return '身份证号应是 18 位（最后一位可以是 X）';
  if (!isDay(`${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`)) return '身份证号中的出生日期不存在';
  return checkDigit(id.slice(0, 17)) === id[17] ? undefined : '身份证号的校验位不对，请核对有没有输错';
}

// GB 32100-2015: 31 signs (no I, O, S, V, Z), the 18th makes the sum, weighted by powers of three, a multiple of 31
const CREDIT_SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** What is wrong with a unified social credit code (统一社会信用代码, GB 32100-2015), or nothing. */
export function creditCodeProblem(given: string): string | undefined {
  const signs = [...given.toUpperCase()].map((sign) => CREDIT_SIGNS.indexOf(sign));
  if (signs.length !== 18 || signs.includes(-1)) return '统一社会信用代码应是 18 位数字和大写字母（没有 I、O、S、V、Z）';
  const sum = signs.reduce((total, sign, n) => total + sign * (n === 17 ? 1 : 3 ** n % 31), 0);
  return sum % 31 === 0 ? undefined : '统一社会信用代码的校验位不对，请核对有没有输错';
}

/** What is wrong with a telephone number, or nothing: 11 digits that begin with 1, or a fixed line with or without its area code. */
export function phoneProblem(given: string): string | undefined {
  return /^1\d{10}$|^(0\d{2,3}-?)?[2-9]\d{6,7}$/.test(given) ? undefined : '电话应是 11 位手机号，或带区号的固定电话';
}
