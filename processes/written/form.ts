// A form as JSON with its keys in one order: what it is first, what lies in it last, the rest by the alphabet.
import { Invalid } from '../errors.js';
import { jsonFault } from './json-fault.js';
import { byText } from './write-xml.js';

const FIRST = ['id', 'type', 'key', 'path', 'label', 'name', 'schemaVersion', 'executionPlatform', 'executionPlatformVersion', 'exporter', 'value'];
const LAST = ['values', 'components'];

/** How deep a form may be: groups and lists within each other, in levels of JSON. */
export const DEEPEST = 40;

/** Reads JSON. @throws Invalid with one problem whose path is the line */
export function parseForm(given: string): Record<string, unknown> {
  const text = given.replace(/^\ufeff/, '');
  const at = (message: string, index: number): never => {
    const line = text.slice(0, index).split('\n').length;
    throw new Invalid(`JSON line ${line}: ${message}`, [{ path: String(line), message }]);
  };
  const nul = text.search(/\0|\\u0000/);
  if (nul >= 0) at('表单里有 NUL 字符，请删去', nul);
  const deep = tooDeep(text);
  if (deep >= 0) at(`表单嵌套超过 ${DEEPEST} 层，不接受`, deep);
  let made: unknown;
  try {
    made = JSON.parse(text);
  } catch {
    at('这不是有效的表单文件（JSON 格式有错）。请用表单编辑器重新保存，或改正这一行', jsonFault(text));
  }
  if (typeof made !== 'object' || made === null || Array.isArray(made)) at('表单文件应是一个 JSON 对象（以 { 开头）', 0);
  return made as Record<string, unknown>;
}

/** Where the text nests too deep, else -1; found without reading it as JSON. */
function tooDeep(text: string): number {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"?|[[\]{}]/gs)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    if (depth > DEEPEST) return index;
  }
  return -1;
}

const rank = (key: string): number => {
  const first = FIRST.indexOf(key);
  return first >= 0 ? first : FIRST.length + 1 + LAST.indexOf(key);
};

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => rank(a) - rank(b) || byText(a, b));
  return Object.fromEntries(entries.map(([key, one]) => [key, ordered(one)]));
}

/** Writes a form. */
export const writeForm = (form: unknown): string => `${JSON.stringify(ordered(form), null, 2)}\n`;
