/** The values that a choice field offers: fixed in the form, taken from the data it is opened with, or computed. */
import { valueOf, type Scope } from './form-expression.js';
import type { Component, Values } from './form-schema.js';

/**
 * The values on offer; the first source that is given counts, as in form-js: `valuesKey`, `values`, `valuesExpression`.
 * @param context the data that the form is opened with
 */
export function optionValues({ valuesKey, values, valuesExpression }: Component, context: Values, scope: Scope): unknown[] {
  const source = valuesKey !== undefined ? (Object.hasOwn(context, valuesKey) ? context[valuesKey] : []) : values !== undefined ? values : valueOf(valuesExpression, scope);
  return Array.isArray(source) ? source.flatMap(option) : [];
}

// an option is a plain value, or {label, value} in which the label may be left out if the value can be shown
function option(entry: unknown): unknown[] {
  if (isPlain(entry)) return [entry];
  if (typeof entry !== 'object' || entry === null) return [];
  const { label, value } = entry as { label?: unknown; value?: unknown };
  if (isPlain(value)) return [value];
  const shown = typeof label === 'string' && label !== '';
  return shown && typeof value === 'object' && value !== null && Object.keys(value).length ? [value] : [];
}

function isPlain(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value !== '');
}
