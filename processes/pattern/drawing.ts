// A diagram under the pen: every element is made together with its shape, so that nothing is drawn without meaning and nothing means what is not drawn.
import { BpmnModdle } from 'bpmn-moddle';
import { createRequire } from 'node:module';
import { extensions, type Behaviour } from './behaviour.js';

const load = createRequire(import.meta.url);
/** One for all drawings: what it learns of each type it learns once. */
const moddle = new (BpmnModdle as any)({ zeebe: load('zeebe-bpmn-moddle/resources/zeebe.json'), modeler: load('modeler-moddle/resources/modeler.json') });

export interface Box { x: number; y: number; width: number; height: number }
export type Point = readonly [x: number, y: number];
export interface Look { in?: string; label?: Box; attributes?: object; behaviour?: Behaviour }

/** How wide a text of one line is in a diagram's small print: Chinese characters are square, others half. */
export const textWidth = (text: string): number => Math.ceil([...text].reduce((sum, sign) => sum + (/[\p{Script=Han}？！，。：、（）“”]/u.test(sign) ? 11.6 : 6.6), 4));

export class Drawing {
  private readonly process: any;
  private readonly definitions: any;
  private readonly plane: any;
  private readonly known = new Map<string, { element: any; container: any }>();
  private readonly messages = new Map<string, any>();

  constructor(readonly id: string, name: string, { about, behaviour = {} }: { about?: string; behaviour?: Behaviour } = {}) {
    this.process = this.make('bpmn:Process', { id, name, isExecutable: true, flowElements: [], artifacts: [], ...this.inner(behaviour), ...(about ? { documentation: [this.make('bpmn:Documentation', { text: about })] } : {}) });
    this.plane = this.make('bpmndi:BPMNPlane', { id: `${id}-plane`, bpmnElement: this.process, planeElement: [] });
    this.definitions = this.make('bpmn:Definitions', {
      id: `${id}-definitions`, targetNamespace: 'https://liandong.example/processes', rootElements: [this.process], diagrams: [this.make('bpmndi:BPMNDiagram', { id: `${id}-diagram`, plane: this.plane })],
      'modeler:executionPlatform': 'Camunda Cloud', 'modeler:executionPlatformVersion': '8.5.0',
    });
  }

  private make(type: string, attributes: object = {}): any { return moddle.create(type, attributes); }

  private inner(behaviour: Behaviour): object {
    const values = extensions(behaviour, (type, attributes) => this.make(type, attributes));
    return values.length > 0 ? { extensionElements: this.make('bpmn:ExtensionElements', { values }) } : {};
  }

  private shape(element: any, box: Box, { label, expanded }: { label?: Box; expanded?: boolean } = {}): void {
    this.plane.planeElement.push(this.make('bpmndi:BPMNShape', {
      id: `${element.id}-di`, bpmnElement: element, bounds: this.make('dc:Bounds', box), ...(expanded ? { isExpanded: true } : {}), ...(element.$type === 'bpmn:ExclusiveGateway' ? { isMarkerVisible: true } : {}),
      ...(label ? { label: this.make('bpmndi:BPMNLabel', { bounds: this.make('dc:Bounds', label) }) } : {}),
    }));
  }

  /** Draws an element; `in` is the sub-process that holds it. */
  element(type: string, id: string, name: string, box: Box, { in: holder, label, attributes = {}, behaviour = {} }: Look = {}): string {
    const container = holder ? this.known.get(holder)!.element : this.process;
    const open = type === 'bpmn:SubProcess';
    const element = this.make(type, { id, ...(name ? { name } : {}), ...(open ? { flowElements: [] } : {}), ...this.inner(behaviour), ...attributes });
    container.flowElements.push(element);
    element.$parent = container;
    this.known.set(id, { element, container });
    this.shape(element, box, { label, expanded: open });
    return id;
  }

