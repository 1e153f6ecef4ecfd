// Each rule of the check, by a small diagram that breaks it.
import { checkDiagram, checkOwnRules } from '../../processes/check.js';
import type { Known } from '../../processes/checks/rule.js';

const known: Known = { forms: new Set(['intake']), decisions: new Set(['levels']), procedures: new Set(['joint']), jobs: { notify: [] } };

const diagram = (inside: string, { roots = '', platform = 'modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.5.0"' } = {}) => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0" targetNamespace="x" id="d" ${platform}>
  <bpmn:process id="p" isExecutable="true">${inside}</bpmn:process>${roots}
</bpmn:definitions>`;

const task = ({ group = '=[town + &quot;/dispatcher&quot;]', form = 'intake', limit = '2 工作时', more = '' } = {}) => `<bpmn:userTask id="t" name="受理"><bpmn:extensionElements>
  ${group && `<zeebe:assignmentDefinition candidateGroups="${group}" />`}${form && `<zeebe:formDefinition formKey="${form}" />`}
  ${limit && `<zeebe:taskHeaders><zeebe:header key="limit" value="${limit}" /></zeebe:taskHeaders>`}${more}</bpmn:extensionElements></bpmn:userTask>`;

const message = (id: string, name: string, key?: string) => `<bpmn:message id="${id}" name="${name}">${key ? `<bpmn:extensionElements><zeebe:subscription correlationKey="${key}" /></bpmn:extensionElements>` : ''}</bpmn:message>`;

const boundary = (id: string, on: string, ref: string) => `<bpmn:boundaryEvent id="${id}" attachedToRef="${on}"><bpmn:messageEventDefinition messageRef="${ref}" /></bpmn:boundaryEvent>`;

const found = async (rule: string, xml: string) => (await checkOwnRules('x.bpmn', xml, known)).findings.filter((one) => one.rule === rule);

describe('a rule of the check', () => {
  test('a human task that has all it needs breaks none of them', async () => {
    const { findings } = await checkOwnRules('x.bpmn', diagram(task()), known);
    expect(findings.filter(({ rule }) => rule.startsWith('human-task'))).toEqual([]);
  });

  test.each([
    ['human-task-group', diagram(task({ group: '' })), 't', /候选组/],
    ['human-task-form', diagram(task({ form: '' })), 't', /没有表单/],
    ['human-task-form', diagram(task({ form: 'nowhere' })), 't', /「nowhere」不存在/],
    ['human-task-limit', diagram(task({ limit: '' })), 't', /没有时限/],
    ['human-task-limit', diagram(task({ limit: '3 天' })), 't', /「3 天」看不懂/],
    ['human-task-limit', diagram(task({ limit: '', more: '<zeebe:ioMapping><zeebe:input source="=if people > 3 then &quot;3 天&quot; else &quot;1 工作日&quot;" target="limit" /></zeebe:ioMapping>' })), 't', /表达式里的「3 天」看不懂/],
    ['human-task-job', diagram(task({ more: '<zeebe:userTask />' })), 't', /zeebe:userTask/],
    ['called-procedure', diagram('<bpmn:callActivity id="c"><bpmn:extensionElements><zeebe:calledElement processId="gone" /></bpmn:extensionElements></bpmn:callActivity>'), 'c', /「gone」不存在/],
    ['called-procedure', diagram('<bpmn:callActivity id="c"><bpmn:extensionElements><zeebe:calledElement processId="joint" propagateAllParentVariables="false" /></bpmn:extensionElements></bpmn:callActivity>'), 'c', /caseNo/],
    ['called-decision', diagram('<bpmn:businessRuleTask id="b"><bpmn:extensionElements><zeebe:calledDecision decisionId="gone" resultVariable="r" /></bpmn:extensionElements></bpmn:businessRuleTask>'), 'b', /「gone」不存在/],
    ['message-key', diagram(task() + boundary('e', 't', 'm'), { roots: message('m', 'case.withdrawn') }), 'e', /关联键/],
    ['deadline-name', diagram(task() + boundary('e', 't', 'm') + boundary('f', 't', 'm'), { roots: message('m', 'deadline.t', '=caseNo') }), 'f', /同一个时限消息/],
    ['deadline-name', diagram(task() + boundary('e', 't', 'm'), { roots: message('m', 'deadline.other', '=caseNo') }), 'e', /deadline\.t/],
    ['worker-exists', diagram('<bpmn:serviceTask id="s" name="发函"><bpmn:extensionElements><zeebe:taskDefinition type="fax" /></bpmn:extensionElements></bpmn:serviceTask>'), 's', /「fax」没有处理程序/],
    ['execution-platform', diagram(task(), { platform: '' }), 'p', /执行平台/],
    ['migratable', diagram('<bpmn:subProcess id="s" triggeredByEvent="true" />'), 's', /事件子流程/],
    ['migratable', diagram(task() + '<bpmn:boundaryEvent id="e" attachedToRef="t"><bpmn:timerEventDefinition /></bpmn:boundaryEvent>'), 'e', /计时事件/],
    ['migratable', diagram('<bpmn:inclusiveGateway id="g"><bpmn:incoming>a</bpmn:incoming><bpmn:incoming>b</bpmn:incoming></bpmn:inclusiveGateway><bpmn:sequenceFlow id="a" sourceRef="g" targetRef="g" /><bpmn:sequenceFlow id="b" sourceRef="g" targetRef="g" />'), 'g', /包容汇合/],
  ])('%s finds its fault and says what to do', async (rule, xml, element, words) => {
    const findings = await found(rule, xml);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ file: 'x.bpmn', element, severity: rule === 'migratable' ? 'warning' : 'error' });
    expect(findings[0]!.message).toMatch(words);
  });

  test('an expression says which procedure only when a case gets there, so it is let through', async () => {
    const call = '<bpmn:callActivity id="c"><bpmn:extensionElements><zeebe:calledElement processId="=joint" propagateAllParentVariables="false" /><zeebe:ioMapping><zeebe:input source="=caseNo" target="caseNo" /></zeebe:ioMapping></bpmn:extensionElements></bpmn:callActivity>';
    expect(await found('called-procedure', diagram(call))).toEqual([]);
  });

  test('a limit that the category decides, or a due date, is a limit', async () => {
    const mapped = '<zeebe:ioMapping><zeebe:input source="=classification.handleLimit" target="limit" /></zeebe:ioMapping>';
    expect(await found('human-task-limit', diagram(task({ limit: '', more: mapped })))).toEqual([]);
    expect(await found('human-task-limit', diagram(task({ limit: '', more: '<zeebe:taskSchedule dueDate="=due" />' })))).toEqual([]);
  });

  test('what is no diagram at all is one sentence, not a crash', async () => {
    expect(await checkDiagram('x.bpmn', '<html>', known)).toEqual([expect.objectContaining({ rule: 'readable', severity: 'error' })]);
    expect(await checkDiagram('x.bpmn', '', known)).toHaveLength(1);
  });

  test('bpmnlint answers in Chinese', async () => {
    const findings = await checkDiagram('x.bpmn', diagram('<bpmn:task id="lonely" />'), known);
    expect(findings.length).toBeGreaterThan(2);
    for (const { message } of findings) expect(message).toMatch(/[一-鿿]/);
    expect(findings.map(({ rule }) => rule)).toContain('start-event-required');
  });
});
