// A diagram of any size for measuring: blocks of human tasks, automatic steps, choices and parallel branches, each whole and drawn.
const HUMAN = (limit: string) => `<bpmn:extensionElements><zeebe:assignmentDefinition candidateGroups="=[town + &quot;/dispatcher&quot;]" /><zeebe:formDefinition formKey="intake" /><zeebe:ioMapping><zeebe:input source="=if level = &quot;town&quot; then town else county" target="unit" /><zeebe:output source="=outcome" target="outcome" /></zeebe:ioMapping><zeebe:taskHeaders><zeebe:header key="limit" value="${limit}" /></zeebe:taskHeaders></bpmn:extensionElements>`;
const JOB = '<bpmn:extensionElements><zeebe:taskDefinition type="notify" /><zeebe:taskHeaders><zeebe:header key="audience" value="town/dispatcher" /></zeebe:taskHeaders></bpmn:extensionElements>';

/** The elements of one block, flows counted. */
const BLOCK = 19;

/**
 * A diagram of about so many elements (tasks, events, gateways and flows).
 *
 * @param limit the limit of each of its human tasks, so that two may differ
 */
export function diagramOf(elements: number, limit = '2 工作时'): string {
  const [drawn, flows, shapes]: [string[], string[], string[]] = [[], [], []];
  const place = (id: string, x: number, y: number, [width, height]: readonly [number, number]) => shapes.push(`<bpmndi:BPMNShape id="${id}-di" bpmnElement="${id}"><dc:Bounds x="${x}" y="${y}" width="${width}" height="${height}" /></bpmndi:BPMNShape>`);
  const node = (tag: string, id: string, x: number, y: number, inside = '', attributes = '') => {
    drawn.push(`<bpmn:${tag} id="${id}" name="${id}" ${attributes}>${inside}</bpmn:${tag}>`);
    place(id, x, y, /Task/.test(tag) ? [100, 80] : /Gateway/.test(tag) ? [50, 50] : [36, 36]);
  };
  const flow = (from: string, to: string, condition?: string) => {
    const id = `${from}-to-${to}`;
    flows.push(`<bpmn:sequenceFlow id="${id}" ${condition ? `name="${condition}" ` : ''}sourceRef="${from}" targetRef="${to}">${condition ? `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=outcome = "${condition}"</bpmn:conditionExpression>` : ''}</bpmn:sequenceFlow>`);
    shapes.push(`<bpmndi:BPMNEdge id="${id}-di" bpmnElement="${id}"><di:waypoint x="0" y="0" /><di:waypoint x="10" y="0" /></bpmndi:BPMNEdge>`);
  };
  node('startEvent', 'begin', 0, 100);
  let last = 'begin';
  for (let block = 0; block < Math.max(1, Math.round((elements - 2) / BLOCK)); block += 1) {
    const at = (name: string) => `${name}-${block}`;
    const x = 100 + block * 1_200;
    node('userTask', at('handle'), x, 100, HUMAN(limit));
    node('exclusiveGateway', at('choice'), x + 150, 115, '', `default="${at('choice')}-to-${at('split')}"`);
    node('serviceTask', at('tell'), x + 250, 300, JOB);
    node('parallelGateway', at('split'), x + 400, 115);
    node('userTask', at('left'), x + 500, 0, HUMAN('1 工作日'));
    node('userTask', at('right'), x + 500, 200, HUMAN('1 工作日'));
    node('parallelGateway', at('both'), x + 700, 115);
    node('exclusiveGateway', at('meet'), x + 800, 115);
    flow(last, at('handle'));
    for (const [from, to, condition] of [['handle', 'choice'], ['choice', 'split'], ['choice', 'tell', 'no'], ['tell', 'meet'], ['split', 'left'], ['split', 'right'], ['left', 'both'], ['right', 'both'], ['both', 'meet']] as const) flow(at(from), at(to), condition);
    last = at('meet');
  }
  node('endEvent', 'done', 100_000, 100);
  flow(last, 'done');
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="large-definitions" targetNamespace="https://liandong.example/processes" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.5.0">
<bpmn:process id="large" name="large" isExecutable="true">${drawn.join('')}${flows.join('')}</bpmn:process>
<bpmndi:BPMNDiagram id="large-diagram"><bpmndi:BPMNPlane id="large-plane" bpmnElement="large">${shapes.join('')}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>`;
}
