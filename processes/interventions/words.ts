// The sentences of a preview that several interventions have in common: which elements, which tasks are withdrawn, who is told.
import { hasIt } from '../hand-over.js';
import { describedAs } from '../projection/described.js';
import { hadIt } from '../projection/told.js';
import { roleName } from '../roles.js';
import type { Store } from '../store/store.js';
import type { Element, Person, Task } from '../store/types.js';
import { unitsOf } from '../units.js';

const MOST = 10;

/** 甲、乙、丙 等 12 项: each once, and no more than can be read. */
export function listed(names: string[], unit = '项'): string {
  const each = [...new Set(names)];
  return `${each.slice(0, MOST).join('、')}${each.length > MOST ? ` 等 ${each.length} ${unit}` : ''}`;
}

/** What elements are called on the version that they are on. */
export async function namesOf(store: Store, elements: Pick<Element, 'elementId' | 'definitionKey'>[]): Promise<string[]> {
  const diagrams = new Map(await Promise.all([...new Set(elements.map(({ definitionKey }) => definitionKey))].map(async (key) => [key, await describedAs(store, key)] as const)));
  return elements.map(({ elementId, definitionKey }) => `「${diagrams.get(definitionKey)?.elements.get(elementId)?.name || elementId}」`);
}

/** What people and groups `<unit>/<role>` are called. */
export async function calledTo(store: Store, to: string[]): Promise<string[]> {
  const groups = to.filter((one) => one.includes('/'));
  const [people, units] = await Promise.all([
    store.people.find({ _id: { $in: to } }, { name: 1 }).lean<Pick<Person, '_id' | 'name'>[]>(),
    unitsOf(store, groups.map((group) => group.split('/')[0]!)),
  ]);
  const names = new Map([...people, ...units.values()].map(({ _id, name }) => [_id, name]));
  return to.map((one) => (one.includes('/') ? `${names.get(one.split('/')[0]!) ?? one.split('/')[0]}${roleName(one.split('/')[1]!)}` : names.get(one) ?? one));
}

/** Which tasks are withdrawn, whose they are, and who is told of it. */
export async function withdrawnSaid(store: Store, tasks: Task[]): Promise<string[]> {
  if (tasks.length === 0) return ['没有正在办理的任务，不会收回任何任务。'];
  const holders = new Map((await store.people.find({ _id: { $in: tasks.flatMap((task) => hasIt(task) ?? []) } }, { name: 1 }).lean<Pick<Person, '_id' | 'name'>[]>()).map(({ _id, name }) => [_id, name]));
  const shown = tasks.map((task) => `「${task.name}」（${hasIt(task) ? `${holders.get(hasIt(task)!) ?? '已有人'} 在办` : '待认领'}${task.state === 'submitted' ? '，已提交' : ''}）`);
  const told = await calledTo(store, [...new Set(tasks.flatMap(hadIt))]);
  return [
    `收回 ${tasks.length} 项任务：${tasks.length > MOST ? `${shown.slice(0, MOST).join('、')} 等` : shown.join('、')}；未提交的内容留下来，只能查看。`,
    `会收到通知：${listed(told, '人（组）')}。`,
  ];
}

/** What of tasks a decision rests on. */
export const seenOfTasks = (tasks: Task[]): unknown => tasks.map((task) => [task._id, task.state, hasIt(task) ?? null]);
