// A case that waits for a message must say by which key it is found.
import { extension } from '../procedure.js';
import { called, type Rule } from './rule.js';

const WAITS = new Set(['bpmn:BoundaryEvent', 'bpmn:IntermediateCatchEvent', 'bpmn:ReceiveTask']);

export const messageKey: Rule = {
  name: 'message-key', severity: 'error',
  find: ({ drawn }) => drawn.filter(({ element }) => WAITS.has(element.$type)).flatMap(({ element }) => {
    const event = element.eventDefinitions?.find((one: any) => one.$type === 'bpmn:MessageEventDefinition');
    if (!event && element.$type !== 'bpmn:ReceiveTask') return [];
    const message = event?.messageRef ?? element.messageRef;
    if (!message?.name) return [{ element: element.id, message: `${called(element)}没有写明等待哪个消息。请填写消息名称。` }];
    if (extension(message, 'zeebe:Subscription')?.correlationKey) return [];
    return [{ element: element.id, message: `${called(element)}等待的消息「${message.name}」没有关联键，消息找不到案件。请填写关联键，通常是 =caseNo。` }];
  }),
};
