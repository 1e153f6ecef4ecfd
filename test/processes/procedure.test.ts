// What is read from a diagram, on a small one where every answer can be seen.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Invalid } from '../../processes/errors.js';
import { loadDiagrams, readProcedure } from '../../processes/procedure.js';

const xml = `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="x" id="d">
  <bpmn:process id="small" name="小流程" isExecutable="true">
    <bpmn:extensionElements><zeebe:properties><zeebe:property name="housekeeping" value="true" /></zeebe:properties></bpmn:extensionElements>
    <bpmn:subProcess id="inner">
      <bpmn:userTask id="intake" name="受理"><bpmn:extensionElements>
        <zeebe:formDefinition formKey="intake" /><zeebe:assignmentDefinition candidateGroups="=[town + &quot;/intake&quot;]" />
        <zeebe:taskHeaders><zeebe:header key="limit" value="2 工作时" /><zeebe:header key="escalation" value="到期" /></zeebe:taskHeaders>
        <zeebe:properties><zeebe:property name="status" value="待受理" /></zeebe:properties></bpmn:extensionElements></bpmn:userTask>
      <bpmn:boundaryEvent id="late" attachedToRef="intake"><bpmn:messageEventDefinition messageRef="m" /></bpmn:boundaryEvent>
      <bpmn:serviceTask id="merge"><bpmn:extensionElements><zeebe:taskDefinition type="merge" /></bpmn:extensionElements></bpmn:serviceTask>
      <bpmn:boundaryEvent id="no-target" attachedToRef="merge"><bpmn:errorEventDefinition errorRef="e" /></bpmn:boundaryEvent>
    </bpmn:subProcess>
    <bpmn:callActivity id="call"><bpmn:extensionElements><zeebe:calledElement processId="=joint" /></bpmn:extensionElements></bpmn:callActivity>
    <bpmn:businessRuleTask id="decide"><bpmn:extensionElements><zeebe:calledDecision decisionId="levels" resultVariable="r" /></bpmn:extensionElements></bpmn:businessRuleTask>
    <bpmn:endEvent id="end"><bpmn:extensionElements><zeebe:properties><zeebe:property name="status" value="已结案" /></zeebe:properties></bpmn:extensionElements></bpmn:endEvent>
  </bpmn:process>
  <bpmn:message id="m" name="deadline.intake"><bpmn:extensionElements><zeebe:subscription correlationKey="=caseNo" /></bpmn:extensionElements></bpmn:message>
  <bpmn:error id="e" errorCode="MERGE_TARGET" />
</bpmn:definitions>`;

test('a procedure is its diagram: all that others need is read from it', async () => {
  const procedure = await readProcedure(xml);

  expect(procedure).toMatchObject({ id: 'small', name: '小流程', housekeeping: true, jobTypes: ['merge'], endStatuses: ['已结案'] });
  expect(procedure.userTasks).toEqual([expect.objectContaining({ id: 'intake', name: '受理', formKey: 'intake', groups: '=[town + "/intake"]', limit: '2 工作时', escalation: '到期', status: '待受理' })]);
  expect(procedure.messages).toEqual([{ element: 'late', name: 'deadline.intake', correlationKey: '=caseNo' }]);
  expect(procedure.businessErrors).toEqual([{ element: 'no-target', code: 'MERGE_TARGET' }]);
  expect(procedure.calledProcedures).toEqual([{ element: 'call', procedure: '=joint' }]);
  expect(procedure.calledDecisions).toEqual([{ element: 'decide', decision: 'levels' }]);
});

test('an element says how the records call its type, and in which sub-process it lies', async () => {
  const { elements } = await readProcedure(xml);
  expect(elements.find(({ id }) => id === 'intake')).toMatchObject({ type: 'USER_TASK', parent: 'inner', status: '待受理' });
  expect(elements.find(({ id }) => id === 'end')).toMatchObject({ type: 'END_EVENT' });
});

test('what is no diagram is Invalid, and a folder names the file', async () => {
  await expect(readProcedure('<html>')).rejects.toThrow(Invalid);
  const folder = await mkdtemp(join(tmpdir(), 'diagrams-'));
  await writeFile(join(folder, 'broken.form'), '{');
  await expect(loadDiagrams(folder)).rejects.toThrow(/broken\.form/);
  await rm(folder, { recursive: true });
});
