// Writes onto the tasks and instances of a bulk what lists ask of their case.
import { pathOf } from '../figures/cell-key.js';
import { aboutOf } from '../task-about.js';
import type { Shelf, WorkingSet } from './working-set.js';

/** A task or an instance whose case is not filed (a procedure that was started by hand) stays without; lists show it all the same. @returns the instances that got to know where their case lies */
export async function writeAbout(set: WorkingSet, shelf: Shelf): Promise<string[]> {
  const tasks = set.touched('tasks').filter((task) => !task.about && task.caseNo);
  const instances = set.touched('instances').filter((instance) => (!instance.scope || !instance.path) && instance.caseNo);
  if (tasks.length + instances.length === 0) return [];
  const cases = new Map((await shelf.cases([...new Set([...tasks, ...instances].map(({ caseNo }) => caseNo!))])).map((found) => [found._id, found]));
  for (const task of tasks) {
    const found = cases.get(task.caseNo);
    if (found) set.put('tasks', { ...task, about: aboutOf(found) });
  }
  for (const instance of instances) {
    const found = cases.get(instance.caseNo!);
    if (found) set.put('instances', { ...instance, scope: instance.scope ?? found.scope, path: pathOf(found) });
  }
  return instances.filter(({ caseNo }) => cases.has(caseNo!)).map(({ _id }) => _id);
}
