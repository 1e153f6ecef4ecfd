// Withdrawing a case: kept first, then told to the engine, which ends the joint work that is open below it.
import type { Deps } from './deps.js';
import { Conflict, Forbidden } from './errors.js';
import { insertOnce } from './store/store.js';
import type { Case, Person } from './store/types.js';
import { actorOf } from './tasks.js';
import { mayWithdraw } from './visibility.js';

/** Whether this person may withdraw this case now. */
export function canWithdraw(found: Case, person: Person): boolean {
  const running = found.standing?.state !== 'completed' && found.standing?.state !== 'terminated';
  return running && !found.withdrawal && mayWithdraw(person, found);
}

/** @throws Forbidden or Conflict, in Chinese, when it cannot be withdrawn */
export async function withdrawCase(found: Case, reason: string, person: Person, deps: Deps): Promise<void> {
  if (found.withdrawal) throw new Conflict('案件已经撤回');
  if (found.standing && found.standing.state !== 'active') throw new Conflict('案件已经办结，不能撤回');
  if (!canWithdraw(found, person)) throw new Forbidden('您的岗位不能撤回这个案件');
  const at = deps.clock.now();
  const kept = await deps.store.cases.updateOne(
    { _id: found._id, withdrawal: null }, { $set: { withdrawal: { by: actorOf(person), at, reason, sent: false } } },
  );
  if (!kept.modifiedCount) throw new Conflict('案件已经撤回');
  await insertOnce(deps.store.entries, [{ _id: `withdraw:${found._id}`, caseNo: found._id, at, who: actorOf(person), action: '撤回', why: reason, text: '申请撤回案件' }]);
  await sendWithdrawal(found._id, deps).catch(() => undefined);
}

/** Tells the engine; the sweep repeats it until the case is no longer active. */
export async function sendWithdrawal(caseNo: string, { store, engine }: Pick<Deps, 'store' | 'engine'>): Promise<void> {
  const found = await store.cases.findById(caseNo).lean<Case>();
  if (!found?.withdrawal) return;
  await engine.publish({ name: 'case.withdrawn', key: caseNo, id: `withdraw:${caseNo}`, ttl: 60_000, variables: { reason: found.withdrawal.reason } });
  await store.cases.updateOne({ _id: caseNo }, { $set: { 'withdrawal.sent': true } });
}
