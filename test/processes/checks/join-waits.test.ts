// Joins that wait for ever, and joins that do not though they look it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkOwnRules } from '../../../processes/check.js';
import { fixture, foundBy, known, severities } from '../../support/rule-fixture.js';

test('a join of exclusive branches, and one with fewer tokens than flows, never work: errors; one that a branch may leave is a warning; a loop inside a branch is none', async () => {
  const found = await foundBy('join-waits');
  expect(severities(found)).toEqual({ 'event-join': 'warning', 'few-join': 'error', 'may-join': 'warning', 'never-join': 'error' });
  expect(found['never-join']!.message).toMatch(/永远等不齐.*「甲」、「乙」.*互斥网关/);
  expect(found['may-join']!.message).toMatch(/可能一直等下去.*「办得成？」/);
});

test('a join behind one that waits is not blamed for it', async () => {
  expect(await foundBy('join-waits')).not.toHaveProperty('event-after');
});

/** One process of one line an element: `a>b` is a flow; a name's first letter says what it is: s start, e end, t task, x exclusive, p parallel, i inclusive, T terminating end. */
function drawn(flows: string): string {
  const pairs = flows.split(' ').map((one) => one.split('>') as [string, string]);
  const kinds: Record<string, string> = { s: 'startEvent', e: 'endEvent', t: 'userTask', x: 'exclusiveGateway', p: 'parallelGateway', i: 'inclusiveGateway', T: 'endEvent' };
  const node = (id: string) => `<bpmn:${kinds[id[0]!]} id="${id}">${id.startsWith('T') ? '<bpmn:terminateEventDefinition />' : ''}</bpmn:${kinds[id[0]!]}>`;
  return `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d"><bpmn:process id="p0" isExecutable="true">${[...new Set(pairs.flat())].map(node).join('')}${pairs.map(([a, b], at) => `<bpmn:sequenceFlow id="f${at}" sourceRef="${a}" targetRef="${b}" />`).join('')}</bpmn:process></bpmn:definitions>`;
}
const waits = async (flows: string) => severities(await foundBy('join-waits', () => drawn(flows)));

test.each<[string, string, Record<string, string>]>([
  ['branches that all come', 's>p1 p1>t1 p1>t2 t1>p2 t2>p2 p2>e', {}],
  ['a join inside a loop', 's>x1 x1>p1 p1>t1 p1>t2 t1>p2 t2>p2 p2>x2 x2>x1 x2>e', {}],
  ['a choice within a branch that comes together again', 's>p1 p1>x1 x1>t1 x1>t2 t1>x2 t2>x2 x2>p2 p1>t3 t3>p2 p2>e', {}],
  ['branches that cross without a choice', 's>p1 p1>p2 p1>p3 p2>p4 p2>p5 p3>p4 p3>p5 p4>p6 p5>p6 p6>e', {}],
  ['a branch that ends everything', 's>p1 p1>x1 x1>T1 x1>p2 p1>t1 t1>p2 p2>e', {}],
  ['tasks that split without a gateway', 's>t1 t1>t2 t1>t3 t2>p1 t3>p1 p1>e', {}],
  ['exclusive branches', 's>x1 x1>t1 x1>t2 t1>p1 t2>p1 p1>e', { p1: 'error' }],
  ['an inclusive split', 's>i1 i1>t1 i1>t2 t1>p1 t2>p1 p1>e', { p1: 'warning' }],
  ['a loop back into the join itself', 's>p1 p1>x1 x1>p1 x1>e', { p1: 'error' }],
  ['a flow from what nothing reaches', 's>t1 t1>p1 t2>p1 p1>e', { p1: 'error' }],
  ['a branch that goes back to before the split', 's>x0 x0>p1 p1>x1 x1>x0 x1>p2 p1>t1 t1>p2 p2>e', { p2: 'warning' }],
])('%s: judged as what they are', async (_what, flows, expected) => {
  expect(await waits(flows)).toEqual(expected);
});

test('no shipped diagram raises an alarm', async () => {
  const folder = join(import.meta.dirname, '../../../processes/diagrams');
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.bpmn'))) {
    const { findings } = await checkOwnRules(file, readFileSync(join(folder, file), 'utf8'), known);
    expect(findings.filter(({ rule }) => ['join-waits', 'unreachable', 'dead-end', 'human-task-role', 'escalation-target'].includes(rule))).toEqual([]);
  }
});

test('many parallel choices cost what they are, not their product', async () => {
  const branches = Array.from({ length: 40 }, (_, at) => `p1>x${at} x${at}>ta${at} x${at}>tb${at} ta${at}>xj${at} tb${at}>xj${at} xj${at}>p2`).join(' ');
  expect(await waits(`s>p1 ${branches} p2>e`)).toEqual({});
});

test('a diagram that is too much to play through is not called certain', async () => {
  const branches = Array.from({ length: 30 }, (_, at) => `p1>x${at} x${at}>e${at} x${at}>p2`).join(' ');
  expect(Object.values(await waits(`s>p1 ${branches} p2>e`)).every((severity) => severity === 'warning')).toBe(true);
  expect(fixture('join-waits')).toContain('BPMNDiagram');
});
