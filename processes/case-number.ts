/** Case numbers: county, Shanghai year, and a number that counts up within both, as in `BY-2026-000123`. */
import { Invalid } from './errors.js';
import { shanghaiYear } from './shanghai.js';

/** The parts of a case number. */
export type CaseNumber = { county: string; year: number; sequence: number };

/**
 * Writes a case number. Beyond 999999 it grows by a digit rather than fail.
 * @param county two to six capital letters, e.g. `BY` for 宝应县
 * @param at an instant whose Shanghai year is the case's year
 * @param sequence from 1
 * @throws Invalid if a part is not of this form
 */
export function caseNumber(county: string, at: Date, sequence: number): string {
  if (!/^[A-Z]{2,6}$/.test(county)) throw new Invalid(`invalid county code <${county}>`);
  if (!Number.isSafeInteger(sequence) || sequence < 1) throw new Invalid(`invalid case sequence <${sequence}>`);
  return `${county}-${shanghaiYear(at)}-${String(sequence).padStart(6, '0')}`;
}

/** Reads a case number. @throws Invalid if `caseNumber` could not have written it */
export function parseCaseNumber(text: string): CaseNumber {
  const match = /^([A-Z]{2,6})-(\d{4})-(\d{6}|[1-9]\d{6,14})$/.exec(text);
  const sequence = Number(match?.[3]);
  if (!match || sequence < 1) throw new Invalid(`invalid case number <${text}>`);
  return { county: match[1]!, year: Number(match[2]), sequence };
}
