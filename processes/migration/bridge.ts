// The bridge to a version: the engine (8.5.8) refuses to migrate an element to one that waits for a message of the same name, and every deadline has the same name in both versions.
import { BpmnModdle } from 'bpmn-moddle';
import { createRequire } from 'node:module';
import { flowElements, parseBpmn } from '../procedure.js';
import type { Definition } from '../store/types.js';
import { bridgeProcedure, onBridge } from './bridge-name.js';

const zeebe = createRequire(import.meta.url)('zeebe-bpmn-moddle/resources/zeebe.json');

const without = (list: any[] | undefined, gone: Set<any>): any[] | undefined => list?.filter((one) => !gone.has(one));

/** Takes the message events off the activities, with the flows that begin there. */
function loosen(container: any): void {
  const boundaries = container.flowElements.filter((one: any) => one.$type === 'bpmn:BoundaryEvent' && one.eventDefinitions?.[0]?.$type === 'bpmn:MessageEventDefinition');
  const gone = new Set<any>([...boundaries, ...boundaries.flatMap((one: any) => one.outgoing ?? [])]);
  container.flowElements = without(container.flowElements, gone);
  for (const element of container.flowElements) {
    if (element.incoming) element.incoming = without(element.incoming, gone);
    if (element.flowElements) loosen(element);
  }
}

/**
 * Draws the bridge: the target as it is, so that whoever completes a task in that moment goes on as in the target, but with no message events on its
 * activities (the engine ends those subscriptions on the way here, and makes those of the target on the way there) and nothing that would start it.
 *
 * @param target its definition, as it was deployed
 */
export async function bridgeOf({ _id, version, xml }: Definition): Promise<{ name: string; content: string }> {
  const definitions = await parseBpmn(xml);
  const process = definitions.rootElements.find((one: any) => one.$type === 'bpmn:Process');
  const procedure = bridgeProcedure({ to: _id, version, procedure: process.id });
  loosen(process);
  for (const start of process.flowElements.filter((one: any) => one.$type === 'bpmn:StartEvent')) start.eventDefinitions = [];
  for (const { element } of [...flowElements(process)]) if (element.$type !== 'bpmn:SequenceFlow') element.id = onBridge(element.id);
  process.id = procedure;
  process.name = `${process.name ?? ''}（迁移中）`;
  // it is never looked at
  definitions.diagrams = [];
  return { name: `${procedure}.bpmn`, content: (await new (BpmnModdle as any)({ zeebe }).toXML(definitions, { format: true })).xml };
}
