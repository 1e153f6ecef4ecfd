// What can follow what inside one scope (a process or a sub-process): flows, the events that sit on an activity, and links.
import type { Subject } from './rule.js';

/** One scope with what lies directly in it. */
export interface FlowGraph {
  container: any; nodes: any[];
  /** The flows whose both ends lie in the scope. */
  flows: any[]; incoming: Map<any, any[]>; outgoing: Map<any, any[]>;
  /** The events on an activity, compensation left out: it is no way that a case takes by itself. */
  boundaries: Map<any, any[]>;
  starts: any[];
}

const definition = (element: any, type: string): any => element.eventDefinitions?.find((one: any) => one.$type === `bpmn:${type}EventDefinition`);

/** Whether an event has a definition of a type such as `Error`. */
export const isEvent = (element: any, type: string): boolean => Boolean(definition(element, type));

/** Whether an element is part of the way at all: not a flow, no data, and not what only undoes something. */
const isNode = (element: any): boolean => /(Task|Event|Gateway|SubProcess|Transaction|CallActivity)$/.test(element.$type) && !element.isForCompensation && !(element.$type === 'bpmn:BoundaryEvent' && isEvent(element, 'Compensate'));

/** Every scope of a diagram; ad-hoc ones have no flow of their own. */
export function graphsOf({ process, drawn }: Subject): FlowGraph[] {
  const containers = [process, ...drawn.map(({ element }) => element).filter((one) => one.flowElements && one.$type !== 'bpmn:AdHocSubProcess')];
  return containers.map((container) => {
    const elements: any[] = container.flowElements ?? [];
    const nodes = elements.filter((one) => isNode(one) && !one.triggeredByEvent);
    const inside = new Set(nodes);
    const flows = elements.filter((one) => one.$type === 'bpmn:SequenceFlow' && inside.has(one.sourceRef) && inside.has(one.targetRef));
    const boundaries = nodes.filter((one) => one.$type === 'bpmn:BoundaryEvent');
    return {
      container, nodes, flows, incoming: grouped(flows, (one) => one.targetRef), outgoing: grouped(flows, (one) => one.sourceRef),
      boundaries: grouped(boundaries, (one) => one.attachedToRef), starts: nodes.filter((one) => one.$type === 'bpmn:StartEvent'),
    };
  });
}

function grouped(all: any[], by: (one: any) => any): Map<any, any[]> {
  const made = new Map<any, any[]>();
  for (const one of all) {
    if (made.has(by(one))) made.get(by(one))!.push(one);
    else made.set(by(one), [one]);
  }
  return made;
}

/** Where a link leads that is thrown: the catching events of its name. */
export function linked({ nodes }: FlowGraph, element: any): any[] {
  const link = element.$type === 'bpmn:IntermediateThrowEvent' && definition(element, 'Link');
  return link ? nodes.filter((one) => one.$type === 'bpmn:IntermediateCatchEvent' && definition(one, 'Link')?.name === link.name) : [];
}

/** What may come directly after an element. */
export const after = (graph: FlowGraph, element: any): any[] => [
  ...(graph.outgoing.get(element) ?? []).map((flow) => flow.targetRef), ...(graph.boundaries.get(element) ?? []), ...linked(graph, element),
];

/** Everything that can be reached from some elements by steps, themselves included. */
export function reachable(from: any[], step: (element: any) => any[]): Set<any> {
  const seen = new Set(from);
  for (const element of seen) for (const next of step(element)) seen.add(next);
  return seen;
}
