// What is taken over from a data centre's answer: the fields that its mapping names, each as what it is said to be, and nothing else.
import type { FieldRow } from '../store/types.js';

/** What stands beside the fields in the result of a look-up. */
export const RESERVED = ['state', 'text', 'source', 'at', 'reason'];
/** The longest text of one field. */
const LONGEST = 200;

/** A business error of the other side, in words for the people of the case. */
export class WrongAnswer extends Error {}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const TYPES: Record<FieldRow['type'], { name: string; is: (value: unknown) => boolean }> = {
  text: { name: '文字', is: (value) => typeof value === 'string' && value.length <= LONGEST }, number: { name: '数字', is: (value) => typeof value === 'number' && Number.isFinite(value) }, flag: { name: '是或否', is: (value) => typeof value === 'boolean' },
};

/**
 * Reads an answer: `{ id, found, data }`, its `id` that of the question, so that an answer that comes late is not taken for another's.
 *
 * @returns the fields by our names; nothing when nothing is registered
 * @throws WrongAnswer when it is no answer to this question, or a field is not what the mapping says
 */
export function takenOver(answer: unknown, id: string, fields: FieldRow[]): Record<string, string | number | boolean> | undefined {
  if (!isRecord(answer) || typeof answer.found !== 'boolean') throw new WrongAnswer('回答的格式不对');
  if (answer.id !== id) throw new WrongAnswer('回答的不是这次的问题');
  if (!answer.found) return undefined;
  if (!isRecord(answer.data)) throw new WrongAnswer('回答的格式不对');
  const { data } = answer;
  return Object.fromEntries(fields.flatMap(({ theirs, ours, title, type }) => {
    const value = Object.hasOwn(data, theirs) ? data[theirs] : undefined;
    if (value === undefined || value === null || value === '') return [];
    if (!TYPES[type].is(value)) throw new WrongAnswer(`回答里的「${title}」不是${TYPES[type].name}`);
    return [[ours, value as string | number | boolean]];
  }));
}

/** The fields as people read them, one a line; marks that would become links or pictures on the page are left out. */
export const written = (values: Record<string, string | number | boolean>, fields: FieldRow[]): string =>
  fields.filter(({ ours }) => values[ours] !== undefined).map(({ ours, title }) => `- ${title}：${typeof values[ours] === 'boolean' ? (values[ours] ? '是' : '否') : String(values[ours]).replace(/[[\]<>`*_\s]+/g, ' ').trim()}`).join('\n');
