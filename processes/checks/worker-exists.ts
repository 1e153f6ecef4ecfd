// A job that no worker takes stands for ever.
import { extension } from '../procedure.js';
import { called, type Rule } from './rule.js';

export const workerExists: Rule = {
  name: 'worker-exists', severity: 'error',
  find: ({ drawn, known }) => drawn.flatMap(({ element }) => {
    const type: string | undefined = extension(element, 'zeebe:TaskDefinition')?.type;
    if (!type || !known.jobs || type in known.jobs) return [];
    return [{ element: element.id, message: `自动步骤${called(element)}的作业类型「${type}」没有处理程序。可用的类型：${Object.keys(known.jobs).sort().join('、')}。` }];
  }),
};
