// Gives open tasks to another person (改派), by whoever may intervene: the same move as an assignment, only to people who may have the task.
import { Conflict, Invalid } from '../errors.js';
import { handOver, hasIt } from '../hand-over.js';
import type { Task } from '../store/types.js';
import { findCandidates } from '../task-people.js';
import { taskIn } from './due.js';
import type { Kind } from './kind.js';
import { openTasksIn, treeOf } from './whereabouts.js';
import { calledTo, listed, seenOfTasks } from './words.js';

export const reassign: Kind = {
  name: '改派',
  async plan({ instance }, { task: key, to = '' }, _person, deps) {
    const { store, clock } = deps;
    const tree = await treeOf(store, instance);
    const all = key ? [await taskIn(tree.map(({ _id }) => _id), key, store)] : (await openTasksIn(store, tree)).filter(({ state }) => state === 'open');
    if (all.some(({ state }) => state !== 'open')) throw new Conflict('任务已经提交、办结或收回，不能再改派');
    if (all.length === 0) throw new Conflict('没有正在办理的任务，不能改派');
    const given = all.filter((task) => hasIt(task) !== to);
    if (given.length === 0) throw new Conflict('任务已在此人手中');
    for (const task of given) {
      if ((await findCandidates(store, task, clock.now())).some(({ id }) => id === to)) continue;
      throw new Invalid('不能改派给此人', [{ path: 'to', message: `「${task.name}」不能给此人：不在办理单位、已停用或正在请假，请选择其他人` }]);
    }
    const [receiver] = await calledTo(store, [to]);
    const losing = await calledTo(store, [...new Set(given.flatMap((task) => hasIt(task) ?? []))]);
    return {
      says: [
        `把 ${given.length} 项任务交给 ${receiver}：${listed(given.map(({ name }) => `「${name}」`))}。`,
        losing.length > 0 ? `原办理人 ${listed(losing, '人')} 不再办理，已写的内容留在任务里，并收到通知。` : '任务原来无人认领。',
        `${receiver} 收到通知；时限不变。`,
      ],
      warns: [], text: `改派 ${listed(given.map(({ name }) => `「${name}」`))}`, seen: seenOfTasks(given), given: { tasks: given.map(({ _id }) => _id), to }, tells: true,
      async act({ by, reason }) {
        for (const task of given) {
          const now = await store.tasks.findById(task._id).lean<Task>();
          if (now && hasIt(now) !== to) await handOver(task, { _id: to, name: receiver! }, { type: 'assign', by, why: reason }, deps);
        }
      },
    };
  },
  async happened({ given }, { store }) {
    const tasks = await store.tasks.find({ _id: { $in: given.tasks as string[] } }).lean<Task[]>();
    return tasks.every((task) => hasIt(task) === given.to);
  },
};
