// A business error is a "no" that the procedure expects: where no event catches it, the case stands as an incident.
import { codeOf, isCaught } from './error-codes.js';
import { extension } from '../procedure.js';
import { called, type Found, type Rule } from './rule.js';

export const errorCaught: Rule = {
  name: 'error-caught', severity: 'error',
  find: ({ drawn, known }) => drawn.flatMap(({ element }): Found[] => {
    const type: string | undefined = extension(element, 'zeebe:TaskDefinition')?.type;
    const codes = type && known.jobs && Object.hasOwn(known.jobs, type) ? known.jobs[type]! : [];
    const thrown = codes.filter((code) => !isCaught(element, code))
      .map((code) => ({ element: element.id, message: `自动步骤${called(element)}可能报出业务错误「${code}」，图上没有接住它，案件会停住。请在它上面附着一个错误代码为「${code}」的错误边界事件。` }));
    const code = element.$type === 'bpmn:EndEvent' ? codeOf(element) : undefined;
    if (code === undefined || isCaught(element, code)) return thrown;
    return [...thrown, { element: element.id, severity: 'warning', message: `错误结束事件${called(element)}在这张图里没有接住。请在外面的子流程上附着错误边界事件，或确认调用它的流程会接住。` }];
  }),
};
