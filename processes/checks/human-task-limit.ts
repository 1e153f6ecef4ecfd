// A human task without a limit is never reminded; one whose limit cannot be read is worse, because it looks as if it were.
import { isReadable } from '../limit.js';
import { extension } from '../procedure.js';
import { called, header, input, ofType, type Rule } from './rule.js';
import { GOOD_LIMITS, limitFault } from './table-limits.js';

export const humanTaskLimit: Rule = {
  name: 'human-task-limit', severity: 'error',
  find: (subject) => ofType(subject, 'bpmn:UserTask').flatMap((task) => {
    const limit = header(task, 'limit');
    const mapped = input(task, 'limit');
    const bad = [limit, mapped?.startsWith('=') ? undefined : mapped].find((text) => text !== undefined && !isReadable(text));
    if (bad !== undefined) return [{ element: task.id, message: `人工任务${called(task)}的时限「${bad}」看不懂。请写成 ${GOOD_LIMITS}。` }];
    const back = header(task, 'returnLimit');
    if (back !== undefined && !isReadable(back)) return [{ element: task.id, message: `人工任务${called(task)}的退单时限「${back}」看不懂。请写成 ${GOOD_LIMITS}。` }];
    const fault = mapped?.startsWith('=') ? limitFault(mapped.slice(1)) : undefined;
    if (fault) return [{ element: task.id, message: `人工任务${called(task)}的时限表达式${fault}。` }];
    if (limit !== undefined || mapped || extension(task, 'zeebe:TaskSchedule')?.dueDate) return [];
    return [{ element: task.id, message: `人工任务${called(task)}没有时限。请在任务标头中填写 limit，例如“1 工作日”。` }];
  }),
};
