// How an invitation to join in (会办) ends without an answer: withdrawn by people, or with its task; and what a task's end asks of those that are open.
import { coHandlingsOf, mayWithdrawInvitation } from './co-handling.js';
import type { Deps } from './deps.js';
import { placeOf, recordOnce } from './entries.js';
import { Conflict, Forbidden, Invalid, NotFound } from './errors.js';
import { caseKey, taskKeys, touch } from './feed.js';
import { notify } from './notices.js';
import { parseGroup } from './organisation.js';
import type { Actor, CoHandling, Person, Task, Unit } from './store/types.js';
import { actorOf, getTask } from './tasks.js';
import { unitsOf } from './units.js';
import { scopeOfGroups } from './visibility.js';

/** Withdraws an invitation. @throws Forbidden when it is not theirs, Conflict when it is answered */
export async function withdrawInvitation(id: string, person: Person, deps: Deps): Promise<void> {
  const one = await deps.store.coHandlings.findById(id).lean<CoHandling>();
  if (!one) throw new NotFound(`no invitation <${id}>`);
  const task = await getTask(one.taskKey, person, deps, `invitation <${id}>`);
  if (one.state === 'withdrawn') return end(one, task, actorOf(person), deps);
  if (one.state === 'answered') throw new Conflict('对方已经回复，不能再撤回');
  if (!mayWithdrawInvitation(person, one, task)) throw new Forbidden('只有邀请人、办理人或负责人可以撤回会办');
  await end(one, task, actorOf(person), deps);
}

/** Ends one that has no answer; whoever was invited is told, and sees the case no longer unless something else lets them. */
export async function end(one: CoHandling, task: Task | null, by: Actor, deps: Deps): Promise<void> {
  const { store, clock } = deps;
  const { _id, group, caseNo, part } = one;
  const { modifiedCount } = await store.coHandlings.updateOne({ _id, state: 'open' }, { $set: { state: 'withdrawn' } });
  if (modifiedCount === 0 && (await store.coHandlings.findById(_id, { state: 1 }).lean())?.state !== 'withdrawn') return;
  const { unit } = parseGroup(group);
  await closeCase(unit, caseNo, deps);
  const name = (await store.units.findById(unit, { name: 1 }).lean<Unit>())?.name ?? unit;
  const at = clock.now();
  await recordOnce(store, { _id: `co-end:${_id}`, caseNo, at, who: by, action: '撤回会办', ...(task ? { element: placeOf(task) } : {}), text: `不再请${name}${part}` });
  await notify(store, { id: `co-end:${_id}`, to: [one.person ?? group], caseNo, kind: 'co-withdrawn', title: `会办已撤回：${task?.name ?? caseNo}`, text: `案件 ${caseNo} 的会办（${part}）已撤回，不用再回复。`, at });
  touch(store, [group, caseKey(caseNo), ...(task ? taskKeys(task) : [])]);
}

/** Takes a unit out of a case's scope when neither a task nor another invitation put it there. */
async function closeCase(unit: string, caseNo: string, { store }: Deps): Promise<void> {
  const [tasks, others] = await Promise.all([
    store.tasks.find({ caseNo }, { candidateGroups: 1 }).lean<Pick<Task, '_id' | 'candidateGroups'>[]>(), store.coHandlings.find({ caseNo, group: `${unit}/officer`, state: { $ne: 'withdrawn' } }, { _id: 1 }).lean(),
  ]);
  if (others.length > 0 || scopeOfGroups(tasks.flatMap(({ candidateGroups }) => candidateGroups)).includes(unit)) return;
  await store.cases.updateOne({ _id: caseNo }, { $pull: { scope: unit } });
}

/**
 * Refuses to end a task while a unit that leads (主办) has not answered, and asks again while helpers (协办) have not.
 *
 * @throws Invalid; its problem stands at `coHandlings` when sending again `withoutReplies` would do
 */
export async function assertReplies(task: Task, withoutReplies: boolean, deps: Pick<Deps, 'store'>): Promise<void> {
  const open = (await coHandlingsOf(deps, task._id)).filter(({ state }) => state === 'open');
  if (open.length === 0) return;
  const units = await unitsOf(deps.store, open.map(({ group }) => parseGroup(group).unit));
  const names = (part: CoHandling['part']) => open.filter((one) => one.part === part).map(({ group }) => units.get(parseGroup(group).unit)?.name ?? group).join('、');
  if (names('主办')) throw new Invalid(`主办单位${names('主办')}还没有回复，不能提交。请等回复，或撤回会办`, []);
  if (!withoutReplies) throw new Invalid('还有协办单位没有回复', [{ path: 'coHandlings', message: `${names('协办')}还没有回复，确定不等了再提交` }]);
}
