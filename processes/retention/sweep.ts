// What identifies people goes when it is no longer needed (个人信息保护法 art 19, 47): reporters of closed cases, who left, who is no longer on a register.
import { readRules } from '../accounts/rules.js';
import { audit } from '../audit.js';
import type { Deps } from '../deps.js';
import { endSessions } from '../store/sessions.js';
import type { Store } from '../store/store.js';
import type { Case, GridVisit, Person, RegisterItem } from '../store/types.js';
import { replaceNumbers } from '../personal-numbers.js';
import { blankCase, BLANKED } from './blank-case.js';

/** How many of a kind one sweep takes; the next goes on. */
const AT_ONCE = 200;

/** The same day so many years before. */
function yearsBefore(now: Date, years: number): Date {
  const then = new Date(now);
  then.setUTCFullYear(then.getUTCFullYear() - years);
  return then;
}

/** Written once, before it is done; doing it again after a crash writes nothing twice. */
const note = (store: Store, kind: string, id: string, at: Date, text: string): Promise<void> => audit(store, at, { system: '到期清除' }, 'blank', { kind, id }, text, { key: 'blank' });

async function blankCases(store: Store, now: Date, years: number): Promise<number> {
  const due = await store.cases.find({ 'closing.at': { $lt: yearsBefore(now, years) }, blankedAt: null, 'standing.state': { $ne: 'active' }, restart: null }).limit(AT_ONCE).lean<Case[]>();
  for (const found of due) {
    await note(store, 'case', found._id, now, `案件办结满 ${years} 年，清除反映人和相关人员的姓名、电话和证件号`);
    await blankCase(found, now, store);
  }
  return due.length;
}

/** The account's name stays free for nobody: what it did is still told apart by its id. Names in timelines stay: who did an official act is answered for (档案法). */
async function blankLeavers(store: Store, now: Date, years: number): Promise<number> {
  const due = await store.people.find({ active: false, leftAt: { $lt: yearsBefore(now, years) }, blankedAt: null }).limit(AT_ONCE).lean<Person[]>();
  for (const { _id } of due) {
    await note(store, 'person', _id, now, `离岗满 ${years} 年，清除账号的个人信息`);
    await endSessions(store, _id);
    await store.filters.deleteMany({ person: _id });
    await store.people.updateOne({ _id, active: false }, {
      $set: { name: '已离岗人员', account: `left-${_id}`, passwordHash: '-', groups: [], blankedAt: now }, $unset: { phone: 1, reach: 1, absence: 1, totp: 1, totpNext: 1, formerHashes: 1, signedInAt: 1 },
    });
  }
  return due.length;
}

async function blankRegisters(store: Store, now: Date, years: number): Promise<number> {
  const before = yearsBefore(now, years);
  const items = await store.registers.find({ state: { $ne: 'current' }, updatedAt: { $lt: before }, blankedAt: null }).limit(AT_ONCE).lean<RegisterItem[]>();
  for (const { _id, kind, name } of items) {
    const isPeople = kind === 'household' || kind === 'resident';
    await note(store, 'register', _id, now, `注销或销号满 ${years} 年，清除登记的个人信息`);
    await store.registers.updateOne({ _id, state: { $ne: 'current' } }, {
      $set: { name: isPeople ? BLANKED : replaceNumbers(name, () => BLANKED), facts: {}, blankedAt: now, ...(isPeople ? { place: { text: BLANKED } } : {}) }, $unset: { phone: 1, idNumber: 1, note: 1 },
    });
  }
  const visits = await store.visits.find({ at: { $lt: before }, blankedAt: null }).limit(AT_ONCE).lean<GridVisit[]>();
  for (const { _id, text } of visits) await store.visits.updateOne({ _id }, { $set: { text: replaceNumbers(text, () => BLANKED), blankedAt: now } });
  return items.length + visits.length;
}

/** Orders that were sent back never became a case: their words go by themselves. */
async function blankReturned(store: Store, now: Date, years: number): Promise<number> {
  const due = await store.partnerOrders.find({ state: 'returned', 'returned.at': { $lt: yearsBefore(now, years) }, caseNo: null, 'text.title': { $ne: BLANKED } }, { _id: 1 }).limit(AT_ONCE).lean();
  for (const { _id } of due) {
    await note(store, 'order', _id, now, `退单满 ${years} 年，清除工单内容`);
    await store.partnerOrders.updateOne({ _id }, { $set: { 'text.title': BLANKED, 'text.content': BLANKED, 'text.address': BLANKED }, $unset: { 'text.citizen': '' } });
  }
  return due.length;
}

/**
 * Blanks what is due, a bounded number of each kind; doing it again changes nothing, and one that broke off is gone on with.
 *
 * @returns how many were blanked of each
 */
export async function sweepPersonal({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<{ cases: number; people: number; registers: number }> {
  const { retention } = await readRules(store);
  const now = clock.now();
  return {
    cases: await blankCases(store, now, retention.reporterYears) + await blankReturned(store, now, retention.reporterYears), people: await blankLeavers(store, now, retention.leaverYears), registers: await blankRegisters(store, now, retention.registerYears),
  };
}
