// What answers say of people, as somebody reads it who has not asked to see it: numbers in any words masked, names of people concerned where they are filled in.
import type { Labelled } from '../processes/form-labels.js';
import { NAME_KEYS, replaceDeep, replaceNames } from '../processes/personal-numbers.js';
import { maskedNumber, maskName } from '../processes/mask.js';

/** The same value with every telephone and ID number in it masked, however deep it stands. */
export const hidden = <T>(value: T): T => replaceDeep(value, maskedNumber);

/** Whether something in it is masked. */
export const hidesAny = (value: unknown): boolean => JSON.stringify(value) !== JSON.stringify(hidden(value));

/** Values of a form or a fact, with the names of people masked, too. */
export const withoutNames = <T>(value: T): T => replaceNames(value, maskName);

const LABELS = /姓名|收款人|联系人|^当事人$|当事人住址|代表/;

/** The same of what is labelled for reading. */
export const filledWithoutNames = (filled: Labelled[]): Labelled[] => filled.map((field) => ({
  ...field, ...(field.rows ? { rows: field.rows.map(filledWithoutNames) } : {}), ...(typeof field.value === 'string' && (LABELS.test(field.label) || NAME_KEYS.test(field.key)) ? { value: maskName(field.value) } : {}),
}));
