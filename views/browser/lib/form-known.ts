// Says beside a field that it was filled from a register, who entered that and when; a field in which something else stands says nothing.
import { day } from '../../helpers/format.js';

export interface Known { path: string; value: unknown; at: string; by?: string }
interface Component { key?: string; path?: string; type: string; description?: string; components?: Component[] }

const at = (values: unknown, path: string): unknown => path.split('.').reduce<any>((inner, step) => inner?.[step], values);

/** The form with the descriptions of the fields that hold what a register knows. */
export function markKnown<Form extends { components: any[] }>(form: Form, known: Known[], values: unknown): Form {
  const facts = new Map(known.filter(({ path, value }) => at(values, path) === value).map((one) => [one.path, one]));
  const marked = (components: Component[], before: string[]): Component[] => components.map((component) => {
    const own = component.components ? component.path : component.key;
    const path = [...before, ...(own ? own.split('.') : [])];
    if (component.type === 'dynamiclist') return { ...component, components: inRows(component.components ?? [], path.join('.')) };
    if (component.components) return { ...component, components: marked(component.components, path) };
    const fact = facts.get(path.join('.'));
    return fact ? { ...component, description: [component.description, `来自登记册 · ${day(fact.at)}${fact.by ? `由${fact.by}` : ''}核实，不对就改`].filter(Boolean).join(' ') } : component;
  });
  /** A row's words are the same in every row. */
  const inRows = (components: Component[], list: string): Component[] => components.map((component) => (
    known.some(({ path }) => path.startsWith(`${list}[`) && path.endsWith(`].${component.key}`)) ? { ...component, description: [component.description, '登记过的已由登记册带出，不对就改'].filter(Boolean).join(' ') } : component));
  return known.length ? { ...form, components: marked(form.components, []) } : form;
}
