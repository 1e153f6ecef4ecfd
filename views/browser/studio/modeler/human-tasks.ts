// Keeps human tasks based on jobs: zeebe:userTask would make a task that the engine keeps to itself, so that nobody here ever sees it.
import CommandInterceptor from 'diagram-js/lib/command/CommandInterceptor.js';
import { extension, removeExtension } from './extensions.js';

const LATE = 100;

class JobBasedTasks extends CommandInterceptor {
  static $inject = ['eventBus', 'modeling', 'bpmnFactory'];
  constructor(eventBus: unknown, modeling: any, bpmnFactory: any) {
    super(eventBus);
    // created, replaced and pasted: all of them end in one of these
    this.postExecuted(['shape.create', 'shape.replace', 'propertiesPanel.zeebe.changeTemplate'], LATE, ({ shape, newShape, element }: any) => {
      const made = newShape ?? shape ?? element;
      if (made?.businessObject?.$type === 'bpmn:UserTask' && extension(made, 'zeebe:UserTask')) removeExtension(made, 'zeebe:UserTask', { modeling, bpmnFactory });
    }, true);
  }
}

/** Camunda's behaviour adds the mark to each new human task; nothing does here. */
class Nothing {}

export const humanTasksModule = { __init__: ['jobBasedTasks'], jobBasedTasks: ['type', JobBasedTasks], createZeebeUserTaskBehavior: ['type', Nothing] };
