// Previews and performs an intervention: kept first, answered for, then done; once for each id, by one person at a time, and never on what was not seen.
import { audit } from '../audit.js';
import type { Deps } from '../deps.js';
import { recordOnce } from '../entries.js';
import { Conflict, DomainError, Invalid, Unavailable } from '../errors.js';
import { caseKey, touch } from '../feed.js';
import { isDuplicate } from '../store/store.js';
import type { Intervention, InterventionKind, Person } from '../store/types.js';
import { actorOf } from '../tasks.js';
import { cancel } from './cancel.js';
import { due } from './due.js';
import { markOf, type Kind, type Plan, type Target, type Wanted } from './kind.js';
import { move } from './move.js';
import { reassign } from './reassign.js';
import { restart } from './restart.js';
import { retry } from './retry.js';
import { getTarget } from './target.js';
import { inTurn } from './turn.js';
import { variable } from './variable.js';
import { activeIn } from './whereabouts.js';
import { listed, namesOf } from './words.js';

export const kinds: Record<InterventionKind, Kind> = { cancel, retry, move, variable, due, reassign, restart };

export interface Preview extends Pick<Plan, 'says' | 'warns' | 'text'> { mark: string }
export interface Performed extends Wanted {
  /** The client's own id (a UUID): the same one again is the same intervention. */
  id: string;
  reason: string;
  /** The mark of the preview that was read; absent (many at once): whatever stands there now. */
  mark?: string;
}

const CHANGED = '案件在您预览之后有了变化，没有执行任何操作。请重新预览后再决定';

/** What was last done to the case counts as seen, too: the records of it come a moment later. */
async function seenWith(plan: Plan, { instance }: Target, { store }: Pick<Deps, 'store'>): Promise<string> {
  const about = instance.caseNo ? { caseNo: instance.caseNo } : { instanceKey: instance._id };
  const last = await store.interventions.find({ ...about, state: 'done' }, { at: 1 }).lean<Pick<Intervention, '_id' | 'at'>[]>();
  return markOf([plan.seen, last.map(({ _id }) => _id).sort()]);
}

/**
 * Says what an intervention would do; nothing happens.
 *
 * @throws NotFound, Forbidden (see `getTarget`); Conflict or Invalid, in Chinese, when it cannot be done; Malformed when a value is no JSON
 */
export async function previewIntervention(wanted: Wanted, person: Person, deps: Deps): Promise<Preview> {
  const target = await getTarget(wanted.key, person, deps);
  const plan = await kinds[wanted.kind].plan(target, wanted, person, deps);
  return { says: plan.says, warns: plan.warns, text: plan.text, mark: await seenWith(plan, target, deps) };
}

/**
 * Does it. The same id again answers what became of it the first time.
 *
 * @param address the network address that it came from, for the audit
 * @throws like `previewIntervention`; Conflict when it changed since the preview, another is at work there, or the engine refuses; Unavailable when the engine did not answer:
 *   then it may have been done, which the records will show
 */
export async function performIntervention(wanted: Performed, person: Person, deps: Deps, address?: string): Promise<Intervention> {
  const reason = wanted.reason.trim();
  if (!reason) throw new Invalid('没有理由', [{ path: 'reason', message: '请写明理由' }]);
  const target = await getTarget(wanted.key, person, deps);
  const known = await deps.store.interventions.findById(wanted.id).lean<Intervention>();
  const answered = known && await answer(known, wanted, person, deps);
  if (answered) return answered;
  return inTurn(target.instance.caseNo ?? target.instance._id, wanted.id, deps.store, async () => {
    // two clicks of one id: the second waited for the first
    const first = await deps.store.interventions.findById(wanted.id).lean<Intervention>();
    const said = first && await answer(first, wanted, person, deps);
    if (said) return said;
    const plan = await kinds[wanted.kind].plan(target, wanted, person, deps);
    if (wanted.mark !== undefined && wanted.mark !== await seenWith(plan, target, deps)) throw new Conflict(CHANGED);
    return carryOut(await keep(plan, target, { ...wanted, reason }, person, deps, address), plan, target, deps);
  });
}

