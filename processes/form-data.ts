/** The data of a filled-in form: what was submitted put in its places, what the form itself decides, and what its conditions hide. */
import { isDeepStrictEqual } from 'node:util';
import type { Problem } from './errors.js';
import { isExpression, isMet, rootScope, rowScope, valueOf, type Scope } from './form-expression.js';
import { emptyValue, isKeyed, isList, labelOf, pathOf, type Component, type Values } from './form-schema.js';

/** Whether it is an object of keys and values, as JSON makes them. */
export function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path; only own keys count, so that no prototype answers. */
export function at(values: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, step) => (isValues(inner) && Object.hasOwn(inner, step) ? inner[step] : undefined), values);
}

/** Puts a value at a path, copying what it passes through so that nothing shared is changed. */
export function put(values: Values, path: readonly string[], value: unknown): void {
  const [step, ...rest] = path as [string, ...string[]];
  if (!rest.length) values[step] = value;
  else {
    const inner = isValues(values[step]) ? { ...values[step] } : {};
    values[step] = inner;
    put(inner, rest, value);
  }
}

/** The rows of a list, or none. */
export function rowsAt(values: unknown, path: readonly string[]): Values[] {
  const rows = at(values, path);
  return Array.isArray(rows) ? rows.map(row => (isValues(row) ? row : {})) : [];
}

/** Every key that the form has no field for, and every list and group that is none. */
export function misfits(components: readonly Component[], given: Values, prefix = '', where = ''): Problem[] {
  const shape = shapeOf(components);
  return Object.keys(given).flatMap(key => fit(shape.get(key), given[key], prefix + key, `${where}「${key}」`, where));
}

type Shape = Map<string, Shape | Component>;

function fit(shape: Shape | Component | undefined, value: unknown, path: string, name: string, where: string): Problem[] {
  if (!shape) return [{ path, message: `表单没有${name}这一项` }];
  if (shape instanceof Map) {
    if (value === null || value === undefined) return [];
    if (!isValues(value)) return [{ path, message: `${name}必须是一组数据` }];
    return Object.keys(value).flatMap(key => fit(shape.get(key), value[key], `${path}.${key}`, `${where}「${key}」`, where));
  }
  if (!isList(shape) || value === null || value === undefined) return [];
  const list = `${where}「${labelOf(shape)}」`;
  if (!Array.isArray(value)) return [{ path, message: `${list}必须是列表` }];
  return value.flatMap((row, index) =>
    isValues(row)
      ? misfits(shape.components ?? [], row, `${path}[${index}].`, `${list}第 ${index + 1} 行`)
      : [{ path: `${path}[${index}]`, message: `${list}第 ${index + 1} 行必须是一组数据` }],
  );
}

function shapeOf(components: readonly Component[], steps: readonly string[] = [], shape: Shape = new Map()): Shape {
  for (const component of components) {
    const path = [...steps, ...pathOf(component)];
    if (component.type === 'group') shapeOf(component.components ?? [], path, shape);
    else if (isKeyed(component) || isList(component)) {
      const parent = path.slice(0, -1).reduce((inner, step) => {
        const next = inner.get(step);
        if (next instanceof Map) return next;
        const made: Shape = new Map();
        inner.set(step, made);
        return made;
      }, shape);
      parent.set(path.at(-1)!, component);
    }
  }
  return shape;
}

/**
 * Puts together the data that the form's expressions see: what it was opened with, overlaid by its fields. Disabled and read-only fields keep
 * what the form was opened with, whatever was sent, and expression fields are computed here.
 */
export function assemble(components: readonly Component[], given: Values, context: Values): Values {
  const data = { ...context };
  fill(components, [], given, context, data);
  // computed fields may build on each other: repeat until nothing changes, but not for ever
  for (let round = 0; round < 5 && compute(components, [], rootScope(withoutHidden(components, data, context)), context, data); round++);
  return data;
}

function fill(components: readonly Component[], steps: readonly string[], given: Values, stored: Values, target: Values): void {
  for (const component of components) {
    const path = [...steps, ...pathOf(component)];
    if (component.type === 'group') fill(component.components ?? [], path, given, stored, target);
    else if (isList(component)) {
      const kept = rowsAt(stored, path);
      put(target, path, rowsAt(given, path).map((row, index) => {
        const filled: Values = {};
        fill(component.components ?? [], [], row, kept[index] ?? {}, filled);
        return filled;
      }));
    } else if (isKeyed(component)) {
      const own = component.disabled === true || component.readonly === true;
      put(target, path, (own ? at(stored, path) ?? component.defaultValue : at(given, path)) ?? emptyValue(component));
    }
  }
}

function compute(components: readonly Component[], steps: readonly string[], scope: Scope, stored: Values, target: Values): boolean {
  let changed = false;
  const settle = (path: readonly string[], value: unknown): void => {
    if (isDeepStrictEqual(at(target, path), value)) return;
    put(target, path, value);
    changed = true;
  };
  for (const component of components) {
    const path = [...steps, ...pathOf(component)];
    if (component.type === 'group') changed = compute(component.components ?? [], path, scope, stored, target) || changed;
    else if (isList(component)) {
      const kept = rowsAt(stored, path);
      const seen = rowsAt(scope.this, path);
      const rows = rowsAt(target, path).map((row, index) => {
        const copy = { ...row };
        changed = compute(component.components ?? [], [], rowScope(scope, seen[index] ?? row, index), kept[index] ?? {}, copy) || changed;
        return copy;
      });
      put(target, path, rows);
    } else if (component.type === 'expression') settle(path, valueOf(component.expression, scope) ?? null);
    else if (isExpression(component.readonly) && at(stored, path) !== undefined && isMet(component.readonly, scope)) settle(path, at(stored, path));
  }
  return changed;
}

/**
 * The data as later conditions and expressions see it: a field that a condition hides has again what the form was opened with, or nothing; inside
 * groups with a path and lists it is not there at all. So does form-js.
 */
export function withoutHidden(components: readonly Component[], data: Values, context: Values): Values {
  const target = { ...data };
  clear(components, [], rootScope(data), target, context, false);
  return target;
}

function clear(components: readonly Component[], steps: readonly string[], scope: Scope, target: Values, stored: Values | null, within: boolean): void {
  for (const component of components) {
    const path = [...steps, ...pathOf(component)];
    const hidden = within || isMet(component.conditional?.hide, scope);
    if (component.type === 'group') clear(component.components ?? [], path, scope, target, stored, hidden);
    else if (hidden && (isKeyed(component) || isList(component))) {
      const before = stored && path.length === 1 ? at(stored, path) ?? component.defaultValue ?? emptyValue(component) : undefined;
      put(target, path, before);
    } else if (isList(component)) {
      put(target, path, rowsAt(target, path).map((row, index) => {
        const copy = { ...row };
        clear(component.components ?? [], [], rowScope(scope, row, index), copy, null, false);
        return copy;
      }));
    }
  }
}
