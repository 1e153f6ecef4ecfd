// Numbers that somebody wrote into free words, masked like those that have a field of their own.
import { maskIdNumber, maskPhone } from './mask.js';

// An id of ours is left alone. An ID number holds a birthday (GB 11643-1999), so that no key of the engine is taken for one; a row of digits that goes on is neither.
const NUMBERS = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|(?<!\d)(?:[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx]|(?:\+?86[ -]?)?1\d{2}[ -]?\d{4}[ -]?\d{4}|0\d{2,3}-\d{7,8})(?!\d)/g;

/** `儿子 12000000001` → `儿子 120****0001`. */
export const maskedText = (text = ''): string => text.replace(NUMBERS, (found) => (found.length === 36 ? found : found.length === 18 && !/[ +-]/.test(found) ? maskIdNumber(found) : maskPhone(found)));
