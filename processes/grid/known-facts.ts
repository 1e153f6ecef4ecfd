// What the registers know of the facts that a task's form asks for: filled in for whoever has the task, who may correct it.
import { audit } from '../audit.js';
import type { Deps } from '../deps.js';
import type { FormSchema } from '../form-schema.js';
import { hasIt } from '../hand-over.js';
import type { Case, KnownFact, Person, RegisterItem, RegisterKind, Task } from '../store/types.js';
import { actorOf } from '../tasks.js';
import { concernedItems } from './concerns.js';
import { boundFields, factIn, type Bound } from './form-facts.js';

/** The items of a kind that a case is about, in its order: rows of a list are one each, and of several nobody can tell which one a single field means. */
export const subjectsOf = async (found: Case, kind: RegisterKind, deps: Pick<Deps, 'store'>): Promise<RegisterItem[]> =>
  (await concernedItems(found, deps)).filter((item) => item.kind === kind && item.state === 'current');

/** The items that a field stands for, each with the path that it then has. */
export const placesOf = ({ list, path }: Pick<Bound, 'list' | 'path'>, subjects: RegisterItem[]): { path: string; item: RegisterItem }[] => (
  list ? subjects.map((item, row) => ({ path: `${list.join('.')}[${row}].${path.join('.')}`, item })) : subjects.length === 1 ? [{ path: path.join('.'), item: subjects[0]! }] : []);

async function looked(bound: Bound[], found: Case, deps: Pick<Deps, 'store'>): Promise<KnownFact[]> {
  const items = new Map<RegisterKind, RegisterItem[]>();
  for (const kind of new Set(bound.map(({ fact }) => fact.kind))) items.set(kind, await subjectsOf(found, kind, deps));
  return bound.flatMap(({ type, fact, ...place }) => placesOf(place, items.get(fact.kind)!).flatMap(({ path, item }): KnownFact[] => {
    const text = factIn(item, fact.field);
    if (!text || (type === 'number' && !Number.isFinite(Number(text)))) return [];
    return [{ path, item: item._id, fact: fact.name, value: type === 'number' ? Number(text) : text, at: item.updatedAt, ...('name' in item.updatedBy ? { by: item.updatedBy.name } : {}) }];
  }));
}

/**
 * The facts that are filled in when a task is opened by whoever has it; to everybody else nothing is. What was handed out is kept with the task: by it a later correction is told
 * from what was left as it was, and once something is written it stays what the form began with.
 */
export async function knownFacts(task: Task, form: FormSchema, found: Case | null, person: Person, deps: Pick<Deps, 'store' | 'clock'>): Promise<KnownFact[]> {
  if (!found?.concerns?.length || task.state !== 'open' || hasIt(task) !== person._id) return [];
  const bound = boundFields(form);
  if (bound.length === 0) return [];
  if (task.draft && task.known) return task.known;
  const known = await looked(bound, found, deps);
  if (known.length === 0) return [];
  // 个人信息保护法 art 51, 54: who was shown what can be answered for later
  for (const item of new Set(known.map((one) => one.item))) {
    await audit(deps.store, deps.clock.now(), actorOf(person), 'reveal', { kind: 'register', id: item }, `办理任务「${task.name}」时由登记册带出`, { key: `known:${task._id}:${person._id}:${item}` });
  }
  await deps.store.tasks.updateOne({ _id: task._id, state: 'open' }, { $set: { known } });
  return known;
}
