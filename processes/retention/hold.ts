// What keeps a case from being blanked though it is due: somebody said why, or something that builds on it has no end yet.
import { daysOf } from '../assessment/periods.js';
import { endOf } from '../figures/case-marks.js';
import { handledIn } from '../merged.js';
import { shanghaiDay } from '../shanghai.js';
import type { Store } from '../store/store.js';
import type { Case } from '../store/types.js';
import { suggestionsFrom } from '../suggestions.js';

/** Why a case is kept, for people to read; nothing when it may be blanked. */
export async function findHold(found: Case, store: Store): Promise<string | undefined> {
  if (found.hold) return `要求保留：${found.hold.reason}`;
  const follows = await suggestionsFrom(found._id, { store });
  const open = [...follows, ...(found.mergedInto ? [await handledIn(found, store)] : [])].find((one) => !endOf(one));
  if (open) return `后续案件 ${open._id} 还没有办结`;
  if ((await store.troubles.find({ state: 'taken' }, { cases: 1 }).lean()).some(({ cases }) => cases.includes(found._id))) return '由它提出的政策试点还没有结束';
  return await isAppealed(found, store) ? '它所在的考核期有申诉还没有答复' : undefined;
}

/** Whether somebody waits for an answer to an appeal against the figures that a case is among. */
async function isAppealed(found: Case, store: Store): Promise<boolean> {
  const days = [found.reportedAt, endOf(found)].flatMap((at) => (at ? [shanghaiDay(at)] : []));
  const runs = (await store.assessments.find({ unit: { $in: found.scope } }).lean()).filter(({ state, period }) => state === 'computed' && days.some((day) => day >= daysOf(period).from && day <= daysOf(period).until));
  const scores = await store.assessmentScores.find({ assessment: { $in: runs.map(({ _id }) => _id) } }, { appeals: 1 }).lean();
  return scores.some(({ appeals }) => appeals.some(({ answer }) => !answer));
}
