// Where the case of a rehearsal stands, told from the read model: open tasks with who would do them, the way through the diagram, what broke.
import type { Deps } from '../deps.js';
import { findMembers, parseGroup } from '../organisation.js';
import { countByElement } from '../projection/counts.js';
import { described } from '../projection/described.js';
import { roleName } from '../roles.js';
import type { Case, Element, Incident, Instance, Person, Task } from '../store/types.js';
import { formData } from '../task-data.js';
import { getForm } from '../tasks.js';
import type { LogLine, RehearsalIncident, RehearsalStanding, RehearsalTask } from './types.js';

const INCIDENTS: Record<string, string> = {
  JOB_NO_RETRIES: '自动任务多次没有办成', EXTRACT_VALUE_ERROR: '表达式算不出结果', CONDITION_ERROR: '分支条件没有一条成立或算不出来', CALLED_ELEMENT_ERROR: '调用的流程不存在', IO_MAPPING_ERROR: '变量映射算不出来',
  UNHANDLED_ERROR_EVENT: '出现了没有边界事件接住的业务错误', CALLED_DECISION_ERROR: '决策表不存在', DECISION_EVALUATION_ERROR: '决策表算不出结果', FORM_NOT_FOUND: '表单不存在', MESSAGE_SIZE_EXCEEDED: '变量太大',
};
/** What the engine or our workers do by themselves: a case does not rest there unless something broke. */
const AUTOMATIC = new Set(['SERVICE_TASK', 'BUSINESS_RULE_TASK', 'SCRIPT_TASK', 'SEND_TASK']);

/** Where it waits for a message or for time, beside human tasks. */
const WAITING = new Set(['RECEIVE_TASK', 'INTERMEDIATE_CATCH_EVENT', 'EVENT_BASED_GATEWAY']);

interface Model { instances: Instance[]; elements: Element[]; tasks: Task[]; incidents: Incident[]; found: Case | null }

async function read(caseNo: string, { store }: Pick<Deps, 'store'>): Promise<Model> {
  const instances = await store.instances.find({ caseNo }).lean<Instance[]>();
  const own = { instanceKey: { $in: instances.map(({ _id }) => _id) } };
  const [elements, tasks, incidents, found] = await Promise.all([
    store.elements.find(own).lean<Element[]>(), store.tasks.find({ caseNo }).lean<Task[]>(), store.incidents.find(own).lean<Incident[]>(), store.cases.findById(caseNo).lean<Case>(),
  ]);
  return { instances, elements, tasks: tasks.sort((a, b) => a.pos - b.pos), incidents: incidents.filter(({ state }) => state === 'open'), found };
}

/** Whether nothing is under way: every open branch waits for a person, for time or for a message, or is broken. */
export async function isAtRest(caseNo: string, deps: Pick<Deps, 'store'>): Promise<boolean> {
  const { instances, elements, tasks, incidents } = await read(caseNo, deps);
  const broken = new Set(incidents.map(({ elementKey }) => elementKey));
  const root = instances.filter(({ parentKey }) => !parentKey).at(-1);
  const active = elements.filter(({ state }) => state === 'active');
  // A case that runs stands somewhere: with no such place in the records yet, more of them are on their way.
  const stands = root?.state !== 'active' || tasks.some(({ state }) => state === 'open') || active.some(({ _id, type }) => WAITING.has(type) || broken.has(_id));
  return root !== undefined && stands && tasks.every(({ state }) => state !== 'submitted')
    && active.every(({ _id, type }) => !AUTOMATIC.has(type) || broken.has(_id));
}

const postOf = async (group: string, { store }: Pick<Deps, 'store'>): Promise<string> => {
  const { unit, role } = parseGroup(group);
  return `${(await store.units.findById(unit, { name: 1 }).lean())?.name ?? unit} ${roleName(role)}`;
};

