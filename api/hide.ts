// What answers say of people, as somebody reads it who has not asked to see it: numbers in any words masked, names of people concerned where they are filled in.
import type { Labelled } from '../processes/form-labels.js';
import { maskName } from '../views/helpers/mask.js';
import { maskedText } from '../views/helpers/mask-text.js';

/** The same value with every telephone and ID number in it masked, however deep it stands. */
export function hidden<T>(value: T): T {
  if (typeof value === 'string') return maskedText(value) as T;
  if (Array.isArray(value)) return value.map(hidden) as T;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hidden(inner)])) as T;
}

/** Whether something in it is masked. */
export const hidesAny = (value: unknown): boolean => JSON.stringify(value) !== JSON.stringify(hidden(value));

const NAMES = /^(name|payee|worker|contact|representative)$/i;
const LABELS = /姓名|收款人|联系人|当事人|代表/;

/** Values of a form or a fact, with the names of people masked, too. */
export function withoutNames<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutNames) as T;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, typeof inner === 'string' && NAMES.test(key) ? maskName(inner) : withoutNames(inner)])) as T;
}

/** The same of what is labelled for reading. */
export const filledWithoutNames = (filled: Labelled[]): Labelled[] => filled.map((field) => ({
  ...field, ...(field.rows ? { rows: field.rows.map(filledWithoutNames) } : {}), ...(typeof field.value === 'string' && (LABELS.test(field.label) || NAMES.test(field.key)) ? { value: maskName(field.value) } : {}),
}));
