// Numbers that somebody wrote into free words, masked like those that have a field of their own.
import { maskIdNumber, maskPhone } from './mask.js';

/** `儿子 12000000001` → `儿子 120****0001`. */
export const maskedText = (text = ''): string => text.replace(/\d{17}[\dXx]|1\d{10}/g, (found) => (found.length === 18 ? maskIdNumber(found) : maskPhone(found)));
