// A rule's fixture: the diagram drawn in full that breaks it, with near misses beside the faults.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkOwnRules, type Finding } from '../../processes/check.js';
import type { Known } from '../../processes/checks/rule.js';

export const fixtures = join(import.meta.dirname, '../processes/checks/fixtures');

/** What exists around every fixture. */
export const known: Known = { forms: new Set(['intake']), decisions: new Set(['levels']), procedures: new Set(['joint']), jobs: { notify: [], merge: ['MERGE_TARGET'], escalate: [] } };

export const fixture = (rule: string): string => readFileSync(join(fixtures, `${rule}.bpmn`), 'utf8');

/** What a rule finds in its fixture, or in a variant of it: element → finding. */
export async function foundBy(rule: string, change: (xml: string) => string = (xml) => xml, around: Partial<Known> = {}): Promise<Record<string, Finding>> {
  const { findings } = await checkOwnRules(`${rule}.bpmn`, change(fixture(rule)), { ...known, ...around });
  return Object.fromEntries(findings.filter((one) => one.rule === rule).map((one) => [one.element ?? '', one]));
}

/** Severity by element, in the order of their ids. */
export const severities = (found: Record<string, Finding>): Record<string, string> => Object.fromEntries(Object.entries(found).map(([element, { severity }]) => [element, severity]));
