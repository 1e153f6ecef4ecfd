// An event that waits for a business error that nothing throws is never used: often a misspelt code.
import { codeOf, codesFrom } from './error-codes.js';
import { called, ofType, type Rule } from './rule.js';

export const errorThrown: Rule = {
  name: 'error-thrown', severity: 'warning',
  find: (subject) => ofType(subject, 'bpmn:BoundaryEvent').flatMap((event) => {
    const code = codeOf(event);
    const codes = code && code !== '*' && subject.known.jobs && event.attachedToRef ? codesFrom(event.attachedToRef, subject.known.jobs) : undefined;
    if (!codes || codes.includes(code!) || codes.includes('*')) return [];
    const instead = codes.length > 0 ? `可能的代码：${[...new Set(codes)].join('、')}` : '它不会报出业务错误';
    return [{ element: event.id, message: `错误边界事件${called(event)}等待的错误代码「${code}」，${called(event.attachedToRef)}不会报出（${instead}）。请改正代码，或删去这个事件。` }];
  }),
};
