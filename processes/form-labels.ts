// The words that a form shows for what was filled in: field labels and the labels of chosen options.
import type { Component, FormSchema } from './form.js';
import type { Option } from './form-lists.js';

/** The lists that forms offer by name, as they are now. */
type Lists = Record<string, Option[]>;

function* components(list: Component[]): Generator<Component> {
  for (const component of list) {
    yield component;
    if (component.components && component.type !== 'dynamiclist') yield* components(component.components);
  }
}

const optionLabel = ({ values, valuesKey }: Component, value: unknown, lists: Lists = {}): unknown =>
  ((valuesKey ? lists[valuesKey] : values) as { label: string; value: unknown }[] | undefined)?.find((option) => option.value === value)?.label ?? value;

/** What the `outcome` that was chosen is called on the form, or undefined when the form has none. */
export function outcomeLabel(schema: FormSchema | undefined, values: Record<string, unknown>): string | undefined {
  if (values.outcome === undefined) return undefined;
  const field = schema && [...components(schema.components)].find((component) => component.key === 'outcome');
  return String(field ? optionLabel(field, values.outcome) : values.outcome);
}

/** One filled-in field for reading; a list of rows has `rows` instead of a value. */
export interface Labelled { label: string; key: string; value?: unknown; rows?: Labelled[][] }

/**
 * Everything that was filled in, in the order of the form and with its words; what the form does not know keeps its key.
 *
 * @param lists what the form's named lists hold
 */
export function labelled(schema: FormSchema | undefined, values: Record<string, unknown>, lists: Lists = {}): Labelled[] {
  const list: Labelled[] = [];
  const rest = { ...values };
  for (const component of components(schema?.components ?? [])) {
    const key = component.type === 'dynamiclist' ? component.path : component.key;
    if (!key || rest[key] === undefined || rest[key] === null || rest[key] === '') continue;
    const value = rest[key];
    delete rest[key];
    const label = component.label || key;
    if (component.type === 'dynamiclist' && Array.isArray(value)) {
      list.push({ label, key, rows: value.map((row) => labelled({ components: component.components ?? [] }, row as Record<string, unknown>, lists)) });
    } else {
      list.push({ label, key, value: Array.isArray(value) ? value.map((one) => optionLabel(component, one, lists)) : optionLabel(component, value, lists) });
    }
  }
  for (const [key, value] of Object.entries(rest)) if (value !== null && value !== '' && typeof value !== 'object') list.push({ label: key, key, value });
  return list;
}
