// Ends a case's whole run in the engine (终止): every token, every task, every called procedure. What a reporter takes back goes another way (see withdrawal.ts).
import { Conflict, NotFound } from '../errors.js';
import type { Instance } from '../store/types.js';
import type { Kind } from './kind.js';
import { activeIn, openTasksIn, treeOf } from './whereabouts.js';
import { listed, namesOf, seenOfTasks, withdrawnSaid } from './words.js';

export const ENDED = '这个流程已经结束，不能再干预';
const FRAMES = new Set(['SUB_PROCESS', 'MULTI_INSTANCE_BODY', 'CALL_ACTIVITY']);

export const cancel: Kind = {
  name: '终止流程',
  async plan({ instance, found }, _wanted, _person, { store, engine }) {
    if (instance.state !== 'active') throw new Conflict(ENDED);
    if (instance.parentKey) throw new Conflict('这是被上一级流程调用的流程，不能单独终止；请在最上一级终止，或者在上一级移动环节');
    const tree = await treeOf(store, instance);
    const [active, tasks] = await Promise.all([activeIn(store, tree), openTasksIn(store, tree)]);
    const inner = active.filter(({ type }) => !FRAMES.has(type));
    return {
      says: [
        inner.length > 0 ? `流程立即终止，以下环节不再办理：${listed(await namesOf(store, inner), '处')}。` : '流程立即终止，不再往下走。',
        ...(tree.length > 1 ? [`被调用的 ${tree.length - 1} 个流程一并终止。`] : []),
        ...await withdrawnSaid(store, tasks),
        ...(found ? ['案件状态变为「作废」，上报人不会自动收到通知；以后可以用案件资料重新启动。'] : []),
      ],
      warns: [
        ...(found?.withdrawal ? ['案件已由当事人申请撤回，流程正在按撤回办理，一般不需要终止。'] : found ? ['如果是上报人要求撤回，请用案件页上的「撤销案件」：那样会走完归档和告知（撤回）；终止不会。'] : []),
        ...(tasks.some(({ state }) => state === 'submitted') ? ['有任务刚刚提交、还没有往下走，终止后不再生效。'] : []),
      ],
      text: `终止流程，${active.length > 0 ? `停在 ${listed(await namesOf(store, inner.length > 0 ? inner : active), '处')}` : '没有正在办理的环节'}`,
      seen: [active.map(({ _id }) => _id), seenOfTasks(tasks)], given: {},
      async act() {
        await engine.cancel(instance._id).catch((error: Error) => { throw error instanceof NotFound ? new Conflict(ENDED, { cause: error }) : error; });
      },
    };
  },
  async happened({ instanceKey }, { store }) {
    return (await store.instances.findById(instanceKey, { state: 1 }).lean<Instance>())?.state === 'terminated';
  },
};
