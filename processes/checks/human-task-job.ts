// zeebe:userTask makes a task that the engine keeps to itself: no job, no record, and nobody here would ever see it.
import { extension } from '../procedure.js';
import { called, ofType, type Rule } from './rule.js';

export const humanTaskJob: Rule = {
  name: 'human-task-job', severity: 'error',
  find: (subject) => ofType(subject, 'bpmn:UserTask')
    .filter((task) => extension(task, 'zeebe:UserTask'))
    .map((task) => ({ element: task.id, message: `人工任务${called(task)}用了引擎自管的任务类型（zeebe:userTask），联动看不到它。请把“实现方式”改为作业（job worker）。` })),
};
