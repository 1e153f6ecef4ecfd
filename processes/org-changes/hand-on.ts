// Whoever leaves a post hands over: open tasks go to the successor who was named, else back to their groups.
import { letGo } from '../accounts/let-go.js';
import type { Deps } from '../deps.js';
import { Conflict } from '../errors.js';
import { handOver, hasIt } from '../hand-over.js';
import type { Actor, Person, Task } from '../store/types.js';

/**
 * Hands over every open task of a person that none of the groups left to them has. May be repeated.
 *
 * @param groups what they still have
 * @param successor absent: the tasks go back to their groups, and whoever leads there is told
 * @returns how many tasks left their hands
 */
export async function handOn(person: Pick<Person, '_id' | 'name'>, groups: string[], successor: Pick<Person, '_id' | 'name'> | null, why: string, by: Actor, deps: Pick<Deps, 'store' | 'clock'>): Promise<number> {
  let handed = 0;
  if (successor) {
    const { store } = deps;
    const [held, given] = await Promise.all([store.tasks.find({ 'holder.person': person._id, state: 'open' }).lean<Task[]>(), store.tasks.find({ assignee: person._id, state: 'open' }).lean<Task[]>()]);
    const theirs = [...new Map([...held, ...given].map((task) => [task._id, task])).values()].filter((task) => hasIt(task) === person._id && !task.candidateGroups.some((group) => groups.includes(group)));
    for (const task of theirs) {
      try {
        await handOver(task, successor, { type: 'assign', by, why: `${person.name}${why}，由${successor.name}接替` }, deps);
        handed += 1;
      } catch (error) {
        // somebody took or sent it this moment: it is no longer theirs, or the look below sees it
        if (!(error instanceof Conflict)) throw error;
      }
    }
  }
  return handed + await letGo(person, groups, why, by, deps);
}