  /** Draws an event on the edge of an element: one that waits for a message, or that catches a business error. */
  boundary(id: string, name: string, at: string, box: Box, { message, error, ...look }: { message?: { name: string; key: string }; error?: string } & Look): string {
    const attached = this.known.get(at)!;
    const definition = message
      ? this.make('bpmn:MessageEventDefinition', { id: `${id}-message`, messageRef: this.message(message.name, message.key) })
      : this.make('bpmn:ErrorEventDefinition', { id: `${id}-error`, errorRef: this.error(error!) });
    return this.element('bpmn:BoundaryEvent', id, name, box, {
      ...look, ...(attached.container === this.process ? {} : { in: attached.container.id }), attributes: { attachedToRef: attached.element, eventDefinitions: [definition] },
    });
  }

  /** A message event definition for a start event; what begins a procedure has no key. */
  startMessage(id: string, name: string): object {
    return { eventDefinitions: [this.make('bpmn:MessageEventDefinition', { id: `${id}-message`, messageRef: this.message(name) })] };
  }

  /** What makes an element run once for each of several, and stop early when `until` holds. */
  each({ collection, item, sequential, results, until }: { collection: string; item: string; sequential?: boolean; results?: [name: string, element: string]; until?: string }): object {
    const characteristics = this.make('zeebe:LoopCharacteristics', { inputCollection: collection, inputElement: item, ...(results ? { outputCollection: results[0], outputElement: results[1] } : {}) });
    return { loopCharacteristics: this.make('bpmn:MultiInstanceLoopCharacteristics', {
      ...(sequential ? { isSequential: true } : {}), extensionElements: this.make('bpmn:ExtensionElements', { values: [characteristics] }), ...(until ? { completionCondition: this.make('bpmn:FormalExpression', { body: until }) } : {}),
    }) };
  }

  documented(text: string): object { return { documentation: [this.make('bpmn:Documentation', { text })] }; }

  /** Draws a flow along the given points; one without a condition from a gateway that has several is its default. */
  flow(from: string, to: string, points: Point[], { name, label, condition, isDefault }: { name?: string; label?: Box; condition?: string; isDefault?: boolean } = {}): void {
    const [source, target] = [this.known.get(from)!, this.known.get(to)!];
    const flow = this.make('bpmn:SequenceFlow', { id: `${from}-to-${to}`, ...(name ? { name } : {}), sourceRef: source.element, targetRef: target.element });
    if (condition) flow.conditionExpression = this.make('bpmn:FormalExpression', { body: condition });
    if (isDefault) source.element.default = flow;
    (source.element.outgoing ??= []).push(flow);
    (target.element.incoming ??= []).push(flow);
    source.container.flowElements.push(flow);
    this.plane.planeElement.push(this.make('bpmndi:BPMNEdge', {
      id: `${flow.id}-di`, bpmnElement: flow, waypoint: points.map(([x, y]) => this.make('dc:Point', { x, y })), ...(label ? { label: this.make('bpmndi:BPMNLabel', { bounds: this.make('dc:Bounds', label) }) } : {}),
    }));
  }

  /** A note that stands by itself. */
  note(id: string, text: string, box: Box): void {
    const note = this.make('bpmn:TextAnnotation', { id, text });
    this.process.artifacts.push(note);
    this.shape(note, box);
  }

  private message(name: string, key?: string): any {
    const made = this.messages.get(name) ?? this.make('bpmn:Message', {
      id: `message-${name.replaceAll('.', '-')}`, name, ...(key ? { extensionElements: this.make('bpmn:ExtensionElements', { values: [this.make('zeebe:Subscription', { correlationKey: key })] }) } : {}),
    });
    if (!this.messages.has(name)) this.definitions.rootElements.push(made);
    this.messages.set(name, made);
    return made;
  }

  private error(code: string): any {
    const made = this.make('bpmn:Error', { id: `error-${code.toLowerCase().replaceAll('_', '-')}`, name: code, errorCode: code });
    this.definitions.rootElements.push(made);
    return made;
  }

  async xml(): Promise<string> { return (await moddle.toXML(this.definitions, { format: true })).xml; }
}
