// A diagram with one of every kind of element that the editor can show, filled so that the panel shows every entry.

const events = {
  message: '<bpmn:messageEventDefinition messageRef="m1" />', timer: '<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>',
  signal: '<bpmn:signalEventDefinition signalRef="s1" />', error: '<bpmn:errorEventDefinition errorRef="e1" />', escalation: '<bpmn:escalationEventDefinition escalationRef="c1" />',
  link: '<bpmn:linkEventDefinition name="去" />', terminate: '<bpmn:terminateEventDefinition />', compensate: '<bpmn:compensateEventDefinition />',
};
const mapped = `<zeebe:ioMapping><zeebe:input source="=caseNo" target="caseNo" /><zeebe:output source="=outcome" target="outcome" /></zeebe:ioMapping>
  <zeebe:taskHeaders><zeebe:header key="limit" value="1 工作日" /></zeebe:taskHeaders><zeebe:properties><zeebe:property name="status" value="处置中" /></zeebe:properties>`;
const extended = (inside: string) => `<bpmn:extensionElements>${inside}</bpmn:extensionElements>`;
const loop = '<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=[1]" inputElement="one" outputCollection="all" outputElement="=one" /></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>';

type Kind = [id: string, tag: string, inside?: string, attributes?: string];
const on = (definitions: (keyof typeof events)[], tag: string, name: string, attributes = ''): Kind[] => definitions.map((each) => [`${name}-${each}`, tag, events[each], attributes]);

const kinds: Kind[] = [
  ['start', 'startEvent', extended('<zeebe:ioMapping><zeebe:output source="=a" target="a" /></zeebe:ioMapping>')], ...on(['message', 'timer', 'signal'], 'startEvent', 'start'),
  ...on(['message', 'timer', 'signal', 'link'], 'intermediateCatchEvent', 'catch'), ['throw', 'intermediateThrowEvent'], ...on(['message', 'signal', 'link', 'escalation', 'compensate'], 'intermediateThrowEvent', 'throw'),
  ['end', 'endEvent'], ...on(['message', 'signal', 'error', 'escalation', 'terminate', 'compensate'], 'endEvent', 'end'),
  ['task', 'task'], ['user', 'userTask', extended(`<zeebe:assignmentDefinition candidateGroups="=[town]" /><zeebe:taskSchedule dueDate="=now()" />${mapped}`)], ['user-bare', 'userTask'],
  ['service', 'serviceTask', extended(`<zeebe:taskDefinition type="notify" retries="2" />${mapped}`)], ['send', 'sendTask', extended('<zeebe:taskDefinition type="notify" />')], ['receive', 'receiveTask', '', 'messageRef="m1"'],
  ['manual', 'manualTask'], ['script', 'scriptTask'], ['script-feel', 'scriptTask', extended('<zeebe:script expression="=1" resultVariable="a" />')], ['decide', 'businessRuleTask', extended('<zeebe:calledDecision decisionId="event-classification" resultVariable="a" />')],
  ['decide-job', 'businessRuleTask', extended('<zeebe:taskDefinition type="notify" />')], ['call', 'callActivity', extended('<zeebe:calledElement processId="instalment" propagateAllChildVariables="false" />')], ['many', 'serviceTask', `${extended('<zeebe:taskDefinition type="notify" />')}${loop}`],
  ['choose', 'exclusiveGateway'], ['all', 'parallelGateway'], ['some', 'inclusiveGateway'], ['first', 'eventBasedGateway'], ['inner', 'subProcess'], ['inner-event', 'subProcess', '', 'triggeredByEvent="true"'],
  ...on(['message', 'timer', 'error', 'signal', 'escalation'], 'boundaryEvent', 'edge', 'attachedToRef="host"'), ...on(['timer'], 'boundaryEvent', 'soft', 'attachedToRef="host" cancelActivity="false"'),
  ['stored', 'dataStoreReference'], ['object', 'dataObjectReference', '', 'dataObjectRef="object-itself"'],
];

const sizes = (tag: string): [number, number] => (/Task|Activity|subProcess/.test(tag) ? [100, 80] : [40, 40]);

/** The ids of the elements in the diagram; the process itself first. */
export const everyId: readonly string[] = ['every', ...kinds.map(([id]) => id), 'host', 'note', 'plain-flow', 'choice-flow', 'default-flow'];

export function everyElement(): string {
  const shape = (id: string, x: number, y: number, [width, height]: [number, number], more = '') => `<bpmndi:BPMNShape id="${id}_di" bpmnElement="${id}"${more}><dc:Bounds x="${x}" y="${y}" width="${width}" height="${height}" /></bpmndi:BPMNShape>`;
  const edge = (id: string, y: number) => `<bpmndi:BPMNEdge id="${id}_di" bpmnElement="${id}"><di:waypoint x="900" y="${y}" /><di:waypoint x="1000" y="${y}" /></bpmndi:BPMNEdge>`;
  const drawn = kinds.map(([id, tag, inside = '', attributes = '']) => `<bpmn:${tag} id="${id}" name="${/Gateway/.test(tag) ? '问' : '名'}" ${attributes}${id === 'choose' ? ' default="default-flow"' : ''}>${inside}</bpmn:${tag}>`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="t" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.5.0">
<bpmn:process id="every" name="全部" isExecutable="true"><bpmn:extensionElements><zeebe:properties><zeebe:property name="joint" value="true" /></zeebe:properties></bpmn:extensionElements>
${drawn}<bpmn:userTask id="host" name="办" /><bpmn:dataObject id="object-itself" /><bpmn:textAnnotation id="note"><bpmn:text>注</bpmn:text></bpmn:textAnnotation>
<bpmn:sequenceFlow id="plain-flow" sourceRef="start" targetRef="task" /><bpmn:sequenceFlow id="choice-flow" sourceRef="choose" targetRef="task"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=true</bpmn:conditionExpression></bpmn:sequenceFlow><bpmn:sequenceFlow id="default-flow" sourceRef="choose" targetRef="user" />
</bpmn:process>
<bpmn:message id="m1" name="case.withdrawn"><bpmn:extensionElements><zeebe:subscription correlationKey="=caseNo" /></bpmn:extensionElements></bpmn:message><bpmn:signal id="s1" name="信" /><bpmn:error id="e1" name="错" errorCode="MERGE_TARGET" /><bpmn:escalation id="c1" name="升" escalationCode="UP" />
<bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="every">
${kinds.map(([id, tag], index) => shape(id, 40 + (index % 8) * 140, 40 + Math.floor(index / 8) * 130, sizes(tag), tag === 'subProcess' ? ' isExpanded="true"' : '')).join('')}
${shape('host', 40, 1000, [100, 80])}${shape('note', 200, 1000, [100, 30])}${edge('plain-flow', 1000)}${edge('choice-flow', 1030)}${edge('default-flow', 1060)}
</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>`;
}
