// The menus for drawing: our templates first, nothing that Zeebe 8.5 or our rules refuse, and a deadline for a human task with one click.

/** After everybody else. */
const LAST = 100;
const REFUSED = /ad-hoc|transaction|complex-gateway|conditional-(start|intermediate|boundary)|non-interrupting-conditional|boundary-conditional|instantiat|cancel|event-subprocess|compensation/;

const waits = (event: any): boolean => event.businessObject.eventDefinitions?.some((one: any) => one.$type === 'bpmn:MessageEventDefinition' && one.messageRef?.name?.startsWith('deadline.'));

class Menus {
  static $inject = ['popupMenu', 'contextPad', 'modeling', 'selection'];
  constructor(popupMenu: any, contextPad: any, private readonly modeling: any, private readonly selection: any) {
    for (const menu of ['bpmn-create', 'bpmn-append', 'bpmn-replace']) popupMenu.registerProvider(menu, LAST, { getPopupMenuEntries: () => sorted });
    contextPad.registerProvider(LAST, { getContextPadEntries: (element: any) => this.deadline(element) });
  }

  private deadline(element: any): object {
    if (element.type !== 'bpmn:UserTask' || element.attachers?.some(waits)) return {};
    return {
      'liandong.deadline': {
        group: 'edit', className: 'bpmn-icon-intermediate-event-catch-timer', title: '加超时升级：到期没有办完，走另一条路', action: { click: () => this.addDeadline(element) },
      },
    };
  }

  private addDeadline(task: any): void {
    const event = this.modeling.createShape(
      { type: 'bpmn:BoundaryEvent', eventDefinitionType: 'bpmn:MessageEventDefinition' }, { x: task.x + task.width - 25, y: task.y + task.height }, task, { attach: true },
    );
    this.modeling.updateProperties(event, { name: '逾期' });
    this.selection.select(event);
  }
}

/** What people do comes before what runs by itself, and both before the bare elements. */
const rank = (key: string, { group }: any): number => (!key.includes('template-') ? 2 : group?.id === 'liandong.people' ? 0 : 1);

function sorted(entries: Record<string, any>): Record<string, any> {
  const rest = Object.entries(entries).filter(([key]) => !REFUSED.test(key));
  return Object.fromEntries(rest.sort(([a, one], [b, other]) => rank(a, one) - rank(b, other)));
}

export const menusModule = { __init__: ['studioMenus'], studioMenus: ['type', Menus] };
