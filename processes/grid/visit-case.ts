// A check-in that became a report: the report bears the check-in's id as its client id, so neither can lose the other, in whichever order they arrive.
import { recordOnce } from '../entries.js';
import type { Store } from '../store/store.js';
import type { Case, GridVisit } from '../store/types.js';

/**
 * Ties a check-in to the case that its maker reported from it, if there is one: the check-in gets the number, the timeline names the check-in, and a
 * hidden danger that was looked at names the case. Doing it again changes nothing.
 */
export async function caseOfVisit(visit: GridVisit, store: Store): Promise<string | undefined> {
  const found = await store.cases.findOne({ clientId: visit._id }).lean<Case>();
  if (!found || !('id' in visit.by) || found.reporter.person !== visit.by.id) return undefined;
  await tie(store, visit, found);
  return found._id;
}

/** The same from the other side, when a report was filed or came again. @param clientId the report's */
export async function visitOfCase(clientId: string, store: Store): Promise<void> {
  const visit = await store.visits.findById(clientId).lean<GridVisit>();
  if (visit) await caseOfVisit(visit, store);
}

async function tie(store: Store, visit: GridVisit, made: Case): Promise<void> {
  const { _id: caseNo } = made;
  await recordOnce(store, {
    _id: `visit:${visit._id}`, caseNo, at: made.reportedAt, who: visit.by, action: visit.kind === 'visit' ? '走访发现' : '到场发现', text: [visit.occasion, visit.place.text, visit.text].filter(Boolean).join(' · '),
    data: { visit: visit._id },
  });
  await store.visits.updateOne({ _id: visit._id, caseNo: null }, { $set: { caseNo } });
  if (visit.items.length) await store.registers.updateMany({ _id: { $in: visit.items }, kind: 'danger', caseNo: null }, { $set: { caseNo } });
}
