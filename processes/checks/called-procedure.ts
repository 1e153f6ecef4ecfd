// A procedure that is called must exist, and must be told which case it is for.
import { extension } from '../procedure.js';
import { called, input, ofType, type Rule } from './rule.js';

export const calledProcedure: Rule = {
  name: 'called-procedure', severity: 'error',
  find: (subject) => ofType(subject, 'bpmn:CallActivity').flatMap((call) => {
    const definition = extension(call, 'zeebe:CalledElement');
    const id: string | undefined = definition?.processId;
    if (!id) return [{ element: call.id, message: `${called(call)}没有写明调用哪个流程。请填写流程编号。` }];
    // an expression is known only when a case gets there
    if (!id.startsWith('=') && !subject.known.procedures.has(id)) {
      return [{ element: call.id, message: `${called(call)}调用的流程「${id}」不存在。请改为已有的流程，或先画好它。` }];
    }
    // The called procedure's jobs and variables do not say who called: the case number must travel with the call.
    const handedOn = input(call, 'caseNo') || definition.propagateAllParentVariables !== false;
    return handedOn ? [] : [{ element: call.id, message: `${called(call)}没有把案件编号交给被调用的流程。请加一条输入映射：caseNo ← =caseNo。` }];
  }),
};
