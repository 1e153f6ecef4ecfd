// What whoever reported a matter thinks of how it was handled: one to five stars, once, which they may change until the window ends.
import type { Deps } from './deps.js';
import { recordOnce } from './entries.js';
import { Conflict } from './errors.js';
import { caseKey, touch } from './feed.js';
import { markStale } from './figures/stale.js';
import { notify } from './notices.js';
import { reopeningRules, windowEnd, type ReopeningRules } from './reopening.js';
import { starWord } from './stars.js';
import type { Actor, Case } from './store/types.js';

/** Whether a case may be rated now: while it is being asked about (回访), and after its close until the window ends. What was merged or withdrawn has no result of its own. */
export function mayRate(found: Case, rules: ReopeningRules, now: Date): boolean {
  if (found.mergedInto || found.withdrawal || found.restart) return false;
  const until = windowEnd(found, rules);
  if (until) return found.closing!.outcome !== '作废' && now <= until;
  return found.standing?.state === 'active' && found.standing.status === '待回访';
}

/** @throws Conflict, in Chinese, when the window has ended or the case is still being handled */
export async function rateCase(found: Case, { stars, text }: { stars: number; text?: string }, by: Actor, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  const at = clock.now();
  const rules = await reopeningRules(store);
  if (!mayRate(found, rules, at)) throw new Conflict(found.closing ? `办结已超过 ${rules.hours} 小时，评价已经截止。` : '这件事还在办理，处理完以后再请您评价。');
  if (found.rating?.stars === stars && (found.rating.text ?? '') === (text ?? '')) return;
  await store.cases.updateOne({ _id: found._id }, { $set: { rating: { stars, at, ...(text ? { text } : {}) } } });
  await markStale(store, 'case', [found._id]);
  const said = `${stars} 星（${starWord(stars)}）${text ? `：${text}` : ''}`;
  await recordOnce(store, { _id: `rating:${found._id}:${at.getTime()}`, caseNo: found._id, at, who: by, action: '评价', text: said, data: { stars } });
  if (stars <= 2) {
    await notify(store, { id: `rated:${found._id}:${at.getTime()}`, to: [`${found.town}/follow-up`], caseNo: found._id, kind: 'rated', at, title: `诉求人不满意：${found.title}`, text: `案件 ${found._id} 的诉求人评价 ${said}` });
  }
  touch(store, [caseKey(found._id)]);
}
