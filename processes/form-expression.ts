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
  return remembered('value', property.slice(1), scope, (expression, seen) => plain(evaluate(expression, seen).value), null);
}

/** Whether a condition such as `conditional.hide` is met; one that cannot be evaluated is not. */
export function isMet(condition: unknown, scope: Scope): boolean {
  if (!isExpression(condition)) return false;
  return remembered('test', condition.slice(1), scope, (expression, seen) => unaryTest(expression, seen).value === true, false);
}

/** How many results are kept; a form asks the same few conditions many times over. */
const MOST = 5_000;
const results = new Map<string, unknown>();

/**
 * Evaluates with only the names that the expression mentions: what is not named cannot matter, and turning a whole case into FEEL's values for each
 * condition took a quarter of the program's time under load. The same expression on the same values gives the same, unless it asks for the time.
 */
function remembered<T>(kind: string, expression: string, scope: Scope, run: (expression: string, seen: Values) => T, otherwise: T): T {
  const seen = Object.fromEntries(Object.entries(names(scope)).filter(([name]) => expression.includes(name)));
  const key = /now\s*\(|today\s*\(|random/.test(expression) ? undefined : keyOf(`${kind} ${expression}`, seen);
  if (key !== undefined && results.has(key)) return results.get(key) as T;
  let result: T;
  try {
    result = run(expression, seen);
  } catch {
    result = otherwise;
  }
  // a list or an object could be changed by whoever gets it
  if (key !== undefined && typeof result !== 'object') {
    if (results.size >= MOST) results.delete(results.keys().next().value!);
    results.set(key, result);
  }
  return result;
}

/** Small values make a key; large ones are cheaper to evaluate again. A date is not its text, so what is not plain JSON has none. */
function keyOf(asked: string, seen: Values): string | undefined {
  let plainJson = true;
  const text = JSON.stringify(seen, function (this: Values, name, value) {
    if (!isPlainJson(this[name])) plainJson = false;
    return value;
  });
  return plainJson && text.length < 2_000 ? `${asked}\n${text}` : undefined;
}

function isPlainJson(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Array.isArray(value)) return true;
  return typeof value === 'number' ? Number.isFinite(value) : typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype;
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
