// Writes onto the tasks of a bulk what lists ask of their case.
import { aboutOf } from '../task-about.js';
import type { Shelf, WorkingSet } from './working-set.js';

/** A task whose case is not filed (a procedure that was started by hand) stays without; lists show it all the same. */
export async function writeAbout(set: WorkingSet, shelf: Shelf): Promise<void> {
  const bare = set.touched('tasks').filter((task) => !task.about && task.caseNo);
  if (bare.length === 0) return;
  const cases = new Map((await shelf.cases([...new Set(bare.map(({ caseNo }) => caseNo))])).map((found) => [found._id, found]));
  for (const task of bare) {
    const found = cases.get(task.caseNo);
    if (found) set.put('tasks', { ...task, about: aboutOf(found) });
  }
}
