// A decision table that is asked must exist.
import { extension } from '../procedure.js';
import { called, ofType, type Rule } from './rule.js';

export const calledDecision: Rule = {
  name: 'called-decision', severity: 'error',
  find: (subject) => ofType(subject, 'bpmn:BusinessRuleTask').flatMap((task) => {
    const id: string | undefined = extension(task, 'zeebe:CalledDecision')?.decisionId;
    if (!id && extension(task, 'zeebe:TaskDefinition')) return [];
    if (!id) return [{ element: task.id, message: `${called(task)}没有写明用哪张决策表。请填写决策编号。` }];
    if (id.startsWith('=') || subject.known.decisions.has(id)) return [];
    return [{ element: task.id, message: `${called(task)}使用的决策表「${id}」不存在。请改为已有的决策表，或先建立它。` }];
  }),
};
