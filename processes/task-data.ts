// What a task's form can show: the case, and the variables that are visible where the task stands.
import { categoryName as nameOfCategory } from './categories.js';
import type { Deps } from './deps.js';
import { formFields } from './form.js';
import { listsOf } from './form-lists.js';
import { concernsMasked } from './grid/concerns.js';
import { starWord } from './stars.js';
import { getForm } from './tasks.js';
import type { Case, Element, Task, Variable } from './store/types.js';

/** The scopes from the task outwards to its process instance. */
async function scopesOf(task: Task, { store }: Pick<Deps, 'store'>): Promise<string[]> {
  const elements = await store.elements.find({ instanceKey: task.instanceKey }, { scopeKey: 1 }).lean<Pick<Element, '_id' | 'scopeKey'>[]>();
  const parents = new Map(elements.map((element) => [element._id, element.scopeKey]));
  const scopes: string[] = [];
  for (let key: string | undefined = task.elementKey; key && key !== '-1' && scopes.length < 50; key = parents.get(key)) scopes.push(key);
  if (!scopes.includes(task.instanceKey)) scopes.push(task.instanceKey);
  return scopes;
}

/** The variables that an expression at the task would see, inner scopes first to win; `local` are those of the task itself. What changed after it was done is left out: its reader did not have it. */
export async function visibleVariables(task: Task, deps: Pick<Deps, 'store'>): Promise<{ all: Record<string, unknown>; local: Set<string> }> {
  const [scopes, variables] = await Promise.all([scopesOf(task, deps), deps.store.variables.find({ instanceKey: task.instanceKey }).lean<Variable[]>()]);
  const later = ({ pos }: Variable) => task.state === 'completed' && pos > task.pos;
  const all: Record<string, unknown> = {};
  const local = new Set<string>();
  for (const scope of scopes.reverse()) {
    for (const variable of variables) {
      if (variable.scopeKey !== scope || later(variable)) continue;
      all[variable.name] = JSON.parse(variable.value);
      if (scope === task.elementKey) local.add(variable.name);
    }
  }
  return { all, local };
}

/** What forms may know of a case; nothing that its reader may not see. */
export function caseForForm(found: Case): Record<string, unknown> {
  const { _id, title, description, place, category, urgency, people, source, reportedAt, classification, level, plan, attachments, facts, rating, concerns } = found;
  return {
    caseNo: _id, title, description, place, category, categoryName: classification?.name ?? nameOfCategory(category), urgency, people, source, reportedAt, level, attachments,
    facts, ...(concerns?.length ? { concerned: concernsMasked(found).map(({ name }) => name).join('、') } : {}), ...(plan ? { plan } : {}), ...(rating ? { rating: { stars: rating.stars, word: starWord(rating.stars), text: rating.text ?? '' } } : {}),
  };
}

/**
 * The initial data of a task's form: every visible variable, `case`, and the lists that the form offers by name. A field starts empty unless the diagram maps a value into the task,
 * so that the answer to an earlier form never looks like an answer to this one.
 */
export async function formData(task: Task, deps: Pick<Deps, 'store'>): Promise<Record<string, unknown>> {
  const [{ all, local }, found, form] = await Promise.all([
    visibleVariables(task, deps), deps.store.cases.findById(task.caseNo).lean<Case>(), getForm(task, deps),
  ]);
  for (const field of formFields(form)) {
    const name = field.path.split(/[.[]/)[0]!;
    if (!local.has(name) || all[name] === null) delete all[name];
  }
  return { ...all, ...(await listsOf(form, deps.store, async () => found)), ...(found ? { case: caseForForm(found) } : {}) };
}
