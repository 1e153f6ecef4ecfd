/** FEEL in forms, evaluated where form-js evaluates it: on the form's data, and inside a list on the row as `this`. */
import { evaluate, unaryTest } from 'feelin';
import type { Values } from './form-schema.js';

/** What an expression sees: all data, the row it is in (or all data again), the scope around it and the row numbers from 1. */
export type Scope = { data: Values; this: Values; parent: Values | null; i: readonly number[] };

/** The scope of a whole form. */
export function rootScope(data: Values): Scope {
  return { data, this: data, parent: null, i: [] };
}

/** The scope of one row. @param index from 0 */
export function rowScope(scope: Scope, row: Values, index: number): Scope {
  return { data: scope.data, this: row, parent: names({ ...scope, data: scope.this }), i: [...scope.i, index + 1] };
}

/** Whether a property is an expression rather than a value. */
export function isExpression(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('=');
}

/** The value of a property that may be an expression; one that cannot be evaluated is null, as in the browser. */
export function valueOf(property: unknown, scope: Scope): unknown {
  if (!isExpression(property)) return property;
  try {
    return plain(evaluate(property.slice(1), names(scope)).value);
  } catch {
    return null;
  }
}

/** Whether a condition such as `conditional.hide` is met; one that cannot be evaluated is not. */
export function isMet(condition: unknown, scope: Scope): boolean {
  if (!isExpression(condition)) return false;
  try {
    return unaryTest(condition.slice(1), names(scope)).value === true;
  } catch {
    return false;
  }
}

// a field named `this` or `i` wins over the special name, which can then still be had as `_this_` or `_i_`
function names({ data, this: self, parent, i }: Scope): Values {
  return { this: self, parent, i, ...data, _this_: self, _parent_: parent, _i_: i };
}

/** Dates and durations as text, so that a computed value can be stored and sent. */
function plain(value: unknown): unknown {
  if (value === undefined || value === null || typeof value === 'function') return null;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object') return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return String(value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}
