// Everything that is kept of one person, as a copy for them (个人信息保护法 art 45).
import { audit } from '../audit.js';
import type { Deps } from '../deps.js';
import { filesBy } from '../store/files.js';
import { sessionsOf } from '../store/sessions.js';
import type { Person } from '../store/types.js';
import { actorOf } from '../tasks.js';

/** The most documents of each kind; a longer list says so. */
const MOST = 10_000;

/**
 * Collects a person's data: the account without secrets, how they are reached, absences and shifts, sign-ins, what they filed, wrote, photographed and did, what was said to them, and who
 * looked at or changed their data; what was blanked after its retention says so here, too. What is about others stays out: of a case its number and title alone. A file is listed; it is had at its address.
 *
 * @param by whoever asked for it, and why; written down before anything is read
 */
export async function exportPerson(person: Person, by: { who: Person; reason: string; address?: string }, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<Record<string, unknown>> {
  const at = clock.now();
  const id = person._id;
  await audit(store, at, actorOf(by.who), 'export', { kind: 'person', id }, by.who._id === id ? '本人导出自己的数据' : `导出个人数据：${by.reason}`, by.address);
  const [sessions, filters, shifts, cases, entries, tasks, visits, notices, audited, files] = await Promise.all([
    sessionsOf(store, id), store.filters.find({ person: id }).lean(), store.shifts.find({ person: id }).limit(MOST).lean(),
    store.cases.find({ 'reporter.person': id }, { title: 1, reportedAt: 1, blankedAt: 1 }).limit(MOST).lean(), store.entries.find({ 'who.id': id }, { caseNo: 1, at: 1, action: 1, text: 1, why: 1 }).limit(MOST).lean(),
    store.tasks.find({ 'holder.person': id }, { caseNo: 1, name: 1, createdAt: 1, endedAt: 1, state: 1 }).limit(MOST).lean(), store.visits.find({ 'by.id': id }, { at: 1, grid: 1, kind: 1, occasion: 1, text: 1, place: 1, attachments: 1, blankedAt: 1 }).limit(MOST).lean(),
    store.notices.find({ to: id }, { at: 1, title: 1, text: 1, caseNo: 1 }).limit(MOST).lean(), store.audit.find({ 'about.id': id }).limit(MOST).lean(), filesBy(store, id, MOST),
  ]);
  const { name, account, phone, posts, active, reach, absence, passwordAt, signedInAt, leftAt, totp } = person;
  const lists = { sessions, filters, shifts, cases, entries, tasks, visits, notices, audited, files: files.map(({ id: file, name: called, ...rest }) => ({ address: `/api/attachments/${file}`, name: called, type: rest.type, size: rest.size, at: rest.at })) };
  return {
    exportedAt: at, account: { id, name, account, phone, posts, active, passwordAt, signedInAt, leftAt, secondFactor: totp?.confirmed === true }, reach, absence, ...lists,
    cutOff: Object.entries(lists).filter(([, list]) => list.length >= MOST).map(([kind]) => kind),
  };
}
