// Numbers that somebody wrote into free words, masked like those that have a field of their own.
import { replaceNumbers } from '../processes/personal-numbers.js';
import { maskIdNumber, maskPhone } from '../views/helpers/mask.js';

export const maskedNumber = (number: string, kind: 'id' | 'phone'): string => (kind === 'id' ? maskIdNumber(number) : maskPhone(number));

/** `儿子 12000000001` → `儿子 120****0001`. */
export const maskedText = (text = ''): string => replaceNumbers(text, maskedNumber);
