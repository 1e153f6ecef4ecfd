// Starts a case anew from its own data (重新启动): what is left of its run is ended first, and the normal start message lets one run live at a time.
import type { Deps } from '../deps.js';
import { Conflict, NotFound } from '../errors.js';
import { caseKey, touch } from '../feed.js';
import { startMessage, variablesOf } from '../report.js';
import type { Anew, Case, Instance } from '../store/types.js';
import type { Kind } from './kind.js';
import { activeIn, openIncidentsIn, openTasksIn, treeOf } from './whereabouts.js';
import { seenOfTasks, withdrawnSaid } from './words.js';

/** After how long a start that the records do not confirm is sent again, milliseconds of the wall clock: a pace, not a limit. */
const RETRY = 5_000;

export const restart: Kind = {
  name: '重新启动',
  async plan({ instance, found }, _wanted, _person, deps) {
    const { store } = deps;
    if (!found) throw new Conflict('这个流程不属于任何案件，不能用案件资料重新启动');
    if (instance.parentKey) throw new Conflict('这是被上一级流程调用的流程，请在最上一级重新启动');
    if (found.standing?.instanceKey !== instance._id) throw new Conflict('这个案件已经有新的流程，请到案件页查看');
    if (found.mergedInto) throw new Conflict('案件已并入另一件办理，不能重新启动');
    if (found.withdrawal) throw new Conflict('案件已经撤回，不能重新启动');
    if (found.closing || instance.state === 'completed') throw new Conflict('案件已经办结；上报人不满意时用「重新办理」');
    if (found.anew?.open) throw new Conflict('正在重新启动，请稍候');
    const running = instance.state === 'active';
    const tree = running ? await treeOf(store, instance) : [];
    const [tasks, incidents, active] = running ? await Promise.all([openTasksIn(store, tree), openIncidentsIn(store, tree), activeIn(store, tree)]) : [[], [], []];
    if (running && incidents.length === 0) throw new Conflict('案件正在正常办理，没有异常；确需从头来，请先终止');
    return {
      says: [
        ...(running ? ['先终止现在停住的流程，再重新启动。', ...await withdrawnSaid(store, tasks)] : ['原来的流程已经终止。']),
        '用案件的上报资料（类别、紧急程度、网格等）从「收到上报」重新开始，按现行版本的流程图办理，时限从头计算。',
        '以前的办理记录和附件留在案件里；同一案件同时只有一个流程在走。',
      ],
      warns: ['原来流程里的变量（派遣部门、核查意见等）不带过来，会重新产生。'],
      text: '用案件资料重新启动流程', seen: [instance._id, instance.state, found.anew?.no ?? 0, active.map(({ _id }) => _id), incidents.map(({ _id }) => _id), seenOfTasks(tasks)],
      given: { caseNo: found._id, from: instance._id },
      async act({ by, reason, at }) {
        const anew: Anew = { no: (found.anew?.no ?? 0) + 1, at, by, why: reason, from: instance._id, open: true };
        const kept = await store.cases.updateOne(
          { _id: found._id, 'standing.instanceKey': instance._id, closing: null, withdrawal: null, mergedInto: null, ...(found.anew ? { 'anew.no': found.anew.no } : { anew: null }) }, { $set: { anew } },
        );
        if (!kept.modifiedCount) throw new Conflict('案件刚刚发生变化，请刷新后再看');
        // kept is kept: whatever the engine answers now, the sweep goes on until the case runs
        await startAnew(found._id, deps).catch(() => undefined);
      },
    };
  },
  async happened({ given }, { store }) {
    const found = await store.cases.findById(String(given.caseNo), { anew: 1 }).lean<Case>();
    return found?.anew?.from === given.from;
  },
};

/** Ends the run that is given up and starts another; repeated until another is seen. @returns whether it is */
export async function startAnew(caseNo: string, { store, engine }: Pick<Deps, 'store' | 'engine'>): Promise<boolean> {
  const found = await store.cases.findById(caseNo).lean<Case>();
  const { anew } = found ?? {};
  if (!found || !anew?.open) return true;
  if (found.standing && found.standing.instanceKey !== anew.from) {
    await store.cases.updateOne({ _id: caseNo, 'anew.no': anew.no }, { $set: { 'anew.open': false } });
    touch(store, [caseKey(caseNo)]);
    return true;
  }
  await store.cases.updateOne({ _id: caseNo, 'anew.no': anew.no }, { $set: { 'anew.sentAt': Date.now() } });
  const old = await store.instances.findById(anew.from, { state: 1 }).lean<Instance>();
  if (old?.state === 'active') await engine.cancel(anew.from).catch((error: Error) => { if (!(error instanceof NotFound)) throw error; });
  // Without time to live it starts nothing while a run is on: the engine lets one live for a case number.
  await engine.publish({ name: startMessage(found), key: caseNo, id: `${caseNo}:anew:${anew.no}`, ttl: 0, variables: { ...variablesOf(found), returns: 0, reworks: 0 } });
  return false;
}

/** Repeats starts that the records do not confirm. @returns how many were looked at @throws Unavailable when the engine is away */
export async function sweepAnew(deps: Pick<Deps, 'store' | 'engine'>, wall: number): Promise<number> {
  const waiting = await deps.store.cases.find({ 'anew.open': true }).limit(50).lean<Case[]>();
  for (const one of waiting) {
    const runs = one.standing?.instanceKey !== one.anew!.from;
    if (runs || (one.anew!.sentAt ?? 0) <= wall - RETRY) await startAnew(one._id, deps);
  }
  return waiting.length;
}
