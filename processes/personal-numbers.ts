// Telephone and ID numbers of people, found in free words.

// An id of ours and a SHA-256 hash are left alone. An ID number holds a birthday (GB 11643-1999), so that no key of the engine is taken for one; a row of digits that goes on is neither.
const NUMBERS = /(?<![\da-f])[\da-f]{64}(?![\da-f])|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|(?<!\d)(?:[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx]|(?:\+?86[ -]?)?1\d{2}[ -]?\d{4}[ -]?\d{4}|0\d{2,3}-\d{7,8})(?!\d)/g;

/** The text with every number of a person replaced. @param by makes what stands instead, from the number and its kind */
export const replaceNumbers = (text: string, by: (number: string, kind: 'id' | 'phone') => string): string => text.replace(NUMBERS, (found) => (found.length >= 36 ? found : by(found, found.length === 18 && !/[ +-]/.test(found) ? 'id' : 'phone')));

/** The same value with the numbers in all its texts replaced, however deep they stand. */
export function replaceDeep<T>(value: T, by: Parameters<typeof replaceNumbers>[1]): T {
  if (typeof value === 'string') return replaceNumbers(value, by) as T;
  if (Array.isArray(value)) return value.map((each) => replaceDeep(each, by)) as T;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaceDeep(inner, by)])) as T;
}

/** Keys under which forms and facts hold the name of somebody concerned. */
export const NAME_KEYS = /^(name|payee|worker|contact|representative|partyPerson|personPlace)$/i;

/** What stands under this key is what a table says of a matter: its `name` is that of a category. */
const OFFICIAL = 'classification';

/** Of a party that is a person the address, too, stands under the key that a unit's has. */
const isHome = (key: string, { partyPerson }: Record<string, unknown>): boolean => key === 'partyPlace' && typeof partyPerson === 'string' && partyPerson !== '';

/** The same value with the names of people concerned replaced. */
export function replaceNames<T>(value: T, by: (name: string) => string): T {
  if (Array.isArray(value)) return value.map((each) => replaceNames(each, by)) as T;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, typeof inner === 'string' && (NAME_KEYS.test(key) || isHome(key, value as Record<string, unknown>)) ? by(inner) : key === OFFICIAL ? inner : replaceNames(inner, by)])) as T;
}
