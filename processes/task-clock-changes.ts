// 延期, 暂停计时, 恢复计时: what moves the end of a running limit, by whom and why.
import type { Deps } from './deps.js';
import { placeOf } from './entries.js';
import { Conflict, Forbidden, Invalid } from './errors.js';
import { taskKeys, touch } from './feed.js';
import { markStale } from './figures/stale.js';
import { parseLimit } from './limit.js';
import { insertOnce } from './store/store.js';
import type { ClockChange, Person, Task } from './store/types.js';
import { taskClock } from './task-clock.js';
import { actorOf, getTask } from './tasks.js';
import { mayAssign } from './visibility.js';

const WORDS = { extend: '延期', pause: '暂停计时', resume: '恢复计时' } as const;

export type Wanted = { type: 'extend'; limit: string } | { type: 'pause' | 'resume' };

/**
 * Checks a change against the clock rules (a proposal of ours): 延期 once, at most the original limit, before it has ended.
 *
 * @throws Conflict or Invalid, in Chinese
 */
export function assertAllowed(task: Task, wanted: Wanted, now: Date): void {
  if (task.fixed) throw new Conflict('这项任务的期限是约定的日期，不能延期或暂停计时');
  if (!task.limit) throw new Conflict('这项任务没有时限');
  const clock = task.clock ?? [];
  const paused = clock.filter((change) => change.type !== 'extend').at(-1)?.type === 'pause';
  if (wanted.type === 'pause' && paused) throw new Conflict('计时已经暂停');
  if (wanted.type === 'resume' && !paused) throw new Conflict('计时没有暂停');
  if (wanted.type !== 'extend') return;
  if (clock.some((change) => change.type === 'extend')) throw new Conflict('只能延期一次');
  if (task.dueAt && task.dueAt <= now) throw new Conflict('时限已过，不能再延期');
  const [original, asked] = [parseLimit(task.limit), parseLimit(wanted.limit)];
  if (original.unit !== asked.unit) throw new Invalid(`extension <${wanted.limit}> has another unit than <${task.limit}>`, [{ path: 'limit', message: `延期的单位应与原时限「${task.limit}」相同` }]);
  if (asked.amount > original.amount) throw new Invalid(`extension <${wanted.limit}> is longer than <${task.limit}>`, [{ path: 'limit', message: `延期不能超过原时限「${task.limit}」` }]);
}

/** Changes the clock of an open task and keeps its new due time. Only who may assign at its unit decides this. @param request the request that it grants, once */
export async function changeClock(key: string, wanted: Wanted, reason: string, person: Person, deps: Deps, request?: string): Promise<Task> {
  const task = await getTask(key, person, deps);
  if (task.state !== 'open') throw new Conflict('任务已经办结或收回');
  if (!mayAssign(person, task)) throw new Forbidden('延期和暂停计时由分流员、负责人或领导决定');
  if (request && task.clock?.some((change) => change.request === request)) return task;
  const at = deps.clock.now();
  assertAllowed(task, wanted, at);
  // who and why stand in the same write: a crash before the entry loses nothing of it
  const change: ClockChange = { ...wanted, at, by: actorOf(person), why: reason, ...(request ? { request } : {}) };
  const clock = [...(task.clock ?? []), change];
  const times = taskClock(deps.calendar, { ...task, clock });
  // the old clock in the filter: of two changes at once the second looks again
  const changed = await deps.store.tasks.findOneAndUpdate(
    { _id: key, state: 'open', [`clock.${clock.length - 1}`]: { $exists: false } }, { $set: times, $push: { clock: change } }, { returnDocument: 'after' },
  ).lean<Task>();
  if (!changed) throw new Conflict('任务刚刚发生变化，请重试');
  await markStale(deps.store, 'case', [task.caseNo]);
  const text = `${task.name}：${WORDS[wanted.type]}${wanted.type === 'extend' ? ` ${wanted.limit}` : ''}`;
  await insertOnce(deps.store.entries, [{
    _id: `clock:${key}:${clock.length}`, caseNo: task.caseNo, at, who: actorOf(person), action: WORDS[wanted.type], why: reason, text,
    element: placeOf(task),
  }]);
  touch(deps.store, taskKeys(changed));
  return changed;
}
