// Giving an open task to somebody: assigned, transferred, delegated, or put into a substitute's hands; one write, told to both, on the timeline.
import type { Deps } from './deps.js';
import { placeOf, recordOnce } from './entries.js';
import { Conflict } from './errors.js';
import { caseKey, touch } from './feed.js';
import { notify } from './notices.js';
import type { Move, Person, Task } from './store/types.js';

const WORDS: Record<Move['type'], string> = { assign: '交办', transfer: '转派', delegate: '委托', substitute: '代办', resume: '收回委托' };

/**
 * Puts a task into another person's hands. Their draft stays with the task, whoever had it before sees it on the timeline.
 *
 * @param task as it was read: if it changed since then, nothing happens
 * @throws Conflict when somebody took, sent or gave it meanwhile
 */
export async function handOver(task: Task, to: Pick<Person, '_id' | 'name'>, move: Pick<Move, 'type' | 'by' | 'why'>, deps: Pick<Deps, 'store' | 'clock'>): Promise<Task> {
  const { store, clock } = deps;
  const at = clock.now();
  const from = task.holder?.person ?? task.assignee;
  const made: Move = { ...move, at, to: to._id, ...(from ? { from } : {}) };
  const changed = await store.tasks.findOneAndUpdate(
    { _id: task._id, state: 'open', assignee: task.assignee ?? null, 'holder.person': task.holder?.person ?? null },
    { $set: { assignee: to._id, holder: null }, $push: { moves: made } }, { returnDocument: 'after' },
  ).lean<Task>();
  if (!changed) throw new Conflict('任务刚刚发生变化，请刷新后再试');
  const number = changed.moves!.length;
  const action = WORDS[move.type];
  await recordOnce(store, { _id: `move:${task._id}:${number}`, caseNo: task.caseNo, at, who: move.by, action, element: placeOf(task), text: `${task.name}：${action}给 ${to.name}`, ...(move.why ? { why: move.why } : {}) });
  const said = { caseNo: task.caseNo, taskKey: task._id, at };
  const why = move.why ? `说明：${move.why}` : '';
  await notify(store, { ...said, id: `move:${task._id}:${number}`, to: [to._id], kind: 'task', title: `${action}给您：${task.name}`, text: `案件 ${task.caseNo} 的「${task.name}」已${action}给您。${why}` });
  const mover = 'id' in move.by ? move.by.id : undefined;
  if (from && from !== to._id && from !== mover) {
    await notify(store, { ...said, id: `moved:${task._id}:${number}`, to: [from], kind: 'moved', title: `已${action}给他人：${task.name}`, text: `案件 ${task.caseNo} 的「${task.name}」已${action}给 ${to.name}。${why}` });
  }
  touch(store, [to._id, from, ...task.candidateGroups, caseKey(task.caseNo)]);
  return changed;
}
