// The order of a diagram: elements by their ids, except where the order is meaning: of several true conditions at one gateway the engine
// takes the flow that is written last, so flows that leave one element keep their order among themselves.
import { everyElement, isElement, plainNumbers, sortChildren, value } from './order.js';
import type { XmlElement } from './xml.js';

export const BPMN = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
export const ZEEBE = 'http://camunda.org/schema/zeebe/1.0';
const DI = 'http://www.omg.org/spec/BPMN/20100524/DI';

export const bpmnPrefixes: Record<string, string> = {
  [BPMN]: 'bpmn', [DI]: 'bpmndi', [ZEEBE]: 'zeebe', 'http://www.omg.org/spec/DD/20100524/DC': 'dc', 'http://www.omg.org/spec/DD/20100524/DI': 'di',
  'http://www.w3.org/2001/XMLSchema-instance': 'xsi', 'http://camunda.org/schema/modeler/1.0': 'modeler', 'http://bpmn.io/schema/bpmn/biocolor/1.0': 'bioc',
  'http://www.omg.org/spec/BPMN/non-normative/color/1.0': 'color',
};

/** The places of the schema (BPMN20.xsd, Semantic.xsd): what stands before what in any element. What is in neither list stands between them in the given order. */
const BEFORE = [
  'documentation', 'extensionElements', 'import', 'collaboration', 'process', 'supportedInterfaceRef', 'participant', 'messageFlow', 'auditing', 'monitoring', 'categoryValueRef', 'flowNodeRef',
  'incoming', 'outgoing', 'ioSpecification', 'ioBinding', 'property', 'dataInput', 'dataOutput', 'dataInputAssociation', 'dataOutputAssociation', 'inputSet', 'outputSet', 'laneSet',
];
const AFTER = ['sequenceFlow', 'association', 'group', 'textAnnotation', 'correlationSubscription', 'supports', 'BPMNDiagram', 'relationship'];
const CONTAINERS = new Set(['process', 'subProcess', 'adHocSubProcess', 'transaction']);
const FLOW_NODE = /^(?:task|\w+Task|\w+Event|\w+Gateway|subProcess|adHocSubProcess|transaction|callActivity)$/;

const rank = ({ uri, local }: XmlElement): number => {
  const before = BEFORE.indexOf(local);
  if (uri === BPMN && before >= 0) return before;
  const after = uri === BPMN || uri === DI ? AFTER.indexOf(local) : -1;
  return after >= 0 ? BEFORE.length + 1 + after : BEFORE.length;
};

/** Puts a parsed diagram into its order. */
export function orderBpmn(definitions: XmlElement): void {
  connect(definitions);
  for (const element of everyElement(definitions)) {
    if (element.uri === BPMN) orderBpmnElement(element);
    else if (element.uri === DI && element.local === 'BPMNPlane') sortChildren(element, ({ local }) => (local === 'BPMNShape' ? 0 : local === 'BPMNEdge' ? 1 : 2), (child) => value(child, 'bpmnElement') ?? '');
    else if (element.uri === DI && (element.local === 'BPMNShape' || element.local === 'BPMNEdge')) sortChildren(element, ({ local }) => (local === 'BPMNLabel' ? 2 : local === 'extension' ? 0 : 1), () => '');
    plainNumbers(element);
  }
}

function orderBpmnElement(element: XmlElement): void {
  if (element.local === 'extensionElements') sortChildren(element, ({ uri }) => (uri === ZEEBE ? 0 : 1), ({ uri, local }) => `${uri} ${local}`);
  else if (element.local === 'definitions') {
    const root = new Set(element.children.filter((child): child is XmlElement => isElement(child) && (child.local === 'process' || child.local === 'collaboration')).map((child) => value(child, 'id')));
    sortChildren(element, rank, (child) => (child.local === 'BPMNDiagram' ? `${root.has(planeOf(child)) ? 0 : 1} ${planeOf(child)}` : `${child.local} ${value(child, 'id') ?? ''}`));
  } else if (CONTAINERS.has(element.local)) sortChildren(element, rank, inContainer);
  else if (element.local === 'collaboration') sortChildren(element, rank, (child) => value(child, 'id') ?? '');
  else if (element.local === 'lane') sortChildren(element, rank, (child) => (child.local === 'flowNodeRef' ? textOf(child) : ''));
  else sortChildren(element, rank, (child) => (child.local === 'incoming' ? textOf(child) : ''));
}

const planeOf = (diagram: XmlElement): string => diagram.children.filter(isElement).map((plane) => value(plane, 'bpmnElement') ?? '')[0] ?? '';
const textOf = ({ children }: XmlElement): string => children.filter((child) => !isElement(child)).join('').trim();

/** Documentation and the like keep their order; elements go by id, flows by where they come from. */
function inContainer(child: XmlElement): string {
  if (child.uri !== BPMN) return '';
  if (child.local === 'sequenceFlow') return value(child, 'sourceRef') ?? '';
  const placed = BEFORE.includes(child.local);
  return placed ? '' : value(child, 'id') ?? `~${child.local}`;
}

/** Which flows an element has is said by the flows; its own lists are written from them. */
function connect(definitions: XmlElement): void {
  const [from, to] = [new Map<string, string[]>(), new Map<string, string[]>()];
  const nodes: XmlElement[] = [];
  for (const element of everyElement(definitions)) {
    if (element.uri !== BPMN) continue;
    if (FLOW_NODE.test(element.local) && value(element, 'id')) nodes.push(element);
    if (element.local !== 'sequenceFlow') continue;
    const id = value(element, 'id');
    for (const [map, end] of [[from, value(element, 'sourceRef')], [to, value(element, 'targetRef')]] as const) {
      if (!id || !end) continue;
      if (map.has(end)) map.get(end)!.push(id);
      else map.set(end, [id]);
    }
  }
  for (const node of nodes) {
    const id = value(node, 'id')!;
    const line = (local: string, flow: string): XmlElement => ({ uri: BPMN, prefix: node.prefix, local, attributes: [], children: [flow], line: node.line });
    node.children = [
      ...node.children.filter((child) => !isElement(child) || child.uri !== BPMN || (child.local !== 'incoming' && child.local !== 'outgoing')),
      ...(to.get(id) ?? []).map((flow) => line('incoming', flow)), ...(from.get(id) ?? []).map((flow) => line('outgoing', flow)),
    ];
  }
}
