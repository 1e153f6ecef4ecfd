// Where tokens get stuck: plays every way through one scope and looks where tokens are left waiting at a parallel join when nothing can move any more.
//
// A token lies on a flow. Exclusive and event-based gateways, and interrupting events on an activity, choose one way; parallel gateways, activities and
// starting events put a token on every flow that leaves them; an inclusive gateway on any of its subsets. A join moves when each of its flows has a token. As no
// choice takes away what another token needs, it is enough to move any one token at a time through all its choices (a persistent set): each end
// state of the whole is found, and parallel branches cost their sum, not their product.
//
// Its limits: conditions are not read, so that two gateways with the same condition count as independent (therefore only what can never work is
// an error); it stops after MOST states or where tokens pile up, and says nothing certain then; a called procedure and a sub-process count as one step.
import { isEvent, linked, reachable, after, type FlowGraph } from './flow-graph.js';

/** A join that waits for ever: the flows that bring no token while the others do; `never`: it cannot work on any way. */
export interface StuckJoin { join: any; missing: any[]; never: boolean }

const MOST = 4_000;
const PILE = 3;

/** One way on from an element: the flows that get a token, or the end of everything in the scope. */
type Way = any[] | 'all';

const isJoin = ({ incoming }: FlowGraph, element: any): boolean => element.$type === 'bpmn:ParallelGateway' && (incoming.get(element)?.length ?? 0) > 1;

/** Every parallel join of a scope at which tokens can be left for ever. */
export function stuckJoins(graph: FlowGraph): StuckJoin[] {
  const joins = graph.nodes.filter((node) => isJoin(graph, node));
  if (joins.length === 0) return [];
  const { ends, fired, complete } = play(graph);
  const lead = new Map<any, Set<any>>();
  const ahead = (join: any): Set<any> => {
    if (!lead.has(join)) lead.set(join, reachable(after(graph, join), (one) => after(graph, one)));
    return lead.get(join)!;
  };
  const found = new Map<any, Set<any>>();
  for (const tokens of ends) {
    const stuck = [...new Set(tokens.map((flow) => flow.targetRef))];
    // one that waits for another one that is stuck is not itself at fault
    for (const join of stuck.filter((one) => !stuck.some((other) => other !== one && ahead(other).has(one) && !ahead(one).has(other)))) {
      const missing = found.get(join) ?? new Set();
      for (const flow of graph.incoming.get(join)!) if (!tokens.includes(flow)) missing.add(flow);
      found.set(join, missing);
    }
  }
  return [...found].map(([join, missing]) => ({ join, missing: [...missing], never: complete && !fired.has(join) }));
}

function play(graph: FlowGraph): { ends: any[][]; fired: Set<any>; complete: boolean } {
  const index = new Map(graph.flows.map((flow, at) => [flow, at]));
  const fired = new Set<any>();
  const ends: any[][] = [];
  const seen = new Set<string>();
  const open: any[][] = [];
  let complete = true;
  const visit = (tokens: any[]): void => {
    const sorted = tokens.sort((a, b) => index.get(a)! - index.get(b)!);
    if (sorted.some((flow, at) => at >= PILE && sorted[at - PILE] === flow) || sorted.length > 200) complete = false;
    else {
      const key = sorted.map((flow) => index.get(flow)).join();
      if (!seen.has(key)) open.push(sorted);
      seen.add(key);
    }
  };
  for (const start of graph.starts) visit([...(graph.outgoing.get(start) ?? [])]);
  for (let tokens = open.pop(); tokens; tokens = open.pop()) {
    if (seen.size > MOST) return { ends, fired, complete: false };
    const ready = tokens.map((flow) => flow.targetRef).find((one) => isJoin(graph, one) && graph.incoming.get(one)!.every((flow) => tokens!.includes(flow)));
    const mover = ready ? undefined : tokens.find((flow) => !isJoin(graph, flow.targetRef));
    if (ready) {
      fired.add(ready);
      visit([...without(tokens, graph.incoming.get(ready)!), ...(graph.outgoing.get(ready) ?? [])]);
    } else if (mover) {
      const rest = without(tokens, [mover]);
      for (const way of waysOn(graph, mover.targetRef)) visit(way === 'all' ? [] : [...rest, ...way]);
    } else if (tokens.length > 0) ends.push(tokens);
  }
  return { ends, fired, complete };
}

function without(tokens: any[], taken: any[]): any[] {
  const rest = [...tokens];
  for (const flow of taken) rest.splice(rest.indexOf(flow), 1);
  return rest;
}

function waysOn(graph: FlowGraph, element: any): Way[] {
  const leaving = graph.outgoing.get(element) ?? [];
  if (element.$type === 'bpmn:EndEvent' && (isEvent(element, 'Terminate') || isEvent(element, 'Error'))) return ['all'];
  if (/^bpmn:(Exclusive|EventBased|Complex)Gateway$/.test(element.$type)) return leaving.length > 0 ? leaving.map((flow) => [flow]) : [[]];
  if (element.$type === 'bpmn:InclusiveGateway') return subsets(leaving);
  const usual = [...leaving, ...linked(graph, element).flatMap((one) => graph.outgoing.get(one) ?? [])];
  const events = graph.boundaries.get(element) ?? [];
  const besides = events.filter((one) => one.cancelActivity === false).map((one) => graph.outgoing.get(one) ?? []);
  const instead = events.filter((one) => one.cancelActivity !== false).map((one) => graph.outgoing.get(one) ?? []);
  return [usual, ...besides.map((more) => [...usual, ...more]), ...(besides.length > 1 ? [[...usual, ...besides.flat()]] : []), ...instead];
}

/** Any of the flows, at least one; of very many only each alone and all together. */
function subsets(flows: any[]): any[][] {
  if (flows.length > 5) return [...flows.map((flow) => [flow]), flows];
  return Array.from({ length: 2 ** flows.length - 1 }, (_, mask) => flows.filter((_flow, at) => ((mask + 1) >> at) & 1));
}
