// A circle that no flow leaves keeps a case for ever.
import { after, graphsOf, reachable, type FlowGraph } from './flow-graph.js';
import { called, type Rule } from './rule.js';

export const deadEnd: Rule = {
  name: 'dead-end', severity: 'error',
  find: (subject) => graphsOf(subject).filter((graph) => !isLeftFromOutside(graph)).flatMap((graph) => {
    const ends = graph.nodes.filter((node) => after(graph, node).every((next) => next.$type === 'bpmn:BoundaryEvent'));
    const before = backwards(graph);
    const out = reachable(ends, (element) => before.get(element) ?? []);
    const seen = reachable(graph.starts, (element) => after(graph, element));
    const said = new Set<any>();
    // the first of a circle speaks for it: the others would say the same
    return graph.nodes.filter((node) => seen.has(node) && !out.has(node)).flatMap((node) => {
      if (said.has(node)) return [];
      for (const one of reachable([node], (element) => after(graph, element))) said.add(one);
      return [{ element: node.id, message: `到了${called(node)}就再也走不到结束，案件会一直在这里打转。请画一条通往结束事件的线。` }];
    });
  }),
};

/** An event on the sub-process, or an event sub-process in it, may end a circle from outside. */
function isLeftFromOutside({ container }: FlowGraph): boolean {
  const [inside, around]: [any[], any[]] = [container.flowElements ?? [], container.$parent?.flowElements ?? []];
  return inside.some((one) => one.triggeredByEvent) || around.some((one) => one.$type === 'bpmn:BoundaryEvent' && one.attachedToRef === container && one.cancelActivity !== false);
}

function backwards(graph: FlowGraph): Map<any, any[]> {
  const made = new Map<any, any[]>();
  for (const node of graph.nodes) {
    for (const next of after(graph, node)) {
      if (made.has(next)) made.get(next)!.push(node);
      else made.set(next, [node]);
    }
  }
  return made;
}
