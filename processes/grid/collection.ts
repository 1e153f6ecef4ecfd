// What one grid member recorded this month, by duty and by role: visits by the duty and role that they name, reports and new entries of the registers by the duty that leads to them. Each record counts once.
import type { Deps } from '../deps.js';
import type { Case, Person, RegisterItem } from '../store/types.js';
import { leadOf } from './leads.js';
import { loadLists, nowCalled } from './lists.js';
import { logTotals } from './log.js';
import { keptUnits } from './may.js';
import { monthOf, monthSpan } from './when.js';

export interface Collection { month: string; duties: { name: string; lead: string; leadName: string; href: string; records: number }[]; roles: { name: string; records: number }[]; others: number }

/** What was recorded, by what a duty would have led to: `report:A`, `register:danger`. A report that a visit became is counted as the visit. */
async function recorded(person: Person, { from, until }: { from: Date; until: Date }, { store }: Pick<Deps, 'store'>): Promise<Map<string, number>> {
  const span = { $gte: from, $lt: until };
  const [cases, items] = await Promise.all([
    store.cases.find({ 'reporter.person': person._id, reportedAt: span, procedure: 'grid-event' }, { category: 1, clientId: 1 }).lean<Case[]>(),
    store.registers.find({ scope: { $in: keptUnits(person) }, 'createdBy.id': person._id, createdAt: span }, { kind: 1 }).lean<RegisterItem[]>(),
  ]);
  const visits = new Set((await store.visits.find({ _id: { $in: cases.map(({ clientId }) => clientId) } }, { _id: 1 }).lean()).map(({ _id }) => _id));
  const keys = [...cases.filter(({ clientId }) => !visits.has(clientId)).map(({ category }) => `report:${category[0]}`), ...items.map(({ kind }) => `register:${kind}`)];
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/**
 * The duties in force with where each leads and what this person recorded under it in the month that is now.
 *
 * @returns `others`: reports and entries to which no duty leads, and visits under words that the lists no longer have
 */
export async function collection(person: Person, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<Collection> {
  const month = monthOf(clock.now());
  const span = monthSpan(month);
  const [{ lists }, counts, visits] = await Promise.all([loadLists(store), recorded(person, span, { store }), logTotals({ person: person._id, span }, person, { store })]);
  const under = (tally: { name: string; count: number }[], name: string, inForce: string[]): number => tally.filter((one) => nowCalled(one.name, inForce) === name).reduce((sum, { count }) => sum + count, 0);
  const duties = lists.duties.map((name) => {
    const { id, name: leadName, href } = leadOf(lists.leads[name]);
    // what two duties lead to is counted under the first
    const led = counts.get(id) ?? 0;
    counts.delete(id);
    return { name, lead: id, leadName, href: id === 'visit' ? `${href}?duty=${encodeURIComponent(name)}` : href, records: led + under(visits.duty, name, lists.duties) };
  });
  const known = new Set(lists.duties);
  const others = [...counts.values()].reduce((sum, count) => sum + count, 0) + visits.duty.filter(({ name }) => !known.has(nowCalled(name, lists.duties))).reduce((sum, { count }) => sum + count, 0);
  return { month, duties, roles: lists.roles.map((name) => ({ name, records: under(visits.role, name, lists.roles) })), others };
}
