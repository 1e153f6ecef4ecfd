// Which of several true conditions wins at a gateway: what the written form of a diagram must never change.
import { ZBClient } from 'zeebe-node';
import { clientOptions } from '../../processes/engine.js';
import { canonical } from '../../processes/canonical.js';
import { theSystem, type System } from '../support/system.js';

const WAYS = ['to-b', 'to-a', 'to-c'];
const FLOWS = ['to-a', 'to-c', 'to-b'];

/** A gateway with three true conditions; what is written first differs between its list of outgoing flows and the flows themselves. */
const diagram = (id: string, outgoing: string[], flows: string[]) => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="x" id="${id}-definitions">
  <bpmn:process id="${id}" isExecutable="true">
    <bpmn:startEvent id="begin"><bpmn:outgoing>begin-to-choice</bpmn:outgoing></bpmn:startEvent>
    <bpmn:exclusiveGateway id="choice" default="to-default"><bpmn:incoming>begin-to-choice</bpmn:incoming>${outgoing.map((one) => `<bpmn:outgoing>${one}</bpmn:outgoing>`).join('')}<bpmn:outgoing>to-default</bpmn:outgoing></bpmn:exclusiveGateway>
    ${['to-a', 'to-b', 'to-c', 'to-default'].map((one) => `<bpmn:endEvent id="${one}-end"><bpmn:extensionElements><zeebe:ioMapping><zeebe:output source="=&quot;${one}&quot;" target="way" /></zeebe:ioMapping></bpmn:extensionElements><bpmn:incoming>${one}</bpmn:incoming></bpmn:endEvent>`).join('')}
    <bpmn:sequenceFlow id="begin-to-choice" sourceRef="begin" targetRef="choice" />
    ${flows.map((one) => `<bpmn:sequenceFlow id="${one}" sourceRef="choice" targetRef="${one}-end"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=true</bpmn:conditionExpression></bpmn:sequenceFlow>`).join('')}
    <bpmn:sequenceFlow id="to-default" sourceRef="choice" targetRef="to-default-end" />
  </bpmn:process>
</bpmn:definitions>`;

let system: System;
let client: ZBClient;
beforeAll(async () => {
  system = await theSystem();
  client = new ZBClient(system.zeebeAddress, clientOptions);
});
afterAll(async () => {
  await client.close();
  await system.stop();
});

async function wayOf(id: string, xml: string): Promise<unknown> {
  await client.deployResource({ process: Buffer.from(xml), name: `${id}.bpmn` });
  const { variables } = await client.createProcessInstanceWithResult({ bpmnProcessId: id, variables: {}, requestTimeout: 20_000 });
  return (variables as { way?: unknown }).way;
}

describe('of several true conditions at one gateway', () => {
  test('the engine takes the flow that is written last in the process, whatever the gateway\'s own list says', async () => {
    expect(await wayOf('flow-order', diagram('flow-order', WAYS, FLOWS))).toBe(FLOWS.at(-1));
    expect(await wayOf('flow-order-turned', diagram('flow-order-turned', FLOWS, WAYS))).toBe(WAYS.at(-1));
  });

  test('the engine takes the same one when the diagram is in its canonical form', async () => {
    for (const [id, flows] of [['flow-order-canonical', FLOWS], ['flow-order-canonical-turned', WAYS]] as const) {
      expect(await wayOf(id, await canonical({ name: `${id}.bpmn`, content: diagram(id, [], flows) }))).toBe(flows.at(-1));
    }
  });
});
