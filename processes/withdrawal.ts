// Withdrawing a case: kept first, then told to the engine, which ends the joint work that is open below it.
import type { Deps } from './deps.js';
import { Conflict, Forbidden } from './errors.js';
import { caseKeys, touch } from './feed.js';
import { insertOnce } from './store/store.js';
import type { Actor, Case, Person } from './store/types.js';
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
  await keepWithdrawal(found, { by: actorOf(person), at: deps.clock.now(), reason }, deps);
}

/** Keeps a withdrawal, whoever may decide it, and tells the engine. @throws Conflict when the case was withdrawn or is over */
export async function keepWithdrawal(found: Case, withdrawal: { by: Actor; at: Date; reason: string }, deps: Deps): Promise<void> {
  const kept = await deps.store.cases.updateOne(
    { _id: found._id, withdrawal: null, 'standing.state': { $in: ['active', null] } }, { $set: { withdrawal: { ...withdrawal, sent: false } } },
  );
  if (!kept.modifiedCount) throw new Conflict('案件刚刚撤回或办结，请刷新后再看');
  touch(deps.store, caseKeys(found));
  await sendWithdrawal(found._id, deps).catch(() => undefined);
}

/** How long the engine keeps a withdrawal for a case that has not started there yet, milliseconds. */
const KEPT = 86_400_000;

/** Puts the withdrawal on the timeline and tells the engine; the sweep repeats both until the engine has heard. */
export async function sendWithdrawal(caseNo: string, { store, engine }: Pick<Deps, 'store' | 'engine'>): Promise<void> {
  const found = await store.cases.findById(caseNo).lean<Case>();
  if (!found?.withdrawal) return;
  const { by, at, reason } = found.withdrawal;
  await insertOnce(store.entries, [{ _id: `withdraw:${caseNo}`, caseNo, at, who: by, action: '撤回', why: reason, text: '申请撤回案件' }]);
  // without an id: an instance that was started anew must not miss it because an earlier one had it
  await engine.publish({ name: 'case.withdrawn', key: caseNo, ttl: KEPT, variables: { reason } });
  await store.cases.updateOne({ _id: caseNo }, { $set: { 'withdrawal.sent': true } });
}
