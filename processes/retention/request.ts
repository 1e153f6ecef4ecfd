// What people decide about the retention of a case that has ended: to keep it for a reason (诉讼、申诉、归档), and to blank it before its time because whoever it tells of asked for it.
import { readRules } from '../accounts/rules.js';
import { audit } from '../audit.js';
import type { Deps } from '../deps.js';
import { Conflict, Forbidden } from '../errors.js';
import { caseKey, touch } from '../feed.js';
import { endOf } from '../figures/case-marks.js';
import { mayReopen, reopeningRules } from '../reopening.js';
import { unitsFor } from '../roles.js';
import { momentOf } from '../shanghai.js';
import type { Case, Person } from '../store/types.js';
import { actorOf } from '../tasks.js';
import { findHold } from './hold.js';

type Around = Pick<Deps, 'store' | 'clock'>;
export const retentionActs = ['hold', 'release', 'erase', 'refuse'] as const;
export type RetentionAct = (typeof retentionActs)[number];
const WORDS: Record<RetentionAct, string> = { hold: '暂缓清除个人信息', release: '取消暂缓清除', erase: '按本人要求清除个人信息', refuse: '不同意诉求人删除个人信息的申请' };

/** Who decides: those who supervise where the case lies. */
export const mayRetain = (person: Person, found: Case): boolean => unitsFor(person, 'supervise').some((unit) => found.scope.includes(unit));

/** How a case stands: until when it is kept, or when it was blanked; why it is held. Nothing while it runs. */
export async function retentionOf(found: Case, { store }: Pick<Deps, 'store'>): Promise<{ blankedAt?: Date; dueAt?: Date; held?: string; isHeld: boolean; asked: boolean; request?: Case['erasureAsked'] } | undefined> {
  const end = endOf(found);
  if (!end) return undefined;
  const dueAt = new Date(end);
  dueAt.setUTCFullYear(dueAt.getUTCFullYear() + (await readRules(store)).retention.reporterYears);
  return found.blankedAt ? { blankedAt: found.blankedAt, isHeld: false, asked: !!found.erasure } : { dueAt, held: await findHold(found, store), isHeld: !!found.hold, asked: !!found.erasure, request: found.erasureAsked };
}

/**
 * Holds a case, lets it go again, has it blanked by the next sweep, or refuses the reporter who asked for that.
 *
 * @throws Forbidden when they do not supervise there; Conflict while it runs, once it is blanked, for blanking while it is held or may still be done again, for a refusal where nobody waits for one
 */
export async function decideRetention(found: Case, act: RetentionAct, reason: string, person: Person, deps: Around, address?: string): Promise<void> {
  const { store, clock } = deps;
  const at = clock.now();
  if (!mayRetain(person, found)) throw new Forbidden('只有案件所在地的值班领导、指挥长和督查员可以决定');
  if (!endOf(found)) throw new Conflict('案件还没有办结');
  if (found.blankedAt) throw new Conflict('这个案件的个人信息已经清除');
  if (act === 'erase') {
    const held = await findHold(found, store);
    if (held) throw new Conflict(`现在不能清除：${held}`);
    const again = mayReopen(found, await reopeningRules(store), at);
    if (again.may) throw new Conflict(`反映人在 ${momentOf(again.until)} 以前还可以申请重新办理，过后再来清除`);
  }
  if (act === 'refuse' && (found.erasure || !found.erasureAsked?.open)) throw new Conflict('没有等待决定的删除申请');
  await audit(store, at, actorOf(person), 'retention', { kind: 'case', id: found._id }, `${WORDS[act]}：${reason}`, address);
  const said = { by: actorOf(person), at, reason };
  const change = { hold: { $set: { hold: said } }, release: { $unset: { hold: '' } }, erase: { $set: { erasure: said } }, refuse: { $set: { 'erasureAsked.open': false, 'erasureAsked.refused': said } } }[act];
  const changed = await store.cases.updateOne({ _id: found._id, blankedAt: null, ...(act === 'refuse' ? { erasure: null, 'erasureAsked.open': true } : {}) }, change);
  if (act === 'refuse' && !changed.matchedCount) throw new Conflict('刚刚已经由别人决定，请刷新后再看');
  touch(store, [caseKey(found._id)]);
}
