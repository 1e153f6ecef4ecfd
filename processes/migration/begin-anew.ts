// Where a case cannot be migrated from where it stands: it is first begun anew at another element of its own version, from which it can.
import type { Deps } from '../deps.js';
import { Conflict, Invalid, NotFound } from '../errors.js';
import { logProcedure } from '../procedure-log.js';
import { insertOnce } from '../store/store.js';
import type { Element, Instance, Person } from '../store/types.js';
import { actorOf } from '../tasks.js';
import { candidatesFor, waysOut, type Wanted } from './candidates.js';

/** What beginning anew means for whoever is at work, to be read before it is done. */
export const WHAT_DIFFERS = '这一步会收回现在的任务（已认领的人失去它，未提交的内容只能查看），在所选环节重新生成任务，时限从头计算；之后即可迁移到目标版本';

export interface Anew extends Pick<Wanted, 'to' | 'hand'> { instance: string; element: string; at: string; reason: string }

/**
 * Ends an active element and begins another one of the same version in its place.
 *
 * @param wanted.element the key of the active element that is left; `at` the id of the one that is begun
 * @throws NotFound when the person sees no such running case; Invalid when the element cannot be begun there; Conflict when the case has moved on
 */
export async function beginAnew(procedure: string, wanted: Anew, person: Person, deps: Pick<Deps, 'store' | 'engine' | 'clock'>): Promise<void> {
  const { store, engine, clock } = deps;
  const instance = await store.instances.findOne({ _id: wanted.instance, procedure, state: 'active' }).lean<Instance>();
  if (!instance) throw new NotFound(`没有这个在办的流程 <${wanted.instance}>`);
  const made = await candidatesFor(procedure, { to: wanted.to, from: [instance.definitionKey], hand: wanted.hand }, person, deps);
  const found = made.candidates.find(({ instanceKey }) => instanceKey === wanted.instance);
  if (!found) throw new NotFound(`没有这个在办的流程 <${wanted.instance}>`);
  const leaving = await store.elements.findOne({ _id: wanted.element, instanceKey: instance._id, state: 'active' }).lean<Element>();
  if (!leaving) throw new Conflict('案件刚刚往下走了，请刷新后再看');
  const source = made.sources.get(instance.definitionKey)!;
  // the process itself is active too: to leave it would be to end the case
  if (!source.elements.has(leaving.elementId)) throw new Invalid('不能从这个环节重新开始', [{ path: 'element', message: '这不是流程图上的环节，请从列表里选一个环节' }]);
  const goal = waysOut(source, made.target, made.plans.get(instance.definitionKey)!, leaving.elementId).find(({ id }) => id === wanted.at);
  if (!goal) throw new Invalid('不能从这个环节重新开始', [{ path: 'at', message: '请从列表里选一个环节' }]);
  try {
    await engine.modify({ instance: instance._id, activate: [{ element: goal.id }], terminate: [leaving._id] });
  } catch (error) {
    if (error instanceof NotFound || error instanceof Invalid) throw new Conflict('引擎没有接受：案件刚刚往下走了，请刷新后再看', { cause: error });
    throw error;
  }
  const [at, who] = [clock.now(), actorOf(person)];
  const left = source.elements.get(leaving.elementId)?.name || leaving.elementId;
  await insertOnce(store.entries, [{
    _id: `anew:${leaving._id}`, caseNo: found.caseNo, at, who, action: '调整环节', why: wanted.reason, text: `从「${left}」调整到「${goal.name}」重新办理，为转到新版流程做准备`,
    element: { id: goal.id, name: goal.name, procedure },
  }]);
  // people of other counties read this: which case it was and why is said in the case's own history
  await logProcedure(store, { procedure, at, who, action: '调整环节', text: '一件在办案件调整了环节，为转到新版流程做准备' });
}
