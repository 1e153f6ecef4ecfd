// What goes up must know where to: the level of a step that takes a case up, the code of an escalation event.
import { isLevel, LEVELS } from '../places.js';
import { extension } from '../procedure.js';
import { called, header, input, type Found, type Rule } from './rule.js';

const THROWS = new Set(['bpmn:EndEvent', 'bpmn:IntermediateThrowEvent']);

export const escalationTarget: Rule = {
  name: 'escalation-target', severity: 'error',
  find: ({ drawn }) => drawn.flatMap(({ element }): Found[] => [...wrongLevel(element), ...withoutCode(element)]),
};

function wrongLevel(element: any): Found[] {
  if (extension(element, 'zeebe:TaskDefinition')?.type !== 'escalate') return [];
  const to = header(element, 'to')?.trim() || literal(input(element, 'to'));
  if (!to) return [{ element: element.id, message: `上报步骤${called(element)}没有写明上报到哪一级。请在任务标头中填写 to：${LEVELS.join('、')} 之一。` }];
  if (to === '=' || isLevel(to)) return [];
  return [{ element: element.id, message: `上报步骤${called(element)}的目标层级「${to}」不存在。请改为 ${LEVELS.join('、')} 之一。` }];
}

/** A mapping that is only a text is read; any other is known only when a case gets there, written `=`. */
function literal(source: string | undefined): string | undefined {
  const text = source?.trim();
  if (!text || text === '=') return undefined;
  return /^=\s*"([^"]*)"$/.exec(text)?.[1] ?? (text.startsWith('=') ? '=' : text);
}

function withoutCode(element: any): Found[] {
  const event = element.eventDefinitions?.find((one: any) => one.$type === 'bpmn:EscalationEventDefinition');
  if (!event) return [];
  // an event that catches may do without: it catches them all
  if (event.escalationRef ? event.escalationRef.escalationCode?.trim() : !THROWS.has(element.$type)) return [];
  return [{ element: element.id, message: `升级事件${called(element)}没有升级代码，不知道升到哪里。请选择或新建升级，并填写代码。` }];
}
