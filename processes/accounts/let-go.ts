// Tasks of somebody who leaves a post go back to their groups, once, and whoever leads there is told.
import type { Deps } from '../deps.js';
import { placeOf, recordOnce } from '../entries.js';
import { taskKeys, touch } from '../feed.js';
import { notify } from '../notices.js';
import { parseGroup } from '../organisation.js';
import { allows } from '../roles.js';
import type { Actor, Person, Task } from '../store/types.js';

/** Who may assign at a unit: its groups whose role allows it and that have members. */
async function leaders(groups: string[], { store }: Pick<Deps, 'store'>): Promise<string[]> {
  const units = [...new Set(groups.map((group) => parseGroup(group).unit))];
  const people = await store.people.find({ active: true, 'posts.unit': { $in: units } }).lean<Person[]>();
  return people.filter(({ posts }) => posts.some(({ unit, role }) => units.includes(unit) && allows(role, 'assign'))).map(({ _id }) => _id);
}

/**
 * Gives back every open task that a person holds or was assigned and that none of their groups has any more. What they had filled in stays with the task.
 * May be repeated: a crash in between is healed by doing it again.
 *
 * @param groups the groups that the person still has
 * @returns how many were given back
 */
export async function letGo(person: Pick<Person, '_id' | 'name'>, groups: string[], why: string, by: Actor, deps: Pick<Deps, 'store' | 'clock'>): Promise<number> {
  const { store, clock } = deps;
  const [held, given] = await Promise.all([
    store.tasks.find({ 'holder.person': person._id, state: 'open' }).lean<Task[]>(), store.tasks.find({ assignee: person._id, state: 'open' }).lean<Task[]>(),
  ]);
  const theirs = [...held, ...given.filter(({ holder }) => !holder)].filter((task) => !task.candidateGroups.some((group) => groups.includes(group)));
  for (const task of theirs) {
    const at = clock.now();
    // told first: what is told twice is one, what is never told is lost
    const id = `let-go:${task._id}:${person._id}`;
    await recordOnce(store, { _id: id, caseNo: task.caseNo, at, who: by, action: '退回岗位', element: placeOf(task), text: `${task.name}：${person.name}${why}，任务退回本岗位`, why });
    await notify(store, {
      id, to: [...task.candidateGroups, ...await leaders(task.candidateGroups, deps)], caseNo: task.caseNo, taskKey: task._id, kind: 'task', at,
      title: `任务退回本岗位：${task.name}`, text: `${person.name}${why}，案件 ${task.caseNo} 的「${task.name}」退回本岗位，请认领或交办。`,
    });
    await store.tasks.updateOne(
      { _id: task._id, state: 'open', assignee: task.assignee ?? null, 'holder.person': task.holder?.person ?? null }, { $set: { holder: null, assignee: null } },
    );
    touch(store, [person._id, ...taskKeys(task)]);
  }
  return theirs.length;
}
