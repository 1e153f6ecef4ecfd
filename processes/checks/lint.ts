// bpmnlint's own rules for BPMN in general and for Zeebe 8.5, answered in Chinese.
import { LintThread, type Reports } from './lint-thread.js';
import { lintWords } from './lint-words.js';
import type { Found, Severity } from './rule.js';

export type LintFinding = Omit<Found, 'element'> & { rule: string; severity: Severity; element?: string };

const config = {
  extends: ['bpmnlint:recommended', 'plugin:camunda-compat/camunda-cloud-8-5'],
  rules: {
    // It asks for zeebe:userTask, which would hide the task from us; human-task-job says the opposite.
    'camunda-compat/user-task-definition': 'off',
    // Ours say the same, and what to do, in the words of this product.
    'camunda-compat/subscription': 'off', 'camunda-compat/called-element': 'off', 'camunda-compat/user-task-form': 'off', 'camunda-compat/escalation-reference': 'off',
  },
};

const thread = new LintThread(config);

/** What bpmnlint finds in each of several well-formed diagrams, in a thread of its own. One that it cannot get through is a finding too: unchecked is not sound. */
export const lint = async (diagrams: string[]): Promise<LintFinding[][]> => Promise.all(diagrams.map((xml) => thread.check(xml).then(said, (): LintFinding[] => [
  { rule: 'lint', severity: 'error', message: '这张图没有检查完：太大或太复杂。请简化后再试，或分成几个流程。' },
])));

const said = (reports: Reports): LintFinding[] => Object.entries(reports).flatMap(([rule, all]) => all.map(({ id, message, category, name }) => ({
  rule, element: id, severity: category === 'error' || category === 'rule-error' ? 'error' : 'warning', message: `「${name || id}」：${lintWords(rule, message)}。`,
})));
