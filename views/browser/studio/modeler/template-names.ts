// An element that is made from a template is called as the template is, until somebody gives it a name.
import CommandInterceptor from 'diagram-js/lib/command/CommandInterceptor.js';

const LATE = 100;

class TemplateNames extends CommandInterceptor {
  static $inject = ['eventBus', 'modeling', 'elementTemplates'];
  constructor(eventBus: unknown, modeling: any, elementTemplates: any) {
    super(eventBus);
    this.postExecuted(['shape.create', 'propertiesPanel.zeebe.changeTemplate'], LATE, ({ shape, element }: any) => {
      const made = shape ?? element;
      const template = made?.businessObject && !made.labelTarget && !made.businessObject.name && elementTemplates.get(made);
      if (template) modeling.updateProperties(made, { name: template.name });
    }, true);
  }
}

export const templateNamesModule = { __init__: ['templateNames'], templateNames: ['type', TemplateNames] };
