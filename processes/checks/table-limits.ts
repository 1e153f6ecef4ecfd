// Which columns of a table give time limits, and what is wrong with a cell of one: a limit that nobody can read would otherwise come to light on the desk of whoever has to keep it.
import { isReadable } from '../limit.js';

/** The good forms, as the sentences of the check name them. */
export const GOOD_LIMITS = '3 工作日、24 工作时、2 小时、30 分钟 或 5 自然日';

/** Whether people, and the diagrams, take what stands in an output column for a limit: `handleLimit`, `limit`, 响应时限; a number of days by its own name is none. */
export const isLimitColumn = (name: string, label: string, type: string): boolean => /(?:^l|L)imit$/.test(name.trim()) || (label.includes('时限') && /^(?:string|any)?$/i.test(type.trim()));

const TEXT = /^"([^"]*)"$/;
const BRANCH = /\b(?:then|else)\s+"([^"]*)"/g;

/** Whether words stand without quotation marks where a text must stand: `2 工作日`, “2 工作日”, `3`; a variable (`urgency`) is none. */
export const isBare = (text: string): boolean => !text.includes('"') && (/\p{Script=Han}/u.test(text) || /^\d/.test(text.trim()));

/** Words as they are written into a cell. */
export const quoted = (text: string): string => `"${text.trim().replace(/^[“”「'‘’]+|[“”」'‘’]+$/gu, '')}"`;

/** What is wrong with an expression that gives a limit, in Chinese; nothing: as far as can be told, it can be read. What an `if` may give is looked at, other expressions are known only when they run. */
export function limitFault(expression: string): string | undefined {
  const text = expression.trim();
  if (text === '' || text === '-' || text === 'null') return `没有写时限。请写成 ${GOOD_LIMITS}，并加英文双引号，如 "3 工作日"`;
  if (isBare(text)) {
    const words = quoted(text);
    return `「${text.slice(0, 60)}」没有加引号。请给文字加上英文双引号，写成 ${isReadable(words.slice(1, -1)) ? words : `"3 工作日" 的样子（${GOOD_LIMITS}）`}`;
  }
  const whole = TEXT.exec(text)?.[1];
  const wrong = (whole === undefined ? [...text.matchAll(BRANCH)].map((match) => match[1]!) : [whole]).find((one) => !isReadable(one));
  return wrong === undefined ? undefined : `里的「${wrong}」看不懂。请写成 ${GOOD_LIMITS}（用阿拉伯数字，单位写全）`;
}
