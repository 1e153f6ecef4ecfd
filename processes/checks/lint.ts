// bpmnlint's own rules for BPMN in general and for Zeebe 8.5, answered in Chinese.
import { Worker } from 'node:worker_threads';
import { lintWords } from './lint-words.js';
import type { Found, Severity } from './rule.js';

export type LintFinding = Found & { rule: string; severity: Severity };

type Report = { id: string; message: string; category: string; name?: string };

const config = {
  extends: ['bpmnlint:recommended', 'plugin:camunda-compat/camunda-cloud-8-5'],
  rules: {
    // It asks for zeebe:userTask, which would hide the task from us; human-task-job says the opposite.
    'camunda-compat/user-task-definition': 'off',
    // Ours say the same, and what to do, in the words of this product.
    'camunda-compat/subscription': 'off', 'camunda-compat/called-element': 'off', 'camunda-compat/user-task-form': 'off',
  },
};

/**
 * What bpmnlint finds in each of several well-formed diagrams. It runs in a thread of its own, once for all of them: that keeps half a second of
 * computing away from whoever is being served, and bpmnlint, CommonJS over ES modules, loads there under jest as well.
 */
export async function lint(diagrams: string[]): Promise<LintFinding[][]> {
  const thread = new Worker(`(${inThread})()`, { eval: true, workerData: { base: import.meta.url, config, diagrams } });
  try {
    const reports = await new Promise<Record<string, Report[]>[]>((resolve, reject) => { thread.once('message', resolve).once('error', reject); });
    return reports.map(said);
  } finally {
    await thread.terminate();
  }
}

/** Sent as text into the thread, so that nothing from outside it is known here. */
async function inThread(): Promise<void> {
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads');
  const { base, config, diagrams } = workerData;
  const load = process.getBuiltinModule('node:module').createRequire(base);
  const { BpmnModdle } = load('bpmn-moddle');
  const Linter = load('bpmnlint/lib/linter');
  const NodeResolver = load('bpmnlint/lib/resolver/node-resolver');
  const moddle = new BpmnModdle({ zeebe: load('zeebe-bpmn-moddle/resources/zeebe.json') });
  const reports = [];
  for (const xml of diagrams) {
    const { rootElement } = await moddle.fromXML(xml);
    const found: Record<string, Report[]> = await new Linter({ resolver: new NodeResolver({ require: load }), config }).lint(rootElement);
    // only what can be sent: a report may hold parts of the model
    reports.push(Object.fromEntries(Object.entries(found).map(([rule, all]) => [rule, all.map(({ id, message, category, name }) => ({ id, message, category, name }))])));
  }
  parentPort!.postMessage(reports);
}

const said = (reports: Record<string, Report[]>): LintFinding[] => Object.entries(reports).flatMap(([rule, all]) => all.map(({ id, message, category, name }) => ({
  rule, element: id, severity: category === 'error' || category === 'rule-error' ? 'error' : 'warning', message: `「${name || id}」：${lintWords(rule, message)}。`,
})));
