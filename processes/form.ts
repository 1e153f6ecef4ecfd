/** Checks on the server what a person submitted through a form, by the form's own schema, as form-js 2.0 does in the browser. */
import { Invalid, type Problem } from './errors.js';
import { assemble, at, isValues, misfits, put, rowsAt, withoutHidden } from './form-data.js';
import { isMet, rootScope, rowScope, valueOf, type Scope } from './form-expression.js';
import { optionValues } from './form-options.js';
import { checkSchema, emptyValue, isKeyed, isList, labelOf, pathOf, type Component, type FormSchema, type Values } from './form-schema.js';
import { checkValue } from './form-value.js';

export { formFields, type Component, type FormField, type FormSchema, type Values } from './form-schema.js';

/** Rows that a list may have; a proposal, so that nobody can fill the store through a form. */
const MAX_ROWS = 500;

/**
 * Checks submitted values and gives back what may be kept of them: every field that is shown and not disabled, empty ones as form-js submits them
 * (`''`, `null`, `false`, `[]`), so that conditions find them; nothing else.
 *
 * As form-js does: hidden fields are neither required nor kept, disabled ones neither checked nor kept, and conditions, limits and options may be
 * FEEL. Unlike a browser it does not trust the sender: read-only fields keep what the form was opened with, expression fields are computed here,
 * and a field that the form does not have is refused.
 *
 * @param values what was submitted, parsed from JSON
 * @param context the data that the form was opened with
 * @throws Invalid with one problem for each fault: `path` like `instalments[1].amount`, `message` a Chinese sentence that says where and what;
 * or, without problems, if the schema itself is wrong
 */
export function validateForm(schema: FormSchema, values: unknown, context: Values = {}): { values: Values } {
  checkSchema(schema);
  if (!isValues(values)) throw new Invalid('invalid form values <not an object>', [{ path: '', message: '提交的内容必须是一组数据' }]);
  const problems = misfits(schema.components, values);
  if (problems.length) throw refused(problems);

  const data = assemble(schema.components, values, context);
  const clean: Values = {};
  collect(schema.components, { steps: [], scope: rootScope(withoutHidden(schema.components, data, context)), data, clean, prefix: '', where: '' }, context, problems);
  if (problems.length) throw refused(problems);
  return { values: clean };
}

function refused(problems: readonly Problem[]): Invalid {
  return new Invalid(`invalid form values <${problems.slice(0, 5).map(problem => problem.path).join(', ')}>`, problems);
}

/** Where in the form we are: in all of it, or in one row of a list. */
type Place = {
  /** steps from the row, or the root, through groups that have a path */
  steps: readonly string[];
  /** what expressions see, without hidden fields */
  scope: Scope;
  /** the row's own data, or all of it */
  data: Values;
  /** what will be kept of it */
  clean: Values;
  /** before a field's path: `instalments[1].` */
  prefix: string;
  /** before a field's label: 「还款计划」第 2 行 */
  where: string;
};

function collect(components: readonly Component[], place: Place, context: Values, problems: Problem[]): void {
  for (const component of components) {
    if (isMet(component.conditional?.hide, place.scope)) continue;
    const steps = [...place.steps, ...pathOf(component)];
    if (component.type === 'group') collect(component.components ?? [], { ...place, steps }, context, problems);
    else if (isList(component)) collectRows(component, steps, place, context, problems);
    else if (isKeyed(component) && component.disabled !== true) put(place.clean, steps, checked(component, steps, place, context, problems));
  }
}

function collectRows(list: Component, steps: readonly string[], { scope, data, clean, prefix, where }: Place, context: Values, problems: Problem[]): void {
  const path = prefix + steps.join('.');
  const name = `${where}「${labelOf(list)}」`;
  const rows = rowsAt(data, steps);
  const seen = rowsAt(scope.this, steps);
  if (rows.length > MAX_ROWS) return void problems.push({ path, message: `${name}不能超过 ${MAX_ROWS} 行` });
  if (list.allowAddRemove === false && !prefix) {
    const stored = at(context, steps);
    const expected = Array.isArray(stored) ? stored.length : (list.defaultRepetitions ?? 1);
    if (rows.length !== expected) problems.push({ path, message: `${name}应为 ${expected} 行，不能增减` });
  }
  const kept = rows.map((row, index) => {
    const own: Values = {};
    const inner = { steps: [], scope: rowScope(scope, seen[index] ?? row, index), data: row, clean: own, prefix: `${path}[${index}].`, where: `${name}第 ${index + 1} 行` };
    collect(list.components ?? [], inner, context, problems);
    return own;
  });
  put(clean, steps, kept);
}

function checked(component: Component, steps: readonly string[], { scope, data, prefix, where }: Place, context: Values, problems: Problem[]): unknown {
  const rules = component.validate ?? {};
  const validate = { ...rules };
  for (const rule of ['min', 'max', 'minLength', 'maxLength'] as const) {
    if (rules[rule] !== undefined) validate[rule] = (valueOf(rules[rule], scope) ?? undefined) as number | string;
  }
  const options = optionValues(component, context, scope);
  let { value, faults, wrongType } = checkValue(component, at(data, steps), options, validate);
  // what the form was opened with may be of another kind than the field; form-js then shows it empty, and nobody could mend it
  if (wrongType && component.readonly === true) ({ value, faults, wrongType } = checkValue(component, emptyValue(component), options, validate));
  for (const fault of faults) problems.push({ path: prefix + steps.join('.'), message: `${where}「${labelOf(component)}」${fault}` });
  return value;
}
