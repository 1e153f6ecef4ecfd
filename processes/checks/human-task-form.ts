// A human task needs a form, and the form must exist.
import { extension } from '../procedure.js';
import { called, ofType, type Rule } from './rule.js';

export const humanTaskForm: Rule = {
  name: 'human-task-form', severity: 'error',
  find: (subject) => ofType(subject, 'bpmn:UserTask').flatMap((task) => {
    const key = extension(task, 'zeebe:FormDefinition')?.formKey?.trim();
    if (!key) return [{ element: task.id, message: `人工任务${called(task)}没有表单。请填写表单编号。` }];
    if (subject.known.forms.has(key)) return [];
    return [{ element: task.id, message: `人工任务${called(task)}的表单「${key}」不存在。请先建立这个表单，或改用已有的表单。` }];
  }),
};
