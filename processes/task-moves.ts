// Giving a task on: transferred by whoever has it, delegated and taken back, assigned by who may; each only to people who may do it.
import type { Deps } from './deps.js';
import { Conflict, Forbidden, Invalid } from './errors.js';
import { handOver, hasIt, tellMove } from './hand-over.js';
import type { Move, Person, Task } from './store/types.js';
import { findCandidates, type Candidate } from './task-people.js';
import { actorOf, getTask } from './tasks.js';
import { mayAssign } from './visibility.js';

/** What a person may do to a task beside filling it in. */
export interface MayMove { transfer: boolean; delegate: boolean; resume: boolean; assign: boolean }

/** @param task as it stands now */
export function mayMove(person: Person, task: Task): MayMove {
  const open = task.state === 'open';
  const has = open && hasIt(task) === person._id;
  const own = has && !task.holder?.for;
  return { transfer: own, delegate: own, resume: open && task.holder?.for === person._id, assign: open && mayAssign(person, task) };
}

const ENDED = '任务已经办结或收回，不能再转给别人';
const REFUSED: Record<'transfer' | 'delegate' | 'assign', string> = {
  transfer: '只有办理人或能分派这项任务的人可以转派', delegate: '只有正在办理的人可以委托别人，受委托的任务不能再委托', assign: '交办由本单位负责人、分流员或值班领导决定',
};

/** The people who may be given a task, for whoever may give it. @throws Forbidden */
export async function candidatesFor(key: string, person: Person, deps: Deps): Promise<Candidate[]> {
  const task = await getTask(key, person, deps);
  const may = mayMove(person, task);
  if (!may.transfer && !may.assign) throw new Forbidden(REFUSED.transfer);
  return (await findCandidates(deps.store, task, deps.clock.now())).filter(({ id }) => id !== hasIt(task));
}

/**
 * Gives a task to another person. The same asked again is the same move.
 *
 * @throws Conflict when it has ended or moved meanwhile, Forbidden when this person may not, Invalid when the other may not have it
 */
export async function giveTask(key: string, type: 'transfer' | 'delegate' | 'assign', { to, why }: { to: string; why?: string }, person: Person, deps: Deps): Promise<Task> {
  const task = await getTask(key, person, deps);
  const repeated = await again(task, type, to, person, deps);
  if (repeated) return repeated;
  if (task.state !== 'open') throw new Conflict(ENDED);
  const may = mayMove(person, task);
  if (!may[type] && !(type === 'transfer' && may.assign)) throw new Forbidden(REFUSED[type]);
  const has = hasIt(task);
  if (to === has) throw new Conflict('任务已在此人手中');
  // who is told nothing of the reason is left to guess why the task is gone
  if (!why && (type === 'transfer' || has)) throw new Invalid('no reason', [{ path: 'reason', message: '请写明理由' }]);
  const receiver = (await findCandidates(deps.store, task, deps.clock.now())).find(({ id }) => id === to);
  if (!receiver) throw new Invalid(`cannot be given to <${to}>`, [{ path: 'to', message: '此人不在本单位、已停用或正在请假，请选择其他人' }]);
  return handOver(task, { _id: receiver.id, name: receiver.name }, { type, by: actorOf(person), ...(why ? { why } : {}) }, deps);
}

/** The same person asking for the move that was made last: what a crash had kept from being told is told now. */
async function again(task: Task, type: Move['type'], to: string, person: Person, deps: Deps): Promise<Task | undefined> {
  const last = task.moves?.at(-1);
  if (last?.type !== type || last.to !== to || !('id' in last.by) || last.by.id !== person._id || hasIt(task) !== to) return undefined;
  await tellMove(task, task.moves!.length, deps);
  return task;
}

/** Takes a delegated task back, by its owner, any time while it is open (收回委托); asked again it is the same. */
export async function resumeTask(key: string, person: Person, deps: Deps): Promise<Task> {
  const task = await getTask(key, person, deps);
  const repeated = await again(task, 'resume', person._id, person, deps);
  if (repeated) return repeated;
  if (task.state !== 'open') throw new Conflict('任务已经办结或收回，不能再收回委托');
  if (task.holder?.for !== person._id) throw new Forbidden('只有委托人可以收回委托');
  return handOver(task, person, { type: 'resume', by: actorOf(person) }, deps);
}
