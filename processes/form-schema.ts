/** A form as form-js draws it, read into the parts that carry values. */
import { Invalid } from './errors.js';

/** Values by key, as forms and variables carry them. */
export type Values = Record<string, unknown>;

/** One component of a form-js schema, with the properties that decide what a value may be. */
export type Component = {
  type: string;
  id?: string;
  key?: string;
  path?: string;
  label?: string;
  components?: Component[];
  conditional?: { hide?: string };
  disabled?: boolean;
  readonly?: boolean | string;
  defaultValue?: unknown;
  validate?: {
    required?: boolean;
    min?: number | string;
    max?: number | string;
    minLength?: number | string;
    maxLength?: number | string;
    pattern?: string;
    patternErrorMessage?: string;
    validationType?: string;
  };
  values?: readonly { label?: string; value?: unknown }[];
  valuesKey?: string;
  valuesExpression?: string;
  expression?: string;
  subtype?: string;
  timeSerializingFormat?: string;
  decimalDigits?: number;
  increment?: number | string;
  serializeToString?: boolean;
  multiple?: boolean | string;
  /** What a form may say beside form-js: `fact`, see grid/form-facts.ts. */
  properties?: Record<string, unknown>;
  allowAddRemove?: boolean;
  defaultRepetitions?: number;
};

/** A form-js schema; version 16 and later were looked at. */
export type FormSchema = { type?: string; id?: string; schemaVersion?: number; components: Component[] };

/** A field that carries a value: `path` writes rows as `instalments[].amount`, `label` falls back to the key. */
export type FormField = { path: string; label: string; type: string; required: boolean; disabled: boolean; readonly: boolean };

const KEYED = new Set(['textfield', 'textarea', 'number', 'checkbox', 'radio', 'select', 'checklist', 'taglist', 'datetime', 'expression', 'filepicker']);
const SILENT = new Set(['table', 'text', 'html', 'separator', 'spacer', 'image', 'button', 'iframe', 'documentPreview']);
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** Whether the component carries a value of its own. */
export const isKeyed = (component: Component): boolean => KEYED.has(component.type);

/** Whether the forms of this product know a component of that type. */
export const isKnownType = (type: string): boolean => KEYED.has(type) || SILENT.has(type) || type === 'dynamiclist' || type === 'group';

/** Whether it repeats its components for each row of a list. */
export const isList = (component: Component): boolean => component.type === 'dynamiclist';

/** Where its value, or those inside it, lie below its parent. */
export function pathOf(component: Component): string[] {
  const path = isKeyed(component) ? component.key : component.path;
  return path ? path.split('.') : [];
}

/** What it is called on the screen; a label that is computed there is replaced by the key. */
export function labelOf(component: Component): string {
  const label = component.label?.trim();
  return label && !label.startsWith('=') && !label.includes('{{') ? label : pathOf(component).join('.') || component.type;
}

/** What form-js submits for a field that was left alone. */
export function emptyValue({ type }: Component): unknown {
  if (type === 'checkbox') return false;
  if (type === 'checklist' || type === 'taglist') return [];
  return type === 'textfield' || type === 'textarea' ? '' : null;
}

const read = new WeakSet<object>();

/**
 * The fields of a form that carry values, in the order of the form.
 * @throws Invalid if the schema has a component of unknown type, a field without a key, two fields in one place or a pattern that is none
 */
export function formFields(schema: FormSchema): FormField[] {
  const fields: FormField[] = [];
  const taken = new Map<string, string>();
  const claim = (path: string, type: string): void => {
    if (taken.has(path)) throw new Invalid(`two fields in one place <${path}>`);
    taken.set(path, type);
  };
  const visit = (components: unknown, prefix: string): void => {
    if (!Array.isArray(components)) throw new Invalid(`form without components <${prefix || schema?.id || ''}>`);
    for (const component of components as Component[]) {
      const steps = pathOf(component);
      const path = prefix + steps.join('.');
      if (steps.some(step => !step || FORBIDDEN.has(step))) throw new Invalid(`invalid field key <${path}>`);
      if (isKeyed(component)) {
        if (!steps.length) throw new Invalid(`field without a key <${component.id ?? component.type}>`);
        claim(path, component.type);
        checkPattern(component, path);
        fields.push({
          path,
          label: labelOf(component),
          type: component.type,
          required: Boolean(component.validate?.required),
          disabled: component.disabled === true,
          readonly: component.readonly === true,
        });
      } else if (isList(component)) {
        if (!steps.length) throw new Invalid(`list without a path <${component.id ?? ''}>`);
        claim(path, component.type);
        visit(component.components ?? [], `${path}[].`);
      } else if (component.type === 'group') visit(component.components ?? [], steps.length ? `${path}.` : prefix);
      else if (!SILENT.has(component.type)) throw new Invalid(`unknown form component <${component.type}>`);
    }
  };
  visit(schema?.components, '');
  return fields;
}

/** Makes sure, once per schema object, that it can be read. @throws Invalid as `formFields` does */
export function checkSchema(schema: FormSchema): void {
  if (read.has(schema)) return;
  formFields(schema);
  read.add(schema);
}

function checkPattern({ validate }: Component, path: string): void {
  if (!validate?.pattern) return;
  try {
    new RegExp(validate.pattern);
  } catch (error) {
    throw new Invalid(`invalid pattern <${validate.pattern}> in field <${path}>`, [], { cause: error });
  }
}
