// A human task that belongs to no group is seen by nobody.
import { extension } from '../procedure.js';
import { called, ofType, type Rule } from './rule.js';

export const humanTaskGroup: Rule = {
  name: 'human-task-group', severity: 'error',
  find: (subject) => ofType(subject, 'bpmn:UserTask')
    .filter((task) => !extension(task, 'zeebe:AssignmentDefinition')?.candidateGroups?.trim())
    .map((task) => ({ element: task.id, message: `人工任务${called(task)}没有候选组，谁也看不到它。请填写候选组，例如 =[town + "/dispatcher"]。` })),
};
