// A message boundary event that is put on a human task waits for the task's deadline: named after the task, keyed by the case, and the name follows the task's id.
import CommandInterceptor from 'diagram-js/lib/command/CommandInterceptor.js';
import { HEADERS, pair, setPair, type Tools } from './extensions.js';

const LATE = 100;
const messageEvent = (element: any): any => element?.businessObject?.eventDefinitions?.find((one: any) => one.$type === 'bpmn:MessageEventDefinition');
const isDeadlineHost = (host: any): boolean => host?.businessObject?.$type === 'bpmn:UserTask';

/** What one of several departments must do is found by case and department. */
export function keyFor(host: any): string {
  const loop = host.parent?.businessObject?.loopCharacteristics?.extensionElements?.values?.find((one: any) => one.$type === 'zeebe:LoopCharacteristics');
  return loop?.inputElement ? `=caseNo + ":" + ${loop.inputElement}` : '=caseNo';
}

class Deadlines extends CommandInterceptor {
  static $inject = ['eventBus', 'modeling', 'bpmnFactory', 'canvas'];
  private readonly tools: Tools;
  constructor(eventBus: unknown, private readonly modeling: any, private readonly bpmnFactory: any, private readonly canvas: any) {
    super(eventBus);
    this.tools = { modeling, bpmnFactory };
    this.postExecuted(['shape.create', 'shape.replace', 'element.updateAttachment', 'propertiesPanel.zeebe.changeTemplate'], LATE, ({ shape, newShape, element }: any) => this.suggest(newShape ?? shape ?? element), true);
    this.postExecuted(['element.updateProperties', 'element.updateModdleProperties'], LATE, ({ element, oldProperties, properties }: any) => {
      if (properties?.id && oldProperties?.id && oldProperties.id !== properties.id) this.rename(element, oldProperties.id);
    }, true);
  }

  private suggest(event: any): void {
    const definition = messageEvent(event);
    const { host } = event ?? {};
    if (event?.type !== 'bpmn:BoundaryEvent' || !definition || !isDeadlineHost(host)) return;
    const wanted = `deadline.${host.businessObject.id}`;
    const there = definition.messageRef;
    if (there?.name && there.name !== wanted && !there.name.startsWith('deadline.')) return;
    // pasted or attached elsewhere: the name is that of the task it is on now
    if (there?.name === wanted && there.extensionElements) return;
    if (there && !there.name) this.fill(event, there, wanted, keyFor(host));
    else this.modeling.updateModdleProperties(event, definition, { messageRef: this.makeMessage(wanted, keyFor(host)) });
    if (!pair(host, HEADERS, 'escalation')) setPair(host, HEADERS, 'escalation', '到期', this.tools);
  }

  private rename(host: any, old: string): void {
    for (const event of host.attachers ?? []) {
      const message = messageEvent(event)?.messageRef;
      if (message?.name === `deadline.${old}`) this.modeling.updateModdleProperties(event, message, { name: `deadline.${host.businessObject.id}` });
    }
  }

  private fill(event: any, message: any, name: string, correlationKey: string): void {
    this.modeling.updateModdleProperties(event, message, { name });
    if (!message.extensionElements) this.modeling.updateModdleProperties(event, message, { extensionElements: this.subscription(message, correlationKey) });
  }

  private makeMessage(name: string, correlationKey: string): any {
    const definitions = this.canvas.getRootElement().businessObject.$parent;
    const root = definitions.$type === 'bpmn:Definitions' ? definitions : definitions.$parent;
    const same = root.rootElements.find((one: any) => one.$type === 'bpmn:Message' && one.name === name);
    if (same) return same;
    const message = this.bpmnFactory.create('bpmn:Message', { name });
    message.extensionElements = this.subscription(message, correlationKey);
    message.$parent = root;
    this.modeling.updateModdleProperties(this.canvas.getRootElement(), root, { rootElements: [...root.rootElements, message] });
    return message;
  }

  private subscription(message: any, correlationKey: string): any {
    const made = this.bpmnFactory.create('zeebe:Subscription', { correlationKey });
    const list = this.bpmnFactory.create('bpmn:ExtensionElements', { values: [made] });
    made.$parent = list;
    list.$parent = message;
    return list;
  }
}

export const deadlinesModule = { __init__: ['deadlines'], deadlines: ['type', Deadlines] };
