// Masks for what identifies a person, as lists and those who need not know see it (个人信息保护法 art 51: de-identification).
import { replaceNumbers } from './personal-numbers.js';

/** `周晓梅` → `周**`; nothing stays nothing. */
export const maskName = (name = ''): string => {
  const letters = Array.from(name);
  return letters.length === 0 ? '' : letters[0] + '*'.repeat(Math.max(1, letters.length - 1));
};

/** `13812345678` → `138****5678`; a short number keeps its last two digits. */
export const maskPhone = (phone = ''): string => (phone.length >= 7 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : phone && `***${phone.slice(-2)}`);

/** `321023199001011234` → `3210**********1234`. */
export const maskIdNumber = (id = ''): string => (id.length >= 10 ? `${id.slice(0, 4)}${'*'.repeat(id.length - 8)}${id.slice(-4)}` : id && '*'.repeat(id.length));

/** A number that somebody wrote into free words, masked like those that have a field of their own. */
export const maskedNumber = (number: string, kind: 'id' | 'phone'): string => (kind === 'id' ? maskIdNumber(number) : maskPhone(number));

/** `儿子 12000000001` → `儿子 120****0001`. */
export const maskedText = (text = ''): string => replaceNumbers(text, maskedNumber);
