// A parallel join goes on only when every flow into it has brought a token; one that never comes leaves the case standing, and nobody is told.
import { graphsOf } from './flow-graph.js';
import { called, type Rule } from './rule.js';
import { stuckJoins } from './token-flow.js';

const MOST_NAMED = 3;

export const joinWaits: Rule = {
  name: 'join-waits', severity: 'error',
  find: (subject) => graphsOf(subject).flatMap(stuckJoins).map(({ join, missing, never }) => {
    const from = `${missing.slice(0, MOST_NAMED).map((flow) => called(flow.sourceRef)).join('、')}${missing.length > MOST_NAMED ? '等' : ''}`;
    return never
      ? { element: join.id, message: `并行汇合${called(join)}永远等不齐：各条进线不会都到，案件会一直停在这里（例如等不到从${from}来的线）。请改用互斥网关汇合，或在前面用并行网关分开。` }
      : { element: join.id, severity: 'warning' as const, message: `并行汇合${called(join)}可能一直等下去：有的走法不会经过从${from}来的线。请让每条分支都走到这里，或改用互斥网关汇合。` };
  }),
};
