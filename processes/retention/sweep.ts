// What identifies people goes when it is no longer needed (个人信息保护法 art 19, 47): reporters of closed cases, who left, who is no longer on a register.
import { readRules } from '../accounts/rules.js';
import { audit } from '../audit.js';
import type { Deps } from '../deps.js';
import { endSessions } from '../store/sessions.js';
import type { Store } from '../store/store.js';
import type { Case, GridVisit, Person, RegisterItem } from '../store/types.js';
import { replaceNumbers } from '../personal-numbers.js';
import { dropFiles, dropUnnamed } from '../store/files.js';
import { blankCase } from './blank-case.js';
import { sweepAsked } from './ask.js';
import { BLANKED } from './free-text.js';
import { findHold } from './hold.js';

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

/** Cases that ended before a day, and those whose people asked for it. What is held is passed over, so that it never fills a round. */
async function blankCases(store: Store, now: Date, years: number): Promise<number> {
  const before = yearsBefore(now, years);
  const due = store.cases.find({
    blankedAt: null, 'standing.state': { $in: ['completed', 'terminated'] }, restart: null, hold: null, $or: [{ 'closing.at': { $lt: before } }, { closing: null, 'standing.at': { $lt: before } }, { 'erasure.at': { $lte: now } }],
  }).lean<Case[]>().cursor();
  let done = 0;
  for await (const found of due as AsyncIterable<Case>) {
    if (await findHold(found, store)) continue;
    await note(store, 'case', found._id, now, `${found.erasure ? '本人要求' : `案件办结满 ${years} 年`}，清除反映人和相关人员的姓名、电话、证件号，办理中写下的文字，照片和附件`);
    await blankCase(found, now, store);
    if ((done += 1) === AT_ONCE) break;
  }
  return done;
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

/** A household, a person or a danger is told of in words; an employer and a facility keep their name and place. */
async function blankRegisters(store: Store, now: Date, years: number): Promise<number> {
  const before = yearsBefore(now, years);
  const items = await store.registers.find({ state: { $ne: 'current' }, updatedAt: { $lt: before }, blankedAt: null }).limit(AT_ONCE).lean<RegisterItem[]>();
  for (const { _id, kind, name, history } of items) {
    const isNamed = kind === 'employer' || kind === 'facility';
    await note(store, 'register', _id, now, `注销或销号满 ${years} 年，清除登记的个人信息和文字`);
    await store.registers.updateOne({ _id, state: { $ne: 'current' } }, {
      $set: { name: isNamed ? replaceNumbers(name, () => BLANKED) : BLANKED, facts: {}, history: history.map(({ why, ...change }) => ({ ...change, ...(why ? { why: BLANKED } : {}) })), blankedAt: now, ...(isNamed ? {} : { place: { text: BLANKED } }) }, $unset: { phone: 1, idNumber: 1, note: 1 },
    });
  }
  return items.length;
}

/** What a visit found, its photos and where it was go; that there was one, whose and for what stays, and is counted. */
async function blankVisits(store: Store, now: Date, years: number): Promise<number> {
  const visits = await store.visits.find({ at: { $lt: yearsBefore(now, years) }, blankedAt: null }).limit(AT_ONCE).lean<GridVisit[]>();
  for (const { _id, text, attachments } of visits) {
    await dropFiles(store, attachments, { visit: _id });
    await store.visits.updateOne({ _id }, { $set: { text: text && BLANKED, attachments: [], place: { text: BLANKED }, blankedAt: now } });
  }
  return visits.length;
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
export async function sweepPersonal({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<{ cases: number; people: number; registers: number; files: number }> {
  const { retention: { reporterYears, leaverYears, registerYears } } = await readRules(store);
  const now = clock.now();
  await sweepAsked(store);
  return {
    cases: await blankCases(store, now, reporterYears) + await blankReturned(store, now, reporterYears), people: await blankLeavers(store, now, leaverYears),
    registers: await blankRegisters(store, now, registerYears) + await blankVisits(store, now, registerYears), files: await dropUnnamed(store, yearsBefore(now, Math.max(reporterYears, registerYears)), AT_ONCE),
  };
}
