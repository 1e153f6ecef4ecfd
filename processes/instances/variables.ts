// Which instances have a variable of some value. Looked at is the beginning of texts, numbers and yes-or-no: lists and objects are not, nor what a mask hides.
import { literally } from '../cases.js';
import { Invalid } from '../errors.js';
import { couldGuess } from '../number-guess.js';
import { NAME_KEYS } from '../personal-numbers.js';
import type { Store } from '../store/store.js';
import type { Variable } from '../store/types.js';
import { SHORT } from '../variable-text.js';

export interface VariableFilter { name: string; op: 'equals' | 'contains'; value: string }
/** So many variables may be asked for at once. */
export const MOST_VARIABLES = 3;
/** More instances than these are no answer that helps. */
const MOST_FOUND = 20_000;

/** The JSON that a value may stand as: a text, or what it reads as. */
const written = (value: string): string[] => [JSON.stringify(value).slice(0, SHORT), ...(/^(-?\d+(\.\d+)?|true|false|null)$/.test(value) ? [value] : [])];

/**
 * The keys of the instances.
 *
 * @throws Invalid for what could find out, piece by piece, what a mask hides; and when there are too many
 */
export async function instancesWith({ name, op, value }: VariableFilter, store: Store): Promise<Set<string>> {
  if (NAME_KEYS.test(name)) throw new Invalid('不能查找', [{ path: 'variable', message: '记着姓名的变量不能查找' }]);
  if (couldGuess(value)) throw new Invalid('不能查找', [{ path: 'value', message: '不能用号码的一部分查找，请写完整的号码' }]);
  const short = op === 'equals' ? { $in: written(value) } : literally(JSON.stringify(value).slice(1, -1));
  const found = await store.variables.collection.find({ name, short } as never, { projection: { instanceKey: 1, _id: 0 }, limit: MOST_FOUND + 1 }).toArray() as unknown as Pick<Variable, 'instanceKey'>[];
  if (found.length > MOST_FOUND) throw new Invalid('条件太宽', [{ path: 'value', message: `变量“${name}”符合的超过 ${MOST_FOUND} 个，请把值写得更具体` }]);
  return new Set(found.map(({ instanceKey }) => instanceKey));
}
