// One instance as people look at it: its way through called procedures, its variables with their scope, and the history of its elements with who did them.
import type { Deps } from '../processes/deps.js';
import { getCase } from '../processes/cases.js';
import { NotFound } from '../processes/errors.js';
import { hasIt } from '../processes/hand-over.js';
import { isMasked } from '../processes/interventions/variable.js';
import { describedAs } from '../processes/projection/described.js';
import { can } from '../processes/roles.js';
import type { Store } from '../processes/store/store.js';
import type { Element, Instance, OpenJob, Person, Task, Variable } from '../processes/store/types.js';
import { hidden, withoutNames } from './hide.js';

/** An instance is seen by whoever sees its case. @throws NotFound otherwise */
export async function getInstance(key: string, person: Person, deps: Pick<Deps, 'store'>): Promise<Instance> {
  const instance = await deps.store.instances.findById(key).lean<Instance>();
  // one answer, whether it is hidden or not there: the number of a case that is not theirs must not be in it
  const hidden = () => new NotFound(`no instance <${key}>`);
  if (!instance) throw hidden();
  if (instance.caseNo) await getCase(instance.caseNo, person, deps).catch((error: Error) => { throw error instanceof NotFound ? hidden() : error; });
  else if (!can(person, 'see-instances')) throw hidden();
  return instance;
}

/** The instances that called this one, the outermost first. */
export async function callersOf(store: Store, instance: Instance): Promise<Instance[]> {
  const callers: Instance[] = [];
  let parent = instance.parentKey;
  while (parent && callers.length < 20) {
    const found: Instance | null = await store.instances.findById(parent).lean<Instance>();
    if (!found) break;
    callers.unshift(found);
    parent = found.parentKey;
  }
  return callers;
}

type Placed = Pick<Element, '_id' | 'elementId' | 'definitionKey'> & { state: string };

const MOST_VARIABLES = 200;

/** The variables of an instance: its own, then those of what is active, then the others; numbers and names in them masked. */
export async function showVariables(store: Store, instance: Instance, elements: Placed[], names: (element: Placed) => string): Promise<object[]> {
  const all = await store.variables.find({ instanceKey: instance._id }).lean<Variable[]>();
  const scopes = new Map(elements.map((element) => [element._id, element]));
  const isNow = ({ scopeKey }: Variable) => (scopeKey === instance._id ? instance.state === 'active' : scopes.get(scopeKey)?.state === 'active');
  const rank = (one: Variable) => (one.scopeKey === instance._id ? 0 : isNow(one) ? 1 : 2);
  return all.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1)).slice(0, MOST_VARIABLES).map((one) => {
    const value = JSON.parse(one.value) as unknown;
    const scope = one.scopeKey === instance._id ? undefined : scopes.get(one.scopeKey);
    const masked = isMasked(one.name, value);
    return { name: one.name, value: withoutNames({ [one.name]: hidden(value) })[one.name], scopeKey: one.scopeKey, ...(scope ? { scope: names(scope) } : {}), masked, now: isNow(one), editable: isNow(one) && !masked && one.name !== 'caseNo' };
  });
}

/** Joining gateways and events without a name say nothing that the elements around them do not; scopes and instances are told by what is in them. */
const isTold = (element: Element, name: string): boolean => element.type !== 'PROCESS' && element.state !== 'taken' && !(name === element.elementId && /GATEWAY|EVENT/.test(element.type));

/** A page of the history of an instance's elements, the newest first, each with who did it. */
export async function showHistory(store: Store, instance: Instance, page: number, size: number): Promise<{ total: number; items: object[] }> {
  const short = await store.elements.find({ instanceKey: instance._id }, { elementId: 1, type: 1, state: 1, startedAt: 1, pos: 1, definitionKey: 1 }).lean<Element[]>();
  const diagrams = new Map(await Promise.all([...new Set(short.map(({ definitionKey }) => definitionKey))].map(async (key) => [key, await describedAs(store, key)] as const)));
  const nameOf = ({ elementId, definitionKey }: Pick<Element, 'elementId' | 'definitionKey'>) => diagrams.get(definitionKey)?.elements.get(elementId)?.name || elementId;
  const told = short.filter((element) => isTold(element, nameOf(element))).sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime() || b.pos - a.pos);
  const keys = told.slice((page - 1) * size, page * size).map(({ _id }) => _id);
  const [elements, tasks, jobs] = await Promise.all([
    store.elements.find({ _id: { $in: keys } }).lean<Element[]>(), store.tasks.find({ elementKey: { $in: keys } }).lean<Task[]>(), store.jobs.find({ elementKey: { $in: keys } }).lean<OpenJob[]>(),
  ]);
  const holders = new Map((await store.people.find({ _id: { $in: tasks.flatMap((task) => hasIt(task) ?? []) } }, { name: 1 }).lean<Pick<Person, '_id' | 'name'>[]>()).map(({ _id, name }) => [_id, name]));
  const byElement = <T extends { elementKey: string }>(all: T[]) => new Map(all.map((one) => [one.elementKey, one]));
  const [taskOf, jobOf] = [byElement(tasks), byElement(jobs)];
  const full = new Map(elements.map((element) => [element._id, element]));
  return {
    total: told.length,
    items: keys.flatMap((key) => {
      const element = full.get(key);
      if (!element) return [];
      const [task, job] = [taskOf.get(key), jobOf.get(key)];
      const by = task?.submission && task.state !== 'withdrawn' ? task.submission.by : undefined;
      const has = task?.state === 'open' ? holders.get(hasIt(task) ?? '') : undefined;
      const failures = element.job?.failures ?? job?.failures;
      return [{
        key, elementId: element.elementId, name: nameOf(element), type: element.type, state: element.state, startedAt: element.startedAt, endedAt: element.endedAt,
        ...(element.endedAt ? { milliseconds: element.endedAt.getTime() - element.startedAt.getTime() } : {}), ...(by ? { by: 'name' in by ? by.name : by.system } : has ? { has } : {}),
        ...(element.job?.worker ?? job?.worker ? { worker: element.job?.worker ?? job?.worker } : {}), ...(element.job?.type ?? job?.type ? { job: element.job?.type ?? job?.type } : {}),
        ...(failures ? { failures, error: hidden(element.job?.error ?? job?.error ?? '') } : {}), ...(task ? { task: task._id } : {}), definitionKey: element.definitionKey,
      }];
    }),
  };
}
