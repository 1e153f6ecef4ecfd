// What the properties panel shows: the library's groups without what Zeebe 8.5 or our rules do not have, and our own for human tasks.
import { Group, TextFieldEntry } from '@bpmn-io/properties-panel';
import { h } from '@bpmn-io/properties-panel/preact';
import type { EditorContext } from '../editor.js';
import { dutyEntries } from './duty.js';

/** After bpmn.io's own providers and the one for templates. */
const LAST = 50;

/** Newer than 8.5, or decided once for all procedures: human tasks are jobs, and their forms are named by key. */
const HIDDEN_GROUPS = new Set(['Zeebe__ExecutionListeners', 'Zeebe__TaskListeners', 'userTaskImplementation', 'form', 'adHocSubProcessImplementation', 'adHocCompletion', 'activeElements', 'jobPriorityDefinition']);
const HIDDEN_ENTRIES = /(^|-)(versionTag|bindingType|priority|priorityDefinitionPriority|jobPriority)$/;

class StudioPanel {
  static $inject = ['propertiesPanel', 'config.studio'];
  constructor(propertiesPanel: any, private readonly context: EditorContext) {
    propertiesPanel.registerProvider(LAST, this);
  }

  getGroups(element: any): (groups: any[]) => any[] {
    return (groups) => {
      const shown = groups.filter(({ id }) => !HIDDEN_GROUPS.has(id)).map((group) => (group.entries ? { ...group, entries: this.entries(element, group) } : group))
        .filter((group) => !group.entries || group.entries.length > 0 || group.id === 'ElementTemplates__Template');
      // what a template asks for is there to be filled in
      for (const group of shown) if (String(group.id).startsWith('ElementTemplates__CustomProperties')) group.shouldOpen = true;
      const duty = this.duty(element);
      if (!duty) return shown;
      const after = shown.findIndex(({ id }) => id === 'general') + 1;
      return [...shown.slice(0, after), duty, ...shown.slice(after)];
    };
  }

  private entries(element: any, { id: group, entries }: any): any[] {
    return entries.filter(({ id }: { id: string }) => !HIDDEN_ENTRIES.test(id)).map((entry: any) => {
      // a template asks who does it from the same long list
      if (entry.property?.binding?.property === 'candidateGroups') return { ...dutyEntries(element, this.context)[0], id: entry.id };
      // the draft, its files and its running cases are known by this id
      const fixed = group === 'general' && ((entry.id === 'id' && element.type === 'bpmn:Process') || entry.id === 'processId');
      return fixed ? { ...entry, component: FixedId, isEdited: undefined } : entry;
    });
  }

  private duty(element: any): object | undefined {
    if (element.type !== 'bpmn:UserTask' || element.businessObject.get('zeebe:modelerTemplate')) return undefined;
    return { id: 'ld-duty', label: '办理要求', component: Group, entries: dutyEntries(element, this.context), shouldOpen: true };
  }
}

function FixedId({ id, element }: { id: string; element: any }): unknown {
  const process = element.businessObject.processRef ?? element.businessObject;
  return h(TextFieldEntry, { id, element, disabled: true, label: '流程编号', description: '草稿和在办案件都以它为准，不能修改。', getValue: () => process.id, setValue: () => undefined, debounce: (given: unknown) => given });
}

export const panelModule = { __init__: ['studioPanel'], studioPanel: ['type', StudioPanel] };