/** Who would do a task: whom it was assigned to, else the members of its groups. */
export async function doersOf(task: Pick<Task, 'assignee' | 'candidateGroups'>, { store }: Pick<Deps, 'store'>): Promise<Person[]> {
  if (task.assignee) return store.people.find({ _id: task.assignee, active: true }).lean<Person[]>();
  const all = (await Promise.all(task.candidateGroups.map((group) => findMembers(store, group)))).flat();
  return [...new Map(all.map((person) => [person._id, person])).values()];
}

async function taskOf(task: Task, names: (definitionKey: string) => string, deps: Pick<Deps, 'store'>): Promise<RehearsalTask> {
  const groups = await Promise.all(task.candidateGroups.map((group) => postOf(group, deps).catch(() => group)));
  const people = (await doersOf(task, deps)).slice(0, 20).map(({ _id, name, posts }) => ({ id: _id, name, post: posts[0] ? roleName(posts[0].role) : '' }));
  const made: RehearsalTask = { key: task._id, element: task.elementId, name: task.name, procedure: names(task.definitionKey), groups, people, limit: task.limit, dueAt: task.dueAt };
  if (people.length === 0) return { ...made, obstacle: `没有人可以办「${task.name}」：${groups.join('、') || '没有写明由谁办理'} 没有在岗人员` };
  try {
    const [form, data] = await Promise.all([getForm(task, deps), formData(task, deps)]);
    return { ...made, form, data };
  } catch {
    return { ...made, obstacle: `「${task.name}」的表单「${task.formKey || '（没有填）'}」没有随流程发布` };
  }
}

/** Reads it all. @param procedure the one whose diagram is rehearsed: its elements make the way */
export async function standingOfRehearsal(caseNo: string, procedure: string, deps: Pick<Deps, 'store'>): Promise<RehearsalStanding> {
  const { instances, elements, tasks, incidents, found } = await read(caseNo, deps);
  const definitions = await deps.store.definitions.find({ _id: { $in: [...new Set(instances.map(({ definitionKey }) => definitionKey))] } }).lean();
  const diagrams = new Map(await Promise.all(definitions.map(async (one) => [one._id, await described(one)] as const)));
  const releases = new Map((await deps.store.releases.find({}, { procedure: 1, name: 1, definitionKey: 1 }).lean()).map((one) => [one.definitionKey!, one.name]));
  const nameOf = (key: string) => releases.get(key) ?? diagrams.get(key)?.procedure ?? '';
  const own = elements.filter((one) => one.procedure === procedure);
  const entries = await deps.store.entries.find({ caseNo }).sort({ at: 1 }).lean();
  const root = instances.filter(({ parentKey }) => !parentKey).at(-1);
  return {
    caseNo, status: found?.closing?.outcome ?? found?.standing?.status ?? '待受理', over: root !== undefined && root.state !== 'active',
    tasks: await Promise.all(tasks.filter(({ state }) => state === 'open').map((task) => taskOf(task, nameOf, deps))),
    way: { elements: [...new Set(own.filter(({ state }) => state !== 'taken').map(({ elementId }) => elementId))], flows: [...new Set(own.filter(({ state }) => state === 'taken').map(({ elementId }) => elementId))] },
    counts: countByElement(own),
    incidents: incidents.map((one): RehearsalIncident => {
      const definition = elements.find(({ _id }) => _id === one.elementKey)?.definitionKey ?? '';
      return {
        element: one.elementId, procedure: nameOf(definition), name: diagrams.get(definition)?.elements.get(one.elementId)?.name || one.elementId,
        message: `${INCIDENTS[one.type] ?? one.type}：${one.message}`,
      };
    }),
    entries: entries.map(({ at, who, action, text, why, element }): LogLine => ({
      at, text: `${'name' in who ? who.name : who.system} ${action}${text && text !== action ? `：${text}` : ''}${element?.name && !text.includes(element.name) ? `（${element.name}）` : ''}${why ? `。${why}` : ''}`,
      ...(/升级|督办|催办/.test(action) ? { tone: 'late' as const } : {}),
    })),
  };
}
