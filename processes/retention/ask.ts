// Whoever reported a matter asks from their own page, without an account, that what it tells of them be deleted once it has ended (个人信息保护法 art 47); who supervises there decides.
import { audit } from '../audit.js';
import type { Deps } from '../deps.js';
import { Conflict } from '../errors.js';
import { caseKey, touch } from '../feed.js';
import { endOf } from '../figures/case-marks.js';
import { notify } from '../notices.js';
import { REPORTER } from '../reopening.js';
import type { Store } from '../store/store.js';
import type { Case, Person } from '../store/types.js';
import { mayRetain } from './request.js';

const waiting = { 'erasureAsked.open': true, erasure: null, blankedAt: null };

/** How the reporter's wish stands, without who decided; nothing while the matter is handled. */
export function erasureOf(found: Case): { state: 'none' | 'asked' | 'granted' | 'done' | 'refused'; at?: Date; reason?: string } | undefined {
  const { erasureAsked, erasure, blankedAt } = found;
  if (!endOf(found)) return undefined;
  if (blankedAt) return { state: 'done', at: blankedAt };
  if (erasure) return { state: 'granted', at: erasure.at };
  if (erasureAsked?.refused) return { state: 'refused', at: erasureAsked.refused.at, reason: erasureAsked.refused.reason };
  return erasureAsked ? { state: 'asked', at: erasureAsked.at } : { state: 'none' };
}

/**
 * Puts the wish before those who decide; asked again while it waits or is granted it stays the same, refused it may be asked anew.
 *
 * @throws Conflict, in Chinese, while the matter is handled
 */
export async function askErasure(found: Case, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  const state = erasureOf(found)?.state;
  if (!state) throw new Conflict('这件事还在办理，办结以后才能申请删除。');
  if (state === 'granted' || state === 'done') return;
  if (state !== 'asked') {
    const at = clock.now();
    await audit(store, at, REPORTER, 'retention', { kind: 'case', id: found._id }, '诉求人申请删除个人信息');
    await store.cases.updateOne({ _id: found._id, erasure: null, blankedAt: null, 'erasureAsked.open': { $ne: true } }, { $set: { erasureAsked: { at, open: true } } });
  }
  await tellAsked(found._id, store);
}

/** Once for each asking, in no words of the matter or of the reporter. */
async function tellAsked(caseNo: string, store: Store): Promise<void> {
  const found = await store.cases.findOne({ _id: caseNo, ...waiting }).lean<Case>();
  if (!found) return;
  const { at } = found.erasureAsked!;
  await notify(store, {
    id: `erasure-asked:${caseNo}:${at.getTime()}`, to: ['duty-leader', 'supervisor'].map((role) => `${found.town}/${role}`), caseNo, kind: 'erasure-asked', at, title: `申请删除个人信息：${caseNo}`,
    text: `案件 ${caseNo} 的诉求人申请删除个人信息，请在案件页「个人信息」里决定；不同意的要写明理由，诉求人能看到。`,
  });
  touch(store, [caseKey(caseNo)]);
}

/** Tells again of every wish that waits: what broke off is made up for, nobody hears of one twice. */
export async function sweepAsked(store: Store): Promise<void> {
  for (const { _id } of await store.cases.find(waiting, { _id: 1 }).lean()) await tellAsked(_id, store);
}

/** The wishes that wait for a person, the oldest first. */
export async function erasuresFor(person: Person, { store }: Pick<Deps, 'store'>): Promise<Case[]> {
  const found = await store.cases.find(waiting).lean<Case[]>();
  return found.filter((one) => endOf(one) && mayRetain(person, one)).sort((a, b) => a.erasureAsked!.at.getTime() - b.erasureAsked!.at.getTime());
}