/** What is known of an id already. @returns nothing when it is still to be done: the engine had not answered, and nothing came of it */
async function answer(known: Intervention, wanted: Performed, person: Person, deps: Deps): Promise<Intervention | undefined> {
  if (known.kind !== wanted.kind || known.instanceKey !== wanted.key || !('id' in known.by) || known.by.id !== person._id) throw new Conflict('这个操作编号已被使用，请重新预览');
  if (known.state === 'done') return known;
  if (known.state === 'refused') throw new Conflict(known.said ?? '没有执行');
  if (await kinds[known.kind].happened(known, deps)) return finish(known, deps);
  return undefined;
}

/** Writes its line in the audit, once. */
const answerFor = ({ _id, kind, at, by, caseNo, instanceKey, text, reason }: Intervention, { store }: Pick<Deps, 'store'>, address?: string): Promise<void> =>
  audit(store, at, by, kinds[kind].name, caseNo ? { kind: 'case', id: caseNo } : { kind: 'instance', id: instanceKey }, `${text}（实例 ${instanceKey}）。理由：${reason}`, { address, key: `intervene:${_id}` });

async function keep(plan: Plan, { instance }: Target, { id, kind, reason }: Performed, person: Person, { store, clock }: Deps, address?: string): Promise<Intervention> {
  const made: Intervention = {
    _id: id, kind, instanceKey: instance._id, ...(instance.caseNo ? { caseNo: instance.caseNo } : {}), by: actorOf(person), at: clock.now(), reason, given: plan.given, text: plan.text, state: 'doing', tried: Date.now(),
  };
  try {
    await store.interventions.collection.insertOne({ ...made } as never);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const known = (await store.interventions.findOneAndUpdate({ _id: id }, { $set: { state: 'doing', tried: made.tried } }, { returnDocument: 'after' }).lean<Intervention>())!;
    // killed between the two, it was kept without a line
    await answerFor(known, { store }, address);
    return known;
  }
  try {
    await answerFor(made, { store }, address);
  } catch (error) {
    // what cannot be answered for is not done
    await store.interventions.deleteOne({ _id: id }).catch(() => undefined);
    throw error;
  }
  return made;
}

async function carryOut(made: Intervention, plan: Plan, target: Target, deps: Deps): Promise<Intervention> {
  try {
    await plan.act(made);
  } catch (error) {
    // a fault of ours says as little of the engine as silence does
    const unknown = error instanceof Unavailable || !(error instanceof DomainError);
    await deps.store.interventions.updateOne({ _id: made._id }, { $set: unknown ? { state: 'unknown' } : { state: 'refused', said: (error as Error).message } }).catch(() => undefined);
    if (error instanceof Unavailable) throw await silent(target, deps, error);
    throw error;
  }
  return finish(made, deps);
}

/** The engine did not answer: what is known is said, and no more. */
async function silent({ instance }: Target, { store }: Deps, cause: Error): Promise<Unavailable> {
  const now = await store.instances.findById(instance._id).lean<Target['instance']>();
  const active = now ? await activeIn(store, [now]) : [];
  const where = now?.state === 'active' ? `停在 ${active.length > 0 ? listed(await namesOf(store, active), '处') : '两个环节之间'}` : '已经结束';
  return new Unavailable(`引擎没有回答，不知道是否已经执行。刚刚重新读到的情况：流程${where}。请等一会儿刷新页面看结果，再决定是否重试`, 10, { cause });
}

/** It is done: the timeline says so, and whoever looks at the case sees it. */
export async function finish(made: Intervention, { store }: Pick<Deps, 'store'>): Promise<Intervention> {
  if (made.caseNo && made.kind !== 'reassign') {
    await recordOnce(store, { _id: `intervene:${made._id}`, caseNo: made.caseNo, at: made.at, who: made.by, action: kinds[made.kind].name, why: made.reason, text: made.text });
    touch(store, [caseKey(made.caseNo)]);
  }
  await store.interventions.updateOne({ _id: made._id }, { $set: { state: 'done' } });
  return { ...made, state: 'done' };
}
