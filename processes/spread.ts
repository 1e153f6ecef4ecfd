// Spreads notices to the outside: whoever wants to be reached there gets a message for each, at night only when it cannot wait.
import type { Deps } from './deps.js';
import { addressees, around, robotUnit, toPerson, toRobot, type Around } from './messages.js';
import { notify } from './notices.js';
import { endOfQuiet } from './quiet-hours.js';
import { insertOnce } from './store/store.js';
import type { Case, Notice, Outgoing, Unit } from './store/types.js';

const BATCH = 200;
/** How many batches one round takes at most: the next comes soon. */
const BATCHES = 20;
/** The beginning of the key of a notice that went up because nobody was there; it goes up once. */
const UP = 'up:';
/** Kinds that cannot wait until morning, whoever wrote them. */
const CANNOT_WAIT = ['urge'];

/**
 * One round. The messages are kept before the notice is marked: a crash between the two repeats them under the same keys, which does nothing. A notice of before there
 * was this mark is left alone.
 *
 * @param wall milliseconds of the wall clock: quiet hours are those of the night outside
 * @returns how many notices were spread
 */
export async function spreadNotices(deps: Pick<Deps, 'store'>, wall: number = Date.now()): Promise<number> {
  const { store } = deps;
  let spread = 0;
  for (let round = 0; round < BATCHES; round += 1) {
    const notices = await store.notices.find({ spread: false }).limit(BATCH).lean<Notice[]>();
    if (notices.length === 0) break;
    const [there, urgent] = await Promise.all([around(store, notices), urgentCases(notices, deps)]);
    await insertOnce(store.outgoing, notices.flatMap((notice) => messagesOf(notice, there, notice.urgent === true || CANNOT_WAIT.includes(notice.kind) || urgent.has(notice.caseNo ?? ''), wall)));
    for (const notice of notices) if (addressees(notice, there).length === 0) await goUp(notice, deps);
    await store.notices.updateMany({ _id: { $in: notices.map(({ _id }) => _id) } }, { $set: { spread: true } });
    spread += notices.length;
    if (notices.length < BATCH) break;
  }
  return spread;
}

/** Which of the cases that they are about cannot wait until morning. */
async function urgentCases(notices: Notice[], { store }: Pick<Deps, 'store'>): Promise<Set<string>> {
  const ids = [...new Set(notices.flatMap(({ caseNo }) => caseNo ?? []))];
  const found = await store.cases.find({ _id: { $in: ids } }, { urgency: 1, classification: 1 }).lean<Pick<Case, '_id' | 'urgency' | 'classification'>[]>();
  return new Set(found.filter(({ urgency, classification }) => urgency === '特急' || classification?.urgency === '特急').map(({ _id }) => _id));
}

function messagesOf(notice: Notice, there: Around, urgent: boolean, wall: number): Outgoing[] {
  const robots = new Map<string, { unit: Unit; nextAt: number }>();
  const messages = addressees(notice, there).flatMap((person) => {
    const { reach } = person;
    if (!reach) return [];
    const nextAt = (urgent ? undefined : endOfQuiet(reach.quiet, new Date(wall)))?.getTime() ?? 0;
    const unit = reach.bots ? robotUnit(notice, person, there) : undefined;
    // a group is told once, as soon as one of those who want it may be disturbed
    if (unit) robots.set(unit._id, { unit, nextAt: Math.min(nextAt, robots.get(unit._id)?.nextAt ?? Infinity) });
    return [...(reach.sms ? toPerson(notice, 'sms', person, there, nextAt) : []), ...(reach.mails ? toPerson(notice, 'mail', person, there, nextAt) : [])];
  });
  return [...messages, ...[...robots.values()].map(({ unit, nextAt }) => toRobot(notice, unit, nextAt))];
}

/** Work that is given to a post nobody holds is told to who answers for it above: nobody would see it otherwise. */
async function goUp({ _id, to, kind, title, text, at, caseNo, taskKey, warning, urgent }: Notice, { store }: Pick<Deps, 'store'>): Promise<void> {
  if (kind !== 'task' || _id.startsWith(UP)) return;
  await notify(store, { id: `${UP}${_id}`, to, kind, title, text, at, ...(caseNo && { caseNo }), ...(taskKey && { taskKey }), ...(warning && { warning }), ...(urgent && { urgent }) });
}
