// Small diagrams for tests, drawn from a few words.
import type { Definition } from '../../processes/store/types.js';

/** A user task; what is given goes inside. */
export const task = (id: string, name = id, inside = ''): string => `<bpmn:userTask id="${id}" name="${name}">${inside}</bpmn:userTask>`;
export const boundary = (id: string, on: string, event: string): string => `<bpmn:boundaryEvent id="${id}" attachedToRef="${on}">${event}</bpmn:boundaryEvent>`;
export const onMessage = (name: string): string => `<bpmn:messageEventDefinition messageRef="${name}"/>`;
export const onTimer = '<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>';
export const flow = (id: string, from: string, to: string): string => `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}"/>`;

/** A deployed definition of the process `sketch`. */
export function sketch(inside: string, { version = 1, messages = [] as string[] } = {}): Definition {
  const named = messages.map((name) => `<bpmn:message id="${name}" name="${name}"><bpmn:extensionElements><zeebe:subscription correlationKey="=caseNo"/></bpmn:extensionElements></bpmn:message>`).join('');
  return {
    _id: `225179981368${String(5000 + Math.floor(Math.random() * 4_000_000))}${version}`, partition: 1, pos: 1, procedure: 'sketch', version, resource: 'sketch.bpmn', at: new Date(0),
    xml: `<?xml version="1.0"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="x"><bpmn:process id="sketch" name="草图" isExecutable="true">${inside}</bpmn:process>${named}</bpmn:definitions>`,
  };
}
