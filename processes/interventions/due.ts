// Sets the due time of a task to another time (调整时限), past or future the rules of 延期: by whoever may intervene, with a reason.
import { Conflict, Invalid, NotFound } from '../errors.js';
import { notify } from '../notices.js';
import { hadIt } from '../projection/told.js';
import { momentOf } from '../shanghai.js';
import type { ClockChange, Task } from '../store/types.js';
import { taskClock } from '../task-clock.js';
import { touch, taskKeys } from '../feed.js';
import { markStale } from '../figures/stale.js';
import type { Kind } from './kind.js';
import { treeOf } from './whereabouts.js';
import { calledTo, listed } from './words.js';

const FARTHEST = 366 * 86_400_000;

/** @throws NotFound when it is no task of these instances */
export async function taskIn(keys: string[], key: string, store: Parameters<typeof treeOf>[0]): Promise<Task> {
  const task = await store.tasks.findById(key).lean<Task>();
  if (!task || !keys.includes(task.instanceKey)) throw new NotFound('这个流程里没有这项任务');
  return task;
}

export const due: Kind = {
  name: '调整时限',
  async plan({ instance }, { task: key = '', at }, _person, { store, clock, calendar }) {
    const task = await taskIn((await treeOf(store, instance)).map(({ _id }) => _id), key, store);
    if (task.state !== 'open') throw new Conflict('任务已经提交、办结或收回，时限不能再调整');
    const now = clock.now();
    if (!at || at <= now) throw new Invalid('新时限有误', [{ path: 'at', message: '新时限应晚于现在' }]);
    if (at.getTime() - now.getTime() > FARTHEST) throw new Invalid('新时限有误', [{ path: 'at', message: '新时限最远到一年以后' }]);
    const was = task.dueAt === null ? '计时已暂停' : task.dueAt ? momentOf(task.dueAt) : '没有时限';
    return {
      says: [
        `「${task.name}」的时限由「${was}」改为「${momentOf(at)}」${task.dueAt ? `，${at > task.dueAt ? '比原来晚' : '比原来早'}` : ''}。`,
        ...(task.dueAt === null ? ['计时随之恢复。'] : []),
        `会收到通知：${listed(await calledTo(store, hadIt(task)), '人（组）')}。`,
        '提醒和督办按新时限重新计算；已经发出的督办牌不收回。',
      ],
      warns: task.fixed ? ['原来的时限是约定的日期，请先与当事人商定。'] : [],
      text: `「${task.name}」的时限由 ${was} 调整到 ${momentOf(at)}`, seen: [task._id, task.state, task.dueAt ?? null, task.clock?.length ?? 0], given: { task: task._id, at },
      async act({ _id, by, reason, at: when }) {
        const change: ClockChange = { type: 'move', at: when, to: at, by, why: reason, request: _id };
        const before = task.clock ?? [];
        if (!before.some(({ request }) => request === _id)) {
          const times = taskClock(calendar, { ...task, clock: [...before, change] });
          // the old clock in the filter: of two changes at once the second looks again
          const changed = await store.tasks.findOneAndUpdate(
            { _id: task._id, state: 'open', [`clock.${before.length}`]: { $exists: false }, ...(before.length > 0 ? { [`clock.${before.length - 1}`]: { $exists: true } } : {}) },
            { $set: times, $push: { clock: change } }, { returnDocument: 'after' },
          ).lean<Task>();
          if (!changed) throw new Conflict('任务刚刚发生变化，请刷新后再看');
        }
        await markStale(store, 'case', [task.caseNo]);
        await notify(store, {
          id: `due:${_id}`, to: hadIt(task), caseNo: task.caseNo, taskKey: task._id, kind: 'due-moved', at: when, title: `时限调整：${task.name}`,
          text: `案件 ${task.caseNo} 的「${task.name}」时限由 ${was} 调整到 ${momentOf(at)}。理由：${reason}`,
        });
        touch(store, [...hadIt(task), ...taskKeys(task)]);
      },
    };
  },
  async happened({ _id, given }, { store }) {
    const task = await store.tasks.findById(String(given.task)).lean<Task>();
    return task?.clock?.some(({ request }) => request === _id) ?? false;
  },
};
