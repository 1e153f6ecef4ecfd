// Ready-drawn pieces in the create and append menus: departments that act jointly, each with a task and a deadline of its own.
import type { EditorContext } from '../editor.js';

const DUE = '1 工作日';

/** Everything of the piece, the outer shape first. */
export function jointHandling({ elementFactory, bpmnFactory }: { elementFactory: any; bpmnFactory: any }, context: EditorContext): any[] {
  const list = (...values: any[]) => {
    const made = bpmnFactory.create('bpmn:ExtensionElements', { values });
    values.forEach((value) => { value.$parent = made; });
    return made;
  };
  const departments = context.around().departments.slice(0, 2).map(({ id }) => `town + ".${id}"`);
  const loop = bpmnFactory.create('bpmn:MultiInstanceLoopCharacteristics', {
    extensionElements: list(bpmnFactory.create('zeebe:LoopCharacteristics', { inputCollection: `=[${departments.join(', ') || 'town + "." + classification.lead'}]`, inputElement: 'department' })),
  });
  const shape = (type: string, at: object, own: object = {}, more: object = {}) => elementFactory.createShape({ type, businessObject: bpmnFactory.create(type, own), ...at, ...more });
  const outer = shape('bpmn:SubProcess', { x: 0, y: 0, width: 640, height: 300 }, { name: '各部门会办', loopCharacteristics: loop }, { isExpanded: true });
  const inside = { parent: outer };
  const start = shape('bpmn:StartEvent', { x: 40, y: 82 }, {}, inside);
  const task = shape('bpmn:UserTask', { x: 130, y: 60 }, { name: '部门会办', extensionElements: list(
    bpmnFactory.create('zeebe:AssignmentDefinition', { candidateGroups: '=[department + "/officer", department + "/head"]' }),
    bpmnFactory.create('zeebe:TaskHeaders', { values: [bpmnFactory.create('zeebe:Header', { key: 'limit', value: DUE }), bpmnFactory.create('zeebe:Header', { key: 'escalation', value: '到期' })] }),
    bpmnFactory.create('zeebe:Properties', { properties: [bpmnFactory.create('zeebe:Property', { name: 'status', value: '协同会办中' })] }),
  ) }, inside);
  const head = shape('bpmn:UserTask', { x: 300, y: 180 }, { name: '负责人督办', extensionElements: list(
    bpmnFactory.create('zeebe:AssignmentDefinition', { candidateGroups: '=[department + "/head"]' }),
    bpmnFactory.create('zeebe:TaskHeaders', { values: [bpmnFactory.create('zeebe:Header', { key: 'limit', value: DUE })] }),
    bpmnFactory.create('zeebe:Properties', { properties: [bpmnFactory.create('zeebe:Property', { name: 'status', value: '协同会办中' })] }),
  ) }, inside);
  const join = shape('bpmn:ExclusiveGateway', { x: 450, y: 75 }, {}, { ...inside, isMarkerVisible: true });
  const end = shape('bpmn:EndEvent', { x: 550, y: 82 }, { name: '本部门办完' }, inside);
  const late = elementFactory.createShape({ type: 'bpmn:BoundaryEvent', eventDefinitionType: 'bpmn:MessageEventDefinition', x: 162, y: 122, host: task, parent: outer });
  late.businessObject.name = '到期未办';
  const flow = (source: any, target: any, ...waypoints: [number, number][]) =>
    elementFactory.createConnection({ type: 'bpmn:SequenceFlow', source, target, parent: outer, waypoints: waypoints.map(([x, y]) => ({ x, y })) });
  return [
    outer, start, task, head, join, end, late,
    flow(start, task, [76, 100], [130, 100]), flow(task, join, [230, 100], [450, 100]), flow(join, end, [500, 100], [550, 100]),
    flow(late, head, [180, 158], [180, 220], [300, 220]), flow(head, join, [400, 220], [475, 220], [475, 125]),
  ];
}

class Fragments {
  static $inject = ['popupMenu', 'create', 'elementFactory', 'bpmnFactory', 'mouse', 'config.studio'];
  constructor(private readonly popupMenu: any, private readonly create: any, readonly elementFactory: any, readonly bpmnFactory: any, private readonly mouse: any, private readonly context: EditorContext) {
    for (const menu of ['bpmn-create', 'bpmn-append']) popupMenu.registerProvider(menu, { getPopupMenuEntries: (target: any) => this.entries(menu, target) });
  }

  private entries(menu: string, target: any): (entries: object) => object {
    const begin = (event: any) => {
      this.popupMenu.close();
      const made = jointHandling(this, this.context);
      const source = menu === 'bpmn-append' ? { source: target } : {};
      this.create.start(event instanceof KeyboardEvent ? this.mouse.getLastMoveEvent() : event, made, { ...source, hints: { autoSelect: [made[0]], createElementsBehavior: false } });
    };
    const entry = {
      label: '联合会办', description: '几个部门同时会办，各办各的任务和时限，逾期转负责人督办。', className: 'bpmn-icon-subprocess-expanded', search: '部门 联动 会办',
      group: { id: 'liandong.people', name: '人来办' }, action: { click: begin, dragstart: begin },
    };
    return (entries) => ({ ...entries, 'template-liandong.joint': entry });
  }
}

export const fragmentsModule = { __init__: ['studioFragments'], studioFragments: ['type', Fragments] };
