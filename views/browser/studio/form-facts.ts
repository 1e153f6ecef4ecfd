// In the form editor a field says which fact of a register it is: one choice among what the registers hold, kept as the field's property `fact`.
import { h } from '@bpmn-io/properties-panel/preact';
import type { Around } from './editor.js';

interface Field { id: string; type: string; properties?: Record<string, unknown> }
interface Group { id: string; items?: { label: string }[]; [more: string]: unknown }
type Edit = (field: Field, key: string[], value: unknown) => void;

const HOLDS = new Set(['textfield', 'textarea', 'number']);
const FACT = 'fact';

/** What the editor is told of the registers. */
export const factsModule = (around: () => Around) => {
  class FactGroups {
    static $inject = ['propertiesPanel'];
    constructor(panel: { registerProvider(provider: object, priority: number): void }) {
      panel.registerProvider(this, 500);
    }

    getGroups(field: Field, edit: Edit): (groups: Group[]) => Group[] {
      return (groups) => {
        if (!HOLDS.has(field.type)) return groups;
        // the choice below says it in words
        const shown = groups.map((group) => (group.id === 'custom-values' ? { ...group, items: group.items?.filter(({ label }) => label !== FACT) } : group));
        const own: Group = { id: 'register-fact', label: '登记册', entries: [{ id: 'fact', component: choice(field, edit, around()), isEdited: () => !!field.properties?.[FACT] }] };
        const after = shown.findIndex(({ id }) => id === 'general') + 1;
        return [...shown.slice(0, after), own, ...shown.slice(after)];
      };
    }
  }
  return { __init__: ['factGroups'], factGroups: ['type', FactGroups] };
};

const choice = (field: Field, edit: Edit, { facts }: Around) => (): unknown => {
  const now = String(field.properties?.[FACT] ?? '');
  const { [FACT]: _, ...rest } = field.properties ?? {};
  const choose = (event: { target: HTMLSelectElement }): void => {
    const properties = { ...rest, ...(event.target.value ? { [FACT]: event.target.value } : {}) };
    edit(field, ['properties'], Object.keys(properties).length ? properties : undefined);
  };
  const options = [{ id: '', name: '不对应' }, ...facts, ...(now && !facts.some(({ id }) => id === now) ? [{ id: now, name: `没有这一项：${now}` }] : [])];
  return h('div', { class: 'bio-properties-panel-entry', 'data-entry-id': FACT },
    h('div', { class: 'bio-properties-panel-select' },
      h('label', { class: 'bio-properties-panel-label', for: 'bio-properties-panel-fact' }, '对应登记册的'),
      h('select', { id: 'bio-properties-panel-fact', class: 'bio-properties-panel-input', value: now, onChange: choose }, options.map(({ id, name }) => h('option', { value: id, selected: id === now }, name)))),
    h('div', { class: 'bio-properties-panel-description' }, '案件涉及这样一条登记时自动带出，办理人改了就更新登记册。'));
};
