// Giving an open task to somebody: assigned, transferred, delegated, put into a substitute's hands or back; one write, told to both, on the timeline.
import type { Deps } from './deps.js';
import { placeOf, recordOnce } from './entries.js';
import { Conflict } from './errors.js';
import { taskKeys, touch } from './feed.js';
import { notify } from './notices.js';
import type { Move, Person, Task } from './store/types.js';

type Around = Pick<Deps, 'store' | 'clock'>;

const WORDS: Record<Move['type'], string> = { assign: '交办', transfer: '转派', delegate: '委托', substitute: '代办', resume: '收回委托', release: '退回' };

/** Who has a task now: whoever took it, else whoever it was given to. */
export const hasIt = (task: { holder?: { person: string } | null; assignee?: string }): string | undefined => task.holder?.person ?? task.assignee;

/** Who has it after a move, and on whose behalf. What is delegated is in the delegate's hands at once; anything else is taken by whoever it was given to. */
function holderAfter(task: Task, to: string | undefined, type: Move['type'], at: Date): Task['holder'] {
  if (!to || (type !== 'delegate' && type !== 'resume')) return null;
  const owner = type === 'delegate' ? task.holder?.for ?? hasIt(task) : undefined;
  return { person: to, at, ...(owner ? { for: owner } : {}) };
}

/**
 * Puts a task into another person's hands. The draft stays with the task, whoever had it before sees it on the timeline.
 *
 * @param task as it was read: if it changed since then, nothing happens
 * @param to nobody: back to its groups
 * @throws Conflict when somebody took, sent or gave it meanwhile
 */
export async function handOver(task: Task, to: Pick<Person, '_id' | 'name'> | null, move: Pick<Move, 'type' | 'by' | 'why'>, deps: Around): Promise<Task> {
  const { store, clock } = deps;
  const at = clock.now();
  const from = hasIt(task);
  const first = task.moves?.length ? {} : { ...(task.assignee ? { drawn: task.assignee } : {}) };
  const made: Move = { ...move, at, to: to?._id ?? '', ...(from ? { from } : {}), ...first };
  const changed = await store.tasks.findOneAndUpdate(
    { _id: task._id, state: 'open', assignee: task.assignee ?? null, 'holder.person': task.holder?.person ?? null, [`moves.${task.moves?.length ?? 0}`]: { $exists: false } },
    { $set: { holder: holderAfter(task, to?._id, move.type, at), ...(to ? { assignee: to._id } : {}) }, ...(to ? {} : { $unset: { assignee: '' } }), $push: { moves: made } },
    { returnDocument: 'after' },
  ).lean<Task>();
  if (!changed) throw new Conflict('任务刚刚发生变化，请刷新后再试');
  await tellMove(changed, changed.moves!.length, deps);
  return changed;
}

/** Says a move to whoever it concerns and on the timeline: once, however often it is called, so that a crash before it is healed by asking again. */
export async function tellMove(task: Task, number: number, { store }: Around): Promise<void> {
  const move = task.moves![number - 1]!;
  const { at, by, from } = move;
  const people = new Map((await store.people.find({ _id: { $in: [move.to, from ?? ''] } }, { name: 1 }).lean()).map(({ _id, name }) => [_id, name]));
  const mover = 'id' in by ? by.id : undefined;
  // whoever was asked to do it for another has given it back by themselves
  const action = move.type === 'resume' && mover === from ? '退回委托' : WORDS[move.type];
  const toWhom = move.to ? people.get(move.to) ?? move.to : '本组待认领';
  const said = { resume: `，由 ${toWhom} 办理`, release: `${toWhom}` }[move.type as string] ?? `给 ${toWhom}`;
  await recordOnce(store, { _id: `move:${task._id}:${number}`, caseNo: task.caseNo, at, who: by, action, element: placeOf(task), text: `${task.name}：${action}${said}`, ...(move.why ? { why: move.why } : {}) });
  const notice = { caseNo: task.caseNo, taskKey: task._id, at };
  const why = move.why ? `说明：${move.why}` : '';
  const receivers = move.to ? [move.to] : task.candidateGroups;
  if (move.to !== mover) {
    await notify(store, { ...notice, id: `move:${task._id}:${number}`, to: receivers, kind: 'task', title: `${action}${move.to ? '给您' : '，待认领'}：${task.name}`, text: `案件 ${task.caseNo} 的「${task.name}」已${action}${move.to ? '给您' : '，等待认领'}。${why}` });
  }
  if (from && from !== move.to && from !== mover) {
    await notify(store, { ...notice, id: `moved:${task._id}:${number}`, to: [from], kind: 'moved', title: `已${action}：${task.name}`, text: `案件 ${task.caseNo} 的「${task.name}」已${action}${said}。您写的内容留在任务里。${why}` });
  }
  touch(store, [move.to, from, mover, ...taskKeys(task)]);
}
