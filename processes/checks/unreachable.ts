// What no start leads to is never done, even if it is drawn with flows into it (a circle on its own has those too).
import { after, graphsOf, reachable } from './flow-graph.js';
import { called, type Rule } from './rule.js';

export const unreachable: Rule = {
  name: 'unreachable', severity: 'error',
  find: (subject) => graphsOf(subject).filter(({ starts }) => starts.length > 0).flatMap((graph) => {
    const seen = reachable(graph.starts, (element) => after(graph, element));
    // without a flow into it bpmnlint says so already, and what follows it is its matter
    const loose = graph.nodes.filter((node) => !seen.has(node) && node.$type !== 'bpmn:BoundaryEvent' && !graph.incoming.has(node));
    const theirs = reachable(loose, (element) => after(graph, element));
    return graph.nodes.filter((node) => !seen.has(node) && !theirs.has(node)).map((node) => ({ element: node.id, message: `流程走不到${called(node)}。请从前面的步骤连线过来，或删除它。` }));
  }),
};
