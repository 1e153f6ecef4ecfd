// What can be wrong with the forms of a procedure: a field that no value can be kept under, two under one key, a form that bears another id, or that no task shows.
import { isExpression } from '../form-expression.js';
import { factOf, findFact, HOLDS_FACT } from '../grid/form-facts.js';
import { registerOf } from '../grid/fields.js';
import { isKeyed, isList, pathOf, type Component } from '../form-schema.js';
import type { ProcedureFile } from '../store/types.js';
import type { Finding } from '../check.js';
import { parseFeel } from './feel.js';

/** What is wrong with the forms among some files. @param diagram the procedure's diagram, canonical; absent: which forms are used is not asked */
export function checkForms(files: ProcedureFile[], diagram?: ProcedureFile): Finding[] {
  const used = diagram && new Set([...diagram.content.matchAll(/<zeebe:formDefinition\b[^>]*\bformKey="([^"]*)"/g)].map((match) => match[1]!.trim()));
  return files.filter(({ name }) => name.endsWith('.form')).flatMap(({ name, content }): Finding[] => {
    const schema = JSON.parse(content) as { id: string; components: Component[] };
    const bears = name.replace(/\.form$/, '');
    const at = (rule: string, message: string, severity: Finding['severity'] = 'error', element?: string): Finding => ({ severity, file: name, ...(element ? { element } : {}), rule, message });
    return [
      ...(schema.id === bears ? [] : [at('form-name', `表单编号「${schema.id}」与文件名不同。请把编号改为「${bears}」。`)]),
      ...(used && !used.has(bears) ? [at('form-unused', `没有任务使用表单「${bears}」。请在一个人工任务上选它，或删去它。`, 'warning')] : []),
      ...checkComponents(schema.components).map(({ component, rule, message }) => at(rule, message, 'error', component.id ?? component.key)),
    ];
  });
}

type FormFound = { component: Component; rule: string; message: string };

/** How a sentence names a component. */
const called = (component: Component): string => `「${component.label || component.key || component.path || component.id || component.type}」`;
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

function checkComponents(components: Component[], prefix = '', taken = new Map<string, Component>(), facts = new Map<string, Component>(), beside: Component[] = []): FormFound[] {
  return components.flatMap((component): FormFound[] => {
    const steps = pathOf(component);
    const path = prefix + steps.join('.');
    const found: FormFound[] = [...checkPattern(component), ...checkExpressions(component), ...checkFact(component, beside, prefix, facts)];
    const keeps = isKeyed(component) || isList(component);
    if (keeps && steps.length === 0) found.push({ component, rule: 'form-key', message: `表单组件${called(component)}没有键（key），填写的内容无处可存。请填写键。` });
    else if (steps.some((step) => !step || FORBIDDEN.has(step))) found.push({ component, rule: 'form-key', message: `表单组件${called(component)}的键「${steps.join('.')}」不能用。请换一个键。` });
    else if (keeps) {
      const other = taken.get(path);
      if (other) found.push({ component, rule: 'form-key-twice', message: `表单组件${called(component)}和${called(other)}用了同一个键「${path}」，后填的会盖掉先填的。请各用各的键。` });
      else taken.set(path, component);
    }
    const inside = isList(component) ? `${path}[].` : steps.length > 0 && !keeps ? `${path}.` : prefix;
    return component.components ? [...found, ...checkComponents(component.components, inside, taken, facts, isList(component) ? component.components : beside)] : found;
  });
}

/** A field that says it is a fact of a register: the register must have it, and only one field of the form may be it. A row of a list is told by its name, which must stand in it. */
function checkFact(component: Component, beside: Component[], prefix: string, facts: Map<string, Component>): FormFound[] {
  const name = factOf(component);
  if (!name) return [];
  const wrong = (message: string): FormFound[] => [{ component, rule: 'form-fact', message: `表单组件${called(component)}${message}` }];
  const fact = findFact(name);
  if (!fact) return wrong(`对应的登记内容「${name}」不在任何登记册里。请在“对应登记册的”里另选一项，或选“不对应”。`);
  if (!HOLDS_FACT.has(component.type)) return wrong('不是文字或数字，不能对应登记册里的内容。请换成单行文本、多行文本或数字，或选“不对应”。');
  const depth = prefix.split('[]').length - 1;
  if (depth > 1 || (depth === 1 && !beside.some((one) => factOf(one) === `${fact.kind}.name`))) return wrong(depth > 1 ? '在列表的列表里，分不清是登记册里的哪一条。请移出来，或选“不对应”。' : `在可增行的列表里，要靠同一行里对应「${registerOf(fact.kind).fields[0]!.header}」的一栏分清是登记册里的哪一条。请加上这一栏，或选“不对应”。`);
  const other = facts.get(name);
  if (other) return wrong(`和${called(other)}对应登记册里的同一项。请只留一个。`);
  facts.set(name, component);
  return [];
}

function checkPattern(component: Component): FormFound[] {
  const pattern = component.validate?.pattern;
  if (!pattern) return [];
  try {
    new RegExp(pattern);
    return [];
  } catch {
    return [{ component, rule: 'form-pattern', message: `表单组件${called(component)}的正则表达式「${pattern.slice(0, 60)}」写得不对。请改正或删去。` }];
  }
}

/** Everything in a component that is FEEL. */
function checkExpressions(component: Component): FormFound[] {
  const written = [component.conditional?.hide, component.expression, component.valuesExpression, component.defaultValue, component.label, ...Object.values(component.validate ?? {})];
  return written.filter(isExpression).flatMap((expression): FormFound[] => {
    const wrong = parseFeel(expression.slice(1));
    return wrong ? [{ component, rule: 'form-feel', message: `表单组件${called(component)}的表达式「${expression.slice(0, 80)}」${wrong}。请改正 FEEL 的写法。` }] : [];
  });
}
