// Coverage: every element and flow counts once, what was not walked is named in words, and ways add up.
import { coverageOf, partsOf, together } from '../../../processes/rehearsal/coverage.js';
import { diagram } from '../../support/journey.js';

const small = `<?xml version="1.0"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="x"><bpmn:process id="small" isExecutable="true">
  <bpmn:startEvent id="begin" name="开始"><bpmn:outgoing>one</bpmn:outgoing></bpmn:startEvent>
  <bpmn:subProcess id="around" name="办理"><bpmn:incoming>one</bpmn:incoming><bpmn:userTask id="inside" name="部门处置" /></bpmn:subProcess>
  <bpmn:exclusiveGateway id="fork"><bpmn:incoming>two</bpmn:incoming><bpmn:outgoing>three</bpmn:outgoing></bpmn:exclusiveGateway>
  <bpmn:endEvent id="end" name="结案"><bpmn:incoming>three</bpmn:incoming></bpmn:endEvent><bpmn:textAnnotation id="note"><bpmn:text>说明</bpmn:text></bpmn:textAnnotation>
  <bpmn:sequenceFlow id="one" sourceRef="begin" targetRef="around" /><bpmn:sequenceFlow id="two" name="办不了" sourceRef="around" targetRef="fork" /><bpmn:sequenceFlow id="three" sourceRef="fork" targetRef="end" />
</bpmn:process></bpmn:definitions>`;

test('elements inside a sub-process and flows count, notes do not', async () => {
  expect((await partsOf(small)).map(({ id, kind }) => `${kind} ${id}`).sort()).toEqual(['element around', 'element begin', 'element end', 'element fork', 'element inside', 'flow one', 'flow three', 'flow two']);
});

test('what was not walked is named in words, a junction without a name by what it joins', async () => {
  const { covered, total, missing } = coverageOf(await partsOf(small), { elements: ['begin', 'around', 'inside', 'fork'], flows: ['one'] });
  expect([covered, total]).toEqual([5, 8]);
  expect(missing.map(({ name }) => name)).toEqual(['结束「结案」', '「办不了」：从「办理」到「结案」', '从「办理」到「结案」']);
});

test('what a way knows and the diagram does not any more counts for nothing', async () => {
  expect(coverageOf(await partsOf(small), { elements: ['gone'], flows: ['gone-too'] })).toMatchObject({ covered: 0, total: 8 });
});

test('several ways together walk what any of them walked, each part once', async () => {
  const way = together([{ elements: ['begin', 'around'], flows: ['one'] }, { elements: ['begin', 'fork', 'end'], flows: ['three'] }]);
  expect(way).toEqual({ elements: ['begin', 'around', 'fork', 'end'], flows: ['one', 'three'] });
  expect(coverageOf(await partsOf(small), way).covered).toBe(6);
});

test('a diagram that was not walked at all is missing in whole', async () => {
  const parts = await partsOf(diagram('grid-event'));
  expect(coverageOf(parts, { elements: [], flows: [] }).missing).toHaveLength(parts.length);
  expect(new Set(parts.map(({ id }) => id)).size).toBe(parts.length);
});
