// A human task without a limit is never reminded; one whose limit cannot be read is worse, because it looks as if it were.
import { parseLimit } from '../limit.js';
import { extension } from '../procedure.js';
import { called, header, input, ofType, type Rule } from './rule.js';

export const humanTaskLimit: Rule = {
  name: 'human-task-limit', severity: 'error',
  find: (subject) => ofType(subject, 'bpmn:UserTask').flatMap((task) => {
    const limit = header(task, 'limit');
    if (limit !== undefined && !readable(limit)) {
      return [{ element: task.id, message: `人工任务${called(task)}的时限「${limit}」看不懂。请写成“2 工作时”“1 工作日”“30 分钟”或“30 自然日”。` }];
    }
    if (limit !== undefined || input(task, 'limit') || extension(task, 'zeebe:TaskSchedule')?.dueDate) return [];
    return [{ element: task.id, message: `人工任务${called(task)}没有时限。请在任务标头中填写 limit，例如“1 工作日”。` }];
  }),
};

function readable(limit: string): boolean {
  try {
    parseLimit(limit);
    return true;
  } catch {
    return false;
  }
}
